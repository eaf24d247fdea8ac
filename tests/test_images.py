from __future__ import annotations

import pytest

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
    ],
)
def test_what_is_not_an_svg_is_refused(text: str) -> None:
    assert svg_faults(text)


def test_references_inside_the_picture_are_fine() -> None:
    assert [] == svg_faults(SVG.replace("<path", '<use href="#p"/><path id="p" fill="url(#g)" style="stroke:url(#g)"'))
