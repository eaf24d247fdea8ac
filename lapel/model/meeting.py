"""A meeting of the network."""

from __future__ import annotations

import datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

from .record import FileRecord, described, optional
from .scalars import Day, HttpsUrl, Length, Line, Text, refuse
from .vocabulary import MeetingStatus


def _clock(value: Any) -> datetime.time:
    try:
        hours, minutes = (int(part) for part in str(value).split(":"))
        return datetime.time(hours, minutes)
    except ValueError:
        raise refuse(f"is not a time of day: '{str(value)[:20]}' should look like '14:30'") from None


Clock = Annotated[
    datetime.time, BeforeValidator(_clock), WithJsonSchema({"type": "string", "pattern": "^[0-9]{1,2}:[0-9]{2}$"})
]
"""A time of day, hours and minutes, in the network's time zone."""


class Meeting(FileRecord):
    """A meeting file: ``network/meetings/<date>-<slug>.md``. Its Markdown body says what it is about."""

    name: Line = described("What the meeting is called.", "How employers read badges")
    description: Text = described("One sentence: why come.", "Two employers show how they read an application.")
    date: Day = described("The day.", "2027-01-20")
    start: Clock = described("When it starts, in the network's time zone.", "14:00")
    duration: Length = described("How long it lasts.", "1 hour")
    place: Text = described(
        "Where it is, and how to get in without steps.", "Fenmarket Library, Room 2 (lift by the door)"
    )
    url: HttpsUrl | None = optional("A link for people who join online.", "https://meet.example.org/network")
    status: MeetingStatus = Field(
        default=MeetingStatus.PLANNED,
        description="'planned', 'held' or 'cancelled'.",
        examples=["planned"],
    )
