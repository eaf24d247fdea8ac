"""Pictures: read back by other readers, and the same every time."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
import qrcode
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from lapel.cache import Cache
from lapel.load.images import svg_faults
from lapel.model import Catalogue
from lapel.model.system_map import SystemMap
from lapel.pictures import qr, raster
from lapel.pictures.artwork import COLOURS, SHAPES, default_artwork, draw
from lapel.pictures.qr_batch import BatchCodes
from lapel.pictures.system_map import narrow_map, wide_map

Draw = Callable[[SystemMap, str, str], str]
BASE = "https://badges.example.org/"
ALIKE = BatchCodes()


def decode(png: bytes) -> str | None:
    found = zxingcpp.read_barcode(Image.open(io.BytesIO(png)))
    return found.text if found else None


def test_every_qr_code_of_the_site_leads_to_its_page(site: Path, sample: Catalogue) -> None:
    for slug in sample.badges:
        folder = site / "badges" / slug
        address = f"{BASE}badges/{slug}/"
        assert address == decode((folder / "qr.png").read_bytes())
        assert address == decode(raster.png((folder / "qr.svg").read_text(encoding="utf-8"), 400))


@settings(max_examples=40, deadline=None)
@given(st.from_regex(r"[a-z0-9-]{1,150}", fullmatch=True))
def test_any_address_is_read_back_from_both_forms(slug: str) -> None:
    matrix = qr.qr_matrix(BASE + slug)
    assert BASE + slug == decode(qr.qr_png(matrix))
    assert BASE + slug == decode(raster.png(qr.qr_svg(matrix).decode(), len(matrix) * 8))


@settings(max_examples=25, deadline=None)
@given(st.from_regex(r"[a-z0-9-]{1,200}", fullmatch=True))
def test_the_mask_is_as_good_as_the_one_that_the_library_picks_by_trying_all(slug: str) -> None:
    def code(mask: int | None) -> qrcode.QRCode:  # type: ignore[type-arg]
        drawn = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4, mask_pattern=mask)
        drawn.add_data(BASE + slug)
        drawn.make(fit=True)
        return drawn

    penalties = {mask: qrcode.util.lost_point(code(mask).modules) for mask in range(8)}
    ours = next(mask for mask in range(8) if code(mask).get_matrix() == qr.qr_matrix(BASE + slug))
    assert min(penalties.values()) == penalties[ours]


def test_a_qr_code_keeps_its_quiet_zone_and_its_level() -> None:
    matrix = qr.qr_matrix(BASE)
    assert not any(any(row[:4] + row[-4:]) for row in matrix)
    assert not any(any(row) for row in matrix[:4] + matrix[-4:])
    found = zxingcpp.read_barcode(Image.open(io.BytesIO(qr.qr_png(matrix))))
    assert found is not None
    assert "M" == found.ec_level


def test_artwork_becomes_a_png_of_a_fixed_size_whatever_it_asks_for() -> None:
    giant = draw("circle", "blue", "").replace("viewBox", 'width="900000" height="900000" viewBox')
    image = Image.open(io.BytesIO(raster.png(giant)))
    assert (*image.size, image.mode) == (raster.SIZE, raster.SIZE, "RGBA")
    assert (0, 0, 0, 0) == image.getpixel((0, 0))
    assert (29, 79, 145, 255) == image.getpixel((160, 160))


def test_what_cannot_be_drawn_is_an_error_and_no_picture() -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the text is the library's
        raster.png("<svg>")


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("colour", COLOURS)
def test_the_family_is_safe_to_publish_and_stands_out(shape: str, colour: str) -> None:
    picture = draw(shape, colour, '<path d="M80 80h80"/>')
    assert [] == svg_faults(picture)
    red, green, blue = (int(COLOURS[colour][at : at + 2], 16) / 255 for at in (1, 3, 5))
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (red, green, blue)]
    luminance = 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    assert 1.05 / (luminance + 0.05) >= 4.5


def test_a_badge_without_a_picture_gets_one_of_its_own() -> None:
    drawn = {slug: default_artwork(slug) for slug in ("first", "second", "third")}
    assert 3 == len(set(drawn.values()))
    assert all(svg_faults(picture) == [] for picture in drawn.values())
    assert default_artwork("first") == drawn["first"]


def test_the_cache_makes_each_picture_once(tmp_path: Path) -> None:
    made = []
    cache = Cache(tmp_path / "pictures.sqlite")
    for _ in range(3):
        assert b"x" == cache.get("kind", "content", lambda: made.append(1) or b"x")  # type: ignore[func-returns-value]
    assert [1] == made
    assert b"y" == cache.get("other kind", "content", lambda: b"y")


@pytest.mark.parametrize("content", [b"not a database", b""])
def test_a_cache_that_cannot_be_used_costs_nothing_but_time(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "pictures.sqlite").write_bytes(content)
    assert b"x" == Cache(tmp_path / "pictures.sqlite").get("kind", "content", lambda: b"x")
    assert b"x" == Cache(tmp_path / "pictures.sqlite" / "below").get("kind", "content", lambda: b"x")


@pytest.mark.parametrize("count", [1, 2, 3, 7, 30])
@pytest.mark.parametrize(("drawn", "most"), [(wide_map, 720), (narrow_map, 320)])
def test_a_map_is_well_formed_and_every_box_is_a_link_inside_it(drawn: Draw, most: int, count: int) -> None:
    groups = [
        {
            "id": f"g{number}",
            "name": f"Group <{number}> & more words than fit on a line",
            "does": ["Do & say <this>"] * 3,
        }
        for number in range(count)
    ]
    outcomes = [{"id": "end", "name": "The end", "lasting": ["It lasts"]}]
    record = {
        "title": "A",
        "lead": "B",
        "layers": [{"name": "One", "groups": groups}],
        "outcomesName": "What it leads to",
    }
    one = SystemMap.model_validate({**record, "outcomes": outcomes, "slug": "map", "source": "network/map.yml"})
    picture = drawn(one, "A & B", "First <0>")
    tree = ElementTree.fromstring(picture.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))
    assert ["A & B", "First <0>"] == [element.text for element in tree if element.tag.endswith(("title", "desc"))]
    width = float(tree.get("width", "0"))
    assert most == width
    links = [element for element in tree.iter() if element.tag.endswith("}a")]
    assert [*(f"#group-g{number}" for number in range(count)), "#group-end"] == [link.get("href") for link in links]
    for element in tree.iter():
        if element.tag.endswith("rect"):
            x, wide = float(element.get("x", "0")), float(element.get("width", "0"))
            assert 0 <= x <= x + wide <= width


@settings(max_examples=60, deadline=None)
@given(st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=26, max_size=26), st.integers(0, 40))
def test_codes_that_share_their_work_read_as_their_own_text(award: str, more: int) -> None:
    text = f"https://badges.example.org/{'x' * more}/awards/{award}/"
    picture = base64.b64decode(ALIKE.picture(text).partition(",")[2])
    image = Image.open(io.BytesIO(picture)).convert("L")
    (code,) = zxingcpp.read_barcodes(image.resize((image.width * 6, image.height * 6), Image.Resampling.NEAREST))
    assert text == code.text


def test_a_code_does_not_depend_on_which_came_first() -> None:
    texts = [f"https://badges.example.org/awards/{letter * 26}/" for letter in "abc"]
    codes = {text: BatchCodes().picture(text) for text in texts}
    again = BatchCodes()
    assert codes == {text: again.picture(text) for text in reversed(texts)}
