"""The parts that every diagram is drawn from: frames, arrows, words. Colours come from the page's style sheet."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from html import escape

from .layout import Point

LINE = 16.0
"""From one line of words to the next."""


def picture(name: str, width: float, height: float, title: str, description: str, parts: Iterable[str]) -> str:
    """The whole as SVG to stand inside a page. ``name`` keeps the ids of two pictures on one page apart.

    ``title`` and ``description`` say the same to somebody who listens.
    """
    return (
        f'<svg class="diagram" role="img" aria-labelledby="{name}-title" aria-describedby="{name}-desc" '
        f'viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}">'
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-desc">{escape(description)}</desc>'
        f"{''.join(parts)}</svg>"
    )


def box(kind: str, centre: Point, width: float, height: float, radius: float = 10) -> str:
    left, top = centre[0] - width / 2, centre[1] - height / 2
    return f'<rect class="{kind}" x="{left:g}" y="{top:g}" width="{width:g}" height="{height:g}" rx="{radius:g}"/>'


def arrow(points: list[Point], *, across: bool = False) -> str:
    """A line through ``points`` with a head that points down, or ``across`` to the right."""
    way = "L".join(f"{x:g} {y:g}" for x, y in points)
    x, y = points[-1]
    first, last = ((x - 9, y - 6), (x - 9, y + 6)) if across else ((x - 6, y - 9), (x + 6, y - 9))
    return (
        f'<path class="diagram-line" d="M{way}"/>'
        f'<path class="diagram-head" d="M{first[0]:g} {first[1]:g}L{x:g} {y:g}L{last[0]:g} {last[1]:g}"/>'
    )


def wrap(text: str, letters: int, lines: int) -> list[str]:
    """``text`` in at most so many lines of so many letters; what does not fit ends in dots."""
    return textwrap.wrap(text, letters, max_lines=lines, placeholder="…")


def words(lines: list[str], x: float, y: float, *, kind: str = "diagram-name", centred: bool = False) -> str:
    """Lines of text; ``y`` is the base line of the first."""
    anchor = ' text-anchor="middle"' if centred else ""
    spans = "".join(
        f'<tspan x="{x:g}" y="{y + number * LINE:g}">{escape(line)}</tspan>' for number, line in enumerate(lines)
    )
    return f'<text class="{kind}"{anchor}>{spans}</text>'


def words_within(lines: list[str], centre: Point, *, kind: str = "diagram-name") -> str:
    """Lines of text around ``centre``."""
    return words(lines, centre[0], centre[1] - (len(lines) - 1) * LINE / 2 + 4.5, kind=kind, centred=True)
