"""The files of a network as they would be: changes are collected, shown, and written in one go."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..files import write_whole
from ..ledger.base import git
from ..model import LapelError

SIGNED = re.compile(
    r"badges/[^/]+/(?:awards/.*|endorsements\.jsonl)|network/(?:status|record)/.*|(?:.*/)?outbox/.*|.*\.(?:jsonl|jwt)"
)
"""What somebody signed, and what is handed to people: no step ever touches it."""
SHOWN_LINES = 400


def kept_by_git(root: Path) -> frozenset[str]:
    """The files below ``root`` that git has; none when there is no git."""
    return frozenset((git(root, "ls-files", "-z") or b"").decode("utf-8", "replace").split("\0")[:-1])


class Tree:
    """Reads the files below ``root``, and remembers what is to become of them (``None``: taken away)."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.changes: dict[str, bytes | None] = {}
        self.notes: list[str] = []
        """What a person has to look at."""
        self.kept = kept_by_git(root)

    def read(self, path: str) -> str | None:
        """The text of a file as it will be; None when there is none. Raises :class:`LapelError` for a link to another
        file, and for what is no text."""
        if path in self.changes:
            content = self.changes[path]
            return None if content is None else content.decode("utf-8")
        self._refuse_links(path)
        file = self.root / path
        try:
            return file.read_bytes().decode("utf-8") if file.is_file() else None
        except UnicodeDecodeError:
            raise LapelError(f"{path} is not UTF-8 text: save it as 'UTF-8' first.") from None
        except OSError as error:
            raise LapelError(f"{path} cannot be read ({error.strerror}): mend that first.") from None

    def exists(self, path: str) -> bool:
        return self.changes[path] is not None if path in self.changes else (self.root / path).exists()

    def is_kept(self, path: str) -> bool:
        """Whether git has the file, and it is to stay."""
        return path in self.kept and (self.root / path).is_file() and self.changes.get(path, b"") is not None

    def is_left(self, path: str) -> bool:
        """Whether anything stays there when the changes are made."""
        place = self.root / path
        files = place.rglob("*") if place.is_dir() and not place.is_symlink() else [place]
        names = (one.relative_to(self.root).as_posix() for one in files if one.is_file() or one.is_symlink())
        return any(name not in self.changes for name in names if not name.endswith(".pyc"))

    def write(self, path: str, text: str) -> None:
        self._guard(path)
        if self.read(path) != text:
            self.changes[path] = text.encode()

    def remove(self, path: str) -> None:
        """Takes a file away, or every file below a folder: those that git keeps, so nothing is lost."""
        for name in self.kept:
            place = self.root / name
            if (name == path or name.startswith(f"{path}/")) and (place.is_symlink() or place.is_file()):
                self._guard(name)
                self.changes[name] = None

    def _guard(self, path: str) -> None:
        if SIGNED.fullmatch(path) or path.startswith("/") or ".." in path.split("/"):
            raise LapelError(f"{path} is kept as it was signed: an upgrade may not touch it.")
        self._refuse_links(path.rpartition("/")[0])

    def _refuse_links(self, path: str) -> None:
        """What a link leads to is not the network's: it is neither read nor changed."""
        parts = path.split("/") if path else []
        for number in range(len(parts)):
            name = "/".join(parts[: number + 1])
            if (self.root / name).is_symlink():
                raise LapelError(f"{name} is a link to another place: put the files themselves there first.")

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

    def apply(self, later: Sequence[str]) -> None:
        """Writes everything, takes away what goes, and does ``later`` at the end, in its order."""
        order = {path: number for number, path in enumerate(later, 1)}
        for path, content in sorted(self.changes.items(), key=lambda one: (order.get(one[0], 0), one[1] is None)):
            self._guard(path)
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
            cache = folder / "__pycache__"
            if cache.is_dir() and not cache.is_symlink():
                for made in cache.glob("*.pyc"):
                    made.unlink()
                if not any(cache.iterdir()):
                    cache.rmdir()
            if any(folder.iterdir()):
                return
            folder.rmdir()
            folder = folder.parent
