"""The page of an organisation: what it awards, made, recognises and promises, and who recognises its badges."""

from __future__ import annotations

from typing import TypedDict

from ..context import Context
from ..model import paths
from ..model.badge import Achievement
from ..model.organisation import Profile
from ..model.vocabulary import Status
from .cards import badge_card, cards, organisation_link
from .data import BadgeCard, FacetData, Head, Link, OrganisationLink
from .directory import member_facets
from .page import Page, body_of


class Pledge(TypedDict):
    since: str
    promises: list[str]


class Recognising(OrganisationLink):
    """``badges`` is a sentence that names them."""

    badges: str


class Recognition(TypedDict):
    text: str
    meeting: Link | None


class OrganisationData(TypedDict):
    image: str | None
    caption: str | None
    roles: list[str]
    sector: str | None
    joined: str | None
    left: str | None
    formerly: str | None
    successor: OrganisationLink | None
    contact: str | None
    area: str | None
    url: str | None
    email: str
    telephone: str | None
    awards: list[BadgeCard]
    retired: list[BadgeCard]
    created: list[BadgeCard]
    recognises: list[BadgeCard]
    recognised_by: list[Recognising]
    pledge: Pledge | None
    recognition: Recognition | None
    machine: list[Link]
    facets: list[FacetData]


class OrganisationPage(Head):
    organisation: OrganisationData


def organisation_page(context: Context, organisation: Profile) -> Page:
    """Who it is, what it awards, what it made, what it takes into account."""
    catalogue, slug = context.catalogue, organisation.slug
    own = catalogue.badges_of(slug)
    awards = [badge for badge in own if slug in badge.issuers]
    created = [badge for badge in own if badge.defined_by == slug and slug not in badge.issuers]
    here = paths.organisation(slug)
    artwork, pledge = catalogue.artwork.get(organisation.source), organisation.pledge
    data: OrganisationPage = {
        "title": organisation.name,
        "description": organisation.description,
        "share": paths.share_picture(here),
        "organisation": {
            "image": paths.organisation_image(slug) if artwork else None,
            "caption": artwork.caption if artwork else None,
            "roles": [context.strings(f"role.{role.value}") for role in organisation.roles],
            "sector": context.strings(f"sector.{organisation.sector.value}") if organisation.sector else None,
            "joined": context.strings.date(organisation.joined) if organisation.joined else None,
            "left": context.strings.date(organisation.left) if organisation.left else None,
            "formerly": context.strings.listing(list(organisation.formerNames)) if organisation.formerNames else None,
            "successor": organisation_link(context, organisation.successor) if organisation.successor else None,
            "contact": organisation.contact,
            "area": organisation.area,
            "url": organisation.url,
            "email": organisation.email,
            "telephone": organisation.telephone,
            "awards": [badge_card(context, badge) for badge in awards if badge.status is not Status.RETIRED],
            "retired": [badge_card(context, badge) for badge in awards if badge.status is Status.RETIRED],
            "created": [badge_card(context, badge) for badge in created],
            "recognises": cards(context, organisation.recognises),
            "recognised_by": [one for one in _recognised_by(context, own) if one["slug"] != slug],
            "pledge": {
                "since": context.strings("organisation.pledge_since", date=context.strings.date(pledge.since)),
                "promises": list(pledge.promises),
            }
            if pledge
            else None,
            "recognition": _recognition(context, organisation),
            "facets": member_facets(organisation),
            "machine": [
                {"name": context.strings("machine.ob3"), "path": paths.profile(slug)},
                {"name": context.strings("machine.ob2"), "path": paths.issuer(slug)},
                {"name": context.strings("machine.did"), "path": paths.did_document(slug)},
            ],
        },
    }
    body = body_of(organisation.body, organisation.source, here)
    return Page(here, "organisation", data, body, organisation.source)


def _recognised_by(context: Context, badges: list[Achievement]) -> list[Recognising]:
    """Who takes the badges of an organisation into account, and which of them."""
    names: dict[str, list[str]] = {}
    for badge in badges:
        for profile in context.catalogue.recognising(badge.slug):
            names.setdefault(profile.slug, []).append(badge.name)
    return [
        {
            **organisation_link(context, slug),
            "badges": context.strings("organisation.recognised_badges", badges=context.strings.listing(found)),
        }
        for slug, found in names.items()
    ]


def _recognition(context: Context, organisation: Profile) -> Recognition | None:
    """Who decided that it is an issuer of the network, and when."""
    recognition = organisation.recognition
    if recognition is None:
        return None
    strings, since = context.strings, context.strings.date(recognition.since)
    if recognition.meeting:
        meeting = context.catalogue.meetings[recognition.meeting]
        link: Link = {"name": meeting.name, "path": paths.meeting(meeting.slug)}
        return {"text": strings("organisation.recognition_text_meeting", date=since), "meeting": link}
    by = context.catalogue.organisations[recognition.by].name
    return {"text": strings("organisation.recognition_text", date=since, by=by), "meeting": None}
