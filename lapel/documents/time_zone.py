"""A time zone as iCalendar tells it: VTIMEZONE (RFC 5545, section 3.6.5).

The calendar library can make one too (icalendar 7.3), but it writes a change to summer time as the hour after it,
where the RFC wants the hour before. Whoever relies on the zone in the file would be an hour off in that hour.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
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


def time_zone(zone: ZoneInfo, first: datetime, last: datetime) -> icalendar.Timezone:
    """The zone for events between two moments (UTC)."""
    made = icalendar.Timezone()
    made.add("tzid", zone.key)
    before, name = _state(zone, first)
    made.add_component(_observance(zone, first, before, before, name, [(first + before).replace(tzinfo=None)]))
    kinds: dict[tuple[timedelta, timedelta, str], list[datetime]] = {}
    for moment in transitions(zone, first, last):
        after, name = _state(zone, moment)
        kinds.setdefault((before, after, name), []).append((moment + before).replace(tzinfo=None))
        before = after
    for (before, after, name), onsets in kinds.items():
        begins = onsets[0].replace(tzinfo=UTC) - before
        made.add_component(_observance(zone, begins, before, after, name, onsets))
    return made


def _observance(
    zone: ZoneInfo, begins: datetime, before: timedelta, after: timedelta, name: str, onsets: list[datetime]
) -> icalendar.TimezoneStandard | icalendar.TimezoneDaylight:
    """One kind of time: its onsets are written in the local time that ends there."""
    summer = bool(begins.astimezone(zone).dst())
    made = icalendar.TimezoneDaylight() if summer else icalendar.TimezoneStandard()
    made.add("dtstart", onsets[0])
    if onsets[1:]:
        made.add("rdate", onsets[1:])
    made.add("tzoffsetfrom", before)
    made.add("tzoffsetto", after)
    made.add("tzname", name)
    return made
