"""The files that a change adds, changes and takes away, read without asking whether they are good.

A pull request that breaks everything still has to be explained, so nothing here needs a catalogue that could be opened.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from ..ledger.base import SILENT, git
from ..load import images
from ..load.images import svg_faults
from ..load.links import place_of
from ..load.text import split_front_matter
from ..load.yaml_text import parse_yaml
from ..model import LapelError
from ..pictures.raster import png

DATA = ("badges/", "network/")
MAX_FILE = images.MAX_BYTES
MAX_LINES = 400
"""Of a side-by-side view; of more, the rest is left out and said to be."""
ALL = 10_000
PICTURE = 160
"""Pixels."""


class Kind(StrEnum):
    """What became of a file."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True)
class Row:
    """A line of a text before and after; None where it has no counterpart."""

    before: str | None
    after: str | None


@dataclass(frozen=True)
class Change:
    """``page`` is the path of the page that the file makes, if it makes one; ``pictures`` are PNGs."""

    source: str
    kind: Kind
    name: str = ""
    page: str | None = None
    keys: tuple[tuple[str, Row], ...] = ()
    rows: tuple[Row, ...] = ()
    left_out: int = 0
    pictures: tuple[bytes | None, bytes | None] | None = None
    draft: bool = False
    unread: bool = False
    """Whether a side of it is too large, or a link: its content is not shown."""

    @property
    def has_new_keys(self) -> bool:
        """Whether it changes which keys people believe."""
        return any(key == "verificationMethod" for key, _ in self.keys)


def changed_files(root: Path, base: str) -> dict[str, Kind]:
    """Every file below ``root`` that is otherwise than in the commit ``base``, by path. Raises :class:`LapelError`."""
    listed = git(root, "diff", "--name-status", "--no-renames", "--relative", "-z", base, "--", ".")
    new = git(root, "ls-files", "--others", "--exclude-standard", "-z", "--", ".")
    if listed is None or new is None:
        raise LapelError(f"The change cannot be read: {SILENT}.")
    words = [os.fsdecode(word) for word in listed.split(b"\0")[:-1]]
    kinds = {"A": Kind.ADDED, "D": Kind.REMOVED}
    found = {path: kinds.get(status[:1], Kind.CHANGED) for status, path in zip(words[::2], words[1::2], strict=True)}
    found |= {os.fsdecode(word): Kind.ADDED for word in new.split(b"\0")[:-1]}
    return dict(sorted(found.items()))


def read_changes(root: Path, base: str, files: Mapping[str, Kind]) -> Iterator[Change]:
    """Each changed file of the data that people write, in the order of their paths."""
    for source, kind in files.items():
        if source == "mkdocs.yml" or (source.endswith((".md", ".svg", ".yml")) and source.startswith(DATA)):
            before = None if kind is Kind.ADDED else content_before(root, base, source)
            after = None if kind is Kind.REMOVED else content_now(root / source)
            yield _change(source, kind, before, after)


def content_before(root: Path, base: str, source: str) -> bytes | None:
    """A file as the commit has it; None for one that is too large."""
    size = git(root, "cat-file", "-s", f"{base}:./{source}")
    if size is None or int(size) > MAX_FILE:
        return None
    return git(root, "cat-file", "blob", f"{base}:./{source}")


def content_now(file: Path) -> bytes | None:
    """A file as it stands; None for a link, and for one that is too large."""
    try:
        return None if file.is_symlink() or file.stat().st_size > MAX_FILE else file.read_bytes()
    except OSError:
        return None


def _change(source: str, kind: Kind, before: bytes | None, after: bytes | None) -> Change:
    if source.endswith(".svg"):
        return Change(source, kind, pictures=(_picture(before), _picture(after)))
    unread = (before is None and kind is not Kind.ADDED) or (after is None and kind is not Kind.REMOVED)
    if unread:
        return Change(source, kind, page=place_of(source), unread=True)
    old, new = _read(source, before), _read(source, after)
    shown = new if after is not None else old
    keys = tuple(
        (key, Row(_value(old[0].get(key)), _value(new[0].get(key))))
        for key in dict.fromkeys([*old[0], *new[0]])
        if old[0].get(key) != new[0].get(key)
    )
    rows = list(side_by_side(old[1], new[1]))
    return Change(
        source,
        kind,
        str(shown[0].get("name") or shown[0].get("title") or ""),
        place_of(source),
        keys,
        tuple(rows[:MAX_LINES]),
        max(len(rows) - MAX_LINES, 0),
        draft=old[0].get("status", "") == "draft" if kind is Kind.REMOVED else shown[0].get("status") == "draft",
    )


def _read(source: str, content: bytes | None) -> tuple[dict[str, Any], str]:
    """The keys and the text of a file. Where a reader has anything to say, and in the settings, which others read in
    their own way, it is all text: nothing hides behind a key that stands twice."""
    text = (content or b"").decode(errors="replace").replace("\r\n", "\n")
    if not source.endswith(".md"):
        document, faults = parse_yaml(text, source, 1)
        is_read = document is not None and not faults and source != "mkdocs.yml"
        return (_keys(document), "") if is_read else ({}, text)
    parts, faults = split_front_matter(text, source)
    if parts is None:
        return {}, text
    document, more = parse_yaml(parts.yaml, source, parts.yaml_line)
    return (_keys(document), parts.body) if document and not faults and not more else ({}, text)


def keys_of(source: str, content: bytes | None) -> Any:
    """The public keys in the file of an organisation, as YAML reads them."""
    return _read(source, content)[0].get("verificationMethod")


def _keys(document: Any) -> dict[str, Any]:
    return document.value if document is not None and isinstance(document.value, dict) else {}


def _value(value: Any) -> str | None:
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_value(item)}" for key, item in value.items())
    if isinstance(value, list):
        return "\n".join(str(_value(item)) for item in value)
    return None if value is None else str(value)


def _picture(content: bytes | None) -> bytes | None:
    """What the picture looks like; None when there is none, or none that may be shown."""
    text = (content or b"").decode(errors="replace")
    if not text or svg_faults(text):
        return None
    try:
        return png(text, PICTURE)
    except ValueError:
        return None


def side_by_side(before: str, after: str) -> Iterator[Row]:
    """The lines that differ, with one line around them."""
    old, new = before.splitlines()[:ALL], after.splitlines()[:ALL]
    for group in difflib.SequenceMatcher(None, old, new, autojunk=True).get_grouped_opcodes(1):
        for word, at, to, start, end in group:
            if word == "equal":
                yield from (Row(line, line) for line in old[at:to])
            else:
                yield from _paired(old[at:to], new[start:end])


def _paired(old: Iterable[str], new: Iterable[str]) -> Iterator[Row]:
    left, right = list(old), list(new)
    for number in range(max(len(left), len(right))):
        yield Row(left[number] if number < len(left) else None, right[number] if number < len(right) else None)
