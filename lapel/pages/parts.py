"""Long lists in parts, so that no browser loads thousands of cards; who looks for one thing asks the search index."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypedDict, TypeVar

T = TypeVar("T")
PART = 120
"""Cards of one page: some 120 kB."""


class Parts(TypedDict):
    """Where a page stands in a list in parts; ``before`` and ``after`` are paths of pages, None at the ends."""

    number: int
    count: int
    total: int
    before: str | None
    after: str | None


def is_long(items: Sequence[object]) -> bool:
    return len(items) > PART


def part_path(listing: str, number: int) -> str:
    """The first part is the list's own page."""
    return listing if number == 1 else f"{listing}all/{number}/"


def in_parts(listing: str, items: Sequence[T]) -> Iterator[tuple[str, Sequence[T], Parts | None]]:
    """The path of each page, its items, and where it stands; a list that is not long is one page without that."""
    if not is_long(items):
        yield listing, items, None
        return
    count = -(-len(items) // PART)
    for number in range(1, count + 1):
        yield (
            part_path(listing, number),
            items[(number - 1) * PART : number * PART],
            {
                "number": number,
                "count": count,
                "total": len(items),
                "before": part_path(listing, number - 1) if number > 1 else None,
                "after": part_path(listing, number + 1) if number < count else None,
            },
        )
