"""The page of an organisation, and the page of a guide."""

from __future__ import annotations

from ..model import addresses as places
from ..model.network import Guide
from ..model.organisation import Profile
from ..model.vocabulary import Status
from .cards import badge_card, cards
from .page import Context, Page, themed_body


def organisation_page(context: Context, organisation: Profile) -> Page:
    """Who it is, what it awards, what it made, what it takes into account."""
    catalogue, slug = context.catalogue, organisation.slug
    own = catalogue.badges_of(slug)
    awards = [badge for badge in own if slug in badge.issuers]
    created = [badge for badge in own if badge.defined_by == slug and slug not in badge.issuers]
    here = places.organisation(slug)
    artwork = catalogue.artwork.get(organisation.source)
    data = {
        "title": organisation.name,
        "description": organisation.description,
        "organisation": {
            "image": places.organisation_image(slug) if artwork else None,
            "caption": artwork.caption if artwork else None,
            "roles": [context.strings(f"role.{role.value}") for role in organisation.roles],
            "area": organisation.area,
            "url": organisation.url,
            "email": organisation.email,
            "telephone": organisation.telephone,
            "awards": [badge_card(context, badge) for badge in awards if badge.status is not Status.RETIRED],
            "retired": [badge_card(context, badge) for badge in awards if badge.status is Status.RETIRED],
            "created": [badge_card(context, badge) for badge in created],
            "recognises": cards(context, organisation.recognises),
            "machine": [
                {"name": context.strings("machine.ob3"), "place": places.profile(slug)},
                {"name": context.strings("machine.ob2"), "place": places.issuer(slug)},
                {"name": context.strings("machine.did"), "place": places.did_document(slug)},
            ],
        },
    }
    body = themed_body(organisation.body, organisation.source, here)
    return Page(here, "organisation", data, body, organisation.source)


def guide_page(context: Context, guide: Guide) -> Page:
    here = places.guide(guide.slug)
    data = {"title": guide.title, "description": guide.description}
    body = themed_body(guide.body, guide.source, here)
    generated = guide.source.endswith(".py")  # nobody edits the model through a link on a page
    return Page(here, "guide", data, body, None if generated else guide.source)
