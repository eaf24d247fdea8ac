"""Which files a folder holds already, so that a second build costs what changed and not what exists.

A list beside the site, never in it (it would name every award), says what each file was made of. A mark with the same
random word stands in the folder itself: a list that belongs to another folder is not believed. Neither is a file that
was touched since: its size and time stand in the list.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from .model.problem import CatalogueError, Problem
from .state import AWARDS, MARK, SEARCH, State, state_of
from .stream import Unit
from .write import write_whole


@dataclass
class Record:
    """What was made: single files with what they are, and the digests of awards by their id."""

    files: dict[str, tuple[str, int, int]] = field(default_factory=dict)
    awards: dict[str, str] = field(default_factory=dict)
    sources: dict[str, str | None] = field(default_factory=dict)

    def add(self, unit: Unit, state: State) -> None:
        """``state`` is what :func:`state_of` says of the file."""
        if unit.key.endswith("/"):
            self.awards[unit.key.removeprefix(f"{AWARDS}/").rstrip("/")] = unit.digest
            return
        self._take(unit.key, (unit.digest, *state), unit.source)

    def _take(self, path: str, what: tuple[str, int, int], source: str | None) -> None:
        # Some systems do not tell letters of two sizes apart.
        key = path.casefold()
        if key in self.sources:
            raise CatalogueError([Problem(source or path, 1, _twice(path, self.sources[key]))])
        self.sources[key] = source
        self.files[path] = what

    def joined(self, other: Record) -> Record:
        """This and what another process made."""
        for path, what in other.files.items():
            self._take(path, what, other.sources[path.casefold()])
        self.awards |= other.awards
        return self


def _twice(path: str, first: str | None) -> str:
    return f"makes the file '{path}', which {first or 'the engine'} makes too: rename one of them"


class Published:
    """The files below ``folder``; ``listed`` is the list of the build before."""

    def __init__(self, folder: Path, listed: Path | None = None) -> None:
        self.folder, self._listed = folder, listed
        self.search = ""
        self._before = self._read()
        self._there = set(_names(folder / AWARDS))

    def _read(self) -> Record:
        try:
            found: dict[str, Any] = orjson.loads(self._listed.read_bytes() if self._listed else b"")
            if (self.folder / MARK).read_text(encoding="utf-8") != found["mark"]:
                return Record()
            self.search = str(found["search"])
            return Record({path: tuple(what) for path, what in found["files"].items()}, dict(found["awards"]))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return Record()

    def begin(self) -> None:
        """No list is believed while files are written."""
        if self._listed:
            self._listed.unlink(missing_ok=True)

    def holds(self, unit: Unit) -> State | None:
        """The state of this unit's file when the folder has it, made of the same; None when it has not.

        Asked once for each unit."""
        if not unit.key.endswith("/"):
            before = self._before.files.get(unit.key)
            state = state_of(self.folder, unit.key) if before and before[0] == unit.digest else None
            return state if before and state == before[1:] else None
        award = unit.key.removeprefix(f"{AWARDS}/").rstrip("/")
        if award not in self._there:
            return None
        if self._before.awards.get(award) == unit.digest:
            return 0, 0
        shutil.rmtree(self.folder / AWARDS / award)  # a file that does not belong to it any more must go
        return None

    def sweep(self) -> None:
        """Takes away every file that is not in the list of the build before."""
        for award in self._there - self._before.awards.keys():
            shutil.rmtree(self.folder / AWARDS / award)
        for path in set(_files(self.folder)) - self._before.files.keys():
            self._take_away(path)

    def _take_away(self, path: str) -> None:
        (self.folder / path).unlink(missing_ok=True)
        _remove_empty((self.folder / path).parent, self.folder)

    def finish(self, record: Record, others: Collection[str], search: str, inputs: str = "") -> None:
        """Takes away what is not published any more, and writes the list for the next build."""
        for award in (self._before.awards.keys() & self._there) - record.awards.keys():
            shutil.rmtree(self.folder / AWARDS / award)
        for path in self._before.files.keys() - record.files.keys() - set(others):
            self._take_away(path)
        if self._listed is None:
            return
        mark = secrets.token_hex(16)
        write_whole(self.folder / MARK, mark.encode())
        self._listed.parent.mkdir(parents=True, exist_ok=True)
        made = {"mark": mark, "search": search, "inputs": inputs, "files": record.files, "awards": record.awards}
        write_whole(self._listed, orjson.dumps(made))


def _names(folder: Path) -> Iterator[str]:
    try:
        with os.scandir(folder) as entries:
            yield from (entry.name for entry in entries if entry.is_dir(follow_symlinks=False))
    except OSError:
        return


def _files(folder: Path) -> Iterator[str]:
    """Every file of the site but awards, the search, and the mark."""
    for outer, folders, files in os.walk(folder):
        if Path(outer) == folder:
            folders[:] = [name for name in folders if name not in (AWARDS, SEARCH)]
            files = [name for name in files if name != MARK]
        place = Path(outer).relative_to(folder)
        yield from ((place / name).as_posix() for name in files)


def _remove_empty(folder: Path, root: Path) -> None:
    while folder != root:
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent
