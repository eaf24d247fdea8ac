"""Which files there are, and what kind of record each of them is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from ..model.badge import Achievement
from ..model.kinds import FLAT, SINGLE, Kind
from ..model.network import Guide
from ..model.pathway import Pathway
from ..model.problem import Problem
from ..model.record import FileRecord
from ..model.scalars import SLUG_PATTERN, slugify
from .claimed import TEXTS

_SLUG = re.compile(SLUG_PATTERN)
_DATED = re.compile(r"\d{4}-\d{2}-\d{2}-.+")
_TRANSLATION = re.compile(r"[^.]+\.[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*\.(md|yml)")
"""What another module reads: see :mod:`.translation_files`."""
BADGE_FILE = "badge.md"
RESERVED_GUIDES = re.compile(r"fields-of-(?:an?-[a-z]+|a-piece-of-news|the-network)|design|problems")
"""Guides that are made from the model, and the one that a preview has."""


@dataclass(frozen=True)
class Found:
    """A data file: where it is, which kind of record it holds, and its slug."""

    path: Path
    source: str
    kind: type[FileRecord]
    slug: str


def find_files(root: Path) -> Iterator[Found | Problem]:
    """Every data file below ``root``, in a steady order, and a problem for each text that nothing would read."""
    for kind in SINGLE:
        if (root / kind.file).is_file():
            yield Found(root / kind.file, kind.file, kind.record, Path(kind.file).stem)
        elif kind.needed:
            yield Problem(kind.file, 1, f"is missing: every network has the file {kind.file}", "file-missing")
    yield from _strays(root)
    yield from _badges(root)
    for kind in FLAT:
        yield from _flat(root, kind)


def _strays(root: Path) -> Iterator[Problem]:
    """YAML in ``network/`` that is no record: it would be published unchecked, or not at all."""
    known = {kind.file for kind in SINGLE}
    folders = {kind.folder for kind in FLAT}
    for file in sorted((root / "network").rglob("*")):
        source = file.relative_to(root).as_posix()
        if _TRANSLATION.fullmatch(file.name) and f"{source.split('.')[0]}.yml" in known:
            continue
        if file.suffix in (".yml", ".yaml") and source not in known and str(Path(source).parent) not in folders:
            mend = f"rename it to '{file.stem}.yml'" if f"{source[:-5]}.yml" in known else "write it in network.yml"
            yield Problem(source, 1, f"is read by nothing: {mend}, or delete it", "stray-file")


def _badges(root: Path) -> Iterator[Found | Problem]:
    folder = root / "badges"
    if not folder.is_dir():
        yield Problem(
            "badges", 1, "is missing: make the folder 'badges', with one folder for each badge", "file-missing"
        )
        return
    for entry in sorted(folder.iterdir()):
        shown = f"badges/{entry.name}"
        if entry.name.startswith(".") or entry.name in ("pathways", "TEMPLATE.md", "README.md"):
            continue
        if entry.is_symlink():
            continue  # every link is named elsewhere
        if not entry.is_dir():
            yield Problem(
                shown,
                1,
                f"is read by nothing: put it in a folder, as badges/{slugify(entry.stem)}/{BADGE_FILE}",
                "stray-file",
            )
            continue
        yield from _badge_folder(entry, shown)


def _badge_folder(entry: Path, shown: str) -> Iterator[Found | Problem]:
    if not _SLUG.fullmatch(entry.name) or len(entry.name) > 64:
        yield Problem(
            shown, 1, f"cannot be part of an address: rename the folder to '{slugify(entry.name)}'", "file-name"
        )
    file = entry / BADGE_FILE
    texts = (other.name for other in entry.iterdir() if other.suffix == ".md" and other.name != BADGE_FILE)
    others = sorted(name for name in texts if not _TRANSLATION.fullmatch(name))
    for other in others:
        near = get_close_matches(other, [BADGE_FILE], cutoff=0.6) and not file.exists()
        mend = f"rename it to '{BADGE_FILE}'" if near else "move it to network/guides, or delete it"
        yield Problem(f"{shown}/{other}", 1, f"is read by nothing: {mend}", "stray-file")
    if file.exists():
        yield Found(file, f"{shown}/{BADGE_FILE}", Achievement, entry.name)
    elif not others:
        yield Problem(shown, 1, f"has no file '{BADGE_FILE}': add it, or delete the folder", "file-missing")


def _flat(root: Path, kind: Kind) -> Iterator[Found | Problem]:
    folder = kind.folder
    if not (root / folder).is_dir():
        return
    if (root / folder).is_symlink():
        return  # every link is named elsewhere
    seen: dict[str, str] = {}
    for entry in sorted((root / folder).iterdir()):
        shown = f"{folder}/{entry.name}"
        if entry.is_symlink() and entry.suffix in TEXTS and not entry.name.startswith("."):
            yield Problem(shown, 1, "is a link to another file: put the file itself here", "link-on-disk")
            continue
        if entry.name.startswith(".") or entry.is_symlink() or not (entry.is_dir() or entry.suffix in TEXTS):
            continue  # a file that is no text is named elsewhere, when no record has it as its picture
        if entry.is_dir() or entry.suffix != ".md":
            yield Problem(shown, 1, f"is read by nothing: the files of {folder} end in '.md'", "stray-file")
            continue
        if _TRANSLATION.fullmatch(entry.name):
            continue
        slug = entry.stem
        if (kind.record is Pathway and slug == "badge") or (kind.record is Guide and RESERVED_GUIDES.fullmatch(slug)):
            yield Problem(shown, 1, "has a name that is taken: rename the file", "name-taken")
            continue
        if (first := seen.setdefault(slug.casefold(), entry.name)) != entry.name:
            yield Problem(shown, 1, f"has the address of {folder}/{first}: rename one of the files", "address-taken")
            continue
        if kind.dated and not _DATED.fullmatch(slug):
            yield Problem(
                shown, 1, f"has a name without its date: call it '2027-01-20-{slugify(slug)}.md'", "file-name"
            )
        elif not _SLUG.fullmatch(slug) or len(slug) > 80:
            yield Problem(
                shown, 1, f"cannot be part of an address: rename the file to '{slugify(slug)}.md'", "file-name"
            )
        yield Found(entry, shown, kind.record, slug)
