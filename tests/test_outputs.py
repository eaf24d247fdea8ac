"""The stream: the same files however the work is shared."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path

import pytest

from lapel.load import load
from lapel.load.site import Site
from lapel.model import Catalogue, CatalogueError
from lapel.outputs import make_context, stream, units
from lapel.pictures import raster
from lapel.stream import Settings, Share
from tests import catalogues

DAY = date(2026, 11, 21)


@pytest.fixture
def settings(root: Path) -> Settings:
    return Settings(root / "overrides", today=DAY)


@pytest.fixture
def spoken(sample: Catalogue) -> Catalogue:
    """The sample in one further language: each more takes as long again."""
    network = sample.network.model_copy(update={"languages": ("ar",)})
    return dataclasses.replace(sample, network=network, translations={"ar": sample.translations["ar"]})


@pytest.mark.parametrize("parts", [2, 7])
def test_processes_that_share_the_work_make_each_file_once(
    spoken: Catalogue, site_settings: Site, settings: Settings, parts: int
) -> None:
    context = make_context(spoken, site_settings, settings)
    whole = {file.path: file.content for file in stream(context, settings)}
    shared = [
        file for part in range(parts) for unit in units(context, settings, Share(part, parts)) for file in unit.make()
    ]
    assert len(whole) == len(shared)
    assert whole == {file.path: file.content for file in shared}


def test_no_two_files_have_one_path_and_all_have_a_source_or_none(
    sample: Catalogue, site_settings: Site, settings: Settings
) -> None:
    files = list(stream(make_context(sample, site_settings, settings), settings))
    assert len(files) == len({file.path for file in files})
    sources = {file.source for file in files if file.source}
    assert {"badges/managing-stress/badge.md", "network/index.md"} <= sources


def test_the_stream_is_lazy(sample: Catalogue, site_settings: Site, settings: Settings) -> None:
    first = next(stream(make_context(sample, site_settings, settings), settings))
    assert "index.html" == first.path


def test_the_next_meeting_is_the_next_one_on_the_day(sample: Catalogue, site_settings: Site, root: Path) -> None:
    def home(day: date) -> str:
        settings = Settings(root / "overrides", today=day)
        return next(stream(make_context(sample, site_settings, settings), settings)).content.decode()

    assert "Wednesday 20 January 2027, 14:00" in home(date(2027, 1, 20))
    assert "Wednesday 17 March 2027, 14:00" in home(date(2027, 1, 21))
    assert "2027, 14:00" not in home(date(2027, 7, 22))


def test_a_picture_that_cannot_be_drawn_is_a_problem_at_the_picture(
    small: Path, settings: Settings, site_settings: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw = raster.png

    def fail(svg: str, *size: int) -> bytes:
        if svg == catalogues.SVG:
            raise ValueError("cannot be drawn: too hard")
        return draw(svg, *size)

    monkeypatch.setattr("lapel.pictures.raster.png", fail)
    catalogues.write(
        small,
        {
            "badges/third/badge.md": catalogues.badge("Third", catalogues.IMAGE),
            "badges/third/image.svg": catalogues.SVG,
        },
    )
    with pytest.raises(CatalogueError, match=r"cannot be drawn"):
        list(stream(make_context(load(small), site_settings, settings), settings))


def test_text_from_a_file_never_becomes_markup(small: Path, settings: Settings, site_settings: Site) -> None:
    hostile = '"<script>alert(1)</script> {{ 7*7 }} \'\\" --- & %}"'
    badge = catalogues.badge("Third", f"cost: {hostile}\n").replace("A badge for tests.", "'</p><img src=x onerror=y>'")
    catalogues.write(small, {"badges/third/badge.md": badge})
    files = {
        file.path: file.content.decode(errors="ignore")
        for file in stream(make_context(load(small), site_settings, settings), settings)
    }
    poster = files["badges/third/poster/index.html"]
    assert "<script>alert" not in poster
    assert "<img src=x" not in poster
    assert "{{ 7*7 }}" in poster
