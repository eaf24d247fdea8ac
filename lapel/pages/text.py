"""Pages that are mostly text: guides, and news."""

from __future__ import annotations

from datetime import date
from typing import TypedDict

from ..context import Context
from ..model import paths
from ..model.network import Guide, News
from .data import Document, Head, Link
from .page import Page, body_of


class Checklist(TypedDict):
    """``steps`` as in :class:`~..model.network.Step`."""

    network: str
    steps: list[Document]


class GuidePage(Head):
    checklist: Checklist | None


class NewsCard(Link):
    description: str
    date: str
    iso: str


class NewsPage(Head):
    news: NewsCard


class NewsListPage(Head):
    pieces: list[NewsCard]
    feed: str


def guide_page(context: Context, guide: Guide) -> Page:
    """A guide; with steps it is a checklist that remembers what the reader ticked and wrote."""
    here = paths.guide(guide.slug)
    steps: Checklist = {"network": context.catalogue.network.name, "steps": [step.model_dump() for step in guide.steps]}
    data: GuidePage = {
        "title": guide.title,
        "description": guide.description,
        "checklist": steps if guide.steps else None,
    }
    body = body_of(guide.body, guide.source, here)
    generated = guide.source.endswith(".py")  # nobody edits the model through a link on a page
    return Page(here, "guide", data, body, None if generated else guide.source)


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
    data: NewsPage = {"title": piece.title, "description": piece.description, "news": news_card(context, piece)}
    return Page(here, "news", data, body_of(piece.body, piece.source, here), piece.source)


def news_list_page(context: Context, today: date) -> Page:
    data: NewsListPage = {
        "title": context.strings("news.title"),
        "description": context.strings("news.description"),
        "pieces": [news_card(context, piece) for piece in newest(context, today)],
        "feed": paths.FEED,
    }
    return Page(paths.NEWS, "news_list", data)
