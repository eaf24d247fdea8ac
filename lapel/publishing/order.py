"""In which order the files of a site are put, so that no page ever leads to a file that is not there.

Documents, pictures and scripts come first, because pages lead to them. Pages lead to each other in circles, so a new
page that others lead to is first put as a page that leads nowhere, and as itself when all others have a place. What
tells of the site as a whole (the list of issuers, the record's newest checkpoint, the map of the site) comes last. What
is taken away leads nowhere before any of it goes.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import unquote, urlsplit

LAST = re.compile(
    r"sitemap\.xml|feed\.xml|index\.json|registry\.json|commit\.txt|scripts\.json|record/(?:checkpoint|latest\.json)"
    r"|pagefind/pagefind-entry\.json"
)
_LINK = re.compile(rb"""<[^>]*?\s(?:href|src)\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)
STAND_IN = (
    b'<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="robots" content="noindex">'
    b'<meta http-equiv="refresh" content="10"><title>One moment</title></head><body><p>This page is being '
    b"published. It will be here in a moment.</p></body></html>\n"
)
"""A page that leads nowhere."""


class Step(StrEnum):
    """What is done with a file."""

    PUT = "put"
    STAND_IN = "stand in"
    REMOVE = "remove"


@dataclass
class Plan:
    """Groups of steps: those of one group may be done at once, and a group begins when the one before is done."""

    groups: list[list[tuple[Step, str]]] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    """Files of the store that the site does not have, and that stay because nobody asked to take them away."""

    @property
    def steps(self) -> int:
        return sum(map(len, self.groups))


def is_page(path: str) -> bool:
    return path.endswith(".html")


def links_of(path: str, content: bytes, folder: str) -> Iterator[str]:
    """The paths below the site that a page leads to; ``folder`` is the path of the site on its host."""
    for match in _LINK.finditer(content):
        address = match[1].decode(errors="replace").replace("&amp;", "&")
        try:
            parts = urlsplit(address)
        except ValueError:
            continue  # no address of ours
        if parts.scheme or parts.netloc or not parts.path:
            continue
        named = unquote(parts.path)
        if named.startswith("/"):
            if not f"{named}/".startswith(folder):
                continue
            target = named[len(folder) :]
        else:
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), named))
            target = "" if target == "." else target + ("/" if named.endswith(("/", "/.", "..", ".")) else "")
        if not target.startswith(".."):
            yield f"{target}index.html" if target == "" or target.endswith("/") else target


def plan(
    site: Collection[str],
    changed: Collection[str],
    there: Collection[str],
    read: Callable[[str], bytes],
    *,
    folder: str = "/",
    delete: bool = False,
) -> Plan:
    """The steps for a site with the files ``site``, of which ``changed`` are not in the store as they are; ``there``
    are the files of the store, and ``read`` gives the content of one of the site's."""
    gone = sorted(set(there) - set(site))
    pages = sorted(path for path in changed if is_page(path))
    new = set(pages) - set(there)
    wanted: set[str] = set()
    for page in pages:
        wanted |= {target for target in links_of(page, read(page), folder) if target in new and target != page}
    rest = sorted(path for path in changed if not is_page(path))
    made = Plan()
    late = [path for path in rest if LAST.fullmatch(path) and path in there]
    _add(made, Step.PUT, [path for path in rest if not LAST.fullmatch(path)])
    # Pages lead to some of these too: a first one is put before them, and nobody has seen an older one.
    _add(made, Step.PUT, [path for path in rest if LAST.fullmatch(path) and path not in there])
    _add(made, Step.STAND_IN, sorted(wanted))
    _add(made, Step.PUT, pages)
    _add(made, Step.PUT, late)
    if delete:
        _add(made, Step.STAND_IN, [path for path in gone if is_page(path)])
        _add(made, Step.REMOVE, [path for path in gone if is_page(path)])
        _add(made, Step.REMOVE, [path for path in gone if not is_page(path)])
    else:
        made.left = gone
    return made


def _add(made: Plan, step: Step, paths: list[str]) -> None:
    if paths:
        made.groups.append([(step, path) for path in paths])


def missing(pages: Mapping[str, bytes], there: Collection[str], folder: str = "/") -> list[tuple[str, str]]:
    """The links of pages that lead to a file that is not there, as (page, path)."""
    known = set(there)
    return sorted(
        {
            (page, target)
            for page, content in pages.items()
            for target in links_of(page, content, folder)
            if target not in known
        }
    )
