"""Meetings as iCalendar (RFC 5545, RFC 7986), published for everyone (RFC 5546, section 3.2.1)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import icalendar

from ..model import paths
from ..model.addresses import Addresses
from ..model.catalogue import Catalogue
from ..model.meeting import Meeting
from ..model.vocabulary import MeetingStatus
from .time_zone import time_zone

EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
"""SEQUENCE counts seconds from here: it grows with every change, and fits into 31 bits until 2088."""


@dataclass(frozen=True)
class Words:
    """What an entry says in words, in the network's language."""

    summary: str
    description: str


def uid(meeting: Meeting, addresses: Addresses) -> str:
    """The same for the same address, whatever else of a meeting changes."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, addresses(paths.meeting(meeting.slug))))


def calendar(catalogue: Catalogue, meetings: Iterable[tuple[Meeting, Words]], addresses: Addresses, path: str) -> bytes:
    """A calendar of these meetings; ``path`` is where it is published. A cancelled meeting stays, as cancelled."""
    network, meetings = catalogue.network, list(meetings)
    made = icalendar.Calendar()
    made.add("prodid", "-//Lapel//Badge network//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("name", icalendar.vText(network.name))
    made.add("x-wr-calname", icalendar.vText(network.name))
    made.add("x-wr-timezone", network.timeZone)
    made.add("url", addresses(paths.MEETINGS), {"VALUE": "URI"})
    made.add("source", addresses(path), {"VALUE": "URI"})
    made.add("refresh-interval", timedelta(days=1), {"VALUE": "DURATION"})
    made.add("x-published-ttl", "P1D")
    # A calendar holds one part at least, so an empty one has its time zone.
    years = [meeting.date.year for meeting, _ in meetings] or [EPOCH.year]
    first, last = datetime(min(years), 1, 1, tzinfo=UTC), datetime(max(years) + 1, 12, 31, tzinfo=UTC)
    made.add_component(time_zone(network.zone, first - timedelta(days=1), last))
    for meeting, words in meetings:
        made.add_component(_event(catalogue, meeting, words, addresses))
    return bytes(made.to_ical())


def _event(catalogue: Catalogue, meeting: Meeting, words: Words, addresses: Addresses) -> icalendar.Event:
    network = catalogue.network
    # The network's own file counts, too: its time zone moves every meeting.
    changed = max(catalogue.changed.get(source, EPOCH) for source in (meeting.source, network.source))
    event = icalendar.Event()
    event.add("uid", uid(meeting, addresses))
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("sequence", max(0, int((changed - EPOCH).total_seconds())))
    event.add("dtstart", meeting.begins(network.zone))
    event.add("dtend", meeting.ends(network.zone))
    event.add("summary", words.summary)
    event.add("description", words.description)
    event.add("status", "CANCELLED" if meeting.status is MeetingStatus.CANCELLED else "CONFIRMED")
    event.add("url", addresses(paths.meeting(meeting.slug)), {"VALUE": "URI"})
    if meeting.place:
        event.add("location", meeting.place)
    if meeting.url:
        features: dict[str, Any] = {"VALUE": "URI", "FEATURE": ["AUDIO", "VIDEO"]}
        event.add("conference", meeting.url, features)
    organiser = icalendar.vCalAddress(f"mailto:{network.email}")
    organiser.params["CN"] = icalendar.vText(network.name)
    event.add("organizer", organiser)
    return event
