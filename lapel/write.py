"""Puts files into a folder: whole or not at all."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from .files import write_whole
from .stream import Unit


def write_unit(unit: Unit, folder: Path, made: set[Path]) -> int:
    """Makes the files of ``unit`` below ``folder``; returns how many. ``made`` are folders that are known to be there.

    What is there already with the same bytes is left alone. ``ValueError`` when a path would leave the folder.
    """
    count = 0
    for file in unit.make():
        path = PurePosixPath(file.path)
        if path.is_absolute() or ".." in path.parts:
            raise ValueError(f"{file.path} is outside the site")
        target = folder / path
        if target.parent not in made:
            target.parent.mkdir(parents=True, exist_ok=True)
            made.add(target.parent)
        if target.exists():
            write_whole(target, file.content)
        else:
            target.write_bytes(file.content)  # a build that is cut off is not believed, and half of a file with it
        count += 1
    return count
