"""What the check found, in the forms that people and machines read.

``text`` for a terminal, ``github`` (workflow commands), ``gitlab`` (Code Quality report), ``json``, and ``sarif``
(Static Analysis Results Interchange Format 2.1.0, OASIS). All say the same problems in the same order.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from . import __version__
from .ledger.base import git
from .load import read_site
from .model import paths
from .model.addresses import Addresses
from .model.problem import CatalogueError, Problem
from .reference.rules import SLUG, rules

SARIF = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


_SIGNED = re.compile(r"badges/[^/]+/(?:awards/|endorsements\.jsonl)|network/(?:status|record)/")
"""What stands where the awards are kept."""


def is_signed(path: str) -> bool:
    """Whether a file holds what was signed, which nobody reads line by line; ``path`` is relative to the network."""
    return _SIGNED.match(path) is not None


@dataclass(frozen=True)
class Found:
    """``problems`` stop a build, ``reminders`` do not. ``inside`` is the path of the network in its repository, empty
    or with ``/`` at its end, and ``awards`` that of the awards where they are kept apart; ``base`` is the address of
    the site, empty while it has none."""

    problems: list[Problem]
    reminders: list[Problem] = field(default_factory=list)
    counts: Mapping[str, int] = field(default_factory=dict)
    inside: str = ""
    base: str = ""
    awards: str = ""

    def explained_at(self, code: str) -> str:
        """The address of what explains a code; a command while the site has no address."""
        return f"{self.base}{paths.guide(SLUG)}#{code}" if self.base else f"lapel explain {code}"

    def place(self, problem: Problem) -> str:
        """The path of the file of a problem in its repository."""
        apart = self.awards and is_signed(problem.path)
        return (self.awards if apart else self.inside) + problem.path

    @property
    def rows(self) -> Iterable[tuple[Problem, bool]]:
        """Each problem and each reminder, and whether it is a problem."""
        yield from ((one, True) for one in self.problems)
        yield from ((one, False) for one in self.reminders)


def place_in_repository(root: Path) -> str:
    """The path of the network in its repository, as :class:`Found` has it."""
    return (git(root, "rev-parse", "--show-prefix") or b"").decode(errors="replace").rstrip("\n")


def published_address(root: Path) -> str:
    """The address of the site of a network, whatever else is wrong with it; empty while there is none."""
    try:
        found = Addresses(read_site(root / "mkdocs.yml").base)
    except CatalogueError:
        return ""
    return found.base if found.is_chosen else ""


def awards_folder(root: Path) -> Path:
    """The folder in which the network keeps its awards."""
    try:
        awards = read_site(root / "mkdocs.yml").awards
    except CatalogueError:
        return root
    return (root / awards).resolve() if awards else root


def text(found: Found) -> str:
    """A line each, with its code; then the count."""
    if found.problems:
        return CatalogueError(found.problems).report("'lapel explain' and a code says more.")
    counts = ", ".join(counted(number, noun) for noun, number in found.counts.items())
    return "\n".join([*(f"{one} [{one.code}]" for one in found.reminders), f"{counts}, no problem found"])


def github(found: Found) -> str:
    """Workflow commands, which become notes at the lines of a change. The host shows the first ten of a step."""
    lines = []
    for one, is_problem in found.rows:
        place = f"file={_property(found.place(one))},line={one.line},title={_property(one.code)}"
        message = _data(f"{one.text} ({found.explained_at(one.code)})")
        lines.append(f"::{'error' if is_problem else 'notice'} {place}::{message}")
    return "\n".join(lines)


def _data(said: str) -> str:
    return said.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(said: str) -> str:
    return _data(said).replace(":", "%3A").replace(",", "%2C")


def gitlab(found: Found) -> str:
    """A Code Quality report: the file that a job offers as ``artifacts: reports: codequality``."""
    made: list[dict[str, Any]] = []
    seen: dict[str, int] = {}
    for one, is_problem in found.rows:
        # Whatever stands above it, a problem stays the same one; its line is no part of what it is known by.
        known_by = f"{one.code}\0{one.path}\0{one.text}"
        seen[known_by] = seen.get(known_by, 0) + 1
        made.append(
            {
                "description": f"{one.text} ({found.explained_at(one.code)})",
                "check_name": one.code,
                "fingerprint": hashlib.sha256(f"{known_by}\0{seen[known_by]}".encode()).hexdigest(),
                "severity": "major" if is_problem else "info",
                "location": {"path": found.place(one), "lines": {"begin": one.line}},
            }
        )
    return json.dumps(made, ensure_ascii=False, indent=2)


def as_json(found: Found) -> str:
    """One object: ``problems``, ``reminders`` (``path``, ``line``, ``text``, ``code``, ``explained``), and counts."""

    def row(one: Problem) -> dict[str, Any]:
        return {**vars(one), "explained": found.explained_at(one.code)}

    return json.dumps(
        {"problems": list(map(row, found.problems)), "reminders": list(map(row, found.reminders)), **found.counts},
        ensure_ascii=False,
    )


def sarif(found: Found) -> str:
    """One run with its rules and results (SARIF 2.1.0, sections 3.14, 3.27 and 3.49)."""
    known = rules()
    used = sorted({one.code for one, _ in found.rows} & set(known))
    described = []
    for code in used:
        rule: dict[str, Any] = {
            "id": code,
            "shortDescription": {"text": f"{known[code].title}."},
            "fullDescription": {"text": known[code].why},
            "help": {"text": f"Wrong: {known[code].wrong.strip()}\nRight: {known[code].right.strip()}"},
        }
        if found.base:
            rule["helpUri"] = found.explained_at(code)
        described.append(rule)
    results = [
        {
            "ruleId": one.code,
            **({"ruleIndex": used.index(one.code)} if one.code in used else {}),
            "level": "error" if is_problem else "note",
            "message": {"text": one.text},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": quote(found.place(one)), "uriBaseId": "%SRCROOT%"},
                        "region": {"startLine": max(one.line, 1)},
                    }
                }
            ],
        }
        for one, is_problem in found.rows
    ]
    driver = {"name": "Lapel", "version": __version__, "rules": described}
    log = {"$schema": SARIF, "version": "2.1.0", "runs": [{"tool": {"driver": driver}, "results": results}]}
    return json.dumps(log, ensure_ascii=False, indent=2)


FORMATS: dict[str, Callable[[Found], str]] = {
    "text": text,
    "github": github,
    "gitlab": gitlab,
    "json": as_json,
    "sarif": sarif,
}


def counted(number: int, noun: str) -> str:
    """A number and what it counts; ``noun`` is a plural."""
    return f"{number} {noun.removesuffix('s') if number == 1 else noun}"
