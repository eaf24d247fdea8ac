"""The record as it stands in a repository, read and believed only as far as its signatures reach."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from ..credentials.multikey import from_multikey, to_multikey
from ..model.organisation import Profile
from ..record.delegation import Delegation, read_delegation
from ..record.entries import Entry, read_entry
from ..record.merkle import Frontier, Tree, leaf_hash
from ..record.note import Checkpoint, NoteError, open_note, read_checkpoint
from ..record.store import (
    DELEGATION,
    EDGE,
    FOLDER,
    RecordError,
    checkpoint_file,
    checkpoint_sizes,
    entry_lines,
    has_record,
    read_edge,
)
from .signatures import in_doubt, stopped_since
from .stored_awards import StoredAward, parse_json


@dataclass(frozen=True)
class Signed:
    """A checkpoint as it is kept: its bytes, what it says, and the Multikey that signed it."""

    raw: bytes
    said: Checkpoint
    key: str


@dataclass
class Record:
    """A whole record. ``checkpoints`` by their sizes, the smallest first."""

    delegation: Delegation
    lines: list[bytes]
    checkpoints: dict[int, Signed] = field(default_factory=dict)

    @cached_property
    def tree(self) -> Tree:
        return Tree(leaf_hash(line) for line in self.lines)

    @cached_property
    def entries(self) -> list[Entry]:
        return [read_entry(line) for line in self.lines]

    @property
    def newest(self) -> Signed | None:
        return next(reversed(self.checkpoints.values()), None)

    @cached_property
    def moments(self) -> dict[str, str]:
        """By the digest of what was signed, the moment at which it was first recorded."""
        found: dict[str, str] = {}
        for one in self.entries:
            found.setdefault(one.digest, one.at)
        return found


def read_signed(raw: bytes, delegation: Delegation) -> Signed:
    """A checkpoint of the record that ``delegation`` names; :class:`NoteError` when it is none."""
    text, key = open_note(raw, delegation.origin, [from_multikey(key) for key in delegation.keys])
    said = read_checkpoint(text)
    if said.origin != delegation.origin:
        raise NoteError("is the checkpoint of another record")
    return Signed(raw, said, to_multikey(key))


def read_delegation_file(root: Path) -> Delegation:
    """What the anchor said of the keys, whoever signed it; :class:`RecordError` when there is no such file."""
    try:
        return read_delegation(parse_json((root / DELEGATION).read_bytes()))
    except OSError:
        raise RecordError(f"{DELEGATION} is not there: get it back from git") from None
    except (ValueError, TypeError, KeyError) as error:
        raise RecordError(f"{DELEGATION} is no delegation ({error}): get it back from git") from None


def read_record(root: Path) -> Record | None:
    """The record; None where there is none. :class:`RecordError` for the first thing in it that is none of it."""
    if not has_record(root):
        return None
    delegation = read_delegation_file(root)
    record = Record(delegation, [line for _, _, line in entry_lines(root)])
    for size in checkpoint_sizes(root):
        record.checkpoints[size] = signed_at(root, size, delegation)
    if record.newest is None and record.lines:
        raise RecordError(f"{FOLDER} has entries and no checkpoint: get it back from git")
    return record


def recorded_moments(root: Path) -> dict[str, str] | None:
    """By the digest of what was signed the moment at which it was recorded; None where there is no record."""
    record = read_record(root)
    return record.moments if record else None


def award_in_doubt(one: StoredAward, issuer: Profile, moments: Mapping[str, str] | None) -> date | None:
    """The day from which the key that signed the award was not safe, when nobody can know that it signed before.

    Where there is a record, only what was recorded before that day is beyond doubt: a thief writes any day.
    """
    if moments is None:
        return in_doubt(one.document, issuer)
    since = stopped_since(one.document, issuer)
    recorded = moments.get(hashlib.sha256(one.raw).hexdigest(), "") if since else ""
    return None if since is None or (recorded and recorded < since.isoformat()) else since


def signed_at(root: Path, size: int, delegation: Delegation) -> Signed:
    """The checkpoint of one size; :class:`RecordError` when it is none."""
    path = checkpoint_file(size)
    try:
        found = read_signed((root / path).read_bytes(), delegation)
    except (NoteError, OSError) as error:
        raise RecordError(f"{path} {error}: get it back from git") from None
    if found.said.size != size:
        raise RecordError(f"{path} is the checkpoint of another size: get it back from git")
    return found


def newest_edge(root: Path, delegation: Delegation) -> tuple[Signed, Frontier] | None:
    """The newest checkpoint and the right edge of its tree, without reading more; None for an empty record."""
    sizes = checkpoint_sizes(root)
    if not sizes:
        return None
    newest = signed_at(root, sizes[-1], delegation)
    try:
        edge = read_edge((root / EDGE).read_bytes(), newest.said.size)
    except (OSError, ValueError):
        raise RecordError(f"{EDGE} is not the edge of the record: run 'lapel record merge'") from None
    if edge.root() != newest.said.root:
        raise RecordError(f"{EDGE} is not the edge of the record: run 'lapel record merge'")
    return newest, edge
