"""Pages that list: the home page, the catalogue, pathways, guides."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from itertools import islice
from typing import TypedDict

from ..context import Context
from ..model import paths
from ..model.badge import Achievement
from ..model.network import Guide
from ..model.vocabulary import Audience, Level
from .about import Review, review
from .cards import badge_card, guide_link
from .data import BadgeCard, ExpectedMeeting, Filter, Head, Link, MeetingCard, TextCard
from .facets import filters
from .meetings import EXPECTED, expected, next_meetings
from .page import Page, body_of, has_meetings
from .pathway import pathway_card
from .text import NewsCard, newest, news_card


class HomeData(TypedDict):
    headline: str
    lead: str
    meetings: list[MeetingCard]
    has_meetings: bool
    badges: list[BadgeCard]
    count: int
    pathways: list[TextCard]
    email: str
    employers: Link | None
    starters: Link | None
    expected: list[ExpectedMeeting]
    review: Review | None
    news: list[NewsCard]
    principle: str | None


class HomePage(Head):
    home: HomeData


class CataloguePage(Head):
    kind: str
    badges: list[BadgeCard]
    filters: list[Filter]
    some_have_prerequisites: bool


class ListPage(Head):
    items: list[TextCard]


def home_page(context: Context, today: date) -> Page:
    """What the network is, the next meeting, badges to begin with, how to join."""
    catalogue, network = context.catalogue, context.catalogue.network
    first = [badge for badge in catalogue.active if not badge.prerequisites]
    first.sort(key=lambda badge: (badge.time is None, badge.time.total_minutes() if badge.time else 0, badge.name))
    asked_first = [badge for badge in first if catalogue.leads_to(badge.slug)]
    shown = [*asked_first, *(badge for badge in first if badge not in asked_first)][:6]
    data: HomePage = {
        "title": network.name,
        "description": network.description,
        "home": {
            "headline": catalogue.home.headline,
            "lead": catalogue.home.lead,
            "meetings": next_meetings(context, today),
            "has_meetings": has_meetings(catalogue),
            "badges": [badge_card(context, badge) for badge in shown],
            "count": len(catalogue.active),
            "pathways": [pathway_card(context, pathway) for pathway in catalogue.pathways.values()],
            "email": network.email,
            "employers": guide_link(context, Audience.EMPLOYERS),
            "starters": guide_link(context, Audience.STARTERS),
            "expected": list(islice(expected(context, today), EXPECTED)),
            "review": review(context, today),
            "news": [news_card(context, piece) for piece in newest(context, today)[:2]],
            "principle": network.canvas.principles[0] if network.canvas.principles else None,
        },
    }
    body = body_of(catalogue.home.body, catalogue.home.source, "")
    return Page("", "home", data, body, catalogue.home.source)


_LEVELS = [Level.STARTER, None, Level.INTERMEDIATE, Level.ADVANCED]
_YEAR = re.compile(r"\b20\d\d\b")


def _for_beginners(badge: Achievement) -> tuple[bool, int, int, str]:
    """Where a badge stands in the list: what one can begin with first, and what was made for one year last."""
    return (
        bool(_YEAR.search(badge.name)),
        _LEVELS.index(badge.level),
        len(badge.prerequisites),
        badge.name.casefold(),
    )


def catalogue_page(context: Context) -> Page:
    """Every active badge, those to begin with first, and the filters: only those that some badge has."""
    strings, catalogue = context.strings, context.catalogue
    shown = [badge_card(context, badge) for badge in sorted(catalogue.active, key=_for_beginners)]
    data: CataloguePage = {
        "title": strings("catalogue.title"),
        "description": strings("catalogue.description", network=catalogue.network.name),
        "kind": strings("catalogue.kind"),
        "badges": shown,
        "filters": filters(context, catalogue.active),
        "some_have_prerequisites": any(card["prerequisites"] for card in shown),
    }
    return Page(paths.CATALOGUE, "catalogue", data)


def _list_page(context: Context, path: str, kind: str, items: list[TextCard]) -> Page:
    data: ListPage = {
        "title": context.strings(f"{kind}.title"),
        "description": context.strings(f"{kind}.description"),
        "items": items,
    }
    return Page(path, "list", data)


def pathways_page(context: Context) -> Page:
    items = [pathway_card(context, pathway) for pathway in context.catalogue.pathways.values()]
    return _list_page(context, paths.PATHWAYS, "pathways", items)


def guides_page(context: Context, guides: Iterable[Guide]) -> Page:
    guides = sorted(guides, key=lambda guide: (guide.order, guide.title))
    items: list[TextCard] = [
        {
            "name": guide.title,
            "path": paths.guide(guide.slug),
            "description": guide.description,
            "notes": [],
            "images": [],
        }
        for guide in guides
    ]
    return _list_page(context, paths.GUIDES, "guides", items)
