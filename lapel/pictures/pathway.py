"""The picture of a pathway: its badges, their order, and the badge at the end. Made at build time, no script."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from .layout import Box, Point, layered

# The whole is 320 units wide, the least width of a phone less its margins.
WIDE, WIDE_HEIGHT = 304.0, 74.0
NARROW, NARROW_HEIGHT, GAP = 138.0, 116.0, 9.0
MARGIN = 4.0
# Letters that fit on a line of a box in the widest of the system fonts.
LETTERS_NARROW, LETTERS_WIDE, LINES = 15, 27, 3
GROUP, END = "group", "end"


@dataclass(frozen=True)
class Step:
    """A badge in the picture: its name, and where its own picture is, seen from the page."""

    name: str
    image: str


def pathway_picture(
    steps: Sequence[Step], end: Step | None, *, ordered: bool, title: str, description: str, group_label: str
) -> str:
    """SVG to stand inside a page (its colours come from the page's style sheet).

    In order, the badges form a chain; otherwise they stand together in a frame with ``group_label`` on it.
    ``title`` and ``description`` say the same to somebody who listens.
    """
    if ordered:
        names = [f"step{number}" for number in range(len(steps))]
        boxes = [Box(name, WIDE, WIDE_HEIGHT) for name in names]
        chain = [*names, *([END] if end else [])]
        arrows = list(pairwise(chain))
    else:
        rows = -(-len(steps) // 2)
        boxes = [Box(GROUP, NARROW * 2 + GAP * 3, 30 + rows * (NARROW_HEIGHT + GAP))]
        arrows = [(GROUP, END)] if end else []
    if end:
        boxes.append(Box(END, WIDE, WIDE_HEIGHT))
    drawing = layered(boxes, arrows, MARGIN)
    parts = [_line(points) for points in drawing.lines.values()]
    if ordered:
        for number, (name, step) in enumerate(zip(names, steps, strict=True), 1):
            parts.append(_wide_box(drawing.centres[name], step, f"{number}. "))
    else:
        parts += _group(drawing.centres[GROUP], boxes[0], steps, group_label)
    if end:
        parts.append(_wide_box(drawing.centres[END], end, "", "diagram-end"))
    return (
        f'<svg class="diagram" role="img" aria-labelledby="diagram-title diagram-desc" '
        f'viewBox="0 0 {drawing.width:g} {drawing.height:g}" width="{drawing.width:g}" height="{drawing.height:g}">'
        f'<title id="diagram-title">{escape(title)}</title><desc id="diagram-desc">{escape(description)}</desc>'
        f"{''.join(parts)}</svg>"
    )


def _line(points: list[Point]) -> str:
    way = "L".join(f"{x:g} {y:g}" for x, y in points)
    x, y = points[-1]
    return (
        f'<path class="diagram-line" d="M{way}"/>'
        f'<path class="diagram-head" d="M{x - 6:g} {y - 9:g}L{x:g} {y:g}L{x + 6:g} {y - 9:g}"/>'
    )


def _group(centre: Point, box: Box, steps: Sequence[Step], label: str) -> list[str]:
    left, top = centre[0] - box.width / 2, centre[1] - box.height / 2
    parts = [
        f'<rect class="diagram-group" x="{left:g}" y="{top:g}" width="{box.width:g}" height="{box.height:g}" rx="12"/>',
        f'<text class="diagram-label" x="{centre[0]:g}" y="{top + 20:g}" text-anchor="middle">{escape(label)}</text>',
    ]
    for number, step in enumerate(steps):
        alone = number == len(steps) - 1 and number % 2 == 0
        x = centre[0] if alone else left + GAP + NARROW / 2 + (number % 2) * (NARROW + GAP)
        y = top + 30 + NARROW_HEIGHT / 2 + (number // 2) * (NARROW_HEIGHT + GAP)
        parts.append(_narrow_box((x, y), step))
    return parts


def _wide_box(centre: Point, step: Step, prefix: str, kind: str = "diagram-box") -> str:
    """The picture at the left, the name beside it."""
    left, top = centre[0] - WIDE / 2, centre[1] - WIDE_HEIGHT / 2
    lines = textwrap.wrap(prefix + step.name, LETTERS_WIDE, max_lines=LINES, placeholder="…")
    first = centre[1] - (len(lines) - 1) * 8 + 4.5
    return (
        f'<rect class="{kind}" x="{left:g}" y="{top:g}" width="{WIDE:g}" height="{WIDE_HEIGHT:g}" rx="10"/>'
        f'<image href="{escape(step.image)}" x="{left + 10:g}" y="{centre[1] - 22:g}" width="44" height="44"/>'
        f'<text class="diagram-name">{_words(lines, left + 64, first)}</text>'
    )


def _narrow_box(centre: Point, step: Step) -> str:
    """The picture above, the name below it."""
    left, top = centre[0] - NARROW / 2, centre[1] - NARROW_HEIGHT / 2
    lines = textwrap.wrap(step.name, LETTERS_NARROW, max_lines=LINES, placeholder="…")
    return (
        f'<rect class="diagram-box" x="{left:g}" y="{top:g}" width="{NARROW:g}" height="{NARROW_HEIGHT:g}" rx="10"/>'
        f'<image href="{escape(step.image)}" x="{centre[0] - 22:g}" y="{top + 9:g}" width="44" height="44"/>'
        f'<text class="diagram-name" text-anchor="middle">{_words(lines, centre[0], top + 71)}</text>'
    )


def _words(lines: list[str], x: float, y: float) -> str:
    return "".join(
        f'<tspan x="{x:g}" y="{y + number * 16:g}">{escape(line)}</tspan>' for number, line in enumerate(lines)
    )
