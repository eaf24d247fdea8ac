"""Puts a stream of output files into a folder."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from .model.problem import CatalogueError, Problem
from .stream import OutputFile


def write_files(files: Iterable[OutputFile], folder: Path, *, fresh: bool = False) -> int:
    """Writes each file whole or not at all, and leaves alone what is there already with the same bytes.

    ``fresh`` says that the folder is new and nobody reads it yet: then files are written straight, which costs
    half as much. Returns the number of files in the stream. ``ValueError`` when a path would leave the folder,
    :class:`CatalogueError` when two files have one path.
    """
    made: set[Path] = set()
    seen: dict[int, str | None] = {}
    for file in files:
        path = PurePosixPath(file.path)
        if path.is_absolute() or ".." in path.parts:
            raise ValueError(f"{file.path} is outside the site")
        # By its hash: a city has half a million paths. Some systems do not tell letters of two sizes apart.
        key = hash(file.path.casefold())
        if key in seen:
            raise CatalogueError([Problem(file.source or file.path, 1, _twice(file.path, seen[key]))])
        seen[key] = file.source
        target = folder / path
        if target.parent not in made:
            target.parent.mkdir(parents=True, exist_ok=True)
            made.add(target.parent)
        if fresh:
            target.write_bytes(file.content)
        else:
            write_whole(target, file.content)
    return len(seen)


def _twice(path: str, first: str | None) -> str:
    return f"makes the file '{path}', which {first or 'the engine'} makes too: rename one of them"


def write_whole(target: Path, content: bytes) -> None:
    """Replaces ``target`` in one step, so that nobody ever reads half of it."""
    try:
        if target.read_bytes() == content:
            return
    except OSError:
        pass
    temporary = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        temporary.write_bytes(content)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
