"""What a process remembers of files that it has read: a preview reads the same thousand files at every change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any


class Memory:
    """Results by the files that they were read from; good as long as none of them was touched."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[tuple[tuple[int, int, int], ...], Any]] = {}
        self.changed: set[str] = set()
        """The keys of what was made again, until somebody empties it."""

    def get(self, key: str, files: Iterable[Path], make: Callable[[], Any]) -> Any:
        """What ``make`` gives, made again when one of ``files`` changed, came or went."""
        return self.get_all({key: files}, lambda _: [make()])[0]

    def get_all(self, wanted: Mapping[str, Iterable[Path]], make: Callable[[list[str]], list[Any]]) -> list[Any]:
        """The same for many keys, each with its files; ``make`` is given those that have to be made again."""
        # Asked before anything is read: what is saved meanwhile is read again the next time.
        states = {key: tuple(map(_state, files)) for key, files in wanted.items()}
        fresh = [key for key, state in states.items() if key not in self._known or self._known[key][0] != state]
        if fresh:
            self._known |= {key: (states[key], one) for key, one in zip(fresh, make(fresh), strict=True)}
            self.changed |= set(fresh)
        return [self._known[key][1] for key in wanted]


def _state(file: Path) -> tuple[int, int, int]:
    try:
        found = file.lstat()
    except OSError:
        return 0, 0, 0
    return found.st_mtime_ns, found.st_size, found.st_ino
