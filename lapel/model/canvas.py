"""The planning canvas of a badge network: why it exists, who is in it, how it works, what it reaches for.

Every heading may be empty for a while; ``question`` in each field is what a planner asks, and what
``lapel new`` asks in a terminal.
"""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field, model_validator

from .record import Record, described, many, optional
from .scalars import Day, Phrase, Slug, Text, refuse
from .vocabulary import Counted


class Representation(Record):
    """Who is in the network, seen from the three sides of a badge."""

    earners: Text | None = optional("Who earns badges, or speaks for those who do.", "Migrants, and groups they run")
    issuers: Text | None = optional("Who gives badges.", "Charities and colleges that teach what newcomers need")
    consumers: Text | None = optional("Who reads badges and acts on them.", "Employers who promised to hire newcomers")


class SubGroup(Record):
    """A group inside the network, with meetings of its own or without."""

    id: Slug = described("A short name; meetings use it.", "everyone")
    name: Phrase = described("What the group is called.", "The whole network")
    lead: Phrase = described("Who leads it, by role.", "The Skills Development Officer of Open Door Skills")
    description: Text | None = optional("What it is for.", "We begin as one group.")


class Figure(Record):
    """What was measured on one day."""

    date: Day = described("The day of the count.", "2027-01-31")
    value: Phrase = described("What was counted, in a few words.", "14 people")
    number: int | None = optional("The same as a plain number, to draw how far it is to the goal.", "14", ge=0)


class Measure(Record):
    """A sign of success, with what the network wants to reach."""

    name: Phrase = described("What is measured.", "Meetings with an earner, an issuer and an employer in the room")
    target: Phrase = described("What the network wants to reach.", "All six meetings of the year")
    goal: int | None = optional("The same as a plain number.", "6", ge=1)
    counts: Counted | None = optional(
        "What the site counts by itself, instead of 'figures': 'badges-given', 'employers-recognising' or "
        "'meetings-held'.",
        "badges-given",
    )
    figures: tuple[Figure, ...] = many("What was measured, by date.", [{"date": "2027-01-31", "value": "3 of 3"}])

    @model_validator(mode="after")
    def _has_one_source(self) -> Measure:
        if self.counts and self.figures:
            raise refuse("has 'counts' and 'figures', so that two numbers could disagree: keep one of them")
        return self


class Invited(Record):
    """Who should be asked to join first, by role; nobody here is a member yet."""

    earners: tuple[Phrase, ...] = many("People or groups who earn badges.", ["Refugee football club"])
    issuers: tuple[Phrase, ...] = many("Organisations that could give badges.", ["The college"])
    consumers: tuple[Phrase, ...] = many("Organisations that could recognise badges.", ["The hospital"])


def heading(description: str, example: str, question: str) -> str:
    """A heading of the canvas that holds a text."""
    text: str = optional(description, example, json_schema_extra={"question": question})
    return text


def headings(description: str, example: list[str], question: str) -> tuple[str, ...]:
    """A heading of the canvas that holds a list of texts."""
    texts: tuple[str, ...] = many(description, example, json_schema_extra={"question": question})
    return texts


class Canvas(Record):
    """The headings of the canvas. The territory stands beside it, in the network's own file."""

    drivers: tuple[Text, ...] = headings(
        "What made us start: the need for badges, the problem in this place.",
        ["Newcomers have skills that no certificate shows."],
        "Which need or problem made you start?",
    )
    businessStrategy: Text | None = heading(
        "How it helps its members to do their own work.",
        "It helps us find work for the people we support.",
        "How does the network help its members to do their own work?",
    )
    policyStrategy: Text | None = heading(
        "What it does for the public good, or for a group that is left out.",
        "It helps newcomers to settle and to find good work.",
        "What does it do for the public good, or for a group that is left out?",
    )
    existingResources: Text | None = heading(
        "What is there already: partners, contacts, money.",
        "We know forty agencies. There is no money for now.",
        "What do you have already: partners, contacts, money?",
    )
    commitment: Text | None = heading(
        "How much time and what else is given to it.",
        "One day a month, for meetings and for this site.",
        "How much time can you give it?",
    )
    representation: Representation | None = optional(
        "Who is in the network.",
        {"earners": "Migrants", "issuers": "Charities", "consumers": "Employers"},
        json_schema_extra={"question": "Who is in the network?"},
    )
    communication: Text | None = heading(
        "How, where and when it meets and keeps in touch.",
        "Every two months, for an hour, in one room.",
        "How, where and when does it meet and keep in touch?",
    )
    engagement: tuple[Text, ...] = headings(
        "How members are brought in and kept.",
        ["We ring the agencies that we know."],
        "How do you bring members in and keep them?",
    )
    structure: Text | None = heading(
        "What it is built around: a subject, a tool, a place.",
        "It is about badges that matter to newcomers in England.",
        "What is it built around: a subject, a tool, a place?",
    )
    subGroups: tuple[SubGroup, ...] = many(
        "Its groups, and who leads them.",
        [{"id": "everyone", "name": "The whole network", "lead": "The Skills Development Officer"}],
        json_schema_extra={"question": "Who leads it?"},
    )
    principles: tuple[Text, ...] = headings(
        "What it stands for.", ["It is open to everyone who helps."], "What does it stand for?"
    )
    awareness: tuple[Text, ...] = headings(
        "How people learn what it is, and what it can do for them.",
        ["This site tells when we meet."],
        "How will people learn what it is and what it can do for them?",
    )
    success: tuple[Measure, ...] = many(
        "What success looks like: each sign of it with a target, and what was measured so far.",
        [{"name": "People in work after showing a badge", "target": "20 in the first year"}],
        json_schema_extra={"question": "How will you see that it works?"},
    )
    members: Invited | None = optional(
        "Who should be asked to join first. Members have files of their own in network/organisations.",
        {"earners": ["Refugee football club"]},
        json_schema_extra={"question": "Whom do you want to ask first?"},
    )

    def empty(self) -> Iterator[tuple[str, str]]:
        """The headings that nobody has filled in: key, and the question that it answers."""
        for key, field in type(self).model_fields.items():
            value = getattr(self, key)
            if not value or (isinstance(value, Record) and not any(value.model_dump().values())):
                extra = field.json_schema_extra
                yield key, str(extra["question"]) if isinstance(extra, dict) else ""

    @model_validator(mode="after")
    def _groups_have_their_own_names(self) -> Canvas:
        names = [group.id for group in self.subGroups]
        for name in names:
            if names.count(name) > 1:
                raise refuse(f"has two sub-groups with the id '{name}': give each its own")
        return self


NO_CANVAS = Canvas()


def canvas_field() -> Canvas:
    """The canvas as a part of the network's file."""
    field: Canvas = Field(
        default=NO_CANVAS,
        description="The planning canvas: why the network exists and how it works.",
        examples=[{"commitment": "One day a month."}],
    )
    return field
