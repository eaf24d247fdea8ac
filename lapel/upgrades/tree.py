"""The files of a network as they would be: changes are collected, shown, and written in one go."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from pathlib import Path

from ..model import LapelError
from ..write import write_whole

SIGNED = re.compile(
    r"badges/[^/]+/(?:awards/.*|endorsements\.jsonl)|network/status/.*|(?:.*/)?outbox/.*|.*\.(?:jsonl|jwt)"
)
"""What somebody signed, and what is handed to people: no step ever touches it."""
SHOWN_LINES = 400


class Tree:
    """Reads the files below ``root``, and remembers what is to become of them (``None``: taken away)."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.changes: dict[str, bytes | None] = {}
        self.notes: list[str] = []
        """What a person has to look at."""

    def read(self, path: str) -> str | None:
        """The text of a file as it will be; None when there is none, or no text in it."""
        if path in self.changes:
            content = self.changes[path]
        else:
            file = self.root / path
            content = file.read_bytes() if file.is_file() and not file.is_symlink() else None
        try:
            return None if content is None else content.decode("utf-8")
        except UnicodeDecodeError:
            return None

    def exists(self, path: str) -> bool:
        return self.changes[path] is not None if path in self.changes else (self.root / path).exists()

    def write(self, path: str, text: str) -> None:
        self._guard(path)
        if self.read(path) != text:
            self.changes[path] = text.encode()

    def remove(self, path: str) -> None:
        """Takes a file away, or every file below a folder."""
        place = self.root / path
        files = sorted(file for file in place.rglob("*") if file.is_file()) if place.is_dir() else [place]
        for file in files:
            name = file.relative_to(self.root).as_posix()
            if file.is_file() or name in self.changes:
                self._guard(name)
                self.changes[name] = None

    def _guard(self, path: str) -> None:
        if SIGNED.fullmatch(path) or path.startswith("/") or ".." in path.split("/"):
            raise LapelError(f"{path} is kept as it was signed: an upgrade may not touch it.")

    def difference(self) -> Iterator[str]:
        """What would change, as lines of a unified difference; folders that go are named in a line."""
        gone: dict[str, int] = {}
        for path, content in sorted(self.changes.items()):
            if content is None:
                top = path.partition("/")[0] + ("/" if "/" in path else "")
                gone[top] = gone.get(top, 0) + 1
                continue
            try:
                before = (self.root / path).read_text(encoding="utf-8").splitlines()
            except (OSError, UnicodeDecodeError):
                before = []
            after = content.decode().splitlines()
            name = path if before else "/dev/null"
            rows = list(difflib.unified_diff(before, after, name, path, lineterm=""))
            yield from rows[:SHOWN_LINES]
            if len(rows) > SHOWN_LINES:
                yield f"… and {len(rows) - SHOWN_LINES} lines more of {path}"
        for top, count in gone.items():
            yield f"taken away: {top}" + (f" ({count} files)" if count > 1 else "")

    def apply(self, last: str) -> None:
        """Writes everything; ``last`` is written at the end, when all else is done."""
        for path, content in sorted(self.changes.items(), key=lambda change: (change[0] == last, change[1] is None)):
            place = self.root / path
            if content is None:
                place.unlink(missing_ok=True)
                self._tidy(place.parent)
            else:
                place.parent.mkdir(parents=True, exist_ok=True)
                write_whole(place, content)

    def _tidy(self, folder: Path) -> None:
        """Folders in which nothing is left go too."""
        while folder != self.root and folder.is_dir():
            for made in folder.glob("__pycache__/*.pyc"):
                made.unlink()
            if (folder / "__pycache__").is_dir() and not any((folder / "__pycache__").iterdir()):
                (folder / "__pycache__").rmdir()
            if any(folder.iterdir()):
                return
            folder.rmdir()
            folder = folder.parent
