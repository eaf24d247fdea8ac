"""The parts that every diagram is drawn from: frames, arrows, words. Colours come from the page's style sheet."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable
from html import escape

Point = tuple[float, float]

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


_PLACED = re.compile(r'<rect ([^>]*?)x="([^"]+)"([^>]*?)width="([^"]+)"|<tspan x="([^"]+)"')


def mirrored(svg: str, width: float) -> str:
    """A diagram for a page that is read from right to left: every frame and every line of words at the other side."""

    def turn(found: re.Match[str]) -> str:
        if found[5] is not None:
            return f'<tspan x="{width - float(found[5]):g}"'
        left = width - float(found[2]) - float(found[4])
        return f'<rect {found[1]}x="{left:g}"{found[3]}width="{found[4]}"'

    return _PLACED.sub(turn, svg)


def box(kind: str, centre: Point, width: float, height: float, radius: float = 10) -> str:
    left, top = centre[0] - width / 2, centre[1] - height / 2
    return f'<rect class="{kind}" x="{left:g}" y="{top:g}" width="{width:g}" height="{height:g}" rx="{radius:g}"/>'


def wrap(text: str, letters: int, lines: int) -> list[str]:
    """``text`` in at most so many lines of so many letters; what does not fit ends in dots."""
    return textwrap.wrap(text, letters, max_lines=lines, placeholder="…")


def words(lines: list[str], x: float, y: float, *, kind: str = "diagram-name", centred: bool = False) -> str:
    """Lines of text; ``y`` is the base line of the first."""
    anchor = ' text-anchor="middle"' if centred else ""
    spans = "".join(
        f'<tspan x="{x:g}" y="{y + number * LINE:g}">{escape(line)} </tspan>' for number, line in enumerate(lines)
    )
    return f'<text class="{kind}"{anchor}>{spans}</text>'
