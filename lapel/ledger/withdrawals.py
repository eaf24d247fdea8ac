"""Withdrawals as the repository keeps them: a line for each, and a line for each that was taken back.

Lines are added and never changed, so that two branches meet without losing one: an award is withdrawn as long as one of
its withdrawals was not taken back by a line that names it. The order of the lines says nothing.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from .signatures import AwardError
from .stored_awards import KEEP_BOTH, MARKS, parse_json, to_line

FOLDER = "network/status"
MAX_REASON = 300
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Revocation:
    """One withdrawal: which award, its place in which list of its issuer, when and why."""

    award: str
    list: int
    index: int
    date: str
    reason: str
    replacement: str | None = None
    """The award that stands in its place, when it was re-issued."""
    id: str | None = None
    """A random name: two branches may withdraw one award on one day, and one may take its own withdrawal back."""

    @property
    def line(self) -> bytes:
        return to_line({key: value for key, value in vars(self).items() if value is not None})


@dataclass(frozen=True)
class Undo:
    """The withdrawals of ``award`` whose lines have the digests ``undoes`` were taken back on ``date``."""

    award: str
    undoes: tuple[str, ...]
    date: str

    @property
    def line(self) -> bytes:
        return to_line({"award": self.award, "undoes": self.undoes, "date": self.date})


@dataclass
class Withdrawals:
    """Everything that one issuer withdrew and took back, in the order of the lines."""

    entries: list[tuple[str, Revocation | Undo]] = field(default_factory=list)
    """The digest of each line, and what it says."""

    @property
    def standing(self) -> list[Revocation]:
        """The withdrawals that stand, one for each award: the one that names a new award, or else the last."""
        return [
            next((one for one in own if one.replacement is not None), own[-1])
            for own in self.standing_by_award.values()
        ]

    @cached_property
    def standing_by_award(self) -> dict[str, list[Revocation]]:
        """By award, every withdrawal of it that was not taken back."""
        undone = {digest for _, one in self.entries if isinstance(one, Undo) for digest in one.undoes}
        found: dict[str, list[Revocation]] = {}
        for digest, one in self.entries:
            if isinstance(one, Revocation) and digest not in undone:
                found.setdefault(one.award, []).append(one)
        return found

    def lines_of(self, award: str) -> tuple[str, ...]:
        """The digests of every withdrawal of an award."""
        return tuple(self._lines.get(award, ()))

    @cached_property
    def _lines(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for digest, one in self.entries:
            if isinstance(one, Revocation):
                found.setdefault(one.award, []).append(digest)
        return found

    def bits(self, number: int) -> set[int]:
        """The places of the list ``number`` that are withdrawn."""
        return {one.index for one in self.standing if one.list == number}


def reasons_file(issuer: str) -> str:
    """Where the withdrawals of an issuer are kept, one a line."""
    return f"{FOLDER}/{issuer}/revocations.jsonl"


def withdrawals_by_issuer(root: Path) -> dict[str, Withdrawals]:
    """What was withdrawn, by the slug of the issuer. ``ValueError`` or ``TypeError`` for a line that says nothing."""
    found: dict[str, Withdrawals] = {}
    for file in sorted((root / FOLDER).glob("*/revocations.jsonl")):
        if not file.is_file():
            continue
        found[file.parent.name] = read_withdrawals(file.read_bytes())
    return found


def read_withdrawals(content: bytes) -> Withdrawals:
    """The lines of one file. ``ValueError`` or ``TypeError`` for a line that says nothing."""
    found: dict[str, Revocation | Undo] = {}
    for row in content.splitlines():
        found.setdefault(hashlib.sha256(row).hexdigest(), read_entry(row))  # a merge may bring the same line twice
    return Withdrawals(list(found.items()))


def read_entry(row: bytes) -> Revocation | Undo:
    """One line. ``ValueError`` or ``TypeError`` when it is none."""
    if MARKS.match(row):
        raise ValueError(f"it is a mark of a merge: {KEEP_BOTH}")
    said: Any = parse_json(row)
    if not isinstance(said, dict):
        raise TypeError("it is no object")
    entry = _undo(said) if "undoes" in said else Revocation(**said)
    if entry.line != row:
        raise ValueError("it is not written as 'lapel revoke' writes it")
    if not isinstance(entry.award, str) or not isinstance(entry.date, str):
        raise ValueError("its award or date is of another kind")
    if date.fromisoformat(entry.date) > datetime.now(UTC).date() + timedelta(days=1):
        raise ValueError("its day is still to come")
    if isinstance(entry, Undo):
        return entry
    if not isinstance(entry.reason, str) or not entry.reason.strip() or len(entry.reason) > MAX_REASON:
        raise ValueError(f"it has no reason, or one of more than {MAX_REASON} characters")
    if not all(letter.isprintable() for letter in entry.reason):
        raise ValueError("its reason has letters that nobody sees")
    if entry.replacement == entry.award:
        raise ValueError("it names the award itself as the new one")
    # "1" is no number: a place that is compared with none would withdraw without a bit in any list.
    if type(entry.list) is not int or type(entry.index) is not int:
        raise ValueError("its list, index or date is of another kind")
    if entry.replacement is not None and not isinstance(entry.replacement, str):
        raise ValueError("its replacement is of another kind")
    if entry.id is not None and not isinstance(entry.id, str):
        raise ValueError("its id is of another kind")
    return entry


def _undo(said: Mapping[str, Any]) -> Undo:
    undoes = said["undoes"]
    rows = undoes if isinstance(undoes, list) else []
    if not rows or not all(isinstance(one, str) and _DIGEST.fullmatch(one) for one in rows):
        raise ValueError("'undoes' should hold the digests of withdrawals")
    return Undo(**{**said, "undoes": tuple(undoes)})


def read_revocations(root: Path) -> dict[str, Revocation]:
    """Every withdrawal that stands, by the id of its award; :class:`~.signatures.AwardError` for a bad line."""
    return {entry.award: entry for own in sound_withdrawals(root).values() for entry in own.standing}


def sound_withdrawals(root: Path) -> dict[str, Withdrawals]:
    """What was withdrawn, by the slug of the issuer; :class:`~.signatures.AwardError` for a bad line."""
    try:
        return withdrawals_by_issuer(root)
    except (ValueError, TypeError) as error:
        raise AwardError(f"{FOLDER} has a line in revocations.jsonl that is no withdrawal: {error}") from error


def with_entries(before: bytes, entries: Iterable[Revocation | Undo]) -> bytes:
    """The file with more lines."""
    before += b"\n" if before and not before.endswith(b"\n") else b""
    return before + b"".join(one.line + b"\n" for one in entries)
