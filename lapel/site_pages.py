"""Every page of the site but those of badges and awards, which are many, and the figures, which awards make."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from .context import Context
from .model import paths
from .model.pathway import Pathway
from .network_files import system_map_page
from .pages import about, directory, listings, meeting, meetings, organisation, pathway, text
from .pages.missing import missing_page
from .pages.page import Page, has_meetings
from .pages.verify import verify_page
from .pictures.pathway import Step, pathway_picture
from .reference.page import fields_guides


def pages_of_site(context: Context, today: date) -> Iterator[Page]:
    """``today`` is the day in the network's time zone."""
    catalogue = context.catalogue
    yield listings.home_page(context, today)
    yield listings.catalogue_page(context)
    if catalogue.pathways:
        yield listings.pathways_page(context)
    if has_meetings(catalogue):
        yield meetings.meetings_page(context, today)
        yield meeting.actions_page(context, today)
    yield listings.guides_page(context, [*catalogue.guides.values(), fields_guides()[0]])
    yield about.about_page(context, today)
    yield directory.directory_page(context)
    if catalogue.map:
        yield system_map_page(context, catalogue.map)
    if catalogue.news:
        yield text.news_list_page(context, today)
    yield verify_page(context)
    yield missing_page(context)
    for one_pathway in catalogue.pathways.values():
        yield pathway.pathway_page(context, one_pathway, _picture(context, one_pathway))
    for one_organisation in catalogue.organisations.values():
        yield organisation.organisation_page(context, one_organisation)
    for one_meeting in catalogue.meetings.values():
        yield meeting.meeting_page(context, one_meeting, today)
    for guide in [*catalogue.guides.values(), *fields_guides()]:
        yield text.guide_page(context, guide)
    for piece in catalogue.news.values():
        yield text.news_page(context, piece)


def _picture(context: Context, one: Pathway) -> str:
    strings, badges = context.strings, context.catalogue.badges
    here = paths.pathway(one.slug)

    def step(slug: str) -> Step:
        return Step(badges[slug].name, paths.relative(paths.image(slug), here))

    names = [badges[slug].name for slug in one.badges]
    rule = pathway.rule_sentence(context, one)
    order = strings("pathway.then").join(names) if one.order == "in-order" else strings.listing(names)
    description = f"{rule} {order}."
    if one.completion:
        description += " " + strings("pathway.at_the_end", name=badges[one.completion].name)
    return pathway_picture(
        [step(slug) for slug in one.badges],
        step(one.completion) if one.completion else None,
        ordered=one.order == "in-order",
        title=strings("pathway.picture", name=one.name),
        description=description,
        group_label=strings("pathway.group", needed=one.needed, total=len(one.badges)),
    )
