"""A badge: what can be earned (`Achievement` of Open Badges 3.0, `BadgeClass` of Open Badges 2.0)."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from .duration import Duration
from .record import FileRecord, Record, described, many, optional
from .scalars import (
    Day,
    Email,
    HttpsUrl,
    LanguageTag,
    Length,
    Line,
    Phrase,
    PlainText,
    Sentence,
    Slug,
    Text,
    Title,
    YesNo,
    refuse,
)
from .vocabulary import ACHIEVEMENT_TYPES, ALIGNMENT_TARGET_TYPES, Discussion, EvidenceGenre, Level, Status


def _one_of(names: tuple[str, ...]) -> AfterValidator:
    def check(value: str) -> str:
        if value in names or value.startswith("ext:"):
            return value
        from difflib import get_close_matches

        near = get_close_matches(value, names, n=1, cutoff=0.0)[0]
        raise refuse(f"cannot be '{value[:40]}': did you mean '{near}'? (your own word starts with 'ext:')")

    return AfterValidator(check)


AchievementType = Annotated[str, _one_of(ACHIEVEMENT_TYPES), Field(json_schema_extra={"examples": ["Badge"]})]
TargetType = Annotated[str, _one_of(ALIGNMENT_TARGET_TYPES), Field(json_schema_extra={"examples": ["CTDL"]})]


class Image(Record):
    """A picture and the words for whoever cannot see it (`Image` of Open Badges 3.0)."""

    id: Line = Field(
        default="image.svg",
        description="The file name of the picture, in the folder of this file. An SVG of 512 KiB at most.",
        examples=["image.svg"],
    )
    caption: Phrase = described(
        "The text alternative: what the picture shows, for people who cannot see it.",
        "A green shield with an open door",
    )


class Activity(Record):
    """One thing that an earner does."""

    name: Sentence = described(
        "What the earner does, as an order: start with a verb.", "Write down three things you do well."
    )
    timeRequired: Length | None = optional("How long it takes.", "45 minutes")
    discussion: Discussion = Field(
        default=Discussion.NONE,
        description="With whom it must be talked over.",
        examples=["colleagues"],
    )


class EvidenceRequest(Record):
    """What an earner sends in or does to show that the work was done."""

    genre: EvidenceGenre = described("What kind of thing it is.", "writing")
    description: Text = described("What to send, and how much of it.", "A page about one week at work.")
    mustShow: tuple[Text, ...] = many("What it must show.", ["What you did yourself"])
    mustNotContain: tuple[Text, ...] = many("What it must not contain.", ["Names or details that show who somebody is"])


class Resubmission(Record):
    """Whether and how somebody may try again."""

    allowed: YesNo = described("Whether an earner may send evidence again.", "yes")
    turnaround: Length | None = optional("How long the second look takes at most.", "28 days")
    description: Text | None = optional("What happens in between.", "You get written advice first.")


class Assessment(Record):
    """How a badge is judged."""

    method: Text = described("How it is judged.", "An assessor reads your evidence against the list above.")
    assessor: Phrase = described("By whom.", "A trained assessor of the awarding organisation")
    turnaround: Length | None = optional("How long the answer takes at most.", "28 days")
    resubmission: Resubmission | None = optional("Whether one may try again.", {"allowed": "yes"})


class Alignment(Record):
    """A node of a framework that the badge is about (`Alignment` of Open Badges)."""

    targetName: Line = described("The name of the node.", "Speaking and listening, Entry Level 2")
    targetUrl: HttpsUrl = described("The address of the node.", "https://www.example.org/framework/sl-e2")
    targetFramework: Line | None = optional("The name of the framework.", "Adult core curriculum")
    targetCode: Line | None = optional("The code of the node in its framework.", "SLc/E2.1")
    targetDescription: PlainText | None = optional("What the node says.", "Speak clearly to be heard.")
    targetType: TargetType | None = optional("The type of the node, in the words of the standard.", "ceasn:Competency")


class Start(Record):
    """How somebody starts. One at least of the first three must be there."""

    url: HttpsUrl | None = optional("An address where one can start.", "https://www.example.org/join")
    email: Email | None = optional("An e-mail address to write to.", "hello@example.org")
    askAt: Text | None = optional("A place or a person to ask.", "The front desk of the library")
    description: Text | None = optional("What happens next.", "You choose a day together.")
    address: Line | None = optional("Where that is: house and street.", "12 Mill Lane")
    town: Line | None = optional("The town of the address.", "Fenmarket")
    telephone: Line | None = optional("A number to ring.", "+44 1632 960123")
    languages: tuple[LanguageTag, ...] = many("The languages in which somebody can help.", ["en", "uk", "ar"])
    dates: tuple[Day, ...] = many("The days on which one can start, if there are such.", ["2027-01-11", "2027-02-08"])

    @model_validator(mode="after")
    def _has_a_town(self) -> Start:
        if self.address and not self.town:
            raise refuse("has an address without a town: add 'town', so that people from elsewhere find it")
        return self

    @model_validator(mode="after")
    def _some_way_in(self) -> Start:
        if not (self.url or self.email or self.askAt):
            raise refuse("says no way to start: add 'url', 'email' or 'askAt'")
        return self


class Achievement(FileRecord):
    """A badge file: ``badges/<slug>/badge.md``. Its Markdown body is the criteria."""

    name: Title = described("The name of the badge. No other badge has it.", "Managing stress")
    description: Sentence = described(
        "One sentence: what the badge says about the person who holds it.",
        "Knows what causes them stress and has tried three ways to lower it.",
    )
    issuers: tuple[Slug, ...] = described(
        "The organisations that may award it (file names in network/organisations, without '.md').",
        ["open-door-skills"],
        min_length=1,
    )
    creator: Slug | None = optional("The organisation that defined it, when it is not the first issuer.", "new-voices")
    status: Status = Field(
        default=Status.ACTIVE,
        description="'draft' (shown only in the local preview), 'active' or 'retired'.",
        examples=["active"],
    )
    retiredDate: Day | None = optional("The day on which it was retired.", "2026-08-31")
    successor: Slug | None = optional("The badge to earn instead of a retired one.", "finding-and-applying-for-jobs")
    image: Image | None = optional(
        "The picture. Without one, a picture in the family look is drawn from the name.",
        {"id": "image.svg", "caption": "A green shield with an open door"},
    )
    achievementType: AchievementType = Field(
        default="Badge",
        description="The type of achievement, from the list of Open Badges 3.0.",
        examples=["CertificateOfCompletion"],
    )
    level: Level | None = optional("How far along the road it is meant for.", "starter")
    tags: tuple[Phrase, ...] = many("Words to find it by.", ["work", "health"], max_length=12)
    inLanguage: LanguageTag | None = optional("The language it is written in, when not the network's.", "en-GB")
    version: Line | None = optional("The version of the criteria.", "1.0")
    activities: tuple[Activity, ...] = described(
        "What an earner does, one by one.",
        [{"name": "Take part in the session.", "timeRequired": "2 hours"}],
        min_length=1,
    )
    timeRequired: Length | None = optional(
        "The time it takes in all. Left out: the times of the activities together.", "3 hours"
    )
    shows: tuple[Sentence, ...] = many(
        "What somebody who holds it has shown, for an employer: each line goes on from 'This person'.",
        ["can say which three habits they want to keep at work."],
        max_length=8,
    )
    prerequisites: tuple[Slug, ...] = many("Badges to earn first.", ["getting-started-with-badges"])
    evidence: tuple[EvidenceRequest, ...] = many(
        "What the earner sends in or does to show it.", [{"genre": "writing", "description": "A page about your week."}]
    )
    assessment: Assessment = described(
        "How and by whom it is judged.", {"method": "The trainer sees you take part.", "assessor": "The trainer"}
    )
    limits: tuple[Text, ...] = many(
        "What this badge does not show.", ["It does not replace training that the law asks for."]
    )
    start: Start = described("How to start.", {"askAt": "The front desk"})
    cost: Phrase = Field(default="Free", description="What it costs the earner.", examples=["Free"])
    validity: Length | None = optional("How long an award stays in force. Left out: it does not run out.", "3 years")
    alignment: tuple[Alignment, ...] = many(
        "Nodes of frameworks that the badge is about.",
        [{"targetName": "Manage money", "targetUrl": "https://www.example.org/framework/money"}],
    )
    related: tuple[Slug, ...] = many("Other badges that go well with it.", ["managing-money"])

    @model_validator(mode="after")
    def _retired_says_when(self) -> Achievement:
        if self.status is Status.RETIRED and self.retiredDate is None:
            raise refuse("is retired but does not say since when: add 'retiredDate', like '2026-08-31'")
        if self.status is not Status.RETIRED and (self.retiredDate or self.successor):
            key = "retiredDate" if self.retiredDate else "successor"
            raise refuse(f"has '{key}' but is not retired: write 'status: retired', or delete '{key}'")
        return self

    @cached_property
    def time(self) -> Duration | None:
        """The time in all: as given, or the sum of the activities when each has one."""
        if self.timeRequired:
            return self.timeRequired
        times = [activity.timeRequired for activity in self.activities]
        if not all(times):
            return None
        return sum((time for time in times if time), Duration())

    @property
    def defined_by(self) -> str:
        """The slug of the organisation that defined the badge."""
        return self.creator or self.issuers[0]
