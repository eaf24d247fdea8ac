"""The network itself, its home page and its guides."""

from __future__ import annotations

from typing import Annotated
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, Field, WithJsonSchema

from .record import FileRecord, described, optional
from .scalars import Email, LanguageTag, Line, Slug, Text, refuse


def _time_zone(value: str) -> str:
    if value not in available_timezones():
        raise refuse(f"is not a time zone: '{value[:40]}' should look like 'Europe/London'")
    return value


TimeZone = Annotated[str, AfterValidator(_time_zone), WithJsonSchema({"type": "string"})]


class Network(FileRecord):
    """The network's own file: ``network/network.yml``."""

    name: Line = described("The name of the network.", "Open Door Badge Network")
    description: Text = described("One sentence: what it is for.", "Badges that help people new to England into work.")
    territory: Line = described("Where it works.", "England")
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
    notice: Text | None = optional("A line at the foot of every page.", "The organisations here are invented.")

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timeZone)


class Home(FileRecord):
    """The home page: ``network/index.md``. Its Markdown body is the introduction."""

    title: Line = described("The title of the page.", "Open Door Badge Network")
    headline: Line = described("The promise, in a few words.", "Show what you can do")
    lead: Text = described("The sentence below it.", "Free badges for people who are new to England.")


class VerifyPage(FileRecord):
    """The page that checks badges: ``network/verify.md``. Its Markdown body stands below the tool."""

    title: Line = described("The title of the page.", "Check a badge")
    lead: Text = described("The sentence below it.", "Drop a badge here and read whether it is genuine.")


class Guide(FileRecord):
    """A page to read: ``network/guides/<slug>.md``."""

    title: Line = described("The title of the page.", "What a badge is")
    description: Text = described("One sentence: what it helps with.", "Read this before your first badge.")
    order: int = Field(default=100, description="Its place in the list, smallest first.", examples=["10"])
