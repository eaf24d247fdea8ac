"""The part of the stream that the network's life makes: calendars, the feed, the map's page, the figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time

from .context import Context
from .documents.feed import Entry, feed
from .documents.meeting_calendar import EPOCH, Words, calendar
from .model import paths
from .model.figures import Figures
from .model.meeting import Meeting
from .model.system_map import SystemMap
from .model.vocabulary import MeetingStatus, Status
from .pages.figures import figures_page
from .pages.map import map_page
from .pages.page import Page, has_meetings
from .pages.text import newest
from .pictures.chart import Bar, bar_chart
from .pictures.system_map import narrow_map, wide_map
from .stream import OutputFile


def network_files(context: Context, today: date, more: Iterable[Entry] = (), prefix: str = "") -> Iterator[OutputFile]:
    """Calendars and the feed, which tells of ``more`` too. ``prefix`` stands before the paths of a further language."""
    catalogue, addresses = context.catalogue, context.addresses
    worded = [(meeting, _words(context, meeting, prefix)) for meeting in catalogue.meetings.values()]
    if has_meetings(catalogue):
        path = f"{prefix}{paths.CALENDAR}"
        yield OutputFile(path, calendar(catalogue, worded, addresses, path))
    for meeting, words in worded:
        path = f"{prefix}{paths.meeting_calendar(meeting.slug)}"
        yield OutputFile(path, calendar(catalogue, [(meeting, words)], addresses, path), meeting.source)
    yield OutputFile(f"{prefix}{paths.FEED}", feed(catalogue, [*_entries(context, today), *more], addresses, prefix))


def _title(context: Context, meeting: Meeting) -> str:
    cancelled = meeting.status is MeetingStatus.CANCELLED
    return context.strings("calendar.cancelled", name=meeting.name) if cancelled else meeting.name


def _words(context: Context, meeting: Meeting, prefix: str) -> Words:
    strings = context.strings
    agenda = [strings("calendar.agenda"), *(f"- {line}" for line in meeting.agenda)] if meeting.agenda else []
    facts = [
        (strings("meeting.audience"), meeting.audience),
        (strings("meeting.directions"), meeting.directions),
        (strings("meeting.step_free"), meeting.stepFree),
        (strings("meeting.online"), meeting.url),
    ]
    lines = [
        meeting.description,
        *(f"{label}: {text}" for label, text in facts if text),
        *agenda,
        context.addresses(f"{prefix}{paths.meeting(meeting.slug)}"),
    ]
    return Words(_title(context, meeting), "\n".join(lines))


def _entries(context: Context, today: date) -> list[Entry]:
    """Meetings, active badges and news, as a feed tells of them."""
    strings, catalogue, zone = context.strings, context.catalogue, context.catalogue.network.zone

    def changed(source: str) -> datetime:
        return catalogue.changed.get(source, EPOCH)

    found = []
    for meeting in catalogue.meetings.values():
        when = strings("meeting.when", date=strings.weekday_date(meeting.date), time=strings.clock(meeting.start))
        title = _title(context, meeting)
        text = f"{when}. {meeting.description}"
        path = paths.meeting(meeting.slug)
        found.append(Entry(strings("feed.meeting", name=title), path, text, "meeting", changed(meeting.source)))
    for badge in catalogue.badges.values():
        if badge.status is Status.ACTIVE:
            title, path = strings("feed.badge", name=badge.name), paths.badge(badge.slug)
            found.append(Entry(title, path, badge.description, "badge", changed(badge.source)))
    for piece in newest(context, today):
        # News belongs to its day, however often its file is touched.
        day = datetime.combine(piece.date, time(9), zone).astimezone(UTC)
        found.append(Entry(piece.title, paths.news(piece.slug), piece.description, "news", day, day))
    return found


def system_map_page(context: Context, drawing: SystemMap) -> Page:
    """The page of the map with its two pictures."""
    strings, names = context.strings, drawing.names
    title = strings("map.picture", title=drawing.title)
    description = " ".join(
        strings("map.arrow", name=group.name, targets=strings.listing([names[target] for target in group.leadsTo]))
        for group in drawing.groups
        if group.leadsTo
    )
    way = strings.direction
    pictures = (draw(drawing, title, description, way) for draw in (wide_map, narrow_map))
    return map_page(context, drawing, *pictures)


def drawn_figures_page(context: Context, made: Figures, today: date) -> Page:
    """The page of figures with its charts."""

    def draw(name: str, title: str, rows: list[tuple[str, int, str]]) -> str:
        return bar_chart(
            name, title, [Bar(*row) for row in rows], context.strings("figures.chart_text"), context.strings.direction
        )

    return figures_page(context, made, draw, today)
