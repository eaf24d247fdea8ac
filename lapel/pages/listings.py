"""Pages that list: the home page, the catalogue, pathways, guides."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import islice
from typing import TypedDict

from ..context import Context
from ..model import paths
from ..model.badge import Achievement
from ..model.figures import Figures
from ..model.network import Guide
from ..model.vocabulary import Audience, Counted, Level
from .about import Review, review
from .cards import badge_card, guide_link, stories
from .data import BadgeCard, ExpectedMeeting, Filter, Head, Link, StoryCard, TextCard
from .dates import start_dates
from .facets import filters
from .measures import counted
from .meetings import EXPECTED, expected, next_meetings
from .page import Page, body_of, has_meetings
from .parts import Parts, in_parts
from .pathway import pathway_card
from .text import NewsCard, newest, news_card


class NextDay(Link):
    """A day on which one can go somewhere: to a meeting, or to begin a badge."""

    when: str
    where: str
    iso: str
    ends: str


class HomeData(TypedDict):
    """``seals`` are the pictures at the top, ``reached`` is one line of figures."""

    headline: str
    lead: str
    seals: list[str]
    next_days: list[NextDay]
    has_meetings: bool
    story: StoryCard | None
    has_stories: bool
    reached: str | None
    badges: list[BadgeCard]
    count: int
    pathways: list[TextCard]
    employers: Link | None
    expected: list[ExpectedMeeting]
    review: Review | None
    news: list[NewsCard]


class HomePage(Head):
    home: HomeData


class Topic(TypedDict):
    """A heading of the catalogue, and the badges below it."""

    id: str
    name: str
    badges: list[BadgeCard]


class CataloguePage(Head):
    kind: str
    badges: list[BadgeCard]
    topics: list[Topic]
    parts: Parts | None
    filters: list[Filter]
    some_have_prerequisites: bool


class ListPage(Head):
    items: list[TextCard]


def home_page(context: Context, today: date, figures: Figures) -> Page:
    """Three ways in, badges to begin with, the next day and place, one story, what was reached."""
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
            "seals": [paths.large_image(badge.slug) for badge in _apart(shown)],
            "next_days": next_days(context, today),
            "story": next(iter(stories(context)), None),
            "has_stories": len(catalogue.stories) > 1,
            "reached": reached(context, figures),
            "has_meetings": has_meetings(catalogue),
            "badges": [badge_card(context, badge) for badge in shown],
            "count": len(catalogue.active),
            "pathways": [pathway_card(context, pathway) for pathway in catalogue.pathways.values()],
            "employers": guide_link(context, Audience.EMPLOYERS),
            "expected": list(islice(expected(context, today), EXPECTED)),
            "review": review(context, today),
            "news": [news_card(context, piece) for piece in newest(context, today)[:2]],
        },
    }
    body = body_of(catalogue.home.body, catalogue.home.source, "")
    return Page("", "home", data, body, catalogue.home.source)


def _apart(badges: list[Achievement]) -> list[Achievement]:
    """Three badges that look different: of three organisations where there are so many."""
    first: dict[str, Achievement] = {}
    for one in badges:
        first.setdefault(one.issuers[0], one)
    return [*first.values(), *(one for one in badges if one not in first.values())][:3]


MOST_DAYS = 40
"""How many days the home page holds, so that it is right for months without a build; a reader sees the next three."""


def next_days(context: Context, today: date) -> list[NextDay]:
    """Meetings to come, and days on which one can begin a badge, the next first."""
    found: list[NextDay] = [
        {
            "name": one["name"],
            "path": one["path"],
            "when": one["when"],
            "where": one["where"],
            "iso": one["iso"],
            "ends": one["ends"],
        }
        for one in next_meetings(context, today)
    ]
    for badge in context.catalogue.active:
        where = context.strings("list.comma").join(part for part in (badge.start.address, badge.start.town) if part)
        for day in start_dates(context, badge) if not badge.prerequisites else []:
            name = context.strings("home.begin", name=badge.name)
            found.append({"name": name, "path": paths.badge(badge.slug), "where": where, **day})
    return sorted(found, key=lambda row: row["ends"])[:MOST_DAYS]


def reached(context: Context, figures: Figures) -> str | None:
    """What the network reached so far, in one line; None before there is anything."""
    strings = context.strings
    parts = [
        strings.count(f"counted.{what.value}", number)
        for what in (Counted.BADGES_GIVEN, Counted.EMPLOYERS_RECOGNISING, Counted.MEETINGS_HELD)
        if (number := counted(context, what, figures))
    ]
    return strings.listing(parts) if parts else None


_LEVELS = [Level.STARTER, None, Level.INTERMEDIATE, Level.ADVANCED]
_YEAR = re.compile(r"\b20\d\d\b")


def _for_beginners(badge: Achievement) -> tuple[bool, int, int]:
    """Where a badge stands in the list: what one can begin with first, and what was made for one year last; those that
    are alike stay by name."""
    return (
        bool(_YEAR.search(badge.name)),
        _LEVELS.index(badge.level),
        len(badge.prerequisites),
    )


def catalogue_pages(context: Context) -> Iterator[Page]:
    """Every active badge, those to begin with first, and the filters: only those that some badge has. A long list has
    several pages."""
    strings, catalogue = context.strings, context.catalogue
    ordered = sorted(catalogue.active, key=_for_beginners)
    choices = filters(context, catalogue.active)
    some = any(badge.prerequisites for badge in ordered)
    for path, badges, parts in in_parts(paths.CATALOGUE, ordered):
        shown = [badge_card(context, badge) for badge in badges]
        data: CataloguePage = {
            "title": strings("catalogue.title"),
            "description": strings("catalogue.description", network=catalogue.network.name),
            "kind": strings("catalogue.kind"),
            "badges": shown,
            "topics": [] if parts else topics(context, shown),
            "parts": parts,
            "filters": choices,
            "some_have_prerequisites": some,
        }
        yield Page(path, "catalogue", data)


GROUPED = 9
"""From so many badges on the catalogue has headings."""


def topics(context: Context, cards: list[BadgeCard]) -> list[Topic]:
    """Badges to start with, then those of each topic that three or more share, then the rest, dated ones last."""
    strings, badges = context.strings, context.catalogue.badges
    slug = {paths.badge(name): name for name in badges}
    rest = [(badges[slug[card["path"]]], card) for card in cards]
    found: list[Topic] = []

    def take(id: str, name: str, fits: Callable[[Achievement], bool], least: int = 1) -> None:
        taken = [pair for pair in rest if fits(pair[0])]
        if len(taken) >= least:
            found.append({"id": id, "name": name, "badges": [card for _, card in taken]})
            rest[:] = [pair for pair in rest if pair not in taken]

    if len(cards) < GROUPED:
        take("all", strings("catalogue.all"), lambda _: True)
        return found
    dated = [pair for pair in rest if _YEAR.search(pair[0].name)]
    rest = [pair for pair in rest if pair not in dated]
    take("start", strings("catalogue.starters"), _is_for_starters)
    tags = Counter(tag for badge, _ in rest for tag in badge.tags)
    for number, (tag, _) in enumerate(sorted(tags.items(), key=lambda pair: (-pair[1], pair[0].casefold()))):
        take(f"topic-{number}", tag[:1].upper() + tag[1:], lambda badge, tag=tag: tag in badge.tags, 3)  # type: ignore[misc]
    rest += dated
    take("more", strings("catalogue.others"), lambda _: True)
    return found


def _is_for_starters(badge: Achievement) -> bool:
    return badge.level is Level.STARTER and not badge.prerequisites


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
