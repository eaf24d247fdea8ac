"""Bar charts, made at build time. A table beside each says the same; colours come from the page's style sheet.

Drawn here and not by a chart library: those carry their own style and script inside the picture, which the pages'
Content-Security-Policy refuses, and their text does not follow the reader's colours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .drawing import LINE, box, mirrored, picture, words, wrap

WIDTH, MARGIN, BAR, GAP = 320.0, 2.0, 18.0, 12.0
LETTERS = 38
FIGURE = 62.0
"""Room for the number behind the longest bar."""


@dataclass(frozen=True)
class Bar:
    """``figure`` is what stands beside the bar."""

    name: str
    value: int
    figure: str


def bar_chart(name: str, title: str, bars: Sequence[Bar], description: str, direction: str = "ltr") -> str:
    """One bar below the other, each under its own name: readable on the narrowest phone."""
    longest = max((bar.value for bar in bars), default=0) or 1
    parts: list[str] = []
    y = MARGIN
    for bar in bars:
        lines = wrap(bar.name, LETTERS, 2)
        parts.append(words(lines, MARGIN, y + 12))
        y += LINE * len(lines) + 2
        length = max(1.0, (WIDTH - 2 * MARGIN - FIGURE) * bar.value / longest)
        parts.append(box("chart-bar", (MARGIN + length / 2, y + BAR / 2), length, BAR, 3))
        parts.append(words([bar.figure], MARGIN + length + 7, y + 13.5))
        y += BAR + GAP
    svg = picture(name, WIDTH, y, title, description, parts)
    return mirrored(svg, WIDTH) if direction == "rtl" else svg
