"""The criteria page of a badge, and its poster."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import shorten

from ..context import Context
from ..model import paths
from ..model.badge import Achievement, EvidenceRequest
from ..model.figures import Count
from ..model.vocabulary import Discussion, Status
from .badge_data import AssessmentData, BadgePage, EvidenceItem, PosterPage, Retired, SecondPoster
from .cards import badge_card, cards, organisation_link, said, stories
from .data import Document, Link
from .facets import facets, facts, help_languages
from .helping import invitation
from .page import Page, body_of
from .schemaorg import credential
from .starting import starting


def badge_page(context: Context, badge: Achievement, endorsements: Sequence[Document] = (), held: Count = None) -> Page:
    """The criteria page: everything that somebody needs before they start, in the order of the template.

    ``endorsements`` are signed EndorsementCredentials of this badge, ``held`` says how many people hold it, where that
    may be said.
    """
    strings, catalogue = context.strings, context.catalogue
    artwork = catalogue.artwork.get(badge.source)
    data: BadgePage = {
        "title": badge.name,
        "description": badge.description,
        "share": paths.share_picture(paths.badge(badge.slug)),
        "jsonld": credential(context, badge),
        "badge": {
            "slug": badge.slug,
            "path": paths.badge(badge.slug),
            "image": paths.image(badge.slug),
            "large_image": paths.large_image(badge.slug),
            "caption": artwork.caption if artwork else strings("badge.default_caption", name=badge.name),
            "language": _other_language(context, badge),
            "type": badge.achievementType,
            "status": badge.status.value,
            "retired": _retired(context, badge) if badge.status is Status.RETIRED else None,
            "issuers": [organisation_link(context, slug) for slug in badge.issuers],
            "creator": organisation_link(context, badge.creator) if badge.creator else None,
            "has_criteria": bool(badge.body),
            "activities": [
                {
                    "name": activity.name,
                    "time": strings.duration(activity.timeRequired),
                    "discussion": strings(f"discussion.{activity.discussion.value}")
                    if activity.discussion is not Discussion.NONE
                    else None,
                }
                for activity in badge.activities
            ],
            "time": strings.duration(badge.time),
            "cost": badge.cost,
            "validity": strings.duration(badge.validity),
            "facts": facts(context, badge),
            "facets": [
                *facets(context, badge),
                {"name": "first", "values": [] if badge.prerequisites else ["none"], "single": True},
            ],
            "tags": list(badge.tags),
            "prerequisites": cards(context, badge.prerequisites),
            "evidence": [_evidence(context, item) for item in badge.evidence],
            "assessment": _assessment(context, badge),
            "limits": list(badge.limits),
            "start": starting(context, badge),
            "help_in": _help_in(context, badge),
            "alignment": [node.model_dump() for node in badge.alignment],
            "pathways": [
                {
                    "name": pathway.name,
                    "path": paths.pathway(pathway.slug),
                    "sentence": strings(
                        "badge.completes_pathway" if badge.slug == pathway.completion else "badge.step_of_pathway"
                    ),
                }
                for pathway in catalogue.pathways_of(badge.slug)
            ],
            "leads_to": [badge_card(context, other) for other in catalogue.leads_to(badge.slug)],
            "related": cards(
                context,
                [slug for slug in badge.related if slug not in {one.slug for one in catalogue.leads_to(badge.slug)}],
            ),
            "recognised_by": [organisation_link(context, one.slug) for one in catalogue.recognising(badge.slug)],
            "helping": paths.helping(badge.slug) if badge.status is not Status.RETIRED else None,
            "held": held_by(context, held),
            "stories": stories(context, badge.slug),
            "invitation": invitation(context, badge),
            "said": [said(context, one) for one in endorsements],
            "qr": paths.qr(badge.slug),
            "qr_png": paths.qr(badge.slug, "png"),
            "poster": paths.poster(badge.slug),
            "address": context.addresses(paths.badge(badge.slug)),
            "machine": [
                {"name": strings("machine.ob3"), "path": paths.achievement(badge.slug)},
                *(_ob2_link(context, path) for path in paths.badge_classes(badge.slug, badge.issuers)),
                {"name": "PNG", "path": paths.image(badge.slug, "png")},
                {"name": "SVG", "path": paths.image(badge.slug)},
            ],
        },
    }
    here = paths.badge(badge.slug)
    body = body_of(badge.body, badge.source, here)
    return Page(here, "badge", data, body, badge.source)


def _help_in(context: Context, badge: Achievement) -> str | None:
    """In which languages one can ask for help."""
    names = [context.strings.language_name(tag) for tag in help_languages(context, badge)]
    is_said = names and badge.status is not Status.RETIRED
    return context.strings("badge.help_in", languages=context.strings.listing(names)) if is_said else None


def held_by(context: Context, held: Count) -> str | None:
    """How many people hold the badge: nothing for nobody, and nothing where a number could show who they are."""
    return context.strings.count("badge.held", held) if held else None


def poster_page(context: Context, badge: Achievement, second: Context | None = None) -> Page:
    """One A4 sheet for a wall: picture, name, what to do, time, a large QR code, the address in words. ``second`` is
    the network in another language, which the sheet carries too."""
    strings = context.strings
    artwork = context.catalogue.artwork.get(badge.source)
    lengths = [min(len(activity.name), 120) for activity in badge.activities[:4]]
    # What does not fit at the full size is set smaller; measured with the widest of the system fonts.
    long = len(badge.name) + len(badge.description) > 220 or sum(lengths) > 340
    start = starting(context, badge)
    # A house number and a telephone number keep their own direction inside a line that runs the other way.
    apart = "\u2068{}\u2069".format if strings.direction == "rtl" else str
    where = [apart(part) for part in (start["ask"], start["address"], start["telephone"]) if part]
    data: PosterPage = {
        "title": strings("poster.title", name=badge.name),
        "description": badge.description,
        "poster": {
            "name": badge.name,
            "description": badge.description,
            "image": paths.image(badge.slug),
            "caption": artwork.caption if artwork else strings("badge.default_caption", name=badge.name),
            "issuers": [organisation_link(context, slug)["name"] for slug in badge.issuers],
            "language": _other_language(context, badge),
            "retired": badge.status is Status.RETIRED,
            "notice": _notice(context, badge),
            "activities": [_short(activity.name) for activity in badge.activities[:4]],
            "more": max(0, len(badge.activities) - 4),
            "time": strings.duration(badge.time),
            "cost": badge.cost,
            "qr": paths.qr(badge.slug),
            "back": paths.badge(badge.slug),
            "address": context.addresses(paths.badge(badge.slug)),
            "start": strings("list.comma").join(where)
            if where and not long and badge.status is Status.ACTIVE
            else None,
            "size": "long" if long or second else "",
            "second": _second(second, badge.slug) if second else None,
        },
    }
    return Page(paths.poster(badge.slug), "poster", data, source=badge.source)


def _second(context: Context, slug: str) -> SecondPoster:
    """What a poster says once more, in another language."""
    badge, strings = context.catalogue.badges[slug], context.strings
    return {
        "language": strings.language,
        "direction": strings.direction,
        "name": badge.name,
        "description": badge.description,
        "do": strings("poster.do"),
        "activities": [_short(activity.name) for activity in badge.activities[:4]],
        "scan": strings("poster.scan_retired" if badge.status is Status.RETIRED else "poster.scan"),
    }


def _ob2_link(context: Context, path: str) -> Link:
    return {"name": context.strings("machine.ob2"), "path": path}


def _short(text: str) -> str:
    return text if len(text) <= 120 else shorten(text, 120, placeholder="…")


def _other_language(context: Context, badge: Achievement) -> str | None:
    """The language of the badge's own words, when it is not that of the pages around them."""
    return badge.inLanguage if badge.inLanguage not in (None, context.catalogue.network.inLanguage) else None


