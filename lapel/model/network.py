"""The network itself, its home page and its guides."""

from __future__ import annotations

from typing import Annotated, TypeVar
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, Field, WithJsonSchema, model_validator

from .badge import Image
from .canvas import Canvas, canvas_field
from .organisation import Multikey
from .record import FileRecord, Record, described, many, optional
from .rhythm import Rhythm, Term
from .scalars import Day, Email, HttpsUrl, LanguageTag, Line, Phrase, Sentence, Slug, Text, refuse
from .vocabulary import Audience


def _time_zone(value: str) -> str:
    place = "/" in value and not value.startswith("Etc/")  # 'Etc/GMT+5' lies five hours west, which nobody expects
    if value not in available_timezones() or not (place or value == "UTC"):
        raise refuse(f"is not a time zone: '{value[:40]}' should look like 'Europe/London'")
    return value


TimeZone = Annotated[str, AfterValidator(_time_zone), WithJsonSchema({"type": "string"})]


class KnownNetwork(Record):
    """Another network, and the key of its record: who else serves its address, or an older copy, is noticed."""

    name: Line = described("Its name.", "Hillside Badge Network")
    url: HttpsUrl = described("The address of its site, with a '/' at the end.", "https://hillside.example.org/")
    key: Multikey = described(
        "The key of its record, as 'lapel record show' says it there.",
        "z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi",
    )

    @model_validator(mode="after")
    def _is_a_folder(self) -> KnownNetwork:
        return _whole(self.url, self)


Known = TypeVar("Known")


def _whole(url: str, said: Known) -> Known:
    """An address of a site ends in '/': otherwise it would stand for others that begin with the same letters."""
    if not url.endswith("/"):
        raise refuse(f"has the address '{url[:80]}' without a '/' at its end: add it")
    return said


class Network(FileRecord):
    """The network's own file: ``network/network.yml``. It holds the planning canvas, too."""

    name: Line = described("The name of the network.", "Open Door Badge Network")
    description: Text = described("One sentence: what it is for.", "Badges that help people new to England into work.")
    territory: Phrase = described("Where it works.", "England")
    email: Email = described("The address to write to.", "hello@example.org")
    anchor: Slug = described("The organisation that looks after it.", "open-door-skills")
    timeZone: TimeZone = Field(
        default="Europe/London",
        description="The time zone of its meetings.",
        examples=["Europe/London"],
    )
    inLanguage: LanguageTag = Field(
        default="en-GB", description="The language its pages are written in.", examples=["en-GB"]
    )
    languages: tuple[LanguageTag, ...] = many(
        "The other languages its pages are offered in. What is not translated yet is shown as it is, and says so.",
        ["uk", "ar"],
        max_length=40,
    )
    formerly: tuple[HttpsUrl, ...] = many(
        "The addresses that the site had before, with a '/' at the end. Badges given there stay good.",
        ["https://old.example.org/badges/"],
    )
    recognises: tuple[KnownNetwork, ...] = many(
        "Other networks whose open record is known here, each with the key that signs it.",
        [
            {
                "name": "Hillside Badge Network",
                "url": "https://hillside.example.org/",
                "key": "z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi",
            }
        ],
    )
    closed: Day | None = optional(
        "The day on which it closed: its badges stay good, and no new ones are given. 'lapel close' writes it.",
        "2029-07-21",
    )
    licence: HttpsUrl | None = optional(
        "The licence of its texts and pictures, for whoever wants to use them again.",
        "https://creativecommons.org/licenses/by/4.0/",
    )
    notice: Text | None = optional("A line at the foot of every page.", "The organisations here are invented.")
    term: Term | None = optional(
        "For how long it was started, and when its members decide whether to go on.",
        {"starts": "2026-09-01", "length": "1 year", "review": "2027-07-21"},
    )
    rhythm: Rhythm | None = optional("How often it meets.", {"every": "2 months", "duration": "1 hour"})
    canvas: Canvas = canvas_field()

    @model_validator(mode="after")
    def _addresses_are_whole(self) -> Network:
        for url in self.formerly:
            _whole(url, self)
        return self

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timeZone)


class Home(FileRecord):
    """The home page: ``network/index.md``. Its Markdown body is the introduction."""

    title: Phrase = described("The title of the page.", "Open Door Badge Network")
    headline: Phrase = described("The promise, in a few words.", "Show what you can do")
    lead: Text = described("The sentence below it.", "Free badges for people who are new to England.")


class VerifyPage(FileRecord):
    """The page that checks badges: ``network/verify.md``. Its Markdown body stands below the tool."""

    title: Phrase = described("The title of the page.", "Check a badge")
    lead: Text = described("The sentence below it.", "Drop a badge here and read whether it is genuine.")


class GuideStep(Record):
    """A step of a guide that is a checklist: the reader ticks it and writes notes beside it."""

    name: Phrase = described("What to do, in a few words.", "Agree with your team")
    description: Text = described("What that means.", "Everyone who will work with badges knows why.")
    questions: tuple[Sentence, ...] = many("Questions that help.", ["Who has to say yes?"])


class Help(Record):
    """Where a guide for helpers speaks of what a badge page leads to: the parts behind '#' in its address."""

    time: Line = described("The heading about the time to allow.", "allow-enough-time")
    discussion: Line = described("The heading about talking it over.", "make-room-to-talk")
    evidence: Line = described("The heading about evidence.", "read-the-evidence-before-it-is-sent")


class Highlight(Record):
    """A number that stands large on a page."""

    value: Line = described("The number.", "42%")
    description: Sentence = described("What it counts.", "of earners downloaded and accepted their badge")


class Quote(Record):
    """What somebody said, set apart from the text."""

    text: Sentence = described("The words.", "People feel that they really achieved something.")
    by: Phrase = described("Who said it.", "The community trainer")


class Guide(FileRecord):
    """A page to read: ``network/guides/<slug>.md``."""

    title: Phrase = described("The title of the page.", "What a badge is")
    description: Sentence = described("One sentence: what it helps with.", "Read this before your first badge.")
    order: int = Field(default=100, description="Its place in the list, smallest first.", examples=["10"])
    audience: Audience = Field(
        default=Audience.EVERYONE,
        description="'everyone', 'starters', 'helpers' or 'employers'. Other pages lead to the first guide for each.",
        examples=["everyone"],
    )
    image: Image | None = optional("A picture: an SVG beside the file.", {"id": "start.svg", "caption": "A shield"})
    highlight: Highlight | None = optional(
        "A number that stands large at the top.", {"value": "42%", "description": "of earners accepted their badge"}
    )
    quote: Quote | None = optional("Words set apart from the text.", {"text": "It was worth it.", "by": "A trainer"})
    pathway: Slug | None = optional("The pathway that the page tells of; it is drawn there.", "introduction-to-work")
    video: HttpsUrl | None = optional("A film on another site that tells the same.", "https://www.example.org/film")
    steps: tuple[GuideStep, ...] = many(
        "Steps to tick. They make the page a checklist.",
        [{"name": "Agree with your team", "description": "Everyone knows why."}],
    )
    help: Help | None = optional(
        "Which headings of it badge pages lead to (audience 'helpers').",
        {"time": "allow-enough-time", "discussion": "make-room-to-talk", "evidence": "read-the-evidence"},
    )


class News(FileRecord):
    """A piece of news: ``network/news/<date>-<slug>.md``. Its Markdown body is the news."""

    title: Phrase = described("The headline.", "Larkfield Foods joins the network")
    description: Sentence = described("The news in one sentence.", "A food maker promises interviews to badge holders.")
    date: Day = described("The day it was published.", "2026-11-02")
