"""Every kind of record that a network keeps: where its files are, what it is called, where its pages are published.

One table. The loader, links between files and the schemas for editors ask it; CONTRIBUTING.md lists what else a new
kind needs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from . import paths
from .badge import Achievement
from .look import Look
from .meeting import Meeting
from .network import Guide, Home, Network, News, VerifyPage
from .organisation import Profile
from .pathway import Pathway
from .record import FileRecord
from .story import Story
from .system_map import SystemMap


@dataclass(frozen=True)
class Kind:
    """``name`` is what one is called, and the name of its schema.

    A kind with many records has a ``folder``; each file in it is one, or each folder when ``file`` says what the file
    inside is called. Any other kind has one ``file``, relative to the root. ``page`` gives the path of a record's page
    from its slug. ``listing`` is the path of the page that lists all of them; without records there is such a page only
    when ``listed_empty``. ``dated``: the names of its files begin with a day.
    """

    name: str
    record: type[FileRecord]
    page: Callable[[str], str]
    plural: str = ""
    folder: str = ""
    file: str = ""
    listing: str = ""
    listed_empty: bool = True
    dated: bool = False
    needed: bool = False


KINDS: tuple[Kind, ...] = (
    Kind("network", Network, lambda _: paths.ABOUT, file="network/network.yml", needed=True),
    Kind("home", Home, lambda _: "", file="network/index.md", needed=True),
    Kind("verify", VerifyPage, lambda _: paths.VERIFY, file="network/verify.md"),
    Kind("look", Look, lambda _: "", file="network/look.yml"),
    Kind("map", SystemMap, lambda _: paths.MAP, file="network/map.yml"),
    Kind("badge", Achievement, paths.badge, "badges", "badges", "badge.md", paths.CATALOGUE),
    Kind("pathway", Pathway, paths.pathway, "pathways", "badges/pathways", listing=paths.PATHWAYS, listed_empty=False),
    Kind(
        "organisation",
        Profile,
        paths.organisation,
        "organisations",
        "network/organisations",
        listing=paths.ORGANISATIONS,
    ),
    Kind(
        "meeting",
        Meeting,
        paths.meeting,
        "meetings",
        "network/meetings",
        listing=paths.MEETINGS,
        listed_empty=False,
        dated=True,
    ),
    Kind("guide", Guide, paths.guide, "guides", "network/guides", listing=paths.GUIDES),
    Kind("news", News, paths.news, "news", "network/news", listing=paths.NEWS, listed_empty=False, dated=True),
    Kind("story", Story, paths.story, "stories", "network/stories", listing=paths.STORIES, listed_empty=False),
)
SINGLE = tuple(kind for kind in KINDS if not kind.folder)
MANY = tuple(kind for kind in KINDS if kind.folder)
FLAT = tuple(kind for kind in MANY if not kind.file)
"""Kinds whose folder holds one file for each record."""


def page_of(source: str) -> str | None:
    """The path of the page that the record in the file ``source``, or a folder of records, has; None for another."""
    folder, _, name = source.rpartition("/")
    for kind in KINDS:
        if not kind.folder:
            if source == kind.file:
                return kind.page("")
        elif source == kind.folder:
            return kind.listing
        elif kind.file:
            outer, _, slug = folder.rpartition("/")
            if name == kind.file and outer == kind.folder:
                return kind.page(slug)
        elif folder == kind.folder and name.endswith(".md"):
            return kind.page(name.removesuffix(".md"))
    return None
