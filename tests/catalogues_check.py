"""Runs the check of a catalogue, for tests."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from lapel.cli.checking import _found
from lapel.load import load
from lapel.model import CatalogueError


def problems(root: Path) -> list[str]:
    try:
        load(root, drafts=True)
    except CatalogueError as error:
        return [str(problem) for problem in error.problems]
    return []


def check(root: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, root / "scripts/check.py", folder], capture_output=True, text=True)


def reminders(root: Path, code: str) -> list[str]:
    """Of a network without a problem: path, line and sentence of what its maintainer should know."""
    found = _found(root, None)
    assert [] == found.problems
    return [f"{one.path}:{one.line}: {one.text}" for one in found.reminders if one.code == code]
