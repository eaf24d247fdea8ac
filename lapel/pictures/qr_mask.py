"""Which of the eight masks makes a QR code easiest to scan (ISO/IEC 18004, 7.8.3).

The library answers the same question by drawing every code nine times, which is most of its work. Here the
modules are bits of one large number, a row after another with an empty column between them, so that a rule
looks at all modules at once. The four rules and their weights are those of the standard.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

FINDER = "10111010000"
"""What looks like the corner of a code, and its light side (the other way round too)."""


class Bits:
    """The modules of a code as bits, once row by row and once column by column."""

    def __init__(self, rows: int, columns: int, size: int) -> None:
        self.rows, self.columns, self.size = rows, columns, size

    @classmethod
    def of(cls, modules: Sequence[Sequence[bool]]) -> Bits:
        return cls(_number(modules), _number(list(zip(*modules, strict=True))), len(modules))

    def __xor__(self, other: Bits) -> Bits:
        return Bits(self.rows ^ other.rows, self.columns ^ other.columns, self.size)

    def modules(self) -> list[list[bool]]:
        """Back to rows of dark (True) and light modules."""
        return [[bool(self.rows >> (y * (self.size + 1) + x) & 1) for x in range(self.size)] for y in range(self.size)]


def _number(lines: Sequence[Sequence[bool]]) -> int:
    """Bit 0 is the first module of the first line; a 0 stands between two lines."""
    return int("0".join("".join("1" if dark else "0" for dark in reversed(line)) for line in reversed(lines)), 2)


@cache
def _whole(size: int) -> int:
    """Every module of a code of this size."""
    return _number([[True] * size] * size)


def _along(dark: int, light: int) -> int:
    """Rules 1 and 3 in one direction: long runs of one colour, and what looks like a finder."""
    points = 0
    for one in (dark, light):
        five = one & one >> 1 & one >> 2 & one >> 3 & one >> 4
        points += five.bit_count() + 2 * (five & ~(five << 1)).bit_count()
    for pattern in (FINDER, FINDER[::-1]):
        found = -1
        for place, module in enumerate(pattern):
            found &= (dark if module == "1" else light) >> place
        points += 40 * found.bit_count()
    return points


def penalty(code: Bits) -> int:
    """The penalty points of a code: fewer is easier to scan."""
    size, width = code.size, code.size + 1
    whole = _whole(size)
    light, light_columns = whole & ~code.rows, whole & ~code.columns
    blocks = sum((one & one >> 1 & one >> width & one >> (width + 1)).bit_count() for one in (code.rows, light))
    share = abs(code.rows.bit_count() * 20 - size * size * 10) // (size * size)
    return _along(code.rows, light) + _along(code.columns, light_columns) + 3 * blocks + 10 * share
