"""Days that pages name: a page that is read later shows only those to come."""

from __future__ import annotations

from datetime import date, datetime, time

from ..context import Context
from ..model.badge import Achievement
from .data import StartDate

MOST = 6
"""How many days to begin on a page holds; a reader sees the next."""


def end_of_day(context: Context, day: date) -> str:
    """The last second of a day in the network's time zone, for the script."""
    return datetime.combine(day, time(23, 59, 59), context.catalogue.network.zone).isoformat()


def start_dates(context: Context, badge: Achievement) -> list[StartDate]:
    """The next days on which one can begin. A page that is read later shows only those to come."""
    days = sorted(day for day in badge.start.dates if day >= context.today)[:MOST]
    return [
        {"iso": day.isoformat(), "when": context.strings.weekday_date(day), "ends": end_of_day(context, day)}
        for day in days
    ]
