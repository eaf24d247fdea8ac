"""The list of meetings: to come, expected, past. The build's order is what a reader without scripts sees."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import islice

from ..context import Context
from ..model import paths
from ..model.duration import Duration, later
from ..model.meeting import Meeting
from ..model.rhythm import Rhythm
from ..model.vocabulary import MeetingStatus
from .data import ExpectedMeeting, Head, MeetingCard
from .dates import end_of_day
from .meeting import meeting_card
from .page import Page

EXPECTED = 12
"""How many dates to be confirmed a page holds; a reader sees the next three."""
SHOWN = 3
AHEAD = 12
"""How many planned meetings stand in a page that shows one of them."""


class MeetingsPage(Head):
    rhythm: str | None
    coming: list[MeetingCard]
    cancelled: list[MeetingCard]
    expected: list[ExpectedMeeting]
    shown: int
    past: list[MeetingCard]
    calendar: str
    webcal: str
    address: str
    has_actions: bool


def coming(context: Context, today: date) -> list[Meeting]:
    """The meetings of today and later, the next first. Cancelled ones are among them, and say so."""
    found = [
        meeting
        for meeting in context.catalogue.meetings.values()
        if meeting.status is not MeetingStatus.HELD and meeting.ends(context.catalogue.network.zone).date() >= today
    ]
    return sorted(found, key=lambda meeting: (meeting.date, meeting.start))


def next_meetings(context: Context, today: date) -> list[MeetingCard]:
    """Cards of the next planned meetings: the script shows the first that is not over, however old the page is."""
    planned = [meeting for meeting in coming(context, today) if meeting.status is MeetingStatus.PLANNED]
    return [meeting_card(context, meeting) for meeting in planned[:AHEAD]]


def expected(context: Context, today: date) -> Iterator[ExpectedMeeting]:
    """When meetings without a date are to be expected by the network's rhythm: until its term ends, or for ever."""
    network, strings = context.catalogue.network, context.strings
    rhythm = network.rhythm
    if rhythm is None:
        return
    groups = [group.id for group in network.canvas.subGroups]
    main = (None, *groups[:1])  # a smaller group has a rhythm of its own
    held = (one for one in context.catalogue.meetings.values() if one.status is not MeetingStatus.CANCELLED)
    dates = [one.date for one in held if one.subGroup in main]
    first = rhythm.since or min(dates, default=network.term.starts if network.term else today)
    for day in rhythm.days(first, today):
        if network.term and day > network.term.ends:
            return
        if _is_taken(rhythm, day, dates):
            continue
        if rhythm.in_months:
            end = later(day.replace(day=1), Duration(months=1)) - timedelta(days=1)
            yield {"iso": f"{day:%Y-%m}", "when": strings.month(day), "ends": end_of_day(context, end)}
        else:
            when = strings("date.around", date=strings.date(day))
            yield {"iso": day.isoformat(), "when": when, "ends": end_of_day(context, day)}


def _is_taken(rhythm: Rhythm, day: date, dates: Iterable[date]) -> bool:
    """Whether there is a meeting around an expected day: in its month, or nearer to it than half a step."""
    if rhythm.in_months:
        return any((one.year, one.month) == (day.year, day.month) for one in dates)
    half = rhythm.every.total_minutes() // 1440 / 2
    return any(abs((one - day).days) < half for one in dates)


def meetings_page(context: Context, today: date) -> Page:
    strings, network = context.strings, context.catalogue.network
    to_come = coming(context, today)
    upcoming = {meeting.slug for meeting in to_come}
    past = sorted(
        (meeting for meeting in context.catalogue.meetings.values() if meeting.slug not in upcoming),
        key=lambda meeting: (meeting.date, meeting.start),
        reverse=True,
    )
    rhythm = None
    if network.rhythm:
        every, length = strings.every(network.rhythm.every), strings.duration(network.rhythm.duration)
        rhythm = strings("meetings.rhythm", every=every)
        if length:
            rhythm = strings("meetings.rhythm_long", every=every, duration=length)
        if network.rhythm.form:
            rhythm += f" {network.rhythm.form}."
    data: MeetingsPage = {
        "title": strings("meetings.title"),
        "description": strings("meetings.description"),
        "rhythm": rhythm,
        "coming": [meeting_card(context, one) for one in to_come if one.status is not MeetingStatus.CANCELLED],
        "cancelled": [meeting_card(context, one) for one in to_come if one.status is MeetingStatus.CANCELLED],
        "expected": list(islice(expected(context, today), EXPECTED)),
        "shown": SHOWN,
        "past": [meeting_card(context, meeting) for meeting in past],
        "calendar": paths.CALENDAR,
        "webcal": "webcal:" + context.addresses(paths.CALENDAR).partition(":")[2],
        "address": context.addresses(paths.CALENDAR),
        "has_actions": any(meeting.actions for meeting in context.catalogue.meetings.values()),
    }
    return Page(paths.MEETINGS, "meetings", data)
