"""Putting what an export brings into a network: whole, or as drafts that somebody finishes; nothing is written over."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..load import load
from ..model import CatalogueError, LapelError
from ..model.scalars import slugify
from ..starter.records import KINDS, record_text, source_of
from ..write import write_whole
from .brought import Brought, ImportFault
from .pictures import as_svg, from_data
from .values import address, text

Fetch = Callable[[str], bytes]
TASK = "Do what the criteria below ask for."
METHOD = "Somebody at the organisation that gives the badge compares what you did with the criteria."


@dataclass
class Report:
    """``written`` are the files that came, ``faults`` what could not come, ``notes`` what is missing in what came."""

    written: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass
class _Known:
    """What the network has: names of badges and organisations, by their tidy form, and slugs."""

    badges: dict[str, str]
    organisations: dict[str, str]
    anchor: str
    email: str


def bring(root: Path, things: Iterable[Brought | ImportFault], fetch: Fetch) -> Report:
    """Writes a file for each thing that the network takes. Raises :class:`LapelError` when the network itself has
    faults: they are mended first."""
    catalogue = load(root, drafts=True)
    known = _Known(
        {_tidy(one.name): slug for slug, one in catalogue.badges.items()},
        {_tidy(one.name): slug for slug, one in catalogue.organisations.items()},
        catalogue.network.anchor,
        catalogue.network.email,
    )
    report = Report()
    files: dict[str, str] = {}
    brought: list[Brought] = []
    for one in things:
        if isinstance(one, ImportFault):
            report.faults.append(str(one))
        else:
            brought.append(one)
    _meet(brought)
    # Organisations first, because badges name them; then the badges that say most of theirs.
    for one in sorted(brought, key=_says_little):
        try:
            files |= _organisation(one, known) if one.kind == "organisation" else _badge(root, one, known, fetch)
        except ImportFault as fault:
            report.faults.append(f"{one.shown}: {fault}")
            continue
        report.notes += [f"{one.shown}: {note}" for note in one.notes]
    _write(root, files, report)
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


def _write(root: Path, files: dict[str, str], report: Report) -> None:
    """Writes everything, and takes away again what the network does not take: the fault is said at its place."""
    made: list[Path] = []
    for source, content in files.items():
        place = root / source
        if not place.parent.exists():
            made.append(place.parent)
        place.parent.mkdir(parents=True, exist_ok=True)
        write_whole(place, content.encode())
    left = dict(files)
    for _ in range(5):
        bad: dict[str, str] = {}
        try:
            load(root, drafts=True)
        except CatalogueError as error:
            for problem in error.problems:
                folder = f"{problem.path.rpartition('/')[0]}/"
                for source in left:
                    if source == problem.path or (
                        source.startswith(folder) and folder.count("/") > 1 and "badges/" in folder
                    ):
                        bad.setdefault(source, str(problem))
        if not bad:
            break
        report.faults += sorted(set(bad.values()))
        for source in bad:
            (root / source).unlink(missing_ok=True)
            del left[source]
    for empty in reversed(made):
        if empty.is_dir() and not any(empty.iterdir()):
            empty.rmdir()
    report.written += [source for source in left if source.endswith(".md")]


def _organisation(one: Brought, known: _Known) -> dict[str, str]:
    name = one.data["name"]
    if _tidy(name) in known.organisations:
        raise ImportFault(f"the organisation '{name}' is here already: it was left as it is")
    slug = _free(slugify(name), set(known.organisations.values()))
    if not one.data.get("email"):
        one.data["email"] = known.email
        one.notes.append(f"has no email address: '{known.email}' stands in its place until you change it")
    if one.picture:
        one.notes.append("its picture stayed behind: add it as an SVG when you like")
    known.organisations[_tidy(name)] = slug
    kind = KINDS["organisation"]
    return {source_of(kind, one.data, slug): record_text(kind, one.data, [])}


def _badge(root: Path, one: Brought, known: _Known, fetch: Fetch) -> dict[str, str]:
    name = one.data["name"]
    if _tidy(name) in known.badges:
        raise ImportFault(f"the badge '{name}' is here already: it was left as it is")
    files: dict[str, str] = {}
    issuer, contact = _issuer(one, known, files)
    slug = _free(slugify(name), set(known.badges.values()))
    kind = KINDS["badge"]
    source = source_of(kind, one.data, slug)
    data: dict[str, Any] = {
        **one.data,
        "issuers": [issuer],
        "status": "draft",
        "activities": [{"name": TASK}],
        "assessment": {"method": METHOD, "assessor": contact["name"]},
        "start": {"url": contact["url"]} if contact["url"] else {"email": contact["email"] or known.email},
    }
    svg = _picture(one, fetch)
    if svg:
        files[f"{source.rpartition('/')[0]}/image.svg"] = svg
        data["image"] = {"id": "image.svg", "caption": one.caption or f"The badge “{name}”"}
    body = [one.body] if one.body else ([f"The criteria stand on this page: <{one.criteria}>"] if one.criteria else [])
    if not body:
        one.notes.append("says nothing of its criteria: write them below the second '---'")
        body = ["Write here, in plain words, what somebody must do or show."]
    files[source] = record_text(kind, data, body)
    known.badges[_tidy(name)] = slug
    return files


def _issuer(one: Brought, known: _Known, files: dict[str, str]) -> tuple[str, dict[str, str]]:
    """The organisation that gives the badge, and how to reach it; a new one gets a file."""
    said = one.issuer if isinstance(one.issuer, dict) else {}
    name = text(said.get("name"))
    contact = {"name": name, "url": address(said.get("url")), "email": ""}
    if not name:
        one.notes.append(f"does not say who gives it: '{known.anchor}' stands there until you change it")
        return known.anchor, {"name": "The organisation that gives the badge", "url": "", "email": known.email}
    if _tidy(name) not in known.organisations:
        from .shapes import SHAPES

        organisation = next(shape for shape in SHAPES if shape.name == "issuer").read(said, one.shown)
        files |= _organisation(organisation, known)
        one.notes += organisation.notes
        contact["email"] = organisation.data["email"]
    return known.organisations[_tidy(name)], contact


def _picture(one: Brought, fetch: Fetch) -> str | None:
    """The picture as SVG; without one, a picture in the family look is drawn from the name."""
    if not one.picture:
        return None
    shown = one.picture[:80]
    try:
        if one.picture.startswith("data:"):
            shown, content = "in the file", from_data(one.picture)
        elif one.picture.startswith("https:"):
            content = fetch(one.picture)
        elif one.picture.startswith("http:"):
            raise ImportFault("has an address without https:")
        else:
            file = Path(one.picture)
            if not file.is_file():
                raise ImportFault("is not beside the file")
            content = file.read_bytes()
        return as_svg(content)
    except (ImportFault, OSError) as fault:
        one.notes.append(f"its picture ({shown}) stayed behind: it {str(fault).removeprefix(f'{one.picture}: ')}")
        return None


def _tidy(name: str) -> str:
    return " ".join(name.casefold().split())


def _free(slug: str, taken: set[str]) -> str:
    """A slug that nobody has."""
    number, found = 2, slug
    while found in taken:
        found = f"{slug[:60]}-{number}"
        number += 1
    return found


def refuse_broken(root: Path) -> None:
    """Raises :class:`LapelError` when the network has faults of its own."""
    try:
        load(root, drafts=True)
    except CatalogueError as error:
        raise LapelError(error.report("Mend the network first.")) from None
