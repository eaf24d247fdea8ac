"""The whole catalogue: every record, and the questions that one asks of them together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from .badge import Achievement
from .free_page import FreePage
from .look import DEFAULT, Look
from .meeting import Meeting
from .network import Guide, Home, Network, News, VerifyPage
from .organisation import Profile
from .pathway import Pathway
from .record import FileRecord
from .story import Story
from .system_map import SystemMap
from .translation import Translated
from .vocabulary import Audience, Status

RecordT = TypeVar("RecordT", bound=FileRecord)


@dataclass(frozen=True)
class Artwork:
    """The picture of a badge or an organisation: SVG text that passed :mod:`lapel.load.images`."""

    svg: str
    caption: str


@dataclass(frozen=True)
class Catalogue:
    """Everything that the files say, by slug and in the order of the slugs."""

    root: Path
    network: Network
    home: Home
    badges: Mapping[str, Achievement]
    organisations: Mapping[str, Profile]
    pathways: Mapping[str, Pathway]
    meetings: Mapping[str, Meeting]
    guides: Mapping[str, Guide]
    artwork: Mapping[str, Artwork] = field(default_factory=dict)
    """Pictures by the source path of the record that they belong to."""
    awards_folder: Path | None = None
    verify: VerifyPage | None = None
    map: SystemMap | None = None
    look: Look = DEFAULT
    news: Mapping[str, News] = field(default_factory=dict)
    stories: Mapping[str, Story] = field(default_factory=dict)
    pages: Mapping[str, FreePage] = field(default_factory=dict)
    """Pages that the network writes for itself, by their source path."""
    others: Mapping[type[FileRecord], Mapping[str, Any]] = field(default_factory=dict)
    """Records of kinds that have no field here: see :meth:`all`."""
    translations: Mapping[str, Mapping[str, Translated]] = field(default_factory=dict)
    """By language, what is translated: the records by the source path of their originals."""
    originals: Mapping[str, Achievement] = field(default_factory=dict)
    """The badges in the network's own words, where those in ``badges`` are in another language."""
    written_in: str = ""
    """The language of ``originals`` and of what organisations say of each other, where the pages are in another."""
    order: Callable[[str], Any] = str.casefold
    """What names are sorted by: the alphabet of a language, where pages are in one."""
    changed: Mapping[str, datetime] = field(default_factory=dict)
    """When a file was last changed, by its source path (see :mod:`lapel.load.history`)."""

    @property
    def awards(self) -> Path:
        """Where awards, endorsements and status lists are kept: here, or in a repository of their own."""
        return self.awards_folder or self.root

    def all(self, kind: type[RecordT]) -> Mapping[str, RecordT]:
        """The records of a kind in :data:`~.kinds.KINDS` that no question of the catalogue is about."""
        return self.others[kind]

    @cached_property
    def active(self) -> list[Achievement]:
        """The badges that can be earned today (and drafts, in a preview), by name."""
        shown = [badge for badge in self.badges.values() if badge.status is not Status.RETIRED]
        return sorted(shown, key=lambda badge: self.order(badge.name))

    @cached_property
    def _pathways_by_badge(self) -> dict[str, list[Pathway]]:
        index: dict[str, list[Pathway]] = {}
        for pathway in self.pathways.values():
            members = [*pathway.badges, *([pathway.completion] if pathway.completion else [])]
            for slug in dict.fromkeys(members):
                index.setdefault(slug, []).append(pathway)
        return index

    def pathways_of(self, badge: str) -> list[Pathway]:
        """The pathways that the badge is part of or completes."""
        return self._pathways_by_badge.get(badge, [])

    @cached_property
    def _badges_by_issuer(self) -> dict[str, list[Achievement]]:
        index: dict[str, list[Achievement]] = {}
        for badge in sorted(self.badges.values(), key=lambda badge: self.order(badge.name)):
            for slug in dict.fromkeys([*badge.issuers, badge.defined_by]):
                index.setdefault(slug, []).append(badge)
        return index

    def badges_of(self, organisation: str) -> list[Achievement]:
        """The badges that the organisation defined or may award, by name."""
        return self._badges_by_issuer.get(organisation, [])

    @cached_property
    def _leads_to(self) -> dict[str, list[Achievement]]:
        index: dict[str, list[Achievement]] = {}
        for badge in self.active:
            for slug in badge.prerequisites:
                index.setdefault(slug, []).append(badge)
        return index

    def leads_to(self, badge: str) -> list[Achievement]:
        """The badges that ask for this one first."""
        return self._leads_to.get(badge, [])

    @cached_property
    def members(self) -> list[Profile]:
        """Every organisation that did not leave, by name."""
        there = [one for one in self.organisations.values() if one.left is None]
        return sorted(there, key=lambda one: self.order(one.name))

    @cached_property
    def _recognising(self) -> dict[str, list[Profile]]:
        index: dict[str, list[Profile]] = {}
        for organisation in self.members:
            for slug in dict.fromkeys(organisation.recognises):
                index.setdefault(slug, []).append(organisation)
        return index

    def recognising(self, badge: str) -> list[Profile]:
        """The organisations that take the badge into account, by name."""
        return self._recognising.get(badge, [])

    def guide_for(self, audience: Audience) -> Guide | None:
        """The first guide for an audience, if there is one."""
        found = [guide for guide in self.guides.values() if guide.audience is audience]
        return min(found, key=lambda guide: (guide.order, guide.title), default=None)
