"""Every page of the site but those of badges and awards, which are many, and the figures, which awards make."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from .context import Context
from .framework_files import kept_frameworks
from .model import paths
from .model.figures import Figures
from .network_files import system_map_page
from .pages import about, design, directory, info, listings, meeting, meetings, organisation, pathway, story, text
from .pages.align import align_page
from .pages.data import Link
from .pages.missing import missing_page
from .pages.page import Page, has_meetings
from .pages.verify import verify_page
from .reference.page import fields_guides
from .reference.rules import problems_guide


def pages_of_site(context: Context, today: date, figures: Figures, *, preview: bool = False) -> Iterator[Page]:
    """``today`` is the day in the network's time zone. A preview has the page that shows every part, too."""
    catalogue = context.catalogue
    yield listings.home_page(context, today, figures)
    yield from listings.catalogue_pages(context)
    if catalogue.pathways:
        yield listings.pathways_page(context)
    if has_meetings(catalogue):
        yield meetings.meetings_page(context, today)
        yield meeting.actions_page(context, today)
    yield listings.guides_page(context, [*catalogue.guides.values(), fields_guides()[0]])
    yield about.about_page(context, today, figures)
    yield from directory.directory_pages(context)
    if catalogue.map:
        yield system_map_page(context, catalogue.map)
    if catalogue.news:
        yield text.news_list_page(context, today)
    if catalogue.stories:
        yield info.stories_page(context)
    yield from _own_pages(context)
    if preview:
        yield design.design_page(context, figures)
    kept = {file: nodes[0].framework for file, nodes in kept_frameworks(context.catalogue.root).items()}
    if kept:
        yield align_page(context, kept)
    yield verify_page(context)
    yield missing_page(context)
    for one_pathway in catalogue.pathways.values():
        yield pathway.pathway_page(context, one_pathway)
    for one_organisation in catalogue.organisations.values():
        yield organisation.organisation_page(context, one_organisation)
    for one_meeting in catalogue.meetings.values():
        yield meeting.meeting_page(context, one_meeting, today)
    listed = sorted(catalogue.guides.values(), key=lambda guide: (guide.order, guide.title))
    links: list[Link] = [{"name": guide.title, "path": paths.guide(guide.slug)} for guide in listed]
    for guide, before, after in zip(listed, [None, *links], [*links[1:], None], strict=False):
        yield text.guide_page(context, guide, before, after)
    for guide in [*fields_guides(), problems_guide()]:
        yield text.guide_page(context, guide)
    for piece in catalogue.news.values():
        yield text.news_page(context, piece)


def _own_pages(context: Context) -> Iterator[Page]:
    """What no network has to write."""
    yield info.join_page(context)
    yield info.propose_page(context)
    yield info.endorse_page(context)
    yield info.data_page(context)
    yield info.plain_page(context, "mine", paths.MINE)
    yield info.plain_page(context, "privacy", paths.PRIVACY)
    yield info.plain_page(context, "accessibility", paths.ACCESSIBILITY)
    for one in context.catalogue.stories.values():
        yield story.story_page(context, one)
