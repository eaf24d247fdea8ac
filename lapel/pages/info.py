"""Pages that every network has without writing them: how to take part, one's own badges, data, privacy and more."""

from __future__ import annotations

from typing import TypedDict

from ..context import Context
from ..model import paths
from ..model.kinds import KINDS
from ..model.vocabulary import Audience, Role
from .cards import guide_link, stories
from .data import Head, Link, StoryCard
from .forge import forge_address
from .page import Page, has_meetings


class Choice(TypedDict):
    """A value of a list in a form, and its words."""

    value: str
    words: str


class JoinData(TypedDict):
    email: str
    badges: list[Choice]
    forms: list[str]
    has_meetings: bool
    employers: Link | None
    starters: Link | None


class JoinPage(Head):
    join: JoinData


class WriteData(TypedDict):
    """``forge`` is where a new file is begun in a browser, with "{path}" and "{text}" to fill in; None without one."""

    email: str
    forge: str | None
    organisations: list[Choice]
    badges: list[Choice]
    base: str


class WritePage(Head):
    write: WriteData


class DataFile(Link):
    """``what`` is its key among the sentences."""

    what: str


class DataData(TypedDict):
    schemas: list[Link]
    files: list[DataFile]
    badge: DataFile | None
    licence: str | None
    email: str


class DataPage(Head):
    data: DataData


class PlainData(TypedDict):
    email: str
    anchor: Link


class PlainPage(Head):
    plain: PlainData


class StoriesPage(Head):
    stories: list[StoryCard]


FORMS = ("earner", "organisation", "employer")


def join_page(context: Context) -> Page:
    """Three short forms; each writes an e-mail."""
    catalogue = context.catalogue
    data: JoinPage = {
        "title": context.strings("join.title"),
        "description": context.strings("join.lead"),
        "join": {
            "email": catalogue.network.email,
            "badges": [{"value": one.name, "words": one.name} for one in catalogue.active],
            "forms": list(FORMS),
            "has_meetings": has_meetings(catalogue),
            "employers": guide_link(context, Audience.EMPLOYERS),
            "starters": guide_link(context, Audience.STARTERS),
        },
    }
    return Page(paths.JOIN, "join", data)


def _writing(context: Context, kind: str, path: str) -> Page:
    catalogue = context.catalogue
    issuers = [one for one in catalogue.members if Role.ISSUER in one.roles]
    data: WritePage = {
        "title": context.strings(f"{kind}.title"),
        "description": context.strings(f"{kind}.lead"),
        "write": {
            "email": catalogue.network.email,
            "forge": forge_address(context),
            "organisations": [
                {"value": one.slug, "words": one.name} for one in (issuers if kind == "propose" else catalogue.members)
            ],
            "badges": [{"value": one.slug, "words": one.name} for one in catalogue.active],
            "base": context.addresses.base,
        },
    }
    return Page(path, kind, data)


def propose_page(context: Context) -> Page:
    """A form that writes the file of a badge."""
    return _writing(context, "propose", paths.PROPOSE)


def endorse_page(context: Context) -> Page:
    """A form that writes a request to endorse a badge or an award."""
    return _writing(context, "endorse", paths.ENDORSE)


def data_page(context: Context) -> Page:
    """What others can use again, and how."""
    catalogue = context.catalogue
    found = [
        ("index", paths.INDEX, True),
        ("registry", paths.REGISTRY, True),
        ("figures", paths.FIGURES_DATA, True),
        ("csv", paths.FIGURES_CSV, True),
        ("calendar", paths.CALENDAR, has_meetings(catalogue)),
        ("feed", paths.FEED, True),
        ("sitemap", paths.SITEMAP, True),
    ]
    one = next(iter(catalogue.active), None)
    data: DataPage = {
        "title": context.strings("data.title"),
        "description": context.strings("data.lead"),
        "data": {
            "schemas": [{"name": kind.name, "path": paths.schema(kind.name)} for kind in KINDS],
            "files": [_file(what, path) for what, path, there in found if there],
            "badge": _file("badge", paths.achievement(one.slug)) if one else None,
            "licence": catalogue.network.licence,
            "email": catalogue.network.email,
        },
    }
    return Page(paths.DATA, "data", data)


def _file(what: str, path: str) -> DataFile:
    return {"name": path, "path": path, "what": what}


def plain_page(context: Context, kind: str, path: str) -> Page:
    """A page of the interface's own sentences: privacy, accessibility, one's own badges."""
    network = context.catalogue.network
    anchor = context.catalogue.organisations[network.anchor]
    data: PlainPage = {
        "title": context.strings(f"{kind}.title"),
        "description": context.strings(f"{kind}.lead"),
        "plain": {
            "email": network.email,
            "anchor": {"name": anchor.name, "path": paths.organisation(anchor.slug)},
        },
    }
    return Page(path, kind, data)


def stories_page(context: Context) -> Page:
    """Every story, the newest first."""
    data: StoriesPage = {
        "title": context.strings("stories.title"),
        "description": context.strings("stories.description"),
        "stories": stories(context),
    }
    return Page(paths.STORIES, "stories", data)
