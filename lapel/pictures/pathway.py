"""The picture of a pathway: its badges, their order, and the badge at the end. Made at build time, no script."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from .layout import Box, Point, layered

BOX_WIDTH, BOX_HEIGHT, GAP = 156.0, 74.0, 12.0
LETTERS_NARROW, LETTERS_WIDE, LINES = 11, 28, 4
"""Letters that fit on a line of a box in the widest of the system fonts."""
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
        boxes = [Box(name, BOX_WIDTH * 2, BOX_HEIGHT) for name in names]
        chain = [*names, *([END] if end else [])]
        arrows = list(pairwise(chain))
    else:
        rows = -(-len(steps) // 2)
        boxes = [Box(GROUP, BOX_WIDTH * 2 + GAP * 3, 30 + rows * (BOX_HEIGHT + GAP))]
        arrows = [(GROUP, END)] if end else []
    if end:
        boxes.append(Box(END, BOX_WIDTH * 2, BOX_HEIGHT))
    drawing = layered(boxes, arrows)
    parts = [_line(points) for points in drawing.lines.values()]
    if ordered:
        for number, (name, step) in enumerate(zip(names, steps, strict=True), 1):
            parts.append(_box(drawing.centres[name], step, BOX_WIDTH * 2, f"{number}. "))
    else:
        parts += _group(drawing.centres[GROUP], boxes[0], steps, group_label)
    if end:
        parts.append(_box(drawing.centres[END], end, BOX_WIDTH * 2, "", "diagram-end"))
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
        x = centre[0] if alone else left + GAP + BOX_WIDTH / 2 + (number % 2) * (BOX_WIDTH + GAP)
        y = top + 30 + BOX_HEIGHT / 2 + (number // 2) * (BOX_HEIGHT + GAP)
        parts.append(_box((x, y), step, BOX_WIDTH, ""))
    return parts


def _box(centre: Point, step: Step, width: float, prefix: str, kind: str = "diagram-box") -> str:
    left, top = centre[0] - width / 2, centre[1] - BOX_HEIGHT / 2
    letters = LETTERS_NARROW if width == BOX_WIDTH else LETTERS_WIDE
    lines = textwrap.wrap(prefix + step.name, letters, max_lines=LINES, placeholder="…")
    middle = centre[1] - (len(lines) - 1) * 8 + 4.5
    words = "".join(
        f'<tspan x="{left + 56:g}" y="{middle + number * 16:g}">{escape(line)}</tspan>'
        for number, line in enumerate(lines)
    )
    return (
        f'<rect class="{kind}" x="{left:g}" y="{top:g}" width="{width:g}" height="{BOX_HEIGHT:g}" rx="10"/>'
        f'<image href="{escape(step.image)}" x="{left + 8:g}" y="{centre[1] - 20:g}" width="40" height="40"/>'
        f'<text class="diagram-name">{words}</text>'
    )
