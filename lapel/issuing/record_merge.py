"""Two branches went on with the record: the one that was published goes on, and the rest is written down after it."""

from __future__ import annotations

import shutil
from pathlib import Path

from ..context import Context
from ..files import write_whole
from ..ledger.base import bases, git
from ..record.store import FOLDER, KEPT, RecordError
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
    with locked(context.catalogue.root, root):
        _put(root, {path: content for path, content in files.items() if content is not None})
    return commit[:SHORT], sign_record(context, open_key, cache)


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
    """The record as it was, and nothing besides."""
    aside = root / FOLDER
    for folder in ("checkpoints", "entries"):
        shutil.rmtree(aside / folder, ignore_errors=True)
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        write_whole(root / path, content)
