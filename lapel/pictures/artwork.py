"""Badge pictures in one family look: a plain shape, a thin line inside it, a white symbol.

Every picture is 240 by 240 units, needs no font, and stays readable at 48 pixels and in one colour.
"""

from __future__ import annotations

import hashlib
import math
from xml.etree import ElementTree

from ..model.badge import Achievement
from ..model.catalogue import Catalogue

SHAPES: dict[str, str] = {
    "circle": "M120 12a108 108 0 1 1 0 216a108 108 0 1 1 0-216Z",
    "shield": "M120 10C150 26 184 32 216 32V118C216 176 172 212 120 232C68 212 24 176 24 118V32C56 32 90 26 120 10Z",
    "hexagon": "M108 15Q120 8 132 15L208 59Q220 66 220 80V160Q220 174 208 181L132 225Q120 232 108 225"
    "L32 181Q20 174 20 160V80Q20 66 32 59Z",
    "square": "M58 16H182Q224 16 224 58V182Q224 224 182 224H58Q16 224 16 182V58Q16 16 58 16Z",
    "star": "",
}
COLOURS: dict[str, str] = {
    "green": "#17694a",
    "blue": "#1d4f91",
    "orange": "#a3470b",
    "purple": "#6a3494",
    "gold": "#8a5f00",
    "teal": "#0b6570",
    "grey": "#565d63",
}
"""Each stands out by 4.5 to 1 or more against the white symbol (WCAG 2.2, 1.4.3)."""


def _star(points: int = 10, outer: float = 112, inner: float = 94) -> str:
    corners = []
    for number in range(points * 2):
        radius = inner if number % 2 else outer
        angle = math.pi * number / points - math.pi / 2
        corners.append(f"{120 + radius * math.cos(angle):.1f} {120 + radius * math.sin(angle):.1f}")
    return f"M{'L'.join(corners)}Z"


SHAPES["star"] = _star()


def draw(shape: str, colour: str, symbol: str) -> str:
    """An SVG picture. ``symbol`` is SVG drawn with white lines in a box from 60 to 180 both ways."""
    outline = SHAPES[shape]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 240">\n'
        f'<path fill="{COLOURS[colour]}" d="{outline}"/>\n'
        f'<path fill="none" stroke="#fff" stroke-width="4" stroke-opacity=".75" '
        f'transform="translate(12 12) scale(.9)" d="{outline}"/>\n'
        '<g fill="none" stroke="#fff" stroke-width="9" stroke-linecap="round" stroke-linejoin="round">\n'
        f"{symbol.strip()}\n"
        "</g>\n</svg>\n"
    )


_DEPTH = (
    '<linearGradient id="lp-light" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="#fff" stop-opacity=".34"/>'
    '<stop offset=".45" stop-color="#fff" stop-opacity="0"/><stop offset="1" stop-color="#000" stop-opacity=".3"/>'
    "</linearGradient>"
)


def raised(svg: str) -> str:
    """The same picture with light from above and a shadow, for large sizes; below 72 pixels the flat one is clearer.

    ``svg`` has passed :mod:`lapel.load.images`, so it has a ``viewBox``. What is returned refers to nothing else.
    """
    art = ElementTree.fromstring(svg)
    for name in ("x", "y"):
        art.attrib.pop(name, None)
    art.set("width", "240")
    art.set("height", "240")
    inner = ElementTree.tostring(art, "unicode")
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 240 252">'
        f'<defs>{_DEPTH}<g id="lp-art">{inner}</g>'
        '<filter id="lp-dark" x="-10%" y="-10%" width="120%" height="125%" color-interpolation-filters="sRGB">'
        '<feColorMatrix values="0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 1 0"/></filter>'
        '<filter id="lp-soft" x="-20%" y="-20%" width="140%" height="150%" color-interpolation-filters="sRGB">'
        '<feColorMatrix values="0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 .34 0"/><feGaussianBlur stdDeviation="4"/></filter>'
        '<mask id="lp-shape" style="mask-type:alpha" mask-type="alpha" maskUnits="userSpaceOnUse" x="0" y="0" '
        'width="240" height="240"><use xlink:href="#lp-art"/></mask></defs>'
        '<use xlink:href="#lp-art" filter="url(#lp-soft)" transform="translate(10 14) scale(.92 .94)"/>'
        '<use xlink:href="#lp-art" filter="url(#lp-dark)" opacity=".45" transform="translate(0 5)"/>'
        '<use xlink:href="#lp-art"/>'
        '<rect width="240" height="240" fill="url(#lp-light)" mask="url(#lp-shape)"/></svg>'
    )


def default_artwork(slug: str) -> str:
    """The picture of a badge that names none: a flower of its own, always the same for the same slug."""
    seed = hashlib.sha256(slug.encode()).digest()
    shape = ("circle", "hexagon", "square", "shield")[seed[0] % 4]
    colour = ("teal", "green", "blue", "orange", "purple")[seed[1] % 5]
    petals = 5 + seed[2] % 4
    inner, outer = 20 + seed[3] % 3 * 4, 54 + seed[4] % 2 * 6
    lines = []
    for number in range(petals):
        angle = 2 * math.pi * number / petals - math.pi / 2
        far = outer if number % 2 or seed[5] % 2 else outer - 12
        x, y = math.cos(angle), math.sin(angle)
        lines.append(f"M{120 + inner * x:.1f} {120 + inner * y:.1f}L{120 + far * x:.1f} {120 + far * y:.1f}")
    ring = f'<circle cx="120" cy="120" r="{outer + 14}"/>' if seed[6] % 2 else '<circle cx="120" cy="120" r="6"/>'
    return draw(shape, colour, f'<path d="{"".join(lines)}"/>\n{ring}')


def artwork_of(catalogue: Catalogue, badge: Achievement) -> str:
    """The picture of a badge as SVG: its own, or the one that is drawn from its name."""
    artwork = catalogue.artwork.get(badge.source)
    return artwork.svg if artwork else default_artwork(badge.slug)
