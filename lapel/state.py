"""How a published file is known again without being read: its time and its size."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

AWARDS = "awards"
MARK = ".made"
SEARCH = "pagefind"
State = tuple[int, int]


def state_of(folder: Path, key: str) -> State:
    """Time and size of a file below ``folder``; (0, -1) when there is none."""
    try:
        found = os.stat(f"{folder}/{key}")  # noqa: PTH116 - ten thousand times a build
    except OSError:
        return 0, -1
    return found.st_mtime_ns, found.st_size


def award_page(award: str) -> str:
    """The file by which an award's folder is known."""
    return f"{AWARDS}/{award}/index.html"


def search_state(folder: Path) -> State:
    """The number of files of the search index, and the sum of their sizes."""
    sizes = [file.stat().st_size for file in (folder / SEARCH).rglob("*") if file.is_file()]
    return len(sizes), sum(sizes)


def site_files(folder: Path) -> Iterator[str]:
    """Every file of the site but awards, the search, and the mark."""
    for outer, folders, files in os.walk(folder):
        if Path(outer) == folder:
            folders[:] = [name for name in folders if name not in (AWARDS, SEARCH)]
            files = [name for name in files if name != MARK]
        place = Path(outer).relative_to(folder)
        yield from ((place / name).as_posix() for name in files)
