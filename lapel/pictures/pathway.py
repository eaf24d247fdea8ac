"""The picture of a pathway: its badges, their order, and the badge at the end. Made at build time, no script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from .drawing import arrow, box, picture, words, wrap
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
    parts = [arrow(points) for points in drawing.lines.values()]
    if ordered:
        for number, (name, step) in enumerate(zip(names, steps, strict=True), 1):
            parts.append(_wide_box(drawing.centres[name], step, f"{number}. "))
    else:
        parts += _group(drawing.centres[GROUP], boxes[0], steps, group_label)
    if end:
        parts.append(_wide_box(drawing.centres[END], end, "", "diagram-end"))
    return picture("diagram", drawing.width, drawing.height, title, description, parts)


def _group(centre: Point, frame: Box, steps: Sequence[Step], label: str) -> list[str]:
    left, top = centre[0] - frame.width / 2, centre[1] - frame.height / 2
    parts = [
        box("diagram-group", centre, frame.width, frame.height, 12),
        words([label], centre[0], top + 20, kind="diagram-label", centred=True),
    ]
    for number, step in enumerate(steps):
        alone = number == len(steps) - 1 and number % 2 == 0
        x = centre[0] if alone else left + GAP + NARROW / 2 + (number % 2) * (NARROW + GAP)
        y = top + 30 + NARROW_HEIGHT / 2 + (number // 2) * (NARROW_HEIGHT + GAP)
        parts.append(_narrow_box((x, y), step))
    return parts


def _wide_box(centre: Point, step: Step, prefix: str, kind: str = "diagram-box") -> str:
    """The picture at the left, the name beside it."""
    left = centre[0] - WIDE / 2
    lines = wrap(prefix + step.name, LETTERS_WIDE, LINES)
    first = centre[1] - (len(lines) - 1) * 8 + 4.5
    return (
        f"{box(kind, centre, WIDE, WIDE_HEIGHT)}"
        f'<image href="{escape(step.image)}" x="{left + 10:g}" y="{centre[1] - 22:g}" width="44" height="44"/>'
        f"{words(lines, left + 64, first)}"
    )


def _narrow_box(centre: Point, step: Step) -> str:
    """The picture above, the name below it."""
    top = centre[1] - NARROW_HEIGHT / 2
    lines = wrap(step.name, LETTERS_NARROW, LINES)
    return (
        f"{box('diagram-box', centre, NARROW, NARROW_HEIGHT)}"
        f'<image href="{escape(step.image)}" x="{centre[0] - 22:g}" y="{top + 9:g}" width="44" height="44"/>'
        f"{words(lines, centre[0], top + 71, centred=True)}"
    )
