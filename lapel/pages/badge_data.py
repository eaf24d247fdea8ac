"""What the templates of a badge's page and of its poster are given."""

from __future__ import annotations

from typing import TypedDict

from .data import BadgeCard, Document, FacetData, Fact, Head, Link, OrganisationLink, Said, StoryCard
from .starting import Starting


class Activity(TypedDict):
    """``discussion`` says with whom to talk; None when nobody has to."""

    name: str
    time: str | None
    discussion: str | None


class Retired(TypedDict):
    date: str
    successor: BadgeCard | None


class EvidenceItem(TypedDict):
    genre: str
    description: str
    must_show: list[str]
    must_not_contain: list[str]


class Resubmission(TypedDict):
    allowed: bool
    turnaround: str | None
    description: str | None


class AssessmentData(TypedDict):
    """``again`` is None where nothing is said of a second try."""

    method: str
    assessor: str
    turnaround: str | None
    again: Resubmission | None


class PathwayLink(Link):
    sentence: str


class BadgeData(TypedDict):
    """``language`` is that of the badge's own words, where it is another than the page's; ``address`` is absolute,
    every other place a path from the root of the site."""

    slug: str
    path: str
    image: str
    large_image: str
    caption: str
    language: str | None
    type: str
    status: str
    retired: Retired | None
    issuers: list[OrganisationLink]
    creator: OrganisationLink | None
    has_criteria: bool
    activities: list[Activity]
    time: str | None
    cost: str
    help_in: str | None
    validity: str | None
    facts: list[Fact]
    facets: list[FacetData]
    tags: list[str]
    prerequisites: list[BadgeCard]
    evidence: list[EvidenceItem]
    assessment: AssessmentData
    limits: list[str]
    start: Starting
    alignment: list[Document]
    pathways: list[PathwayLink]
    leads_to: list[BadgeCard]
    related: list[BadgeCard]
    recognised_by: list[OrganisationLink]
    helping: str | None
    held: str | None
    stories: list[StoryCard]
    invitation: str | None
    said: list[Said]
    qr: str
    qr_png: str
    poster: str
    address: str
    machine: list[Link]


class BadgePage(Head):
    badge: BadgeData


class SecondPoster(TypedDict):
    """What a poster says in a second language."""

    language: str
    direction: str
    name: str
    description: str
    do: str
    activities: list[str]
    scan: str


class PosterData(TypedDict):
    """``size`` is the class of a poster with much text."""

    name: str
    description: str
    image: str
    caption: str
    issuers: list[str]
    language: str | None
    retired: bool
    notice: str | None
    activities: list[str]
    more: int
    time: str | None
    cost: str
    qr: str
    back: str
    address: str
    start: str | None
    second: SecondPoster | None
    size: str


class PosterPage(Head):
    poster: PosterData
