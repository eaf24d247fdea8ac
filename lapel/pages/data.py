"""What templates are given: the shapes that more than one kind of page shows.

A kind of page declares its own data beside the function that makes it; mypy holds the two together, and the strict
environment (:mod:`.html`) holds the templates to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NotRequired, TypedDict

Document = Mapping[str, Any]
"""JSON of a standard (schema.org, a signed credential), whose shape its specification describes."""


class Head(TypedDict):
    """What every page has: a title, and what search engines and messengers show of it."""

    title: str
    description: NotRequired[str]
    share: NotRequired[str]
    jsonld: NotRequired[Document]


class Link(TypedDict):
    """``path`` is where it leads, from the root of the site."""

    name: str
    path: str


class OrganisationLink(Link):
    slug: str


class FacetData(TypedDict):
    """What one filter looks at on a card. ``single``: there is one value at most."""

    name: str
    values: list[str]
    single: bool


class Fact(TypedDict):
    label: str
    words: str


class StoryCard(Link):
    """What somebody did with a badge, in one sentence of their own."""

    person: str
    quote: str
    notice: str | None
    badges: list[Link]
    image: str | None


class StartDate(TypedDict):
    """A day on which one can begin; ``ends`` is the last moment of it."""

    iso: str
    when: str
    ends: str


class BadgeCard(Link):
    """A card of a badge. ``recognised`` counts the organisations that look for it; ``dates`` are days to begin on."""

    image: str
    description: str
    issuers: list[str]
    time: str | None
    facets: list[FacetData]
    facts: list[str]
    prerequisites: int
    recognised: int
    dates: list[StartDate]
    draft: bool
    retired: bool


class TextCard(Link):
    """A card with lines and small pictures: of a pathway, a guide."""

    description: str
    notes: list[str]
    images: list[str]
    completion_image: NotRequired[str | None]


class Filter(TypedDict):
    """``choices`` are pairs of a value and its words."""

    name: str
    choices: list[tuple[str, str]]


class Said(TypedDict):
    """What another organisation says of a badge or an award."""

    by: OrganisationLink
    date: str
    text: str
    path: str


class MeetingCard(Link):
    """``iso`` and ``ends`` are moments with their offset, for the script that knows what day it is."""

    description: str
    iso: str
    ends: str
    when: str
    duration: str | None
    where: str
    place_name: str | None
    map: str | None
    step_free: str | None
    url: str | None
    status: str
    moved: str | None
    audience: str | None
    agenda: list[str]
    calendar: str


class ExpectedMeeting(TypedDict):
    """A day or a month to come, without a date yet."""

    iso: str
    when: str
    ends: str


class Measured(TypedDict):
    date: str
    value: str


class Progress(TypedDict):
    """How far it is to a goal; ``share`` is 0 to 100."""

    share: int
    words: str


class MeasureRow(TypedDict):
    """A sign of success, its target, and what was measured, the newest first."""

    name: str
    target: str
    figures: list[Measured]
    progress: Progress | None
