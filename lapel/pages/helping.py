"""What a badge page says to those who bring others to the badge: how to invite, and how to help."""

from __future__ import annotations

from typing import TypedDict
from urllib.parse import quote

from ..context import Context
from ..model import paths
from ..model.badge import Achievement
from ..model.vocabulary import Audience, Discussion, EvidenceGenre, Status
from .data import Head, Link
from .page import Page

NOT_SENT = frozenset({EvidenceGenre.ATTENDANCE, EvidenceGenre.OBSERVATION})
"""Evidence that nobody sends in: somebody is there and sees it."""

CHECKLIST = ("fits", "understood", "tasks", "learned", "rules", "next", "nobody")
"""What a helper looks for before evidence is sent (the sentences are interface strings)."""


class Helping(TypedDict):
    """Sentences for a helper, what to look for before evidence is sent, and the parts of the guide."""

    lines: list[str]
    checklist: list[str]
    links: list[Link]


class HelpingBadge(TypedDict):
    name: str
    path: str
    image: str


class HelpingPage(Head):
    helping: Helping
    badge: HelpingBadge


def helping_page(context: Context, badge: Achievement) -> Page | None:
    """The page for whoever helps somebody earn the badge; None where nobody can earn it any more."""
    found = helping(context, badge)
    if found is None:
        return None
    data: HelpingPage = {
        "title": context.strings("help.page_title", name=badge.name),
        "description": context.strings("help.page_lead" if found["checklist"] else "help.page_lead_there"),
        "share": paths.share_picture(paths.badge(badge.slug)),
        "helping": found,
        "badge": {"name": badge.name, "path": paths.badge(badge.slug), "image": paths.image(badge.slug)},
    }
    return Page(paths.helping(badge.slug), "helping", data, source=badge.source)


def helping(context: Context, badge: Achievement) -> Helping | None:
    """Time to allow, talk, and what to look for; None for a badge that nobody can earn any more."""
    if badge.status is Status.RETIRED:
        return None
    strings, assessment = context.strings, badge.assessment
    sent = any(item.genre not in NOT_SENT for item in badge.evidence)
    talk = any(activity.discussion is not Discussion.NONE for activity in badge.activities)
    again = assessment.resubmission.turnaround if assessment.resubmission else None
    lines = [strings("help.time_open")]
    if badge.time:
        lines = [strings("help.time" if sent else "help.time_there", time=strings.duration(badge.time))]
    if assessment.turnaround:
        lines.append(strings("help.answer", time=strings.duration(assessment.turnaround)))
    if again:
        lines.append(strings("help.again", time=strings.duration(again)))
    if talk:
        lines.append(strings("help.discussion"))
    return {
        "lines": lines,
        "checklist": [strings(f"help.{key}") for key in CHECKLIST] if sent else [],
        "links": _links(context, talk=talk, sent=sent),
    }


def _links(context: Context, *, talk: bool, sent: bool) -> list[Link]:
    """The parts of the guide for helpers that belong to this badge."""
    guide = context.catalogue.guide_for(Audience.HELPERS)
    if guide is None:
        return []
    path, parts = paths.guide(guide.slug), guide.help
    found: list[Link] = [{"path": path, "name": context.strings("help.more")}]
    if parts is None:
        return found
    found.insert(0, {"path": f"{path}#{parts.time}", "name": context.strings("help.more_time")})
    if talk:
        found.insert(1, {"path": f"{path}#{parts.discussion}", "name": context.strings("help.more_discussion")})
    if sent:
        found.insert(-1, {"path": f"{path}#{parts.evidence}", "name": context.strings("help.more_evidence")})
    return found


def invitation(context: Context, badge: Achievement) -> str | None:
    """A ``mailto:`` address with a letter in plain words (RFC 6068); None when nobody can start any more."""
    if badge.status is not Status.ACTIVE:
        return None
    strings = context.strings
    time = strings.duration(badge.time)
    lines = [
        strings("invite.hello"),
        "",
        strings("invite.why", badge=badge.name),
        strings("invite.says", description=badge.description),
        *([strings("invite.time", time=time)] if time else []),
        strings("invite.cost", cost=badge.cost),
        "",
        strings("invite.read"),
        context.addresses(paths.badge(badge.slug)),
        "",
        strings("invite.free_choice"),
    ]
    subject = strings("invite.subject", badge=badge.name)
    body = "\r\n".join(lines)
    return f"mailto:?subject={quote(subject, safe='')}&body={quote(body, safe='')}"
