"""Writing many files so that all of them stand there in the end, or none."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from ..home import LOCALES
from ..ledger.base import git
from ..load import open_network
from ..model import LapelError

ALLOWED = (".git", "README.md", "LICENSE", ".gitignore", ".gitattributes")
"""What a forge puts into a repository that it has just made."""


class NotWritten(LapelError):  # noqa: N818 - it is no error of the program
    """Nothing can be written; the text says why."""


def refuse_taken(folder: Path) -> None:
    """Before anything is asked: what is there is never written over."""
    if folder.exists() and not folder.is_dir():
        raise NotWritten(f"{folder} is a file: name a folder.")
    around = next((one for one in folder.parents if (one / "mkdocs.yml").is_file() and (one / "badges").is_dir()), None)
    if around:
        raise NotWritten(f"{folder} stands inside another network ({around}): choose a folder beside it.")
    if not folder.exists():
        return
    if (folder / "mkdocs.yml").exists():
        raise NotWritten(f"{folder} holds a network already (mkdocs.yml): choose another folder.")
    taken = sorted(entry.name for entry in folder.iterdir() if entry.name not in ALLOWED)
    for name in ALLOWED:
        if (folder / name).is_file() and git(folder, "ls-files", "--error-unmatch", name) is None:
            raise NotWritten(
                f"{folder / name} would be replaced, and git does not have it: move it away, or commit it."
            )
        if (folder / name).is_file() and git(folder, "status", "--porcelain", "--", name):
            raise NotWritten(f"{folder / name} would be replaced, and git does not have its changes: commit them.")
    if taken:
        raise NotWritten(f"{folder} is not empty ('{taken[0]}'): choose an empty folder, or one that is not there yet.")


def write_network(folder: Path, made: Mapping[str, str]) -> None:
    """All files or none: they are made elsewhere, checked, and then moved in."""
    with tempfile.TemporaryDirectory(prefix="new-network-") as name:
        beside = Path(name)
        for path, text in made.items():
            (beside / path).parent.mkdir(parents=True, exist_ok=True)
            (beside / path).write_text(text, encoding="utf-8", newline="\n")
        try:
            open_network(beside, LOCALES)
        except LapelError as error:
            raise NotWritten(f"These answers make no network:\n{error.report('')}".rstrip()) from None
        folder.mkdir(parents=True, exist_ok=True)
        moved: list[Path] = []
        try:
            for entry in sorted(beside.iterdir()):
                if entry.is_file() or not (folder / entry.name).exists():
                    moved.append(folder / entry.name)
                    (folder / entry.name).unlink(missing_ok=True)
                    shutil.move(entry, folder / entry.name)
        except OSError as error:
            for place in moved:  # what git had there is still in git
                shutil.rmtree(place) if place.is_dir() else place.unlink(missing_ok=True)
            raise NotWritten(f"{folder} cannot be written ({error.strerror}): check the disk and try again.") from None
