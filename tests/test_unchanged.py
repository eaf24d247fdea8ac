"""A build that finds nothing changed leaves the site alone; anything that matters is seen."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from lapel.publish import publish
from lapel.published import Published
from lapel.state import state_of
from lapel.stream import Settings
from lapel.unchanged import inputs_digest, is_whole
from tests.awarding import context_of, run
from tests.building import ROOT

DAY = date(2026, 11, 22)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    overrides = shutil.copytree(ROOT / "overrides", tmp_path / "own/overrides")
    bundle = shutil.copytree(ROOT / "verifier/dist", tmp_path / "own/dist")
    return Settings(overrides, today=DAY, verifier=bundle)


@pytest.fixture
def built(network: Path, tmp_path: Path, settings: Settings) -> tuple[Path, Path, str]:
    """A site, its list, and what it was made of."""
    run(network, "first", people="name\nAda\n")
    folder, listed = tmp_path / "site", tmp_path / "list.json"
    folder.mkdir()
    inputs = inputs_digest(network, settings)
    publish(context_of(network), settings, Published(folder, listed), inputs=inputs)
    assert is_whole(folder, listed, inputs, settings)
    return folder, listed, inputs


def append(name: str) -> Callable[[Path, Path], None]:
    def change(root: Path, own: Path) -> None:
        file = own / name.removeprefix("own/") if name.startswith("own/") else root / name
        file.write_bytes(file.read_bytes() + b"\n")

    return change


def commit(root: Path, _: Path) -> None:
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "x"]):
        subprocess.run(["git", "-c", "user.name=x", "-c", "user.email=x@example.org", *words], cwd=root, check=True)


CHANGES = {
    "a badge": append("badges/first/badge.md"),
    "a member": append("network/organisations/anchor.md"),
    "settings": append("mkdocs.yml"),
    "an award": append("badges/first/awards/batch.jsonl"),
    "a status list": append("network/status/anchor/1.json"),
    "a template": append("own/overrides/badge.html"),
    "a sentence": append("own/overrides/locales/en/site.yml"),
    "a style": append("own/overrides/styles/3-base.css"),
    "a script of the verifier": append("own/dist/page.js"),
    "a new file": lambda root, _: (root / "network/story.md").write_text("Once.\n") and None,
    "a file that went": lambda root, _: (root / "badges/second/badge.md").unlink(),
    "a commit": commit,
}


@pytest.mark.parametrize("name", CHANGES)
def test_whatever_a_site_is_made_of_counts(
    name: str, built: tuple[Path, Path, str], network: Path, tmp_path: Path, settings: Settings
) -> None:
    CHANGES[name](network, tmp_path / "own")
    assert built[2] != inputs_digest(network, settings)


def test_another_day_is_another_site(built: tuple[Path, Path, str], settings: Settings) -> None:
    folder, listed, inputs = built
    tomorrow = Settings(settings.overrides, today=date(2026, 11, 23), verifier=settings.verifier)
    assert not is_whole(folder, listed, inputs, tomorrow)


SPOILED: dict[str, Callable[[Path], object]] = {
    "a stray page": lambda site: (site / "stray.html").write_text("x"),
    "a stray in the awards": lambda site: (site / "awards/stray.html").write_text("x"),
    "a page that was edited": lambda site: (site / "index.html").write_text("x"),
    "a page that went": lambda site: (site / "badges/first/index.html").unlink(),
    "an award's page that was edited": lambda site: next((site / "awards").glob("*/index.html")).write_text("x"),
    "an award that went": lambda site: shutil.rmtree(next(one for one in (site / "awards").iterdir())),
    "no search": lambda site: shutil.rmtree(site / "pagefind"),
}


@pytest.mark.parametrize("name", SPOILED)
def test_a_site_that_was_touched_is_not_left_alone(
    name: str, built: tuple[Path, Path, str], settings: Settings
) -> None:
    folder, listed, inputs = built
    SPOILED[name](folder)
    assert not is_whole(folder, listed, inputs, settings)


@pytest.mark.parametrize("text", ["", "[]", '{"inputs": 1}'])
def test_a_list_that_cannot_be_read_says_nothing(text: str, built: tuple[Path, Path, str], settings: Settings) -> None:
    folder, listed, inputs = built
    listed.write_text(text, encoding="utf-8")
    assert not is_whole(folder, listed, inputs, settings)


def test_a_file_is_known_by_its_time_and_its_size(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("1")
    before = state_of(tmp_path, "a")
    os.utime(tmp_path / "a", ns=(1, 1))
    assert before != state_of(tmp_path, "a")
    assert (0, -1) == state_of(tmp_path, "b")
