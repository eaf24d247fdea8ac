"""The record against the one that was published: it goes on where that one ended, and nothing before is otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from ..model.problem import Problem
from ..record.delegation import read_delegation
from ..record.entries import read_entry
from ..record.note import NoteError
from ..record.store import DELEGATION, FOLDER, RecordError, checkpoint_file, entry_lines
from .record_reading import read_delegation_file, read_signed
from .stored_awards import parse_json

KEPT = re.compile(rf"{FOLDER}/(?:entries/[0-9]{{6}}\.jsonl|checkpoints/[1-9][0-9]{{0,9}}|delegation\.json)")
_ENTRIES, _CHECKPOINTS = f"{FOLDER}/entries/", f"{FOLDER}/checkpoints/"
MERGE = "run 'lapel record merge', or get it back from git"


def record_since_problems(root: Path, before: Mapping[str, bytes]) -> Iterator[Problem]:
    """What the record says otherwise than ``before``, the files that were published."""
    if DELEGATION not in before:
        return
    try:
        delegation = read_delegation_file(root)
    except RecordError as error:
        yield Problem(DELEGATION, 1, str(error), "record-rewritten")
        return
    old = read_delegation(parse_json(before[DELEGATION]))
    if delegation.origin != old.origin or not set(old.keys) <= set(delegation.keys):
        yield Problem(
            DELEGATION,
            1,
            "has lost a key or the name of the record that was published: get it back from git",
            "record-rewritten",
        )
    elif (root / DELEGATION).read_bytes() != before[DELEGATION] and delegation.since <= old.since:
        yield Problem(
            DELEGATION, 1, "is not newer than the one that was published: get it back from git", "record-rewritten"
        )
    shown = [row for path in sorted(before) if path.startswith(_ENTRIES) for row in before[path].split(b"\n") if row]
    now = entry_lines(root)
    for row in shown:
        path, number, line = next(now, (FOLDER, 1, b""))
        if line != row:
            yield Problem(path, number, f"is not the entry that was published here: {MERGE}", "record-rewritten")
            return
    for path, content in before.items():
        if path.startswith(_CHECKPOINTS) and (fault := _checkpoint_fault(root, path, content)):
            yield Problem(path, 1, f"{fault}: {MERGE}", "record-rewritten")
    published = max((int(path.rpartition("/")[2]) for path in before if path.startswith(_CHECKPOINTS)), default=0)
    for path, number, line in now:
        # A leaf is added by whoever signs, with the moment of the signature.
        try:
            moment = read_entry(line).at
        except ValueError:
            return  # it is named elsewhere
        if published and moment < _signed(before[checkpoint_file(published)]):
            yield Problem(
                path,
                number,
                f"is new and says an earlier moment than the published record: {MERGE}",
                "record-rewritten",
            )
            return


def _checkpoint_fault(root: Path, path: str, content: bytes) -> str | None:
    file = root / path
    if not file.is_file():
        return "was published and is gone"
    if file.read_bytes() == content:
        return None
    try:  # signed again, because it grew old
        delegation = read_delegation_file(root)
        new, old = read_signed(file.read_bytes(), delegation), read_signed(content, delegation)
    except (NoteError, RecordError):
        return "is not the checkpoint that was published"
    is_newer = new.said.root == old.said.root and new.said.size == old.said.size and new.said.signed > old.said.signed
    return None if is_newer else "is not the checkpoint that was published"


def _signed(content: bytes) -> str:
    found = re.search(rb"^signed (\S+)$", content, re.MULTILINE)
    return found[1].decode() if found else ""
