"""The outbox in one file that only its owner can read: nobody else has the private links, so it is worth keeping.

The file is a ZIP of the outbox, encrypted with a passphrase in the age format (age-encryption.org/v1): any program that
reads age opens it, this one or another.
"""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

from pyrage import DecryptError, passphrase

from ..model.problem import LapelError
from .transaction import STAGED

MAX_BYTES = 500 * 1024 * 1024
"""Of everything in it: a city's letters of a year."""
MIN_PASSPHRASE = 12
_NAME = re.compile(r"[\w][\w .@+-]*(?:/[\w][\w .@+-]*){1,4}")
"""A folder of a run, and a file in it."""


class SealError(LapelError):
    """The outbox cannot be sealed or opened; the text says why, and nothing was changed."""


def seal(outbox: Path, secret: str) -> bytes:
    """Everything in the outbox as one encrypted file."""
    if len(secret) < MIN_PASSPHRASE:
        raise SealError(f"The passphrase has fewer than {MIN_PASSPHRASE} characters: take a longer one.")
    packed = io.BytesIO()
    size = count = 0
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in _files(outbox):
            size, count = size + file.stat().st_size, count + 1
            if size > MAX_BYTES:
                raise SealError(f"{outbox} holds more than 500 MiB: move old runs elsewhere first.")
            archive.write(file, file.relative_to(outbox).as_posix())
    if not count:
        raise SealError(f"{outbox} is empty: the first award fills it.")
    return bytes(passphrase.encrypt(packed.getvalue(), secret))


def missing_here(content: bytes, secret: str, outbox: Path) -> list[str]:
    """The runs of a sealed file that are not in the outbox; :class:`SealError` when it does not open."""
    try:
        packed = passphrase.decrypt(content, secret)
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            runs = sorted({one.filename.partition("/")[0] for one in archive.infolist()})
    except (DecryptError, zipfile.BadZipFile, ValueError):
        raise SealError("The file that is there does not open with this passphrase: name another file.") from None
    return [run for run in runs if not (outbox / run).exists()]


def _files(outbox: Path) -> Iterator[Path]:
    """The files of runs that were kept whole."""
    for run in sorted(outbox.glob("*")):
        if run.is_symlink() or not run.is_dir() or run.name.endswith(".part"):
            continue
        for file in sorted(run.rglob("*")):
            if file.is_file() and not file.is_symlink() and file.relative_to(run).parts[0] != STAGED:
                yield file


def unseal(content: bytes, secret: str, outbox: Path) -> tuple[list[str], list[str]]:
    """Puts the runs of a sealed file back. Returns the names of those that came, and of those that are there already
    and stay as they are."""
    try:
        packed = passphrase.decrypt(content, secret)
    except DecryptError:
        raise SealError("The file does not open with this passphrase, or is no sealed outbox: try again.") from None
    return unpack(packed, outbox)


def unpack(packed: bytes, outbox: Path) -> tuple[list[str], list[str]]:
    """The same with what was inside the encrypted file."""
    came: list[str] = []
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            files = archive.infolist()
            size = sum(one.file_size for one in files)
            if size > MAX_BYTES or not all(_NAME.fullmatch(one.filename) for one in files):
                raise SealError("The file holds something else than an outbox.")
            runs = sorted({one.filename.partition("/")[0] for one in files})
            there = [run for run in runs if (outbox / run).exists()]
            for run in runs:
                if run in there:
                    continue
                part = outbox / f"{run}.part"
                shutil.rmtree(part, ignore_errors=True)
                for one in files:
                    if one.filename.startswith(f"{run}/"):
                        place = part / one.filename.removeprefix(f"{run}/")
                        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                        place.write_bytes(archive.read(one))
                part.rename(outbox / run)
                came.append(run)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError):
        # Damaged; with an odd name; packed in a way that is not known here; or encrypted once more inside.
        raise SealError("The file is no sealed outbox.") from None
    except OSError as error:
        raise SealError(f"The outbox cannot be written ({error.strerror}): make room and try again.") from None
    return came, there
