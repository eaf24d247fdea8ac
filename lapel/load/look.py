"""What is wrong with the look of a network: colours that cannot be read, a font that is not there or too large."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..model.look import Look
from ..model.problem import Problem

MAX_FONT = 100 * 1024
"""Bytes. Readers on slow networks wait for it."""


def look_problems(root: Path, look: Look) -> Iterator[Problem]:
    """Every problem at its line of ``network/look.yml``."""
    for key, sentence in look.unreadable():
        yield Problem(look.source, look.line(key), sentence, "look")
    name = look.typeface_file
    if name is None:
        return
    file, line = root / "network" / name, look.line("typeface")
    if file.is_symlink() or not file.is_file():
        yield Problem(
            look.source, line, f"names the font '{name}', which does not exist: add it as network/{name}", "font"
        )
        return
    with file.open("rb") as opened:
        start = opened.read(4)
    size = file.stat().st_size
    if start != b"wOF2":
        yield Problem(look.source, line, f"names the font '{name}', which is no WOFF2 file: save it as WOFF2", "font")
    elif size > MAX_FONT:
        sentence = f"names the font '{name}' of {size // 1024} KiB, and {MAX_FONT // 1024} KiB is the most"
        yield Problem(look.source, line, f"{sentence}: leave out the letters that nobody here needs", "font")
