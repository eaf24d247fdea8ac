"""The search index of the pages (Pagefind), made anew only when a page that is searched changed."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from .code import code_digest
from .model.problem import LapelError
from .published import Record
from .state import AWARDS, SEARCH

UNUSED = (
    "pagefind-ui.*",
    "pagefind-modular-ui.*",
    "pagefind-component-ui.*",
    "pagefind-highlight.js",
    "pagefind-worker.js",
)
"""What the indexer writes for pages that are made in another way."""


class SearchError(LapelError):
    """The index was not made."""


def index_digest(folder: Path, record: Record, language: str, others: Iterable[str]) -> str:
    """Of every page that is searched."""
    whole = hashlib.sha256(f"{language} {code_digest('search.py', libraries=('pagefind', 'pagefind_bin'))}".encode())
    for path in sorted(record.files):
        if path.endswith(".html") and f"/{AWARDS}/" not in path:
            whole.update(f"{path}\0{record.files[path][0]}\0".encode())
    for path in sorted(others):
        if path.endswith(".html"):
            whole.update(path.encode() + b"\0" + (folder / path).read_bytes())
    return whole.hexdigest()


def command(folder: Path, language: str, output: Path, more: Sequence[str] = ()) -> list[str]:
    """Awards are not searched; there may be 100,000 of them. Each further language (``more``) has an index of its own,
    by the stems of its words: Pagefind goes by what each page says of itself."""
    forced = [] if more else ["--force-language", language.split("-")[0]]
    words = ["-m", "pagefind", "--site", str(folder), *forced, "--silent"]
    globs = _globs(folder, "", (AWARDS, SEARCH, "assets", *more))
    for tag in more:
        globs += _globs(folder / tag, f"{tag}/", (AWARDS,))
    return [sys.executable, *words, "--output-path", str(output), "--glob", "{" + ",".join(globs) + "}"]


def _globs(folder: Path, prefix: str, without: Sequence[str]) -> list[str]:
    with os.scandir(folder) as entries:
        folders = sorted(entry.name for entry in entries if entry.is_dir() and entry.name not in without)
    return [f"{prefix}index.html", *(f"{prefix}{name}/**/*.html" for name in folders)]


def _put_in_order(entry: Path) -> None:
    """The indexer writes the languages in an order of chance; the same pages make the same files."""
    entry.write_text(json.dumps(json.loads(entry.read_bytes()), sort_keys=True), encoding="utf-8")


def make_index(folder: Path, language: str, more: Sequence[str] = ()) -> None:
    """Makes the index of the pages in ``folder``, and puts it in the place of the one before."""
    output = folder.with_name(f".{folder.name}.{SEARCH}.{os.getpid()}")
    try:
        done = subprocess.run(command(folder, language, output, more), capture_output=True, text=True)
        if done.returncode:
            raise SearchError(f"the search index was not made: {done.stderr.strip() or done.stdout.strip()}")
        for pattern in UNUSED:
            for unused in output.glob(pattern):
                unused.unlink()
        _put_in_order(output / "pagefind-entry.json")
        shutil.rmtree(folder / SEARCH, ignore_errors=True)
        output.rename(folder / SEARCH)
    finally:
        shutil.rmtree(output, ignore_errors=True)
