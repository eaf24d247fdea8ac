"""The frameworks that a network keeps, as data for its page of alignments, and codes that a badge misspells."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from .frameworks.reading import ENDINGS, FOLDER, FrameworkError, Node, read_framework
from .frameworks.searching import Codes
from .model import paths
from .model.addresses import Addresses
from .model.catalogue import Catalogue
from .model.json_text import json_bytes
from .model.problem import Problem
from .stream import Unit, whole


def framework_files(root: Path) -> list[Path]:
    """The files of frameworks that the network keeps."""
    return sorted(one for one in (root / FOLDER).glob("*") if one.suffix in ENDINGS and not one.is_symlink())


def kept_frameworks(root: Path) -> dict[str, list[Node]]:
    """The nodes of each framework by the name of its file. Raises :class:`FrameworkError`."""
    return {file.stem: list(_read(file, file.stat().st_mtime_ns)) for file in framework_files(root)}


@lru_cache(maxsize=16)
def _read(file: Path, _: int) -> tuple[Node, ...]:
    """Asked several times a build, of megabytes."""
    return tuple(read_framework(file))


def framework_units(root: Path, addresses: Addresses) -> Iterator[Unit]:
    """A JSON file for each framework."""
    for name, nodes in kept_frameworks(root).items():
        rows = [{key: value for key, value in vars(one).items() if value and key != "others"} for one in nodes]
        document = {"id": addresses(paths.framework(name)), "name": nodes[0].framework, "nodes": rows}
        yield whole(paths.framework(name), json_bytes(document), FOLDER)


def framework_problems(root: Path) -> Iterator[Problem]:
    """A file that is no framework, or has the name of another one."""
    seen: dict[str, str] = {}
    for file in framework_files(root):
        shown = f"{FOLDER}/{file.name}"
        if (first := seen.setdefault(file.stem, file.name)) != file.name:
            yield Problem(shown, 1, f"has the name of {first}: give one of them another name", "framework")
        try:
            _read(file, file.stat().st_mtime_ns)
        except FrameworkError as error:
            yield Problem(shown, 1, str(error).removeprefix(f"{file.name} "), "framework")


def code_reminders(catalogue: Catalogue) -> Iterator[Problem]:
    """An alignment with a code that its framework, where it is kept, does not have."""
    by_name: dict[str, list[Node]] = {}
    codes: dict[str, Codes] = {}
    for nodes in kept_frameworks(catalogue.root).values():
        for node in nodes:
            by_name.setdefault(node.framework, []).append(node)
    for badge in catalogue.badges.values():
        for number, one in enumerate(badge.alignment):
            name = one.targetFramework or ""
            if not one.targetCode or name not in by_name:
                continue
            if name not in codes:
                codes[name] = Codes(by_name[name])
            if (near := codes[name].nearest(one.targetCode)) is not None:
                mend = f"did you mean '{near}'?" if near else "look it up with 'lapel align'"
                text = f"has the code '{one.targetCode}', which {one.targetFramework} does not have: {mend}"
                yield Problem(badge.source, badge.line("alignment", number, "targetCode"), text, "framework-code")
