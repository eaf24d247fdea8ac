"""How somebody starts with a badge: where to go, when, whom to write to or to ring."""

from __future__ import annotations

from typing import TypedDict

from ..context import Context
from ..model.badge import Achievement
from .data import StartDate
from .dates import start_dates
from .places import map_link


class Starting(TypedDict):
    """``telephone_link`` and ``map`` are addresses to press."""

    url: str | None
    email: str | None
    ask: str | None
    description: str | None
    address: str | None
    map: str | None
    telephone: str | None
    telephone_link: str | None
    dates: list[StartDate]


def starting(context: Context, badge: Achievement) -> Starting:
    start = badge.start
    return {
        "url": start.url,
        "email": start.email,
        "ask": start.askAt,
        "description": start.description,
        "address": ", ".join(part for part in (start.address, start.town) if part) or None,
        "map": map_link(start.address, start.town) if start.address else None,
        "telephone": start.telephone,
        "telephone_link": "tel:" + "".join(one for one in start.telephone if one in "+0123456789")
        if start.telephone
        else None,
        "dates": start_dates(context, badge),
    }
