"""The page of a pathway: its badges, its order, its rule, its picture."""

from __future__ import annotations

from typing import TypedDict

from ..context import Context
from ..model import paths
from ..model.duration import Duration
from ..model.pathway import Pathway
from ..model.vocabulary import Order
from .cards import badge_card
from .data import BadgeCard, Head, Link, TextCard
from .page import Page, body_of


class Road(TypedDict):
    """The stops of a pathway, and the badge at its end."""

    name: str
    path: str
    ordered: bool
    steps: list[BadgeCard]
    completion: BadgeCard | None


class PathwayData(Road):
    """``opens`` asks for the badge at the end, ``leads_on`` counts it."""

    rule: str
    time: str | None
    opens: list[BadgeCard]
    leads_on: list[Link]


class PathwayPage(Head):
    pathway: PathwayData


def rule_sentence(context: Context, pathway: Pathway) -> str:
    """ "Earn all 4 badges, one after another." """
    every = pathway.needed == len(pathway.badges)
    key = f"pathway.rule_{'all' if every else 'any'}_{'ordered' if pathway.order is Order.IN_ORDER else 'free'}"
    return context.strings(key, needed=pathway.needed, total=len(pathway.badges))


def pathway_card(context: Context, pathway: Pathway) -> TextCard:
    return {
        "name": pathway.name,
        "path": paths.pathway(pathway.slug),
        "description": pathway.description,
        "notes": [rule_sentence(context, pathway)],
        "images": [paths.image(slug) for slug in pathway.badges[:6]],
        "completion_image": paths.image(pathway.completion) if pathway.completion else None,
    }


def road(context: Context, pathway: Pathway) -> Road:
    badges = context.catalogue.badges
    return {
        "name": pathway.name,
        "path": paths.pathway(pathway.slug),
        "ordered": pathway.order is Order.IN_ORDER,
        "steps": [badge_card(context, badges[slug]) for slug in pathway.badges],
        "completion": badge_card(context, badges[pathway.completion]) if pathway.completion else None,
    }


def pathway_page(context: Context, pathway: Pathway) -> Page:
    """The road of a pathway: a list whose look (``overrides/styles``) is the drawing, so that both say the same."""
    strings, badges = context.strings, context.catalogue.badges
    steps = [badges[slug] for slug in pathway.badges]
    times = [badge.time for badge in steps]
    end = badges[pathway.completion].timeRequired if pathway.completion else None
    whole = end or sum((time for time in times if time), Duration()) if all(times) and pathway.rule is None else None
    here = paths.pathway(pathway.slug)
    data: PathwayPage = {
        "title": pathway.name,
        "description": pathway.description,
        "share": paths.share_picture(here),
        "pathway": {
            **road(context, pathway),
            "rule": rule_sentence(context, pathway),
            "time": strings.duration(whole),
            "opens": [
                badge_card(context, one)
                for one in (context.catalogue.leads_to(pathway.completion) if pathway.completion else [])
            ],
            "leads_on": [
                {"name": other.name, "path": paths.pathway(other.slug)}
                for other in context.catalogue.pathways.values()
                if other.slug != pathway.slug and pathway.completion in other.badges
            ],
        },
    }
    body = body_of(pathway.body, pathway.source, here)
    return Page(here, "pathway", data, body, pathway.source)
