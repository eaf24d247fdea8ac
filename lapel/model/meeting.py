"""A meeting of the network."""

from __future__ import annotations

import datetime
import re
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, WithJsonSchema, model_validator

from .duration import Duration
from .record import FileRecord, Record, described, many, optional
from .scalars import WORDS, Day, HttpsUrl, Length, Line, Phrase, PlainText, Sentence, Slug, Text, clean_text, refuse
from .vocabulary import MeetingStatus

LONGEST = 14 * 1440
"""Minutes. What is longer is a course and not a meeting."""


def _clock(value: Any) -> datetime.time:
    try:
        if re.fullmatch(r"[0-9]{1,2}:[0-9]{2}", str(value)):
            hours, minutes = (int(part) for part in str(value).split(":"))
            return datetime.time(hours, minutes)
        raise ValueError(value)
    except ValueError:
        raise refuse(f"is not a time of day: '{str(value)[:20]}' should look like '14:30'") from None


# An editor that reads YAML 1.1 takes 14:00 for a number in base 60, and 14:00 is what people write.
_CLOCK_SCHEMA = {"type": ["string", "integer"], "pattern": "^[0-9]{1,2}:[0-9]{2}$"}

Clock = Annotated[datetime.time, BeforeValidator(_clock), WithJsonSchema(_CLOCK_SCHEMA)]
"""A time of day, hours and minutes, in the network's time zone."""

Notes = Annotated[
    str, StringConstraints(max_length=10_000), AfterValidator(clean_text), WithJsonSchema({"type": "string"}), WORDS
]
"""A page or two; an empty line starts a new paragraph."""


class Action(Record):
    """What somebody took on at a meeting."""

    who: Phrase = described("Who does it, by role and not by name.", "The chair")
    what: Sentence = described("What is to be done.", "Ask two employers to the next meeting.")
    by: Day = described("Until when.", "2027-02-28")
    organisation: Slug | None = optional("The member that does it.", "open-door-skills")
    done: Day | None = optional("The day on which it was done.", "2027-02-20")


class Meeting(FileRecord):
    """A meeting file: ``network/meetings/<date>-<slug>.md``. Its Markdown body says what it is about."""

    name: Phrase = described("What the meeting is called.", "How employers read badges")
    description: Sentence = described("One sentence: why come.", "Two employers show how they read an application.")
    date: Day = described("The day.", "2027-01-20")
    start: Clock = described("When it starts, in the network's time zone.", "14:00")
    duration: Length | None = optional("How long it lasts. Give this or 'end'.", "1 hour")
    end: Clock | None = optional("When it ends, on the same day.", "15:00")
    place: PlainText | None = optional("Where it is: name and street.", "Fenmarket Library, Market Square, Room 2")
    town: Line | None = optional("The town of the place.", "Fenmarket")
    directions: Text | None = optional("How to get there.", "Buses 4 and 9 stop outside.")
    stepFree: Text | None = optional("How to get in without steps.", "A lift stands beside the main door.")
    url: HttpsUrl | None = optional("A link for people who join online.", "https://meet.example.org/network")
    subGroup: Slug | None = optional("The sub-group that meets (its id in network.yml).", "everyone")
    chair: Phrase | None = optional("Who leads the meeting, by role and not by name.", "The Skills Development Officer")
    audience: Text | None = optional("Who it is for.", "Everyone who helps newcomers into work.")
    agenda: tuple[Sentence, ...] = many("What happens, one by one.", ["Welcome, and who is new"])
    status: MeetingStatus = Field(
        default=MeetingStatus.PLANNED,
        description="'planned', 'held' or 'cancelled'.",
        examples=["planned"],
    )
    movedFrom: Day | None = optional(
        "The day in the file name, when the meeting was moved to another. The address stays as it was.", "2027-01-13"
    )
    notes: Notes | None = optional("What was said. An empty line starts a new paragraph.", "Twelve people came.")
    decisions: tuple[Sentence, ...] = many("What was decided.", ["We meet every two months."])
    actions: tuple[Action, ...] = many(
        "Who took on what.",
        [{"who": "The chair", "what": "Ask two employers to the next meeting.", "by": "2027-02-28"}],
    )

    @model_validator(mode="after")
    def _has_an_end(self) -> Meeting:
        if self.duration is None and self.end is None:
            raise refuse("does not say how long it lasts: add 'duration', like '1 hour'")
        if self.duration is not None and self.end is not None:
            raise refuse("has 'duration' and 'end': keep one of them")
        if self.end is not None and self.end <= self.start:
            raise refuse(f"ends at {self.end:%H:%M}, before it starts at {self.start:%H:%M}: mend 'start' or 'end'")
        if self.duration and (self.duration.years or self.duration.months or self.duration.total_minutes() > LONGEST):
            raise refuse("lasts longer than 14 days: mend 'duration'")
        return self

    @model_validator(mode="after")
    def _is_somewhere(self) -> Meeting:
        if self.place is None and self.url is None:
            raise refuse("has no place: add 'place', or 'url' for a meeting online")
        return self

    @property
    def length(self) -> Duration:
        """How long it lasts."""
        if self.duration is not None:
            return self.duration
        end = self.end or self.start
        minutes = (end.hour - self.start.hour) * 60 + end.minute - self.start.minute
        return Duration(hours=minutes // 60, minutes=minutes % 60)

    def begins(self, zone: ZoneInfo) -> datetime.datetime:
        """The moment at which it starts."""
        return datetime.datetime.combine(self.date, self.start, zone)

    def ends(self, zone: ZoneInfo) -> datetime.datetime:
        """The moment at which it ends. A length is real time: an hour is an hour when the clocks change, too."""
        if self.end is not None:
            return datetime.datetime.combine(self.date, self.end, zone)
        past = datetime.timedelta(minutes=self.length.total_minutes())
        return (self.begins(zone).astimezone(datetime.UTC) + past).astimezone(zone)


def clock_fault(moment: datetime.datetime) -> str | None:
    """Why a local time cannot be announced: it is skipped, or there are two of it, when the clocks change."""
    early, late = (moment.replace(fold=fold).utcoffset() for fold in (0, 1))
    if early == late:
        return None
    there_and_back = moment.astimezone(datetime.UTC).astimezone(moment.tzinfo)
    return "twice" if there_and_back.replace(tzinfo=None) == moment.replace(tzinfo=None) else "skipped"
