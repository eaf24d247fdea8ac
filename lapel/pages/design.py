"""Only in a preview: a page with every part in every state, for whoever changes the look."""

from __future__ import annotations

from typing import TypedDict

from ..context import Context
from ..model import paths
from ..model.badge import Achievement
from ..model.figures import Figures
from .cards import badge_card, stories
from .data import BadgeCard, Head, MeasureRow, MeetingCard, StoryCard
from .measures import measure_rows
from .meeting import meeting_card
from .page import Page


class Swatch(TypedDict):
    name: str
    light: str
    dark: str


class DesignData(TypedDict):
    colours: list[Swatch]
    cards: list[BadgeCard]
    meetings: list[MeetingCard]
    goals: list[MeasureRow]
    stories: list[StoryCard]


class DesignPage(Head):
    design: DesignData


def design_page(context: Context, figures: Figures) -> Page:
    """The parts, filled with what the network has."""
    catalogue = context.catalogue
    data: DesignPage = {
        "title": "Every part of the pages",
        "description": "Only this preview shows it. Look at it after a change of network/look.yml or of a style.",
        "design": {
            "colours": [
                {"name": name, "light": light, "dark": dark} for name, (light, dark) in catalogue.look.colours.items()
            ],
            "cards": [badge_card(context, one) for one in [*catalogue.active[:3], *_retired(context)]],
            "meetings": [meeting_card(context, one) for one in list(catalogue.meetings.values())[:3]],
            "goals": measure_rows(context, figures),
            "stories": stories(context)[:1],
        },
    }
    return Page(paths.DESIGN, "design", data)


def _retired(context: Context) -> list[Achievement]:
    return [one for one in context.catalogue.badges.values() if one not in context.catalogue.active][:1]
