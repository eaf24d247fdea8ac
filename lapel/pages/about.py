"""About this network: the planning canvas as a page that a newcomer reads."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from ..context import Context
from ..model import paths
from ..model.canvas import Measure
from ..model.vocabulary import Role
from .cards import organisation_link
from .meeting import end_of_day
from .meetings import next_meetings
from .page import Page, has_meetings

NOTICE = timedelta(days=60)
"""So long before a review the home page tells of it."""


def about_page(context: Context, today: date) -> Page:
    strings, network = context.strings, context.catalogue.network
    canvas, rhythm, term = network.canvas, network.rhythm, network.term
    sides = canvas.representation.model_dump(exclude_none=True) if canvas.representation else {}
    data: dict[str, Any] = {
        "title": strings("about.title"),
        "description": network.description,
        "about": {
            "territory": network.territory,
            "since": strings.date(term.starts) if term else None,
            "every": strings("about.every", every=strings.every(rhythm.every)) if rhythm else None,
            "form": rhythm.form if rhythm else None,
            "members": len(context.catalogue.organisations),
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
            "success": [measure_row(context, measure) for measure in canvas.success],
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


def members_by_role(context: Context) -> list[dict[str, Any]]:
    """Every role that a member has, with its members by name."""
    found = []
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


def measure_row(context: Context, measure: Measure) -> dict[str, Any]:
    """A sign of success, its target, and what was measured, the newest first."""
    figures = sorted(measure.figures, key=lambda figure: figure.date, reverse=True)
    return {
        "name": measure.name,
        "target": measure.target,
        "figures": [{"date": context.strings.date(figure.date), "value": figure.value} for figure in figures],
    }


def review(context: Context, today: date) -> dict[str, Any] | None:
    """What the home page says of the next review, and between which moments; today's state is the fallback."""
    network, strings = context.catalogue.network, context.strings
    if network.term is None:
        return None
    day = network.term.review
    first = day - NOTICE
    return {
        "soon": strings("about.review_soon", date=strings.date(day)),
        "due": strings("about.review_due", date=strings.date(day)),
        "from": datetime.combine(first, time(), network.zone).isoformat(),
        "until": end_of_day(context, day),
        "soon_now": first <= today <= day,
        "due_now": today > day,
    }
