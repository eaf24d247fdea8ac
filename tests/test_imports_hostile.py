"""Exports that are hostile or odd: what comes is safe, and what cannot come is named."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from lapel.imports.brought import Brought
from lapel.imports.reading import read_source
from lapel.imports.values import length
from lapel.load import load
from tests.catalogues import SVG
from tests.importing import OB2, OB3, export, run


@pytest.mark.parametrize("name", ["../secret.svg", "absolute", "linked.svg", "a\0b.png", "\ud800.png", "https", ""])
def test_a_picture_comes_from_beside_the_export_alone(small: Path, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (tmp_path / "secret.svg").write_text(SVG.replace("<path", "<desc>secret</desc><path", 1), encoding="utf-8")
    (folder / "linked.svg").symlink_to(tmp_path / "secret.svg")
    if name == "absolute":
        name = str(tmp_path / "secret.svg")
    done = run(small, str(export(folder, "one", {**OB2, "image": name})))
    assert (0, "") == (done.returncode, done.stderr)
    assert "secret" not in "".join(file.read_text() for file in (small / "badges/fork-lift-basics").iterdir())
    assert ("" == name) == ("stayed behind" not in done.stdout)


def test_a_picture_named_by_an_answer_of_a_host_is_never_a_file_here(tmp_path: Path) -> None:
    (tmp_path / "secret.svg").write_text(SVG, encoding="utf-8")
    said = json.dumps({**OB2, "image": str(tmp_path / "secret.svg")}).encode()
    with mock.patch("lapel.imports.reading.fetch", return_value=said):
        (one,) = read_source("https://x.example/b.json")
    assert isinstance(one, Brought)
    assert one.picture.startswith("https://x.example/")


@pytest.mark.parametrize(
    "change",
    [
        {"criteria": {"narrative": "<div>" * 3000 + "x"}},
        {"description": "<b>" * 3000 + "x"},
        {"issuer": {"name": "N" * 300}},
        {"issuer": {"name": "N", "email": "a" * 100_000 + "@" + "b" * 100_000}},
        {"image": "a\0b"},
        {"image": "data:image/png;base64," + base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"\0" * 64).decode()},
        {"name": "N" * 59 + " " + "N" * 50},
    ],
)
def test_what_a_hostile_export_says_never_ends_in_a_traceback(small: Path, tmp_path: Path, change: Any) -> None:
    done = run(small, str(export(tmp_path / "in", "one", {**OB2, **change})), str(export(tmp_path / "in", "two", OB3)))
    assert "Traceback" not in done.stderr
    assert "came: badges/team-work/badge.md" in done.stdout
    again = run(small, str(export(tmp_path / "in", "three", {**OB2, **change, "name": OB2["name"] + "!"})))
    assert "Traceback" not in again.stderr


def test_a_badge_that_says_nothing_of_its_criteria_comes_with_its_description(small: Path, tmp_path: Path) -> None:
    done = run(small, str(export(tmp_path / "in", "one", {**OB2, "criteria": None})))
    assert (0, "") == (done.returncode, done.stderr)
    assert "says nothing of its criteria" in done.stdout
    assert "Can drive a fork lift safely." == load(small, drafts=True).badges["fork-lift-basics"].body


def test_a_fault_names_the_row_and_an_organisation_of_no_badge_stays_back(small: Path, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/list.csv").write_text(
        "name,issuer,criteria\nA,Dock,Write here what you did\nB,Port,Do it.\n", encoding="utf-8"
    )
    done = run(small, str(tmp_path / "in/list.csv"))
    assert 1 == done.returncode
    assert f"could not come: {tmp_path}/in/list.csv:2: is still the text of the template" in done.stderr
    assert "badges/a/" not in done.stderr
    assert {"port"} == {slug for slug in load(small, drafts=True).organisations if slug in ("port", "dock")}
    assert "'Port' has no email address" in done.stdout


def test_two_imports_of_one_file_bring_it_once(small: Path, tmp_path: Path) -> None:
    export(tmp_path / "in", "one", OB2)
    assert "2 came, 0 could not." in run(small, str(tmp_path / "in")).stdout
    done = run(small, str(tmp_path / "in"))
    assert (0, True) == (done.returncode, "0 came, 1 were here already, 0 could not." in done.stdout)


def test_a_length_in_other_digits_is_no_length() -> None:
    assert ["", "", "2 years", "1 month"] == [
        length("²", "years"),
        length("٣", "years"),
        length("2", "years"),
        length(1, "months"),
    ]


def test_a_language_as_moodle_writes_it_comes_and_nonsense_stays_back(small: Path, tmp_path: Path) -> None:
    export(tmp_path / "in", "one", {**OB2, "name": "A", "language": "pt_br"})
    export(tmp_path / "in", "two", {**OB2, "name": "B", "language": "Klingon of the north"})
    done = run(small, str(tmp_path / "in"))
    assert (0, "") == (done.returncode, done.stderr)
    assert "pt-br" == load(small, drafts=True).badges["a"].inLanguage
    assert None is load(small, drafts=True).badges["b"].inLanguage


def test_a_name_without_latin_letters_is_told_what_its_address_is_made_of(small: Path, tmp_path: Path) -> None:
    done = run(small, str(export(tmp_path / "in", "one", {**OB2, "name": "Перша допомога"})))
    assert (0, True) == (done.returncode, "badges/badge/badge.md" in done.stdout)
    assert "rename its folder before you publish it" in done.stdout


def test_two_badges_of_one_name_are_not_said_to_be_here(small: Path, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/list.csv").write_text('name,criteria\nX,"One\nTwo"\n\nX,Other\n', encoding="utf-8")
    done = run(small, str(tmp_path / "in/list.csv"))
    assert 1 == done.returncode
    assert "list.csv:5: the badge 'X' stands twice in what is brought" in done.stderr
    assert "here already" not in done.stdout