def _notice(context: Context, badge: Achievement) -> str | None:
    """What a poster of a badge that cannot be earned says first."""
    if badge.status is Status.DRAFT:
        return context.strings("badge.draft")
    if badge.status is Status.RETIRED and badge.retiredDate:
        return context.strings("badge.retired", date=context.strings.date(badge.retiredDate))
    return None


def _retired(context: Context, badge: Achievement) -> Retired:
    successor = context.catalogue.badges.get(badge.successor or "")
    return {
        "date": context.strings.date(badge.retiredDate) if badge.retiredDate else "",
        "successor": badge_card(context, successor) if successor else None,
    }


def _evidence(context: Context, item: EvidenceRequest) -> EvidenceItem:
    return {
        "genre": context.strings(f"genre.{item.genre.value}"),
        "description": item.description,
        "must_show": list(item.mustShow),
        "must_not_contain": list(item.mustNotContain),
    }


def _assessment(context: Context, badge: Achievement) -> AssessmentData:
    strings, assessment = context.strings, badge.assessment
    again = assessment.resubmission
    return {
        "method": assessment.method,
        "assessor": assessment.assessor,
        "turnaround": strings.duration(assessment.turnaround),
        "again": None
        if again is None
        else {
            "allowed": again.allowed,
            "turnaround": strings.duration(again.turnaround),
            "description": again.description,
        },
    }
