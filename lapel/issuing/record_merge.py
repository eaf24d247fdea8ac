"""Two branches went on with the record: the one that was published goes on, and the rest is written down after it."""

from __future__ import annotations

import shutil
from pathlib import Path

from ..context import Context
from ..ledger.base import bases, git
from ..ledger.stored_awards import parse_json
from ..record.delegation import read_delegation
from ..record.store import DELEGATION, FOLDER, KEPT, RecordError
from .record import OpenRecordKey, Written, sign_record
from .transaction import locked

SHORT = 10


def merge_record(
    context: Context, open_key: OpenRecordKey, cache: Path | None, keep: str | None
) -> tuple[str, Written]:
    """Takes the record of the commit ``keep`` (None: the one that counts as published), and signs what is not in it.

    Needs the record's key and no issuer's. Returns the commit. :class:`RecordError` when git does not have it.
    """
    root = context.catalogue.awards
    commit = keep or _published(context)
    names = (
        git(root, "ls-tree", "-r", "--name-only", "-z", "--end-of-options", commit, "--", FOLDER) if commit else None
    )
    paths = [name.decode(errors="replace") for name in (names or b"").split(b"\0") if name]
    if not commit or not paths:
        raise RecordError(f"git has no record in {commit or 'any commit'}: name the commit that has it with --keep.")
    files = {path: git(root, "show", f"{commit}:./{path}") for path in paths if KEPT.fullmatch(path)}
    if any(content is None for content in files.values()):
        raise RecordError(f"git does not give the record of {commit}: fetch the whole history.")
    found = {path: content for path, content in files.items() if content is not None}
    try:
        key = open_key(read_delegation(parse_json(found[DELEGATION])).keys[0])  # before anything is changed
    except (KeyError, ValueError, TypeError):
        raise RecordError(f"The record of {commit} is none: name another commit with --keep.") from None
    with locked(context.catalogue.root, root):
        _put(root, found)
    return commit[:SHORT], sign_record(context, lambda _: key, cache)


def _published(context: Context) -> str | None:
    """What was published; or else what the branch of the others has; or else the last commit here."""
    root = context.catalogue.awards
    try:
        found = bases(context.catalogue, context.addresses).get(root)
    except LookupError:
        found = None
    if found and git(root, "rev-parse", "HEAD") != f"{found}\n".encode():
        return found
    origin = git(root, "rev-parse", "--verify", "--quiet", "refs/remotes/origin/HEAD")
    return origin.decode().strip() if origin else found


def _put(root: Path, files: dict[str, bytes]) -> None:
    """The record as it was, and nothing besides, in the place of the one that is there."""
    place = root / FOLDER
    fresh, aside = place.with_name(".record.part"), place.with_name(".record.old")
    for folder in (fresh, aside):
        shutil.rmtree(folder, ignore_errors=True)
    for path, content in files.items():
        target = fresh / path.removeprefix(f"{FOLDER}/")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    if place.exists():
        place.rename(aside)
    fresh.rename(place)
    shutil.rmtree(aside, ignore_errors=True)
