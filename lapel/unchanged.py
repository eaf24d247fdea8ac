"""Whether anything changed since the last build at all: everything that a site is made of, in one digest.

A city's catalogue takes seconds to read and check. What was read, checked and published yesterday, with the same
rules, needs only to be looked at.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import orjson

from .code import LIBRARIES, code_digest
from .state import AWARDS, MARK, award_page, search_state, site_files, state_of
from .stream import Settings


def inputs_digest(root: Path, settings: Settings, awards: str | None = None) -> str:
    """Of every file that the site is made of, the code that makes it, the day, and what git says of the past.

    ``awards`` is the folder of the awards, relative to ``root``, when it is another one."""
    whole = hashlib.sha256(code_digest(".", libraries=LIBRARIES).encode())
    # Whether a key is in force is asked on the day of UTC; the day of the pages is that of the network (is_whole).
    moment = datetime.now(UTC).date()
    base = os.environ.get("LAPEL_BASE", "")
    said = [moment, os.environ.get("SOURCE_DATE_EPOCH"), base, settings.preview, settings.free_pages, settings.apart]
    whole.update(repr(said).encode())
    apart = [(root / awards).resolve()] if awards else []
    for folder in [root, *apart]:
        whole.update(_head(folder))
    whole.update(files_digest(root, settings, apart).encode())
    if settings.verifier is not None:
        for file in sorted(settings.verifier.iterdir()):
            whole.update(os.fsencode(file.name) + repr(state_of(settings.verifier, file.name)).encode())
    return whole.hexdigest()


def files_digest(root: Path, settings: Settings, apart: list[Path]) -> str:
    """Of the network's files and templates, and of the code: the same wherever the same would be made of them.
    ``apart`` are folders of awards that stand elsewhere."""
    whole = hashlib.sha256(code_digest(".", libraries=LIBRARIES).encode())
    folders = [root / "badges", root / "network", *settings.templates, *apart]
    for file in [root / "mkdocs.yml", *(one for folder in folders for one in _files(folder))]:
        whole.update(os.fsencode(file) + b"\0" + hashlib.sha256(_bytes(file)).digest())
    return whole.hexdigest()


def _bytes(file: Path) -> bytes:
    """What stands in a file; a link counts by where it leads, for it is a problem."""
    try:
        if file.is_symlink():
            return os.fsencode(file.readlink())
        return b"" if file.is_dir() else file.read_bytes()
    except OSError as error:
        return repr(error).encode()


def _files(folder: Path) -> Iterator[Path]:
    """Every file and folder below ``folder``, in a steady order."""
    for outer, folders, files in os.walk(folder):
        folders.sort()
        for name in sorted([*folders, *files]):
            yield Path(outer, name)


def _head(folder: Path) -> bytes:
    """The commit and the names of others: days of change, and what was published before, come from the past."""
    try:
        return subprocess.run(["git", "-C", str(folder), "show-ref", "--head"], capture_output=True, timeout=20).stdout
    except (OSError, subprocess.TimeoutExpired):
        return b""


def is_whole(folder: Path, listed: Path, inputs: str, settings: Settings) -> bool:
    """Whether ``folder`` is still as a build of these ``inputs`` left it on this day."""
    try:
        found = orjson.loads(listed.read_bytes())
        if found["inputs"] != inputs or (folder / MARK).read_text(encoding="utf-8") != found["mark"]:
            return False
        if any(state_of(folder, path) != (what[1], what[2]) for path, what in found["files"].items()):
            return False
        if settings.day(ZoneInfo(found["zone"])).isoformat() != found["day"]:
            return False
        if any(state_of(folder, award_page(one)) != (what[1], what[2]) for one, what in found["awards"].items()):
            return False
        there = set(os.listdir(folder / AWARDS)) if (folder / AWARDS).is_dir() else set()  # noqa: PTH208
        if found["awards"].keys() != there or set(site_files(folder)) != found["files"].keys():
            return False
        return search_state(folder) == tuple(found["searched"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError):
        return False
