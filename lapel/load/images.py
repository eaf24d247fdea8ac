"""Whether a picture may be published: an SVG that draws, and does nothing else."""

from __future__ import annotations

import base64
import binascii
import re
import struct
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from ..model.problem import Problem
from .text import decode

MAX_BYTES = 512 * 1024
MAX_DEPTH = 40
MAX_ELEMENTS = 20_000
"""Counted after every <use> is written out."""

MAX_SIDE = 1024
"""Points of a PNG inside a drawing."""
CHUNKS = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"})
"""What such a PNG may hold: its points, and nothing that somebody wrote beside them."""

SVG = "{http://www.w3.org/2000/svg}"
ELEMENTS = frozenset(
    "svg g path circle ellipse rect line polyline polygon defs use symbol title desc style linearGradient stop "
    "radialGradient clipPath mask pattern marker filter feBlend feColorMatrix feComponentTransfer feComposite "
    "feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode feMorphology "
    "feOffset".split()
)
XLINK = "{http://www.w3.org/1999/xlink}"
XML = "{http://www.w3.org/XML/1998/namespace}"
FOREIGN_ATTRIBUTES = frozenset({f"{XLINK}href", f"{XLINK}title", f"{XML}space", f"{XML}lang", f"{XML}id"})
# A reference to anything but a part of the picture itself, and the ways to hide one.
_REFERENCE = re.compile(
    r"url\(\s*(?!['\"]?#)|@|\\|image-set|image\(|src\(|expression|script:|data:|https?:|//", re.IGNORECASE
)
_NAMED = re.compile(r"url\(\s*['\"]?#([^'\")\s]+)")
# A browser reads the picture in the encoding that its first line names, and we read it as UTF-8: they must agree.
_DECLARATION = re.compile(
    r"<\?xml\s+version\s*=\s*([\"'])1\.0\1(?:\s+encoding\s*=\s*([\"'])utf-?8\2)?"
    r"(?:\s+standalone\s*=\s*([\"'])(?:yes|no)\3)?\s*\?>",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_MENDS = {
    "script": "a badge picture may only draw; delete it",
    "text": "letters look different on every computer; turn the text into paths",
    "image": "draw it in the picture itself",
    "foreignObject": "a badge picture may only draw; delete it",
    "a": "a badge picture has no links; delete it",
}


def read_svg(path: Path, shown: str, named_in: str, line: int) -> tuple[str | None, list[Problem]]:
    """Reads the picture that line ``line`` of the file ``named_in`` speaks of.

    Returns its text, or None with the problems. A problem inside the picture is reported at the picture.
    """
    name = path.name
    if path.is_symlink() or not path.is_file():
        near = sorted(other.name for other in path.parent.glob("*.svg"))
        hint = f"did you mean '{near[0]}'?" if near else f"add the picture as {shown}"
        return None, [
            Problem(named_in, line, f"names the image '{name}', which does not exist: {hint}", "picture-missing")
        ]
    size = path.stat().st_size
    if size > MAX_BYTES:
        sentence = f"is {size // 1024} KiB, and 512 KiB is the most: simplify the drawing or export it again"
        return None, [Problem(shown, 1, sentence, "picture-large")]
    text, problems = decode(path.read_bytes(), shown)
    if text is None:
        return None, [Problem(shown, 1, "is not an SVG image: export the drawing as 'plain SVG'", "picture-unfit")]
    if not problems:
        problems = [Problem(shown, line, sentence, "picture-unfit") for line, sentence in svg_faults(text)]
    return (None if problems else text), problems


def svg_faults(text: str) -> list[tuple[int, str]]:
    """What keeps ``text`` from being a safe picture, as (line, sentence)."""
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        # Entities can grow without bound and reach for other files: refuse before parsing.
        return [(_line_of(text, "<!DOCTYPE"), "has a DOCTYPE, which can pull in other files: delete that line")]
    head = _DECLARATION.match(text)
    if text[:5] == "<?xml" and text[5:6].isspace() and not head:
        return [(1, "has a first line that names another encoding than UTF-8: save it as 'UTF-8', or delete that line")]
    at = text.find("<?", head.end() if head else 0)
    if at >= 0:
        return [(text.count("\n", 0, at) + 1, "has a processing instruction ('<?'): delete that line")]
    try:
        root = ElementTree.fromstring(text)
    except (ElementTree.ParseError, ValueError) as error:
        line = error.position[0] if isinstance(error, ElementTree.ParseError) else 1
        return [(line, "is not an SVG image (it is not well-formed XML): export it again as 'plain SVG'")]
    if root.tag != f"{SVG}svg":
        return [(1, 'is not an SVG image: its first element must be <svg xmlns="http://www.w3.org/2000/svg">')]
    faults = list(_size_faults(root))
    if not faults:
        for element in root.iter():
            faults += [(_line_of(text, sign), sentence) for sign, sentence in _element_faults(element)]
    return sorted(set(faults))


def _size_faults(root: ElementTree.Element) -> Iterator[tuple[int, str]]:
    numbers = _NUMBER.findall(root.get("viewBox", ""))
    if len(numbers) != 4 or float(numbers[2]) <= 0 or float(numbers[3]) <= 0:
        yield 1, 'has no viewBox that says its size, so it cannot be scaled: add viewBox="0 0 width height" to <svg>'
    level, depth = [root], 0
    while level and depth <= MAX_DEPTH:
        level, depth = [child for element in level for child in element], depth + 1
    if level:
        yield 1, f"is nested more than {MAX_DEPTH} levels deep: ungroup the drawing and export it again"
    elif _expanded(root) > MAX_ELEMENTS:
        yield 1, f"draws more than {MAX_ELEMENTS} parts: simplify the drawing"


def _expanded(root: ElementTree.Element) -> int:
    """The number of elements when every <use> is written out; a circle of them counts as too many."""
    named = {element.get("id"): element for element in root.iter() if element.get("id")}
    sizes: dict[int, int] = {}

    def size(element: ElementTree.Element, trail: tuple[int, ...]) -> int:
        if id(element) in trail or len(trail) > 4 * MAX_DEPTH:
            return MAX_ELEMENTS + 1
        if id(element) not in sizes:
            inside = (*trail, id(element))
            total = _cost(element) + sum(size(child, inside) for child in element)
            # A mask, a pattern or a filter is drawn again wherever it is named, like what <use> names.
            names = {(element.get("href") or element.get(f"{XLINK}href") or "").removeprefix("#")}
            names |= {name for value in element.attrib.values() for name in _NAMED.findall(value)}
            total += sum(size(named[name], inside) * _again(named[name]) for name in names if name in named)
            sizes[id(element)] = min(total, MAX_ELEMENTS + 1)
        return sizes[id(element)]

    return size(root, ())


def _cost(element: ElementTree.Element) -> int:
    """A picture of points is unpacked and scaled wherever it stands."""
    return 200 if element.tag == f"{SVG}image" else 1


def _again(element: ElementTree.Element) -> int:
    """A filter looks at every point of the picture many times."""
    return 200 if element.tag == f"{SVG}filter" else 1


def _element_faults(element: ElementTree.Element) -> Iterator[tuple[str, str]]:
    tag = str(element.tag)
    name = tag.rpartition("}")[2]
    if tag == f"{SVG}image" and (fault := _points_fault(element)) != "outside":
        if fault:
            yield "<image", f"has a picture inside that {fault}: save it as a plain PNG of {MAX_SIDE} points or less"
        return
    if not tag.startswith(SVG) or name not in ELEMENTS:
        mend = _MENDS.get(name, "export the drawing as 'plain SVG'")
        yield f"<{name}", f"has a <{name}> element: {mend}"
        return
    if name == "style" and (len(element) or _REFERENCE.search(element.text or "")):
        yield "<style", "has a style that refers to something outside the picture: draw it in the picture itself"
    for attribute, value in element.attrib.items():
        short = attribute.rpartition("}")[2]
        if short.lower().startswith("on"):
            yield f"{short}=", f"has script in '{short}': delete that attribute"
        elif attribute.startswith("{") and attribute not in FOREIGN_ATTRIBUTES:
            yield f"{short}=", f"has '{short}', which belongs to a drawing program: export it as 'plain SVG'"
        elif name == "feMorphology" and short == "radius" and any(float(one) > 20 for one in _NUMBER.findall(value)):
            yield "radius=", "has a radius over 20 in <feMorphology>, which takes very long to draw: make it smaller"
        elif short == "href" and not value.startswith("#"):
            yield "href=", f"refers to '{value[:60]}' outside itself: draw it in the picture itself"
        elif _REFERENCE.search(value):
            yield f"{short}=", f"refers to something outside the picture in '{short}': draw it in the picture itself"


def _points_fault(element: ElementTree.Element) -> str:
    """What is wrong with a PNG inside the drawing; "outside" when the element names anything else."""
    head, _, data = (element.get("href") or "").partition(",")
    if head != "data:image/png;base64" or set(element.attrib) - {"x", "y", "width", "height", "href"} or len(element):
        return "outside"
    try:
        content = base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError):
        return "is damaged"
    if content[:8] != b"\x89PNG\r\n\x1a\n":
        return "is no PNG"
    at, kinds = 8, []
    while at + 12 <= len(content):
        (size,), kind = struct.unpack(">I", content[at : at + 4]), content[at + 4 : at + 8]
        if kind == b"IHDR" and (size != 13 or at + 25 > len(content)):
            return "is damaged"
        if kind == b"IHDR" and max(struct.unpack(">II", content[at + 8 : at + 16])) > MAX_SIDE:
            return "is too large"
        kinds.append(kind)
        at += 12 + size
    plain = kinds[:1] == [b"IHDR"] and kinds[-1:] == [b"IEND"] and set(kinds) <= CHUNKS and at == len(content)
    return "" if plain else "holds more than points"


def _line_of(text: str, sign: str) -> int:
    position = text.find(sign)
    return text.count("\n", 0, position) + 1 if position >= 0 else 1
