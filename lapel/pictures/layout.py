"""Where the boxes of a diagram stand, and how its lines run (layered layout, by graphlay)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import graphlay

Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """A box of a diagram, ``width`` by ``height`` units."""

    name: str
    width: float
    height: float


@dataclass(frozen=True)
class Drawing:
    """Centres of the boxes by name, the points of every line, and the size of the whole."""

    centres: dict[str, Point]
    lines: dict[tuple[str, str], list[Point]]
    width: float
    height: float


def layered(
    boxes: Iterable[Box], arrows: Iterable[tuple[str, str]], margin: float = 8, *, across: bool = False
) -> Drawing:
    """Puts the boxes into layers, so that every arrow points down (or ``across``, to the right).

    The same input gives the same drawing.
    """
    boxes, arrows = list(boxes), list(arrows)
    graph = graphlay.Graph()
    for box in boxes:
        graph.node(box.name, width=box.width, height=box.height)
    for start, end in arrows:
        graph.edge(start, end)
    drawn = graphlay.layout(graph, options={"direction": "leftright" if across else "topbottom"})
    positions = drawn.positions()
    left = min(positions[box.name][0] - box.width / 2 for box in boxes) - margin
    top = min(positions[box.name][1] - box.height / 2 for box in boxes) - margin
    right = max(positions[box.name][0] + box.width / 2 for box in boxes) + margin
    bottom = max(positions[box.name][1] + box.height / 2 for box in boxes) + margin
    # graphlay gives the lines in the order in which the arrows were added.
    lines = {
        arrow: [(point["x"] - left, point["y"] - top) for point in edge["points"]]
        for arrow, edge in zip(arrows, drawn.edges, strict=True)
    }
    centres = {box.name: (positions[box.name][0] - left, positions[box.name][1] - top) for box in boxes}
    return Drawing(centres, lines, right - left, bottom - top)
