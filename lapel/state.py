"""How a published file is known again without being read: its time and its size."""

from __future__ import annotations

import os
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
