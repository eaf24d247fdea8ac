"""A time zone as iCalendar tells it: VTIMEZONE (RFC 5545, section 3.6.5).

The calendar library can make one too (icalendar 7.3), but it writes a change to summer time as the hour after it,
where the RFC wants the hour before. Whoever relies on the zone in the file would be an hour off in that hour.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import icalendar

_DAY = timedelta(days=1)


def transitions(zone: ZoneInfo, first: datetime, last: datetime) -> Iterator[datetime]:
    """The moments (UTC, to the second) between two moments at which the offset or the name of the time changes."""
    moment = first
    while moment < last:
        following = min(moment + _DAY, last)
        if _state(zone, moment) != _state(zone, following):
            low, high = moment, following  # one change a day: no zone has two
            while high - low > timedelta(seconds=1):
                middle = low + (high - low) // 2
                middle = middle.replace(microsecond=0)
                low, high = (middle, high) if _state(zone, middle) == _state(zone, low) else (low, middle)
            yield high
        moment = following


def _state(zone: ZoneInfo, moment: datetime) -> tuple[timedelta, str]:
    local = moment.astimezone(zone)
    return local.utcoffset() or timedelta(), local.tzname() or ""


@lru_cache(maxsize=64)
def time_zone(zone: ZoneInfo, first: datetime, last: datetime) -> icalendar.Timezone:
    """The zone for events between two moments (UTC).

    Each change is a part of its own: some readers forget the first onset of a part that lists further ones.
    """
    made = icalendar.Timezone()
    made.add("tzid", zone.key)
    before, _ = _state(zone, first)
    for moment in (first, *transitions(zone, first, last)):
        after, name = _state(zone, moment)
        summer = bool(moment.astimezone(zone).dst())
        part = icalendar.TimezoneDaylight() if summer else icalendar.TimezoneStandard()
        # An onset is written in the local time that ends there.
        part.add("dtstart", (moment + before).replace(tzinfo=None))
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        part.add("tzname", name)
        made.add_component(part)
        before = after
    return made
