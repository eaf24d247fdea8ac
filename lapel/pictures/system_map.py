"""The picture of the map: groups, layer by layer, and what they lead to. Two drawings, for large and small screens."""

from __future__ import annotations

from itertools import pairwise

from ..model.system_map import SystemMap
from .drawing import LINE, arrow, box, picture, words, words_within, wrap
from .layout import Box, Point, layered

MARGIN = 4.0
# On a large screen every arrow is drawn, from left to right.
WIDE, WIDE_LETTERS = 168.0, 19
# On a small screen the groups of a layer stand in a frame, two abreast, and arrows lead from frame to frame.
FRAME, NARROW, GAP = 304.0, 140.0, 8.0
NARROW_LETTERS, FRAME_LETTERS = 15, 34
LINES = 4
HEAD = 34.0


def wide_map(one: SystemMap, title: str, description: str) -> str:
    """Every group and outcome as a box, every arrow as a line; five abreast make about 1,060 units."""
    ends = {outcome.id for outcome in one.outcomes}
    names = {name: wrap(text, WIDE_LETTERS, LINES) for name, text in one.names.items()}
    boxes = [Box(name, WIDE, 26 + LINE * len(lines)) for name, lines in names.items()]
    drawing = layered(boxes, one.arrows(), MARGIN, across=True)
    parts = [arrow(points, across=True) for points in drawing.lines.values()]
    for each in boxes:
        centre = drawing.centres[each.name]
        kind = "diagram-end" if each.name in ends else "diagram-box"
        parts.append(box(kind, centre, each.width, each.height))
        parts.append(words_within(names[each.name], centre, kind=_words_kind(kind)))
    return picture("map-wide", drawing.width, drawing.height, title, description, parts)


def narrow_map(one: SystemMap, title: str, description: str) -> str:
    """320 units wide: the least width of a phone less its margins."""
    frames = [(layer.name, [group.name for group in layer.groups]) for layer in one.layers]
    frames.append((one.outcomesName, [outcome.name for outcome in one.outcomes]))
    boxes = [Box(str(number), FRAME, _frame_height(names)) for number, (_, names) in enumerate(frames)]
    drawing = layered(boxes, pairwise(each.name for each in boxes), MARGIN)
    parts = [arrow(points) for points in drawing.lines.values()]
    for number, (label, names) in enumerate(frames):
        kind = "diagram-end" if number == len(frames) - 1 else "diagram-box"
        parts += _frame(drawing.centres[str(number)], boxes[number], label, names, kind)
    return picture("map-narrow", drawing.width, drawing.height, title, description, parts)


def _rows(names: list[str]) -> list[list[list[str]]]:
    """The wrapped names, two in a row."""
    pairs = [names[first : first + 2] for first in range(0, len(names), 2)]
    return [[wrap(name, NARROW_LETTERS if len(pair) == 2 else FRAME_LETTERS, LINES) for name in pair] for pair in pairs]


def _row_height(row: list[list[str]]) -> float:
    return 22 + LINE * max(len(lines) for lines in row)


def _frame_height(names: list[str]) -> float:
    return HEAD + sum(_row_height(row) + GAP for row in _rows(names))


def _frame(centre: Point, frame: Box, label: str, names: list[str], kind: str) -> list[str]:
    left, top = centre[0] - frame.width / 2, centre[1] - frame.height / 2
    parts = [
        box("diagram-group", centre, frame.width, frame.height, 12),
        words(wrap(label, FRAME_LETTERS, 1), centre[0], top + 22, kind="diagram-label", centred=True),
    ]
    y = top + HEAD
    for row in _rows(names):
        height = _row_height(row)
        for column, lines in enumerate(row):
            width = NARROW if len(row) == 2 else FRAME - 2 * GAP
            x = left + GAP + NARROW / 2 + column * (NARROW + GAP) if len(row) == 2 else centre[0]
            middle = (x, y + height / 2)
            parts += [box(kind, middle, width, height), words_within(lines, middle, kind=_words_kind(kind))]
        y += height + GAP
    return parts


def _words_kind(kind: str) -> str:
    return "diagram-name diagram-name-end" if kind == "diagram-end" else "diagram-name"
