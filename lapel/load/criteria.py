"""The criteria of a badge as text for documents: the same everywhere, so that what is signed is what is shown."""

from __future__ import annotations

from functools import lru_cache

from ..model.addresses import Addresses
from ..model.badge import Achievement
from .links import rewrite_links

RULE = "\n\n* * *\n\n"
"""Between what a holder has shown, in the third person, and the criteria, which speak to the earner. No body may have
this line, so that nothing else can be taken for it."""


def narrative(badge: Achievement, addresses: Addresses) -> str:
    """The criteria as Markdown, with links that work outside the site."""
    if badge.body:
        words = _published(badge.body, badge.source, addresses)
    else:
        words = "\n".join(f"- {activity.name}" for activity in badge.activities)
    if badge.shows:
        return "\n".join(f"- {line}" for line in badge.shows) + RULE + words
    return words


def third_person(signed: str) -> tuple[list[str], str]:
    """What a signed narrative says a holder has shown, line by line, and the criteria; no lines where it says none."""
    first, rule, rest = signed.partition(RULE)
    lines = first.split("\n")
    if not rule or not all(line.startswith("- ") for line in lines):
        return [], signed
    return [line[2:] for line in lines], rest


@lru_cache(maxsize=8192)
def _published(body: str, source: str, addresses: Addresses) -> str:
    return rewrite_links(body, source, addresses)
