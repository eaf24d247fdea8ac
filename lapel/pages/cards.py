"""Small pieces that many pages show: a link to an organisation, a card of a badge."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..model import addresses as places
from ..model.badge import Achievement
from ..model.vocabulary import Status
from .page import Context

TIME_STEPS = ((60, "hour"), (4 * 60, "half-day"), (8 * 60, "day"))
"""Filter names by the most minutes that they stand for; anything longer is "longer"."""


def organisation_link(context: Context, slug: str) -> dict[str, str]:
    return {"slug": slug, "name": context.catalogue.organisations[slug].name, "place": places.organisation(slug)}


def time_step(badge: Achievement) -> str | None:
    """The name of the filter that the badge's time falls under."""
    if badge.time is None:
        return None
    minutes = badge.time.total_minutes()
    return next((name for most, name in TIME_STEPS if minutes <= most), "longer")


def badge_card(context: Context, badge: Achievement) -> dict[str, Any]:
    """What a card shows, and what the filters look at."""
    return {
        "name": badge.name,
        "place": places.badge(badge.slug),
        "image": places.image(badge.slug),
        "description": badge.description,
        "issuers": [organisation_link(context, slug)["name"] for slug in badge.issuers],
        "issuer_slugs": list(badge.issuers),
        "time": context.strings.duration(badge.time),
        "time_step": time_step(badge),
        "level": badge.level.value if badge.level else None,
        "tags": list(badge.tags),
        "prerequisites": len(badge.prerequisites),
        "draft": badge.status is Status.DRAFT,
        "retired": badge.status is Status.RETIRED,
    }


def cards(context: Context, slugs: Iterable[str]) -> list[dict[str, Any]]:
    """Cards of the badges named, each once, in the order named."""
    return [badge_card(context, context.catalogue.badges[slug]) for slug in dict.fromkeys(slugs)]
