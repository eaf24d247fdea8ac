"""The page of a story: what somebody did with a badge."""

from __future__ import annotations

from ..context import Context
from ..model import paths
from ..model.story import Story
from .cards import cards, story_card
from .data import BadgeCard, Head, StoryCard
from .page import Page, body_of


class StoryPage(Head):
    """``date`` in words."""

    story: StoryCard
    date: str
    cards: list[BadgeCard]


def story_page(context: Context, story: Story) -> Page:
    here = paths.story(story.slug)
    data: StoryPage = {
        "title": story.title,
        "description": story.quote,
        "share": paths.share_picture(here),
        "story": story_card(context, story),
        "date": context.strings.date(story.date),
        "cards": cards(context, story.badges),
    }
    return Page(here, "story", data, body_of(story.body, story.source, here), story.source)
