"""About this network: the planning canvas as a page that a newcomer reads."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TypedDict

from ..context import Context
from ..model import paths
from ..model.figures import Figures
from ..model.vocabulary import Role
from .cards import organisation_link
from .data import Document, Head, MeasureRow, MeetingCard, OrganisationLink
from .dates import end_of_day
from .measures import measure_rows
from .meetings import next_meetings
from .page import Page, has_meetings

NOTICE = timedelta(days=60)
"""So long before a review the home page tells of it."""


class RoleGroup(TypedDict):
    name: str
    meaning: str
    members: list[OrganisationLink]


class Review(TypedDict):
    """The two sentences, and between which moments the first of them holds."""

    soon: str
    due: str
    starts: str
    until: str
    soon_now: bool
    due_now: bool


class AboutData(TypedDict):
    """The canvas, in the order of the page."""

    territory: str
    since: str | None
    every: str | None
    form: str | None
    members: int
    drivers: list[str]
    business: str | None
    policy: str | None
    sides: Document
    roles: list[RoleGroup]
    invited: dict[str, list[str]]
    structure: str | None
    communication: str | None
    engagement: list[str]
    awareness: list[str]
    groups: list[Document]
    principles: list[str]
    existing: str | None
    commitment: str | None
    success: list[MeasureRow]
    term: str | None
    review: Review | None
    has_meetings: bool
    meetings: list[MeetingCard]
    has_map: bool
    email: str


class AboutPage(Head):
    about: AboutData


def about_page(context: Context, today: date, figures: Figures) -> Page:
    strings, network = context.strings, context.catalogue.network
    canvas, rhythm, term = network.canvas, network.rhythm, network.term
    sides = canvas.representation.model_dump(exclude_none=True) if canvas.representation else {}
    data: AboutPage = {
        "title": strings("about.title"),
        "description": network.description,
        "about": {
            "territory": network.territory,
            "since": strings.date(term.starts) if term else None,
            "every": strings("about.every", every=strings.every(rhythm.every)) if rhythm else None,
            "form": rhythm.form if rhythm else None,
            "members": len(context.catalogue.members),
            "drivers": list(canvas.drivers),
            "business": canvas.businessStrategy,
            "policy": canvas.policyStrategy,
            "sides": sides,
            "roles": members_by_role(context),
            "invited": {side: list(names) for side, names in canvas.members if names} if canvas.members else {},
            "structure": canvas.structure,
            "communication": canvas.communication,
            "engagement": list(canvas.engagement),
            "awareness": list(canvas.awareness),
            "groups": [group.model_dump(exclude={"id"}) for group in canvas.subGroups],
            "principles": list(canvas.principles),
            "existing": canvas.existingResources,
            "commitment": canvas.commitment,
            "success": measure_rows(context, figures),
            "term": strings(
                "about.term_text",
                starts=strings.date(term.starts),
                length=strings.duration(term.length),
                review=strings.date(term.review),
            )
            if term
            else None,
            "review": review(context, today),
            "has_meetings": has_meetings(context.catalogue),
            "meetings": next_meetings(context, today),
            "has_map": context.catalogue.map is not None,
            "email": network.email,
        },
    }
    return Page(paths.ABOUT, "about", data, source=network.source)


def members_by_role(context: Context) -> list[RoleGroup]:
    """Every role that a member has, with its members by name."""
    found: list[RoleGroup] = []
    for role in Role:
        members = [organisation_link(context, one.slug) for one in context.catalogue.members if role in one.roles]
        if members:
            found.append(
                {
                    "name": context.strings(f"role_group.{role.value}"),
                    "meaning": context.strings(f"role_meaning.{role.value}"),
                    "members": members,
                }
            )
    return found


def review(context: Context, today: date) -> Review | None:
    """What the home page says of the next review, and between which moments; today's state is the fallback."""
    network, strings = context.catalogue.network, context.strings
    if network.term is None:
        return None
    day = network.term.review
    first = day - NOTICE
    return {
        "soon": strings("about.review_soon", date=strings.date(day)),
        "due": strings("about.review_due", date=strings.date(day)),
        "starts": datetime.combine(first, time(), network.zone).isoformat(),
        "until": end_of_day(context, day),
        "soon_now": first <= today <= day,
        "due_now": today > day,
    }
