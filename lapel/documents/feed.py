"""The feed of the network (Atom, RFC 4287): meetings, badges and news, what changed last first."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from html import escape

from feedgenerator import Atom1Feed

from ..model import paths
from ..model.addresses import Addresses
from ..model.catalogue import Catalogue

EACH = 20
"""Entries of one kind: a day on which every badge is touched leaves room for the meetings."""


@dataclass(frozen=True)
class Entry:
    """``path`` is its page; ``kind`` is 'meeting', 'badge' or 'news'."""

    title: str
    path: str
    text: str
    kind: str
    updated: datetime
    published: datetime | None = None


def feed(catalogue: Catalogue, entries: list[Entry], addresses: Addresses, prefix: str = "") -> bytes:
    """The newest entries of each kind; an entry's id is the address of its page. ``prefix`` stands before the paths of
    a further language."""
    network = catalogue.network
    made = Atom1Feed(
        title=network.name,
        link=addresses(prefix),
        description=network.description,
        language=network.inLanguage,
        feed_url=addresses(f"{prefix}{paths.FEED}"),
        author_name=catalogue.organisations[network.anchor].name,
    )
    counts: Counter[str] = Counter()
    for entry in sorted(entries, key=lambda one: (one.updated, one.path), reverse=True):
        counts[entry.kind] += 1
        if counts[entry.kind] > EACH:
            continue
        address = addresses(f"{prefix}{entry.path}")
        # The summary is read as HTML: what looks like a tag in a text is no tag.
        made.add_item(
            title=entry.title,
            link=address,
            unique_id=address,
            description=escape(entry.text, quote=False),
            updateddate=entry.updated,
            pubdate=entry.published,
            categories=[entry.kind],
        )
    return str(made.writeString("utf-8")).encode()
