"""Which files hold a record in another language, and of which file each of them is a translation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..model.kinds import MANY, SINGLE
from ..model.problem import Problem
from .files import Found

_NAME = re.compile(r"([^.]+)\.([A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*)(\.(?:md|yml))")


@dataclass(frozen=True)
class Written:
    """A file with a translation: of which record, in which language."""

    path: Path
    source: str
    original: Found
    language: str


def translation_of(name: str) -> tuple[str, str] | None:
    """The name of the original and the language, for a file name like "badge.uk.md"; None for any other."""
    match = _NAME.fullmatch(name)
    return (match[1] + match[3], match[2]) if match else None


def is_translation(source: str) -> bool:
    """Whether a path can be that of a translation of some record."""
    folder, _, name = source.rpartition("/")
    split = translation_of(name)
    if split is None:
        return False
    original = f"{folder}/{split[0]}"
    if any(original == kind.file for kind in SINGLE):
        return True
    outer = folder.rpartition("/")[0]
    return any(
        (outer == kind.folder and split[0] == kind.file) if kind.file else folder == kind.folder for kind in MANY
    )


def find_translations(root: Path, originals: dict[str, Found]) -> Iterator[Written | Problem]:
    """Every translation below ``root``; ``originals`` are the records by their source."""
    folders = {kind.folder for kind in MANY} | {kind.file.rpartition("/")[0] for kind in SINGLE}
    badges = root / "badges"
    # Each badge has a folder of its own; some of the folders there are those of another kind.
    places = {root / folder for folder in folders} | set(badges.iterdir() if badges.is_dir() else ())
    for place in sorted(one for one in places if one.is_dir()):
        for file in sorted(place.iterdir()):
            source = file.relative_to(root).as_posix()
            if not is_translation(source) or file.is_symlink() or not file.is_file():
                continue
            name, language = translation_of(file.name) or (file.name, "")
            original = originals.get(f"{source.rpartition('/')[0]}/{name}")
            if original is None:
                sentence = f"translates {name}, which is not there: add the original, or delete this file"
                yield Problem(source, 1, sentence, "translation-alone")
                continue
            yield Written(file, source, original, language)


def translation_source(source: str, language: str) -> str:
    """Where the translation of a file stands: "badges/x/badge.uk.md" beside "badges/x/badge.md"."""
    stem, _, ending = source.rpartition(".")
    return f"{stem}.{language}.{ending}"
