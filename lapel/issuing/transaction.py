"""Writing an award run so that it happened or did not: whatever stops it, and whoever else is at it.

A run first puts everything into ``outbox/<batch>.part``: what is handed over, and the new text of every file of
the repository. Renaming that folder is the moment at which the run happened. Then the files are put in place.
A run that was cut off after that moment is finished by the next one, from the same folder.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from ..ledger.base import git
from ..model.problem import LapelError
from ..model.scalars import slugify
from ..record.store import KEPT
from .plan import Handed

STAGED = "staged"
MEMORY = "handed.jsonl"


_KEPT = re.compile(
    r"badges/[a-z0-9-]+/(?:awards/[a-z0-9-]+\.(?:jsonl|jwt)|endorsements\.jsonl)"
    r"|network/status/[a-z0-9-]+/(?:[0-9]+\.json|revocations\.jsonl|erasures\.jwt)"
    rf"|{KEPT.pattern}"
)
"""The files of the repository that a run may write."""


class StoreError(LapelError):
    """The run cannot be kept; the text says why and how to mend it."""


@contextmanager
def locked(root: Path, repository: Path | None = None) -> Iterator[Path]:
    """The outbox, held by this process alone. Finishes a run that was cut off before it gives it out.

    ``repository`` is where the awards are kept, when that is not ``root``.
    """
    outbox = root / "outbox"
    if outbox.is_symlink():
        raise StoreError(f"{outbox} is a link to another place: put the folder itself there.")
    if tracked := git(root, "ls-files", "-z", "--", "outbox"):
        # Whoever merges could make this computer believe that it gave an award, and write files of its own.
        first = tracked.split(b"\0")[0].decode(errors="replace")[:200]
        raise StoreError(
            f"git has {first!r}, and what is in outbox/ is this computer's alone: take it out with 'git rm --cached'."
        )
    outbox.mkdir(mode=0o700, exist_ok=True)
    lock = FileLock(outbox / ".lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise StoreError("Another award is running in this folder: wait until it has ended.") from None
    try:
        for left in outbox.glob("*.part"):
            if left.is_dir() and not left.is_symlink():
                shutil.rmtree(left)  # it was cut off before it happened
        for run in sorted(outbox.glob(f"*/{STAGED}")):
            _put_in_place(repository or root, run)
        yield outbox
    finally:
        lock.release()


def remember(outbox: Path) -> Iterator[Handed]:
    """Every award that this computer has handed over."""
    for file in sorted(outbox.glob(f"*/{MEMORY}")):
        yield from read_memory(file)


def read_memory(file: Path) -> Iterator[Handed]:
    """The awards that one run handed over."""
    for number, row in enumerate(file.read_bytes().splitlines(), 1):
        try:
            yield Handed(**{key: str(value) for key, value in json.loads(row).items()})
        except (ValueError, TypeError, AttributeError):
            raise StoreError(f"{file}:{number}: is not what an award run wrote: get it back from a copy.") from None


def keep(root: Path, outbox: Path, batch: str, handed: Mapping[str, bytes], repository: Mapping[str, bytes]) -> Path:
    """Keeps a run: ``handed`` goes to a new folder of the outbox, ``repository`` to its places below ``root``.

    Returns the folder. Raises :class:`StoreError` with nothing changed, or the run is kept whole.
    """
    folder = _new_folder(outbox, batch)
    part = folder.with_name(f"{folder.name}.part")
    try:
        for path, content in handed.items():
            _write(part / path, content)
        names = {}
        for number, (path, content) in enumerate(repository.items()):
            names[str(number)] = {"path": path, "before": _digest(root / path)}
            _write(part / STAGED / str(number), content)
        _write(part / STAGED / "names.json", json.dumps(names).encode())
        part.rename(folder)
        _sync(outbox)
    except OSError as error:
        shutil.rmtree(part, ignore_errors=True)
        raise StoreError(
            f"Nothing was kept: {error.strerror} ({error.filename or folder}). Make room and run it again."
        ) from error
    _put_in_place(root, folder / STAGED)
    return folder


def _put_in_place(root: Path, staged: Path) -> None:
    if not (staged / "names.json").exists():  # it was cut off while it was being cleared away
        shutil.rmtree(staged)
        return
    names = json.loads((staged / "names.json").read_bytes())
    for entry in names.values():
        if not _KEPT.fullmatch(entry["path"]) or not (root / entry["path"]).resolve().is_relative_to(root.resolve()):
            raise StoreError(f"{staged} would write {entry['path'][:200]!r}, which no award run does: move it away.")
    for number, entry in names.items():
        target, source = root / entry["path"], staged / number
        if not source.exists():
            continue  # put in place before the run was cut off
        if _digest(target) != entry["before"]:
            raise StoreError(
                f"{entry['path']} was changed while a run was being kept: get it back from git, then run this again. "
                f"What the run made is in {staged}."
            )
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            source.replace(target)
        except OSError as error:
            raise StoreError(
                f"{entry['path']} cannot be written ({error.strerror}). The run is kept: mend that, and the next "
                "command finishes it."
            ) from error
    shutil.rmtree(staged)


def _new_folder(outbox: Path, batch: str) -> Path:
    folder, number = outbox / slugify(batch), 2
    while folder.exists():
        folder, number = outbox / f"{slugify(batch)}-{number}", number + 1
    return folder


def _digest(file: Path) -> str | None:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except FileNotFoundError:
        return None


def _write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with file.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _sync(folder: Path) -> None:
    if os.name == "nt":
        return  # a folder cannot be opened there, and its entries are written at once
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
