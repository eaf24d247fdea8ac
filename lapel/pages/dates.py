"""Days that pages name: a page that is read later shows only those to come."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from ..context import Context
from ..model.badge import Achievement
from .data import StartDate

MOST = 6
"""How many days to begin on a page holds; a reader sees the next."""


def end_of_day(context: Context, day: date) -> str:
    """The last second of a day in the network's time zone, for the script."""
    return datetime.combine(day, time(23, 59, 59), context.catalogue.network.zone).isoformat()


NEAR = timedelta(days=270)
"""So far ahead nobody needs to be told the year."""


def _when(context: Context, day: date) -> str:
    near = context.today != date.min and day - context.today < NEAR
    return context.strings.near_date(day) if near else context.strings.weekday_date(day)


def start_dates(context: Context, badge: Achievement) -> list[StartDate]:
    """The next days on which one can begin. A page that is read later shows only those to come."""
    days = sorted(day for day in badge.start.dates if day >= context.today)[:MOST]
    return [{"iso": day.isoformat(), "when": _when(context, day), "ends": end_of_day(context, day)} for day in days]
