"""From what an export brings to the files of a record."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..model.scalars import slugify
from ..starter.questions import is_writable
from ..starter.records import KINDS, record_text, source_of
from .brought import Brought, HereAlready, ImportFault
from .pictures import MAX_BYTES, as_svg, from_data
from .shapes import organisation
from .values import address, shortened, text

Fetch = Callable[[str], bytes]
TASK = "Do what the criteria below ask for."
METHOD = "Somebody at the organisation that gives the badge compares what you did with the criteria."


@dataclass(frozen=True)
class Coming:
    """A record on its way in: ``files`` by path, of the thing ``shown``. ``organisation`` is the slug of the one that
    it is, or that gives the badge; one that comes ``for_badges`` stays away when none of them comes."""

    shown: str
    files: dict[str, str]
    organisation: str
    is_badge: bool = False
    for_badges: bool = False


@dataclass
class Known:
    """What the network has: names of badges and organisations, by their tidy form, and slugs."""

    badges: dict[str, str]
    organisations: dict[str, str]
    anchor: str
    email: str
    brought: set[tuple[str, str]] = field(default_factory=set)
    """What came in this run: kind and tidy name."""


def coming(one: Brought, known: Known, fetch: Fetch) -> Iterator[Coming]:
    """The records of one thing. Raises :class:`ImportFault` when it cannot come."""
    if one.kind == "organisation":
        yield _organisation(one, known)
    else:
        yield from _badge(one, known, fetch)


def _organisation(one: Brought, known: Known, for_badges: bool = False) -> Coming:
    name = one.data["name"]
    if ("organisation", tidy(name)) in known.brought:
        raise ImportFault(f"the organisation '{name}' stands twice in what is brought")
    if tidy(name) in known.organisations:
        raise HereAlready(f"the organisation '{name}'")
    slug = _free(_slug(one, name), set(known.organisations.values()))
    if not one.data.get("email"):
        one.data["email"] = known.email
        one.notes.append(f"'{name}' has no email address: '{known.email}' stands in its place until you change it")
    if one.picture:
        one.notes.append(f"the picture of '{name}' stayed behind: add it as an SVG when you like")
    known.organisations[tidy(name)] = slug
    known.brought.add(("organisation", tidy(name)))
    kind = KINDS["organisation"]
    files = {source_of(kind, one.data, slug): record_text(kind, one.data, [])}
    return Coming(one.shown, files, slug, for_badges=for_badges)


def _badge(one: Brought, known: Known, fetch: Fetch) -> Iterator[Coming]:
    name = one.data["name"]
    if ("badge", tidy(name)) in known.brought:
        raise ImportFault(f"the badge '{name}' stands twice in what is brought: give one of them another name")
    if tidy(name) in known.badges:
        raise HereAlready(f"the badge '{name}'")
    issuer, contact, its_own = _issuer(one, known)
    yield from its_own
    slug = _free(_slug(one, name), set(known.badges.values()))
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
    files: dict[str, str] = {}
    svg = _picture(one, fetch)
    if svg:
        files[f"{source.rpartition('/')[0]}/image.svg"] = svg
        data["image"] = {"id": "image.svg", "caption": one.caption or f"The badge “{name}”"}
    body = one.body
    if not body and one.criteria:
        body = f"The criteria stand on this page: <{one.criteria}>"
    elif not body:
        one.notes.append("says nothing of its criteria: its description stands in their place until you write them")
        body = str(one.data["description"])
    files[source] = record_text(kind, data, [body])
    known.badges[tidy(name)] = slug
    known.brought.add(("badge", tidy(name)))
    yield Coming(one.shown, files, issuer, is_badge=True)


def _issuer(one: Brought, known: Known) -> tuple[str, dict[str, str], list[Coming]]:
    """The organisation that gives the badge, how to reach it, and its file when it is new here."""
    said = one.issuer if isinstance(one.issuer, dict) else {}
    name = shortened(text(said.get("name")), 100)
    contact = {"name": name, "url": address(said.get("url")), "email": ""}
    if not name:
        one.notes.append(f"does not say who gives it: '{known.anchor}' stands there until you change it")
        nobody = {"name": "The organisation that gives the badge", "url": "", "email": known.email}
        return known.anchor, nobody, []
    if tidy(name) in known.organisations:
        return known.organisations[tidy(name)], contact, []
    new = organisation(said, one.shown)
    made = _organisation(new, known, for_badges=True)
    one.notes += new.notes
    return made.organisation, {**contact, "email": new.data["email"]}, [made]


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
            content = _file(Path(one.picture))
        return as_svg(content)
    except ImportFault as fault:
        one.notes.append(f"its picture ({shown}) stayed behind: it {str(fault).removeprefix(f'{one.picture}: ')}")
        return None


def _file(place: Path) -> bytes:
    try:
        if place.stat().st_size > MAX_BYTES:
            raise ImportFault("is larger than 4 MiB")
        return place.read_bytes()
    except OSError as error:
        raise ImportFault(f"cannot be read ({error.strerror})") from None


def _slug(one: Brought, name: str) -> str:
    """The last part of its address. A name in other letters than a to z gives none, and addresses are for ever."""
    if is_writable(name):
        return slugify(name)
    what = "folder" if one.kind == "badge" else "file"
    one.notes.append(
        f"'{name}' has no letter from a to z, which an address needs: rename its {what} before you publish it"
    )
    return one.kind


def tidy(name: str) -> str:
    """A name as it is compared."""
    return " ".join(name.casefold().split())


def _free(slug: str, taken: set[str]) -> str:
    """A slug that nobody has."""
    number, found = 2, slug
    while found in taken:
        found = f"{slug[:60].rstrip('-')}-{number}"
        number += 1
    return found
