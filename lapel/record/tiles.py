"""The record as static files (C2SP tlog-tiles): tiles of 256 hashes, and bundles of the entries below them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .merkle import Tree

WIDTH = 256
HEIGHT = 8


def tile_path(level: int | str, number: int, width: int = WIDTH) -> str:
    """``tile/<level>/<number>``, with ``.p/<width>`` for one that is not full; ``level`` is "entries" for bundles."""
    groups = [f"{number % 1000:03d}"]
    while number := number // 1000:
        groups.append(f"x{number % 1000:03d}")
    part = "" if width == WIDTH else f".p/{width}"
    return f"tile/{level}/{'/'.join(reversed(groups))}{part}"


def hash_tiles(tree: Tree) -> Iterator[tuple[str, bytes]]:
    """Every tile of hashes, full or not."""
    for level in range(0, len(tree.levels), HEIGHT):
        hashes = tree.levels[level]
        for start in range(0, len(hashes), WIDTH):
            row = hashes[start : start + WIDTH]
            yield tile_path(level // HEIGHT, start // WIDTH, len(row)), b"".join(row)


def entry_bundles(entries: Sequence[bytes]) -> Iterator[tuple[str, bytes]]:
    """The entries, each after its length in two bytes."""
    for start in range(0, len(entries), WIDTH):
        row = entries[start : start + WIDTH]
        content = b"".join(len(one).to_bytes(2, "big") + one for one in row)
        yield tile_path("entries", start // WIDTH, len(row)), content
