"""Pages that are mostly text: guides, and news."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import TypedDict

from ..context import Context
from ..model import paths
from ..model.network import Guide, News
from .data import Document, Head, Link
from .markdown import to_html
from .page import Page, body_of
from .pathway import Road, road

_HEADING = re.compile(r'<h2 id="([\w-]+)">(.*?)</h2>')
_TAG = re.compile(r"<[^>]*>")


class Checklist(TypedDict):
    """``steps`` as in :class:`~..model.network.Step`."""

    network: str
    steps: list[Document]


class Part(TypedDict):
    """A heading of a text, and what stands behind "#" in its address."""

    name: str
    id: str


class GuidePage(Head):
    checklist: Checklist | None
    contents: list[Part]
    image: str | None
    caption: str | None
    highlight: Document | None
    quote: Document | None
    pathway: Road | None
    video: str | None
    before: Link | None
    after: Link | None


class NewsCard(Link):
    description: str
    date: str
    iso: str


class NewsPage(Head):
    news: NewsCard


class NewsListPage(Head):
    pieces: list[NewsCard]
    feed: str


def guide_page(context: Context, guide: Guide, before: Link | None = None, after: Link | None = None) -> Page:
    """A guide; with steps it is a checklist that remembers what the reader ticked and wrote. ``before`` and ``after``
    are the guides beside it in the list."""
    here = paths.guide(guide.slug)
    steps: Checklist = {"network": context.catalogue.network.name, "steps": [step.model_dump() for step in guide.steps]}
    artwork = context.catalogue.artwork.get(guide.source)
    generated = guide.source.endswith(".py")  # nobody edits the model through a link on a page
    data: GuidePage = {
        "title": guide.title,
        "description": guide.description,
        "contents": contents(guide.body) if not guide.steps else [],
        "image": paths.guide_image(guide.slug) if artwork else None,
        "caption": artwork.caption if artwork else None,
        "highlight": guide.highlight.model_dump() if guide.highlight else None,
        "quote": guide.quote.model_dump() if guide.quote else None,
        "pathway": road(context, context.catalogue.pathways[guide.pathway]) if guide.pathway else None,
        "video": guide.video,
        "before": before,
        "after": after,
        "checklist": steps if guide.steps else None,
    }
    if not generated:
        data["share"] = paths.share_picture(here)
    body = body_of(guide.body, guide.source, here)
    return Page(here, "guide", data, body, None if generated else guide.source)


def contents(body: str) -> list[Part]:
    """The headings of a Markdown body; a page with fewer than three needs no list of them."""
    rows = _HEADING.findall(to_html(body))
    found: list[Part] = [{"id": place, "name": unescape(_TAG.sub("", words))} for place, words in rows]
    return found if len(found) > 2 else []


def news_card(context: Context, piece: News) -> NewsCard:
    return {
        "name": piece.title,
        "path": paths.news(piece.slug),
        "description": piece.description,
        "date": context.strings.date(piece.date),
        "iso": piece.date.isoformat(),
    }


def newest(context: Context, today: date) -> list[News]:
    """All news up to today, the newest first."""
    told = [piece for piece in context.catalogue.news.values() if piece.date <= today]
    return sorted(told, key=lambda piece: (piece.date, piece.slug), reverse=True)


def news_page(context: Context, piece: News) -> Page:
    here = paths.news(piece.slug)
    data: NewsPage = {
        "title": piece.title,
        "description": piece.description,
        "share": paths.share_picture(here),
        "news": news_card(context, piece),
    }
    return Page(here, "news", data, body_of(piece.body, piece.source, here), piece.source)


def news_list_page(context: Context, today: date) -> Page:
    data: NewsListPage = {
        "title": context.strings("news.title"),
        "description": context.strings("news.description"),
        "pieces": [news_card(context, piece) for piece in newest(context, today)],
        "feed": paths.FEED,
    }
    return Page(paths.NEWS, "news_list", data)
