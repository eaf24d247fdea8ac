"""Badges that somebody has elsewhere: every shape comes, what cannot is named, and nothing is written over."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from lapel.imports.brought import Brought, ImportFault
from lapel.imports.pictures import as_svg
from lapel.imports.reading import fetch, read_bytes
from lapel.imports.shapes import SHAPES, read_all
from lapel.load import load
from lapel.load.images import svg_faults
from lapel.pictures.raster import png as rastered
from tests.importing import BADGR, CREDENTIAL, CSV, EXPORTS, FACTORY, MOODLE, OB2, OB3, export, picture, run


@pytest.mark.parametrize("name", EXPORTS)
def test_every_shape_comes_and_the_network_is_good(small: Path, tmp_path: Path, name: str) -> None:
    done = run(small, str(export(tmp_path / "in", name, EXPORTS[name])))
    assert (0, "") == (done.returncode, done.stderr)
    assert "came: " in done.stdout
    before = {"first", "second"}
    catalogue = load(small, drafts=True)
    assert set(catalogue.badges) - before or len(catalogue.organisations) > 1
    assert all(catalogue.badges[slug].status.value == "draft" for slug in set(catalogue.badges) - before)
    text = "".join(file.read_text(encoding="utf-8") for file in small.rglob("*.md"))
    for secret in ("ada@example.org", "<script", "alert(1)"):
        assert secret not in text


def test_what_an_export_says_stands_in_the_record(small: Path, tmp_path: Path) -> None:
    run(small, str(export(tmp_path / "in", "ob2", OB2)), str(export(tmp_path / "in", "badgr", BADGR)))
    catalogue = load(small, drafts=True)
    badge = catalogue.badges["fork-lift-basics"]
    assert ("Can drive a fork lift safely.", ("transport",)) == (badge.description, badge.tags)
    assert "## What\n\nYou **drive**.\n\n- One" == badge.body
    assert ["https://f.example/n"] == [node.targetUrl for node in badge.alignment]
    assert ("dock-school",) == badge.issuers
    assert "a@x.example" == catalogue.organisations["dock-school"].email
    assert badge.source in catalogue.artwork
    other = catalogue.badges["badgr-one"]
    assert (("badgr-org",), "P2Y") == (other.issuers, other.validity.iso() if other.validity else "")


def test_three_of_two_hundred_files_are_broken_and_the_rest_comes(small: Path, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    for number in range(197):
        export(folder, f"b{number:03}", {**OB2, "name": f"Badge {number}", "image": None})
    (folder / "cut.json").write_text('{"type": "BadgeCl', encoding="utf-8")
    (folder / "page.json").write_text("<!DOCTYPE html><html><body>Log in</body></html>", encoding="utf-8")
    export(folder, "nameless", {"type": "BadgeClass", "description": "D"})
    done = run(small, str(folder))
    assert 1 == done.returncode
    assert "198 came, 3 could not." in done.stdout  # and the organisation that gives them
    for part in ("cut.json:1: is not JSON", "page.json: is a web page", "nameless.json: is a badge without a name"):
        assert part in done.stderr
    assert 199 == len(load(small, drafts=True).badges)


def test_nothing_that_is_here_is_written_over(small: Path, tmp_path: Path) -> None:
    before = (small / "badges/first/badge.md").read_bytes()
    done = run(small, str(export(tmp_path / "in", "one", {**OB2, "name": "FIRST"})))
    assert (0, "") == (done.returncode, done.stderr)
    assert "here already, and left as it is:" in done.stdout
    assert "the badge 'FIRST'" in done.stdout
    assert before == (small / "badges/first/badge.md").read_bytes()


def test_a_table_of_badges_comes_with_its_pictures(small: Path, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/list.csv").write_text(CSV, encoding="utf-8")
    (tmp_path / "in/round.png").write_bytes(picture())
    done = run(small, str(tmp_path / "in/list.csv"))
    assert 0 == done.returncode, done.stderr
    catalogue = load(small, drafts=True)
    assert ("a", "b") == catalogue.badges["csv-one"].tags
    assert catalogue.badges["csv-one"].source in catalogue.artwork
    assert "<https://c.example/c>" in catalogue.badges["csv-two"].body


@pytest.mark.parametrize(
    ("content", "suffix", "sentence"),
    [
        (b"\xff\xfe{", ".json", "is not UTF-8 text"),
        (b"[" * 100_000, ".json", "is not JSON"),
        (b"", ".json", "is not JSON"),
        (b"3", ".json", "is no badge and no organisation"),
        (b'{"a": 1}', ".json", "has a form that is not known here"),
        (b"one,two\n1,2\n", ".csv", "has no column 'name'"),
        (b'name\n"cut', ".csv", "is not a table"),
        (b'{"type": "Assertion", "badge": "https://x.example/b"}', "", "only names its badge"),
        (b'{"type": "OpenBadgeCredential"}', "", "does not hold its badge"),
    ],
)
def test_what_is_no_export_is_named(content: bytes, suffix: str, sentence: str) -> None:
    (fault,) = read_bytes(content, "in.x", suffix)
    assert isinstance(fault, ImportFault)
    assert sentence in str(fault)


def test_an_address_that_does_not_answer_or_is_not_safe_is_named() -> None:
    for place, sentence in (
        ("https://no-such-host.invalid/b.json", "does not answer"),
        ("http://x.example/b.json", "uses http:"),
        ("https://127.0.0.1:1/b.json", "does not answer|cannot be"),
    ):
        with pytest.raises(ImportFault, match=sentence):
            fetch(place)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_picture_of_points_stands_inside_an_svg_that_draws(kind: str) -> None:
    svg = as_svg(picture(700, kind))
    assert [] == svg_faults(svg)
    with Image.open(io.BytesIO(rastered(svg))) as drawn:
        assert (320, 320) == drawn.size
        assert len(drawn.convert("RGB").getcolors(200_000) or []) > 50


def test_what_was_baked_into_a_picture_stays_behind() -> None:
    from PIL.PngImagePlugin import PngInfo

    notes = PngInfo()
    notes.add_itxt("openbadgecredential", '{"secret": "ada@example.org"}')
    made = io.BytesIO()
    Image.new("RGB", (20, 20), "red").save(made, "PNG", pnginfo=notes)
    svg = as_svg(made.getvalue())
    inside = base64.b64decode(svg.partition("base64,")[2].partition('"')[0])
    assert b"ada@example.org" not in inside


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"GIF89a", "is no picture"),
        (b"\x89PNG\r\n\x1a\n", "is no picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'><script/></svg>", "has a <script> element"),
        (b"x" * (4 * 1024 * 1024 + 1), "is larger than 4 MiB"),
    ],
)
def test_what_is_no_picture_is_named(content: bytes, sentence: str) -> None:
    with pytest.raises(ImportFault, match=sentence):
        as_svg(content)


KEYS = (
    "name type criteria issuer image badge recipient description tags expires result entityType criteria_html "
    "alignment credentialSubject achievement id narrative"
).split()
JSONS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(KEYS) | st.text(max_size=5),
            inner,
            max_size=6,
        )
    ),
    max_leaves=20,
)


@given(JSONS)
def test_any_json_is_a_thing_or_a_fault_and_never_an_error(value: Any) -> None:
    for one in read_all(value, "in"):
        assert isinstance(one, Brought | ImportFault)


@given(st.sampled_from([OB2, OB3, CREDENTIAL, BADGR, FACTORY, MOODLE]), JSONS, st.data())
def test_a_real_export_with_one_value_replaced_is_never_an_error(export: Any, value: Any, data: st.DataObject) -> None:
    key = data.draw(st.sampled_from(sorted(export)))
    for one in read_all({**export, key: value}, "in"):
        assert isinstance(one, Brought | ImportFault)


def test_every_shape_is_met_by_a_test() -> None:
    met = set()
    for value in [*EXPORTS.values(), *BADGR["result"], {"name": "x", "criteria": "y"}, {"name": "x", "url": "y"}]:
        met |= {shape.name for shape in SHAPES[:1] if isinstance(value, dict) and shape.fits(value)}
        first = next((shape.name for shape in SHAPES if isinstance(value, dict) and shape.fits(value)), None)
        met |= {first} if first else set()
    assert {shape.name for shape in SHAPES} == met
