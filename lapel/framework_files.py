"""The frameworks that a network keeps, as data for its page of alignments, and codes that a badge misspells."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from .frameworks.reading import ENDINGS, FOLDER, FrameworkError, Node, read_framework
from .frameworks.searching import nearest_code
from .model import paths
from .model.catalogue import Catalogue
from .model.json_text import json_bytes
from .model.problem import Problem
from .stream import Unit, whole


def kept_frameworks(root: Path) -> dict[str, list[Node]]:
    """The nodes of each framework by the name of its file. Raises :class:`FrameworkError`."""
    files = sorted(one for one in (root / FOLDER).glob("*") if one.suffix in ENDINGS and not one.is_symlink())
    return {file.stem: read_framework(file) for file in files}


def framework_units(root: Path) -> Iterator[Unit]:
    """A JSON file for each framework."""
    for name, nodes in kept_frameworks(root).items():
        rows = [{key: value for key, value in vars(one).items() if value and key != "others"} for one in nodes]
        yield whole(paths.framework(name), json_bytes(rows), f"{FOLDER}/{name}")


def framework_problems(root: Path) -> Iterator[Problem]:
    """A file that is no framework."""
    for file in sorted((root / FOLDER).glob("*")):
        if file.suffix in ENDINGS and not file.is_symlink():
            try:
                read_framework(file)
            except FrameworkError as error:
                yield Problem(f"{FOLDER}/{file.name}", 1, str(error).removeprefix(f"{file.name} "), "framework")


def code_reminders(catalogue: Catalogue) -> Iterator[Problem]:
    """An alignment with a code that its framework, where it is kept, does not have."""
    by_name: dict[str, list[Node]] = {}
    for nodes in kept_frameworks(catalogue.root).values():
        for node in nodes:
            by_name.setdefault(node.framework, []).append(node)
    for badge in catalogue.badges.values():
        for number, one in enumerate(badge.alignment):
            nodes = by_name.get(one.targetFramework or "", [])
            if one.targetCode and (near := nearest_code(one.targetCode, nodes)) is not None:
                mend = f"did you mean '{near}'?" if near else "look it up with 'lapel align'"
                text = f"has the code '{one.targetCode}', which {one.targetFramework} does not have: {mend}"
                yield Problem(badge.source, badge.line("alignment", number, "targetCode"), text, "framework-code")
