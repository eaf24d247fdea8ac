"""What messengers show of a page, and what a home screen shows of the site."""

from __future__ import annotations

import io
import json
from html.parser import HTMLParser
from pathlib import Path

import pytest
from PIL import Image

from lapel.pictures.share import HEIGHT, WIDTH, Plate, share_picture
from tests.building import ROOT
from tests.pages import KINDS

BASE = "https://badges.example.org/"


class _Meta(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.said: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "meta" and (name := found.get("property") or found.get("name")):
            self.said[name] = found.get("content") or ""


def meta(page: Path) -> dict[str, str]:
    reader = _Meta()
    reader.feed(page.read_text(encoding="utf-8"))
    return reader.said


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in ("poster", "missing")])
def test_every_kind_of_page_has_a_picture_to_share(site: Path, kind: str) -> None:
    said = meta(site / KINDS[kind] / "index.html")
    address = said["og:image"]
    assert address.startswith(f"{BASE}assets/share/")
    picture = Image.open(site / address.removeprefix(BASE))
    assert ("JPEG", (1200, 630)) == (picture.format, picture.size)
    assert address == said["twitter:image"]
    assert "summary_large_image" == said["twitter:card"]
    assert said["og:title"]
    assert said["og:url"].startswith(BASE)
    assert (site / address.removeprefix(BASE)).stat().st_size < 300_000  # what WhatsApp still shows


def test_the_picture_of_an_award_is_that_of_its_badge(site: Path) -> None:
    """So it says nothing of whether the award still stands."""
    for kind in ("award", "withdrawn award"):
        assert "/assets/share/badges--" in meta(site / KINDS[kind] / "index.html")["og:image"]


def plate(letters: str = "") -> Plate:
    font = ROOT / "verifier/dist/type.woff2"
    return Plate("#0f3d2c", "#fbf8f1", "#ffffff", "#c4dccf", "#f2b544", "A network", font, frozenset(map(ord, letters)))


LATIN = "".join(map(chr, range(32, 0x100))) + "…’"
DOT = io.BytesIO()
Image.new("RGBA", (32, 32), "#ff0000").save(DOT, "PNG")


def test_a_name_that_the_typeface_cannot_write_is_left_out_and_not_drawn_as_boxes() -> None:
    latin = share_picture(plate(LATIN), [DOT.getvalue()], "Work", "Given by us")
    arabic = share_picture(plate(LATIN), [DOT.getvalue()], "عمل", "Given by us")
    right = Image.open(io.BytesIO(arabic)).convert("L").crop((900, 60, 1180, 560))
    low, high = right.getextrema()
    assert isinstance(low, int)
    assert isinstance(high, int)
    assert high - low < 12, "something is written there"
    assert latin != arabic


@pytest.mark.parametrize("title", ["x" * 400, "word " * 80, "A", "Ä–’…"])
def test_every_length_of_a_name_fits(title: str) -> None:
    picture = Image.open(io.BytesIO(share_picture(plate(LATIN + "–"), [DOT.getvalue()] * 3, title, "line " * 60)))
    assert (WIDTH, HEIGHT) == picture.size
    edge = picture.convert("L").crop((WIDTH - 24, 0, WIDTH, HEIGHT - 40)).getextrema()
    assert edge[1] - edge[0] < 30, "words run over the edge"  # type: ignore[operator]


def test_the_manifest_opens_the_earners_own_badges(site: Path) -> None:
    manifest = json.loads((site / "manifest.webmanifest").read_text(encoding="utf-8"))
    assert "mine/" == manifest["start_url"]
    assert (site / manifest["start_url"] / "index.html").is_file()
    purposes = set()
    for icon in manifest["icons"]:
        width, height = map(int, icon["sizes"].split("x"))
        assert (width, height) == Image.open(site / icon["src"]).size
        purposes.add(icon.get("purpose", "any"))
    assert {"any", "maskable"} == purposes
    assert {192, 512} <= {int(icon["sizes"].split("x")[0]) for icon in manifest["icons"]}


def test_what_matters_of_a_maskable_icon_is_inside_the_safe_zone(site: Path) -> None:
    """W3C Manifest: a circle of 40 % of the width around the middle is always seen."""
    icon = Image.open(site / "assets/icon-maskable-512.png").convert("RGB")
    ground = icon.getpixel((2, 2))
    outside = [
        icon.getpixel((x, y))
        for x in range(0, 512, 8)
        for y in range(0, 512, 8)
        if (x - 256) ** 2 + (y - 256) ** 2 > (512 * 0.4) ** 2
    ]
    assert {ground} == set(outside)


def test_the_large_picture_refers_to_nothing_else(site: Path) -> None:
    for file in site.glob("badges/*/image-large.svg"):
        text = file.read_text(encoding="utf-8")
        assert "http" not in text.replace("http://www.w3.org/", ""), file
