"""The picture of the map: bands from top to bottom, with the groups and what they do inside, and what comes of it.

Two drawings, for large and small screens. Every box is a link to the words of the group below the picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from ..model.system_map import SystemMap
from .drawing import LINE, box, mirrored, words, wrap

MARGIN, GAP, HEAD, ARROW = 14.0, 10.0, 44.0, 34.0
DOES = 2
"""How many of the things that a group does stand in its box; the rest are in the words below."""
SMALL = 15.0
"""From one line of small words to the next."""


NAME, WORD = 9.6, 7.4
"""Units of a letter of a name, and of a small word, in the widest of the system fonts."""
INSIDE = 11.0


@dataclass(frozen=True)
class Sheet:
    """The width of a drawing, how many boxes stand abreast at most, and whether what groups do stands inside."""

    width: float
    columns: int
    full: bool

    def box_width(self, abreast: int) -> float:
        return (self.width - 2 * MARGIN - (abreast - 1) * GAP) / abreast


WIDE = Sheet(720, 3, full=True)
NARROW = Sheet(320, 2, full=False)


@dataclass(frozen=True)
class _Group:
    id: str
    name: str
    does: Sequence[str]


@dataclass(frozen=True)
class _Box:
    id: str
    name: list[str]
    lines: list[str]

    @property
    def height(self) -> float:
        return 22 + LINE * len(self.name) + (SMALL * len(self.lines) + 4 if self.lines else 0)


def wide_map(one: SystemMap, title: str, description: str, direction: str = "ltr") -> str:
    """For tablets, large screens and paper."""
    return _turned(_drawn("map-wide", one, WIDE, title, description), WIDE, direction)


def narrow_map(one: SystemMap, title: str, description: str, direction: str = "ltr") -> str:
    """320 units wide: the least width of a phone less its margins. What the groups do is in the words below it."""
    return _turned(_drawn("map-narrow", one, NARROW, title, description), NARROW, direction)


def _turned(svg: str, sheet: Sheet, direction: str) -> str:
    return mirrored(svg, sheet.width) if direction == "rtl" else svg


def _drawn(name: str, one: SystemMap, sheet: Sheet, title: str, description: str) -> str:
    bands = [(layer.name, [_Group(each.id, each.name, each.does) for each in layer.groups]) for layer in one.layers]
    ends = [_Group(each.id, each.name, each.lasting or each.later or each.soon) for each in one.outcomes]
    parts: list[str] = []
    y = 0.0
    for label, groups in [*bands, (one.outcomesName, ends)]:
        if parts:
            parts.append(_arrow(sheet.width / 2, y))
            y += ARROW
        y = _band(parts, sheet, y, label, groups, "band-end" if groups is ends else "band-box")
    return (
        f'<svg class="diagram" role="group" aria-labelledby="{name}-title" aria-describedby="{name}-desc" '
        f'viewBox="0 0 {sheet.width:g} {y:g}" width="{sheet.width:g}" height="{y:g}">'
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-desc">{escape(description)}</desc>'
        f"{''.join(parts)}</svg>"
    )


def _box(sheet: Sheet, group: _Group, width: float) -> _Box:
    room = width - 2 * INSIDE
    lines: list[str] = []
    for deed in group.does[:DOES] if sheet.full else ():
        first, *rest = wrap(deed, int(room / WORD) - 2, 2) or [""]
        lines += [f"· {first}", *(f"  {more}" for more in rest)]
    return _Box(group.id, wrap(group.name, int(room / NAME), 4), lines)


def _rows(count: int, most: int) -> list[int]:
    """How many boxes stand in each row: as even as can be, the fuller rows first."""
    rows = -(-count // most)
    return [count // rows + (number < count % rows) for number in range(rows)]


def _band(parts: list[str], sheet: Sheet, top: float, label: str, groups: Sequence[_Group], kind: str) -> float:
    """Draws one band from ``top`` on, and returns where it ends."""
    rows: list[tuple[float, list[_Box]]] = []
    first = 0
    for abreast in _rows(len(groups), sheet.columns):
        width = sheet.box_width(abreast)
        rows.append((width, [_box(sheet, one, width) for one in groups[first : first + abreast]]))
        first += abreast
    height = HEAD + sum(max(each.height for each in row) + GAP for _, row in rows) + MARGIN - GAP
    parts.append(box("band-ground", (sheet.width / 2, top + height / 2), sheet.width, height, 16))
    parts.append(words([label], MARGIN, top + 28, kind="band-label"))
    y = top + HEAD
    for width, row in rows:
        tallest = max(each.height for each in row)
        for column, each in enumerate(row):
            parts.append(_link(each, MARGIN + column * (width + GAP), y, width, tallest, kind))
        y += tallest + GAP
    return y - GAP + MARGIN


def _link(one: _Box, left: float, top: float, width: float, height: float, kind: str) -> str:
    names = words(one.name, left + 11, top + 24, kind="band-name" + (" diagram-name-end" if kind == "band-end" else ""))
    y = top + 24 + LINE * len(one.name) + 2
    spans = "".join(
        f'<tspan x="{left + indent:g}" y="{y + number * SMALL:g}">{escape(line.strip())} </tspan>'
        for number, line in enumerate(one.lines)
        for indent in (11 if line.startswith("·") else 19,)
    )
    small = (
        f'<text class="band-line{" diagram-name-end" if kind == "band-end" else ""}" aria-hidden="true">{spans}</text>'
        if spans
        else ""
    )
    frame = box(kind, (left + width / 2, top + height / 2), width, height)
    return f'<a href="#group-{one.id}">{frame}{names}{small}</a>'


def _arrow(x: float, top: float) -> str:
    """A broad arrow from one band to the next."""
    return f'<path class="band-arrow" d="M{x - 15:g} {top + 4:g}h30v10h16l-31 17l-31 -17h16z" aria-hidden="true"/>'
