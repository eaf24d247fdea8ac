"""The criteria of a badge as text for documents: the same everywhere, so that what is signed is what is shown."""

from __future__ import annotations

from functools import lru_cache

from ..model.addresses import Addresses
from ..model.badge import Achievement
from .links import rewrite_links


def narrative(badge: Achievement, addresses: Addresses) -> str:
    """The criteria as Markdown, with links that work outside the site."""
    if badge.body:
        return _published(badge.body, badge.source, addresses)
    return "\n".join(f"- {activity.name}" for activity in badge.activities)


@lru_cache(maxsize=8192)
def _published(body: str, source: str, addresses: Addresses) -> str:
    return rewrite_links(body, source, addresses)
