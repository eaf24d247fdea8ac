"""Which awards a folder holds already, so that a second build costs what changed and not what exists.

A list beside the site, never in it (it would name every award), says what each award's files were made from. A
mark with the same random word stands in the folder itself: a list that belongs to another folder is not believed.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

from .stream import OutputFile
from .write import write_whole

AWARDS = "awards"
MARK = ".made"


class Published:
    """The awards below ``site``; ``file`` is the list of the build before."""

    def __init__(self, site: Path, file: Path) -> None:
        self._folder, self._file = site / AWARDS, file
        self._before = self._read()
        self._there = set(_names(self._folder))
        self._now: dict[str, str] = {}

    def _read(self) -> dict[str, str]:
        try:
            found = json.loads(self._file.read_text(encoding="utf-8"))
            mark = (self._folder / MARK).read_text(encoding="utf-8")
            return dict(found["awards"]) if mark == found["mark"] else {}
        except (OSError, ValueError, KeyError, TypeError):
            return {}

    def holds(self, award: str, digest: str) -> bool:
        """Whether the folder has this award's files, made from the same. Asked once for each award."""
        self._now[award] = digest
        if self._before.get(award) == digest and award in self._there:
            return True
        if award in self._there:  # a file that does not belong to it any more must go
            shutil.rmtree(self._folder / award)
        return False

    def during(self, files: Iterator[OutputFile]) -> Iterator[OutputFile]:
        """The stream, and what belongs around it: no list is believed while files are written."""
        self._file.unlink(missing_ok=True)
        yield from files
        self._finish()

    def _finish(self) -> None:
        for name in self._there - set(self._now):
            shutil.rmtree(self._folder / name)
        if not self._now:
            return
        mark = secrets.token_hex(16)
        write_whole(self._folder / MARK, mark.encode())
        self._file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(self._file, json.dumps({"mark": mark, "awards": self._now}).encode())


def _names(folder: Path) -> Iterator[str]:
    try:
        with os.scandir(folder) as entries:
            yield from (entry.name for entry in entries if entry.is_dir(follow_symlinks=False))
    except OSError:
        return
