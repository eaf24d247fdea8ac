"""The directory of members, with filters."""

from __future__ import annotations

from collections.abc import Iterator

from ..context import Context
from ..model import paths
from ..model.organisation import Profile
from ..model.vocabulary import Audience, Role, Sector
from .cards import guide_link
from .data import FacetData, Filter, Head, Link
from .page import Page
from .parts import Parts, in_parts


class MemberCard(Link):
    """What a card shows, and what the filters look at."""

    description: str
    image: str | None
    roles: list[str]
    sector: str
    recognises: list[str]
    pledge: bool
    notes: list[str]


class DirectoryPage(Head):
    kind: str
    employers: Link | None
    members: list[MemberCard]
    filters: list[Filter]
    parts: Parts | None
    some_pledged: bool
    has_map: bool


def member_card(context: Context, one: Profile) -> MemberCard:
    strings, catalogue = context.strings, context.catalogue
    return {
        "name": one.name,
        "path": paths.organisation(one.slug),
        "description": one.description,
        "image": paths.organisation_image(one.slug) if one.source in catalogue.artwork else None,
        "roles": [role.value for role in one.roles],
        "sector": one.sector.value if one.sector else "",
        "recognises": list(one.recognises),
        "pledge": one.pledge is not None,
        "notes": [
            *(strings(f"role.{role.value}") for role in one.roles),
            *([strings(f"sector.{one.sector.value}")] if one.sector else []),
            *([strings("organisations.pledge")] if one.pledge else []),
        ],
    }


def member_facets(one: Profile) -> list[FacetData]:
    """What the filters of the directory look at, for the search index."""
    return [
        {"name": "role", "values": [role.value for role in one.roles], "single": False},
        {"name": "sector", "values": [one.sector.value] if one.sector else [], "single": True},
        {"name": "recognises", "values": list(one.recognises), "single": False},
        {"name": "pledge", "values": ["yes"] if one.pledge else [], "single": True},
    ]


def directory_pages(context: Context) -> Iterator[Page]:
    """Every member by name, with the choices that some member fits. A long list has several pages."""
    strings, catalogue = context.strings, context.catalogue
    members = catalogue.members
    recognised = {slug for one in members for slug in one.recognises}
    filters = {
        "role": [
            (role.value, strings(f"role.{role.value}")) for role in Role if any(role in one.roles for one in members)
        ],
        "sector": [
            (sector.value, strings(f"sector.{sector.value}"))
            for sector in Sector
            if any(one.sector is sector for one in members)
        ],
        "recognises": sorted(
            ((slug, catalogue.badges[slug].name) for slug in recognised), key=lambda choice: catalogue.order(choice[1])
        ),
    }
    for path, shown, parts in in_parts(paths.ORGANISATIONS, members):
        data: DirectoryPage = {
            "title": strings("organisations.title"),
            "description": strings("organisations.description"),
            "kind": strings("organisations.kind"),
            "employers": guide_link(context, Audience.EMPLOYERS),
            "members": [member_card(context, one) for one in shown],
            "filters": [{"name": name, "choices": choices} for name, choices in filters.items() if len(choices) > 1],
            "parts": parts,
            "some_pledged": any(one.pledge for one in members),
            "has_map": catalogue.map is not None,
        }
        yield Page(path, "directory", data)
