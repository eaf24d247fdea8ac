"""The page of one meeting."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ..model import addresses as places
from ..model.meeting import Meeting
from .page import Context, Page, themed_body


def meeting_card(context: Context, meeting: Meeting) -> dict[str, Any]:
    strings = context.strings
    start = datetime.combine(meeting.date, meeting.start, context.catalogue.network.zone)
    return {
        "name": meeting.name,
        "place": places.meeting(meeting.slug),
        "description": meeting.description,
        "iso": start.isoformat(),
        "when": strings("meeting.when", date=strings.weekday_date(meeting.date), time=strings.clock(meeting.start)),
        "duration": strings.duration(meeting.duration),
        "where": meeting.place,
        "url": meeting.url,
        "status": meeting.status.value,
    }


def meeting_page(context: Context, meeting: Meeting) -> Page:
    here = places.meeting(meeting.slug)
    data = {"title": meeting.name, "description": meeting.description, "meeting": meeting_card(context, meeting)}
    body = themed_body(meeting.body, meeting.source, here)
    return Page(here, "meeting", data, body, meeting.source)
