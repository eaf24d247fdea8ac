"""Files that no record is made of: what lies in ``badges/`` and ``network/`` is published, so nothing may lie there
that nobody checked; and links to other places, through which a build would publish what is not in the repository."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator
from pathlib import Path

from ..model.problem import Problem
from ..model.scalars import slugify

FOLDERS = ("badges", "network")
FRAMEWORKS = (".csv", ".tsv", ".txt", ".json")
TEXTS = (".md", ".yml", ".yaml")
"""The finder and the reader of records name these themselves, with a better sentence."""
_KEPT = re.compile(
    r"badges/[^/]+/(?:awards/[^/]+\.(?:jsonl|jwt)|endorsements\.jsonl)"
    r"|network/status/[^/]+/(?:[1-9][0-9]{0,5}\.json|revocations\.jsonl|erasures\.jwt)"
    r"|network/frameworks/[a-z0-9][a-z0-9-]{0,63}\.(?:csv|tsv|txt|json)"
    r"|network/record/(?:entries/[0-9]{6}\.jsonl|checkpoints/[1-9][0-9]*|edge\.txt|(?:state|registry|delegation)\.json)"
)


def stray_problems(root: Path, claimed: Collection[str]) -> Iterator[Problem]:
    """A problem for each link, and for each file that is no record, no picture of one and nothing that is kept of
    awards. ``claimed`` are the paths of records and pictures, relative to ``root``."""
    for name in FOLDERS:
        for folder, folders, files in os.walk(root / name):
            shown = Path(folder).relative_to(root).as_posix()
            for entry in sorted([*folders, *files]):
                source = f"{shown}/{entry}"
                if not entry.isprintable():
                    yield Problem(source, 1, "has a name with characters that nobody sees: rename it", "file-name")
                if (Path(folder) / entry).is_symlink() and not (entry in files and entry.endswith(TEXTS)):
                    yield Problem(source, 1, "is a link to another place: put the file itself here", "link-on-disk")
                elif entry in files and not _is_known(source, entry, claimed):
                    yield Problem(source, 1, _mend(source, entry), "stray-file")
        if (root / name).is_symlink():
            yield Problem(name, 1, "is a link to another place: put the folder itself here", "link-on-disk")


def _is_known(source: str, name: str, claimed: Collection[str]) -> bool:
    # Nothing that begins with a dot is ever published.
    return name.startswith(".") or name.endswith(TEXTS) or source in claimed or bool(_KEPT.fullmatch(source))


def _mend(source: str, name: str) -> str:
    if source.startswith("network/frameworks/") and name.endswith(FRAMEWORKS):
        stem, _, ending = name.rpartition(".")
        return f"has a name that cannot be part of an address: rename it to '{slugify(stem)}.{ending}'"
    if name.endswith((".svg", ".png", ".jpg", ".jpeg", ".webp", ".gif")):
        return "is a picture that no file names: name an SVG under 'image:' in the file beside it, or delete it"
    return "is read by nothing and would be published unchecked: delete it, or keep it outside this folder"
