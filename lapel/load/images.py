"""Whether a picture may be published: an SVG that draws, and does nothing else."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

from ..model.problem import Problem
from .text import decode

MAX_BYTES = 512 * 1024
_SVG = "{http://www.w3.org/2000/svg}"
_FORBIDDEN = {"script", "foreignObject", "iframe", "object", "embed", "audio", "video", "image", "handler", "a"}
_ANIMATION = {"animate", "animateMotion", "animateTransform", "set", "discard"}
_URL_IN_STYLE = re.compile(r"url\(\s*['\"]?(?!#)|@import|expression\(|\\", re.IGNORECASE)


def read_svg(path: Path, shown: str, named_in: str, line: int) -> tuple[str | None, list[Problem]]:
    """Reads the picture that line ``line`` of the file ``named_in`` speaks of.

    Returns its text, or None with the problems. A problem inside the picture is reported at the picture.
    """
    name = path.name
    if path.is_symlink() or not path.is_file():
        near = sorted(other.name for other in path.parent.glob("*.svg"))
        hint = f"did you mean '{near[0]}'?" if near else f"add the picture as {shown}"
        return None, [Problem(named_in, line, f"names the image '{name}', which does not exist: {hint}")]
    size = path.stat().st_size
    if size > MAX_BYTES:
        return None, [
            Problem(
                shown, 1, f"is {size // 1024} KiB, and 512 KiB is the most: simplify the drawing or export it again"
            )
        ]
    text, problems = decode(path.read_bytes(), shown)
    if text is None:
        return None, [Problem(shown, 1, "is not an SVG image: export the drawing as 'plain SVG'")]
    if not problems:
        problems = [Problem(shown, line, sentence) for line, sentence in svg_faults(text)]
    return (None if problems else text), problems


def svg_faults(text: str) -> list[tuple[int, str]]:
    """What keeps ``text`` from being a safe picture, as (line, sentence)."""
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        # Entities can grow without bound and reach for other files: refuse before parsing.
        return [(_line_of(text, "<!DOCTYPE"), "has a DOCTYPE, which can pull in other files: delete that line")]
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        return [(error.position[0], "is not an SVG image (it is not well-formed XML): export it again as 'plain SVG'")]
    if root.tag != f"{_SVG}svg":
        return [(1, 'is not an SVG image: its first element must be <svg xmlns="http://www.w3.org/2000/svg">')]
    faults = []
    if not root.get("viewBox"):
        faults.append((1, 'has no viewBox, so it cannot be scaled: add viewBox="0 0 width height" to <svg>'))
    for element in root.iter():
        faults.extend((_line_of(text, sign), sentence) for sign, sentence in _element_faults(element))
    return sorted(set(faults))


def _element_faults(element: ElementTree.Element) -> list[tuple[str, str]]:
    name = str(element.tag).replace(_SVG, "")
    faults = []
    if name in _FORBIDDEN:
        faults.append((f"<{name}", f"has a <{name}> element: a badge picture may only draw; delete it"))
    if name in _ANIMATION:
        faults.append((f"<{name}", f"moves (<{name}>): a badge picture stands still; delete it"))
    if name == "style" and _URL_IN_STYLE.search(element.text or ""):
        faults.append(("<style", "has a style that refers to another file: draw it in the picture itself"))
    for attribute, value in element.attrib.items():
        short = attribute.rpartition("}")[2]
        if short.lower().startswith("on"):
            faults.append((f"{short}=", f"has script in '{short}': delete that attribute"))
        elif short == "href" and not value.startswith("#"):
            faults.append(("href=", f"refers to '{value[:60]}' outside itself: draw it in the picture itself"))
        elif short in ("style", "fill", "stroke", "filter", "mask", "clip-path") and _URL_IN_STYLE.search(value):
            faults.append((f"{short}=", f"refers to another file in '{short}': draw it in the picture itself"))
    return faults


def _line_of(text: str, sign: str) -> int:
    position = text.find(sign)
    return text.count("\n", 0, position) + 1 if position >= 0 else 1
