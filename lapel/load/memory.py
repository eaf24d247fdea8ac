"""What a process remembers of files that it has read: a preview reads the same thousand files at every change."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any


class Memory:
    """Results by the files that they were read from; good as long as none of them was touched."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[tuple[tuple[int, int, int], ...], Any]] = {}
        self.changed: set[str] = set()
        """The keys of what was made again, until somebody empties it."""

    def knows(self, key: str) -> bool:
        """Whether anything was ever read under this key."""
        return key in self._known

    def get(self, key: str, files: Iterable[Path], make: Callable[[], Any]) -> Any:
        """What ``make`` gives, made again when one of ``files`` changed, came or went."""
        state = tuple(map(_state, files))
        known = self._known.get(key)
        if known is None or known[0] != state:
            known = self._known[key] = (state, make())
            self.changed.add(key)
        return known[1]


def _state(file: Path) -> tuple[int, int, int]:
    try:
        found = file.lstat()
    except OSError:
        return 0, 0, 0
    return found.st_mtime_ns, found.st_size, found.st_ino
