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
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import orjson

from .files import write_whole
from .model.problem import CatalogueError, Problem
from .state import AWARDS, MARK, State, award_page, search_state, site_files, state_of
from .stream import Unit


@dataclass
class Record:
    """What was made: single files, and awards by their id; each with its digest, and the time and size of its file."""

    files: dict[str, tuple[str, int, int]] = field(default_factory=dict)
    awards: dict[str, tuple[str, int, int]] = field(default_factory=dict)
    sources: dict[str, str | None] = field(default_factory=dict)

    def add(self, unit: Unit, state: State) -> None:
        """``state`` is what :func:`state_of` says of the file."""
        if unit.key.endswith("/"):
            self.awards[award_of(unit)] = (unit.digest, *state)
            return
        self._take(unit.key, (unit.digest, *state), unit.source)

    def _take(self, path: str, what: tuple[str, int, int], source: str | None) -> None:
        # Some systems do not tell letters of two sizes apart.
        key = path.casefold()
        if key in self.sources:
            raise CatalogueError([Problem(source or path, 1, _twice(path, self.sources[key]), "address-taken")])
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


def award_of(unit: Unit) -> str:
    """The id of the award whose folder a unit is."""
    return unit.key.removeprefix(f"{AWARDS}/").rstrip("/")


@dataclass(frozen=True)
class Whole:
    """What a whole site was built of (:mod:`.unchanged`), on which day, in which time zone."""

    inputs: str
    day: str
    zone: str


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
            # An index of which a file is gone is made again.
            self.search = str(found["search"]) if search_state(self.folder) == tuple(found["searched"]) else ""
            files = {path: tuple(what) for path, what in found["files"].items()}
            return Record(files, {award: tuple(what) for award, what in found["awards"].items()})
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return Record()

    def begin(self) -> None:
        """Nothing is believed while files are written; what was published is remembered, to be taken away one day."""
        if self._listed and self._listed.is_file():
            files = dict.fromkeys(self._before.files, ("", 0, -1))
            awards = dict.fromkeys(self._before.awards, ("", 0, -1))
            self._write(Record(files, awards), "", None)

    def holds(self, unit: Unit) -> State | None:
        """The state of this unit's file when the folder has it, made of the same; None when it has not."""
        if unit.key.endswith("/"):
            before, path = self._before.awards.get(award_of(unit)), award_page(award_of(unit))
        else:
            before, path = self._before.files.get(unit.key), unit.key
        if before is None or before[0] != unit.digest:
            return None
        state = state_of(self.folder, path)
        return state if state == before[1:] else None

    def clear(self, unit: Unit) -> None:
        """Makes room for a folder that is made anew: a file that does not belong to it any more must go."""
        if unit.key.endswith("/") and award_of(unit) in self._there:
            shutil.rmtree(self.folder / AWARDS / award_of(unit))

    def sweep(self) -> None:
        """Takes away every file that is not in the list of the build before."""
        for award in self._there - self._before.awards.keys():
            shutil.rmtree(self.folder / AWARDS / award)
        self._there &= self._before.awards.keys()
        for stray in (self.folder / AWARDS).glob("*"):
            if stray.is_symlink() or not stray.is_dir():
                stray.unlink()
        for path in set(site_files(self.folder)) - self._before.files.keys():
            self._take_away(path)

    def _take_away(self, path: str) -> None:
        (self.folder / path).unlink(missing_ok=True)
        _remove_empty((self.folder / path).parent, self.folder)

    def finish(self, record: Record, others: Collection[str], search: str, whole: Whole | None = None) -> None:
        """Takes away what is not published any more, and writes the list for the next build."""
        for award in (self._before.awards.keys() & self._there) - record.awards.keys():
            shutil.rmtree(self.folder / AWARDS / award)
        for path in self._before.files.keys() - record.files.keys() - set(others):
            if path.casefold() not in record.sources:  # the same file, where letters of two sizes are the same
                self._take_away(path)
        self._write(record, search, whole)

    def _write(self, record: Record, search: str, whole: Whole | None) -> None:
        if self._listed is None:
            return
        mark = secrets.token_hex(16)
        write_whole(self.folder / MARK, mark.encode())
        self._listed.parent.mkdir(parents=True, exist_ok=True)
        of: dict[str, Any] = asdict(whole) if whole else {}
        searched = search_state(self.folder)
        made = {
            "mark": mark,
            "search": search,
            "searched": searched,
            **of,
            "files": record.files,
            "awards": record.awards,
        }
        write_whole(self._listed, orjson.dumps(made))


def _names(folder: Path) -> Iterator[str]:
    try:
        with os.scandir(folder) as entries:
            yield from (entry.name for entry in entries if entry.is_dir(follow_symlinks=False))
    except OSError:
        return


def _remove_empty(folder: Path, root: Path) -> None:
    while folder != root:
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent
