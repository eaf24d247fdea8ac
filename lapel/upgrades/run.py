"""An upgrade: which steps, whether it may begin, and writing them."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from ..home import HOME, INSTALLED
from ..model import LapelError
from ..starter.network import FORMAT
from .migrations import MARKS, MIGRATIONS, SETTINGS, refresh
from .settings import blocks
from .tree import Tree

UNDERWAY = ".lapel-upgrade"
"""Stands in the network while its files are written."""


def format_of(root: Path) -> int:
    """The form of the network's data; 1 for one from before it was written down."""
    text = Tree(root).read(SETTINGS)
    if text is None:
        raise LapelError(f"{SETTINGS} is not here: run it in the folder of the network.")
    extra = next((part.value for part in blocks(text) if part.key == "extra"), None)
    number = str(extra.get("lapel_format", 1)) if isinstance(extra, dict) else "1"
    if not re.fullmatch("[1-9][0-9]{0,3}", number):
        raise LapelError(
            f"{SETTINGS}: 'lapel_format' is '{number}', and should be a number: get the line back from git."
        )
    return int(number)


def planned(root: Path) -> Tree:
    """Everything that an upgrade would change. Raises :class:`LapelError` when it may not begin."""
    form = format_of(root)
    if form > FORMAT:
        raise LapelError(
            f"This network has the form {form}, and this release of Lapel knows {FORMAT}: install the release that "
            "requirements.txt names, or a newer one."
        )
    if root.resolve() == HOME.resolve() and not INSTALLED:
        raise LapelError("This is the repository of Lapel itself, which its releases are made of: nothing to upgrade.")
    tree = Tree(root)
    if UNDERWAY in tree.kept or not (root / UNDERWAY).is_file():
        _refuse_unsaved(root)
    for number in range(form, FORMAT):
        MIGRATIONS[number](tree)
    refresh(tree)
    return tree


def _refuse_unsaved(root: Path) -> None:
    """What is not in git yet could not be told from what the upgrade did."""
    try:
        done = subprocess.run(
            ["git", "-C", str(root), "status", "--porcelain", "--untracked-files=all", "--", "."],
            capture_output=True,
            text=True,
            timeout=60,
        )
    except (OSError, subprocess.TimeoutExpired):
        return
    if done.returncode == 0 and done.stdout.strip():
        first = done.stdout.split("\n")[0][3:]
        raise LapelError(f"There are changes that git does not have yet ({first}): commit them first.")


def upgrade(tree: Tree) -> None:
    """Writes what was planned. Killed in the middle, it is finished by the next one."""
    mark = tree.root / UNDERWAY
    mark.write_text("An upgrade was stopped in the middle: run 'lapel upgrade' again.\n", encoding="utf-8")
    # The form stands in mkdocs.yml: until all else is done, the next upgrade takes every step again.
    tree.apply([*MARKS, SETTINGS])
    mark.unlink()
