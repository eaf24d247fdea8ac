"""Putting what an export brings into a network: whole, or as drafts that somebody finishes; nothing is written over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from ..files import write_whole
from ..load import load
from ..model import CatalogueError, LapelError, Problem
from .brought import Brought, HereAlready, ImportFault
from .making import Coming, Fetch, Known, coming, tidy


@dataclass
class Report:
    """``written`` are the files that came, ``here`` what the network had already, ``faults`` what could not come,
    ``notes`` what is missing in what came."""

    written: list[str] = field(default_factory=list)
    here: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def bring(root: Path, things: Iterable[Brought | ImportFault], fetch: Fetch) -> Report:
    """Writes a file for each thing that the network takes. Raises :class:`LapelError` when the network itself has
    faults: they are mended first."""
    catalogue = load(root, drafts=True)
    known = Known(
        {tidy(one.name): slug for slug, one in catalogue.badges.items()},
        {tidy(one.name): slug for slug, one in catalogue.organisations.items()},
        catalogue.network.anchor,
        catalogue.network.email,
    )
    report = Report()
    brought: list[Brought] = []
    for one in things:
        if isinstance(one, ImportFault):
            report.faults.append(str(one))
        else:
            brought.append(one)
    _meet(brought)
    on_the_way: list[Coming] = []
    # Organisations first, because badges name them; then the badges that say most of theirs.
    for one in sorted(brought, key=_says_little):
        try:
            on_the_way += coming(one, known, fetch)
        except HereAlready as here:
            report.here.append(f"{one.shown}: {here}")
        except ImportFault as fault:
            report.faults.append(f"{one.shown}: {fault}")
        else:
            report.notes += [f"{one.shown}: {note}" for note in one.notes]
    _write(root, on_the_way, report)
    return report


def _meet(brought: list[Brought]) -> None:
    """A badge that calls its organisation by a number or an address finds it in the same export."""
    named = {name: one.data for one in brought if one.kind == "organisation" for name in one.ids}
    for one in brought:
        name = one.issuer.get("id") if isinstance(one.issuer, dict) else one.issuer
        known = named.get(str(name))
        if one.kind == "badge" and known and not (isinstance(one.issuer, dict) and one.issuer.get("name")):
            one.issuer = dict(known)


def _says_little(one: Brought) -> tuple[bool, bool, bool]:
    issuer = one.issuer if isinstance(one.issuer, dict) else {}
    return one.kind == "badge", not issuer.get("email"), not issuer.get("url")


def _write(root: Path, records: list[Coming], report: Report) -> None:
    """Writes everything, and takes away again what the network does not take: the fault is said of the thing."""
    made: list[Path] = []
    for record in records:
        for source, content in record.files.items():
            place = root / source
            if not place.parent.exists():
                made.append(place.parent)
            place.parent.mkdir(parents=True, exist_ok=True)
            write_whole(place, content.encode())
    left = records
    for _ in range(5):
        problems = _problems(root)
        bad = [record for record in left if _faults(record, problems, report)]
        if not bad:
            break
        left = [record for record in left if record not in bad]
        givers = {record.organisation for record in left if record.is_badge}
        bad += [record for record in left if record.for_badges and record.organisation not in givers]
        left = [record for record in left if record not in bad]
        for source in (source for record in bad for source in record.files):
            (root / source).unlink(missing_ok=True)
    for empty in reversed(made):
        if empty.is_dir() and not any(empty.iterdir()):
            empty.rmdir()
    report.written += [source for record in left for source in record.files if source.endswith(".md")]


def _problems(root: Path) -> list[Problem]:
    try:
        load(root, drafts=True)
    except CatalogueError as error:
        return error.problems
    return []


def _faults(record: Coming, problems: list[Problem], report: Report) -> bool:
    """Whether the network does not take the record; each reason is reported, with the place where it came from."""
    folder = next(iter(record.files)).rpartition("/")[0] if record.is_badge else None
    found = [
        f"{record.shown}: {problem.text}"
        for problem in problems
        if problem.path in record.files or (folder and problem.path.startswith(f"{folder}/"))
    ]
    report.faults += sorted(set(found))
    return bool(found)


def refuse_broken(root: Path) -> None:
    """Raises :class:`LapelError` when the network has faults of its own."""
    try:
        load(root, drafts=True)
    except CatalogueError as error:
        raise LapelError(error.report("Mend the network first.")) from None
