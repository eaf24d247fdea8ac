from __future__ import annotations

import base64
import io

import pytest
from PIL import Image

from lapel.load.images import svg_faults
from tests.catalogues import SVG


def test_a_picture_that_only_draws_has_no_fault() -> None:
    assert [] == svg_faults(SVG)


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>',
        '<x:img xmlns:x="http://www.w3.org/1999/xhtml" src="https://evil.example/"/>',
        "<style>path{fill:red}<g/>@import 'https://evil.example/a.css';</style>",
        "<style>path{background:image-set('https://evil.example/a.png' 1x)}</style>",
        '<path marker-start="url(https://evil.example/a.svg#b)"/>',
        '<path cursor="url(https://evil.example/a.svg)"/>',
        '<g xml:base="https://evil.example/"/>',
        "<text>A</text>",
        "<feImage href='#a'/>",
        "<feTurbulence/>",
        "<foreignObject/>",
        '<image href="data:image/png;base64,AA=="/>',
        '<image href="other.png"/>',
        '<use href="other.svg#a"/>',
        '<a href="https://evil.example/"><path/></a>',
        "<path onclick='x()'/>",
        "<path ONLOAD='x()'/>",
        '<path style="fill:url(https://evil.example/a.svg#b)"/>',
        '<path fill="url(other.svg#b)"/>',
        "<style>@import 'https://evil.example/a.css';</style>",
        r"<style>path{fill:u\72l(//evil.example)}</style>",
        "<set attributeName='href' to='javascript:alert(1)'/>",
        "<animate attributeName='x'/>",
        '<path xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="file:///etc/passwd"/>',
    ],
)
def test_a_picture_that_does_anything_else_is_refused(inside: str) -> None:
    assert svg_faults(SVG.replace("<path", f"{inside}<path", 1))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<svg>",
        "<svg/>",
        "not xml",
        '<?xml-stylesheet href="https://evil.example/a.css"?>' + SVG,
        SVG.replace("0 0 10 10", "banana"),
        SVG.replace("0 0 10 10", "0 0 0 0"),
        '<html xmlns="http://www.w3.org/1999/xhtml"/>',
        "<!DOCTYPE svg>" + SVG,
        '<?xml version="1.0" encoding="GBK"?>' + SVG,
        "<?xml version='1.0' encoding='UTF-16'?>" + SVG,
        "<?xml version='1.0'\tencoding = 'utf-7' ?>" + SVG,
        "<?xml version='1.0' encoding='UTF-8'?><?xml version='1.0' encoding='GBK'?>" + SVG,
        "<?xml\nversion='1.0' encoding='GBK'?>" + SVG,
        "<?XML version='1.0' encoding='GBK'?>" + SVG,
    ],
)
def test_what_is_not_an_svg_is_refused(text: str) -> None:
    assert svg_faults(text)


def test_references_inside_the_picture_are_fine() -> None:
    assert [] == svg_faults(
        SVG.replace('<path fill="#808080"', '<use href="#p"/><path id="p" fill="url(#g)" style="stroke:url(#g)"')
    )


@pytest.mark.parametrize(
    "head",
    ['<?xml version="1.0"?>', '<?xml version="1.0" encoding="UTF-8"?>\n', "<?xml version='1.0' standalone='no'?>"],
)
def test_the_first_line_that_drawing_programs_write_is_fine(head: str) -> None:
    assert [] == svg_faults(head + SVG)


def test_a_letter_that_swallows_the_next_in_another_encoding_brings_no_script() -> None:
    # In GBK the byte E5 and the one after it are one letter: what ends the CDATA here goes on there.
    hidden = SVG.replace("<path", "<desc><![CDATA[å]]></desc><path", 1)
    assert svg_faults('<?xml version="1.0" encoding="GBK"?>' + hidden)


def test_pictures_of_points_count_for_what_they_cost_to_draw() -> None:
    png = base64.b64encode(plain_png()).decode()
    image = f'<image width="9" height="9" href="data:image/png;base64,{png}"/>'
    assert [] == svg_faults(SVG.replace("<path", f"{image * 5}<path", 1))
    assert svg_faults(SVG.replace("<path", f"{image * 120}<path", 1))
    named = f'<symbol id="s">{image}</symbol>' + '<use href="#s"/>' * 120
    assert svg_faults(SVG.replace("<path", f"{named}<path", 1))


def test_a_long_value_is_read_in_one_pass() -> None:
    value = "a" * 400_000
    assert [] == svg_faults(SVG.replace("<path", f'<path class="{value}"/><path', 1))


def plain_png() -> bytes:
    made = io.BytesIO()
    Image.new("P", (8, 8)).save(made, "PNG")
    return made.getvalue()
