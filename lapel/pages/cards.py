"""Small pieces that many pages show: a link to an organisation, a card of a badge."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from ..context import Context
from ..model import paths
from ..model.badge import Achievement
from ..model.marked import foreign
from ..model.story import Story
from ..model.vocabulary import Audience, Status
from .data import BadgeCard, Document, Link, OrganisationLink, Said, StoryCard
from .dates import start_dates
from .facets import facets, facts


def organisation_link(context: Context, slug: str) -> OrganisationLink:
    return {"slug": slug, "name": context.catalogue.organisations[slug].name, "path": paths.organisation(slug)}


def guide_link(context: Context, audience: Audience) -> Link | None:
    """The first guide for an audience, if there is one."""
    guide = context.catalogue.guide_for(audience)
    return {"name": guide.title, "path": paths.guide(guide.slug)} if guide else None


def said(context: Context, endorsement: Document) -> Said:
    """What an EndorsementCredential says, who says it, and since when."""
    day = datetime.fromisoformat(endorsement["validFrom"]).date()
    slug = endorsement["issuer"]["id"].rpartition(":")[2]
    text, written_in = str(endorsement["credentialSubject"].get("endorsementComment", "")), context.catalogue.written_in
    return {
        "by": organisation_link(context, slug),
        "date": context.strings.date(day),
        "text": foreign(text, written_in) if written_in else text,
        "path": paths.endorsement(endorsement["id"].split("/")[-2]),
    }


def story_card(context: Context, story: Story) -> StoryCard:
    badges = [context.catalogue.badges[slug] for slug in story.badges]
    return {
        "name": story.title,
        "path": paths.story(story.slug),
        "person": story.person,
        "quote": story.quote,
        "notice": story.notice,
        "badges": [{"name": badge.name, "path": paths.badge(badge.slug)} for badge in badges],
        "image": paths.image(badges[0].slug) if badges else None,
    }


def stories(context: Context, badge: str | None = None) -> list[StoryCard]:
    """The stories, the newest first; with ``badge`` those that are about it."""
    told = sorted(context.catalogue.stories.values(), key=lambda story: (story.date, story.slug), reverse=True)
    return [story_card(context, story) for story in told if badge is None or badge in story.badges]


def badge_card(context: Context, badge: Achievement) -> BadgeCard:
    """What a card shows, and what the filters look at. Made once; nobody changes it."""
    key = ("card", badge.slug)
    if key not in context.memory:
        context.memory[key] = _badge_card(context, badge)
    found: BadgeCard = context.memory[key]
    return found


def _badge_card(context: Context, badge: Achievement) -> BadgeCard:
    return {
        "name": badge.name,
        "path": paths.badge(badge.slug),
        "image": paths.image(badge.slug),
        "description": badge.description,
        "issuers": [organisation_link(context, slug)["name"] for slug in badge.issuers],
        "time": context.strings.short_duration(badge.time),
        "facets": facets(context, badge),
        "facts": [fact["words"] for fact in facts(context, badge)],
        "prerequisites": len(badge.prerequisites),
        "recognised": len(context.catalogue.recognising(badge.slug)),
        "dates": start_dates(context, badge),
        "draft": badge.status is Status.DRAFT,
        "retired": badge.status is Status.RETIRED,
    }


def cards(context: Context, slugs: Iterable[str]) -> list[BadgeCard]:
    """Cards of the badges named, each once, in the order named."""
    return [badge_card(context, context.catalogue.badges[slug]) for slug in dict.fromkeys(slugs)]
