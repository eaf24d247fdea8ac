"""Colours, and whether words in one can be read on another (WCAG 2.2, success criterion 1.4.3)."""

from __future__ import annotations

import colorsys
import re
from typing import Annotated

from pydantic import AfterValidator, WithJsonSchema

from .scalars import refuse

ENOUGH = 4.5
"""The least contrast of words."""
_HEX = re.compile(r"#(?:[0-9a-fA-F]{3}){1,2}")


def _colour(value: str) -> str:
    value = value.strip()
    if not _HEX.fullmatch(value):
        raise refuse(f"is not a colour: '{value[:40]}' should look like '#17694a', in quotes")
    digits = value[1:].lower()
    return "#" + ("".join(two * 2 for two in digits) if len(digits) == 3 else digits)


Colour = Annotated[str, AfterValidator(_colour), WithJsonSchema({"type": "string", "pattern": f"^{_HEX.pattern}$"})]
"""Six digits in small letters, whatever was written."""


def luminance(colour: str) -> float:
    """The relative luminance of ``#rrggbb``, 0 to 1."""
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """From 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def mixed(one: str, other: str, share: float) -> str:
    """``share`` of ``one``, the rest of ``other``."""
    return _hex([a * share + b * (1 - share) for a, b in zip(_parts(one), _parts(other), strict=True)])


def ink_on(colour: str) -> str:
    """White or black: what is read better on ``colour``. One of them always passes."""
    return max(("#ffffff", "#000000"), key=lambda ink: contrast(ink, colour))


def nearest(colour: str, *grounds: str, tint: float = 0) -> str:
    """The colour nearest to ``colour``, lighter or darker, that can be read on every one of ``grounds``, and on the
    first with that share of itself (``tint``)."""
    hue, light, strength = colorsys.rgb_to_hls(*_parts(colour))
    for step in range(101):
        for away in (-step / 100, step / 100):
            if not 0 <= light + away <= 1:
                continue
            tried = _hex(colorsys.hls_to_rgb(hue, light + away, strength))
            own = [mixed(tried, grounds[0], tint)] if tint else []
            if all(contrast(tried, ground) >= ENOUGH for ground in (*grounds, *own)):
                return tried
    return ink_on(grounds[0])


def _parts(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _hex(parts: list[float] | tuple[float, ...]) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)
