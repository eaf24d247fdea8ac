"""The page of a pathway: its badges, its order, its rule, its picture."""

from __future__ import annotations

from typing import TypedDict

from ..context import Context
from ..model import paths
from ..model.duration import Duration
from ..model.pathway import Pathway
from ..model.vocabulary import Order
from .cards import badge_card
from .data import BadgeCard, Head, TextCard
from .page import Page, body_of


class PathwayData(TypedDict):
    """``picture`` is an SVG."""

    ordered: bool
    rule: str
    steps: list[BadgeCard]
    completion: BadgeCard | None
    time: str | None
    picture: str


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


def pathway_page(context: Context, pathway: Pathway, picture: str) -> Page:
    """``picture`` is the SVG of :mod:`lapel.pictures.pathway`; the list beside it says the same in words."""
    strings, badges = context.strings, context.catalogue.badges
    steps = [badges[slug] for slug in pathway.badges]
    times = [badge.time for badge in steps]
    whole = sum((time for time in times if time), Duration()) if all(times) and pathway.rule is None else None
    here = paths.pathway(pathway.slug)
    data: PathwayPage = {
        "title": pathway.name,
        "description": pathway.description,
        "pathway": {
            "ordered": pathway.order is Order.IN_ORDER,
            "rule": rule_sentence(context, pathway),
            "steps": [badge_card(context, badge) for badge in steps],
            "completion": badge_card(context, badges[pathway.completion]) if pathway.completion else None,
            "time": strings.duration(whole),
            "picture": picture,
        },
    }
    body = body_of(pathway.body, pathway.source, here)
    return Page(here, "pathway", data, body, pathway.source)
