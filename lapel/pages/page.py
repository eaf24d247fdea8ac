"""A page before it is rendered: data for a template, and Markdown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..load.links import rewrite_links
from ..model.catalogue import Catalogue
from ..model.paths import relative


@dataclass(frozen=True)
class Page:
    """``path`` is where it is published ("badges/x/", or the name of a file), ``template`` the name of a file in
    ``overrides/``.

    ``data`` is the TypedDict of the kind of page: it reaches the template as ``page.meta`` and holds JSON values only.
    ``markdown`` becomes ``page.content``. ``source`` is the file that somebody edits to change the page, relative to
    the repository. ``ids`` are the names of the headings in the address, when they are not made of the headings.
    """

    path: str
    template: str
    data: Mapping[str, object]
    markdown: str = ""
    source: str | None = None
    ids: tuple[str, ...] = ()

    @property
    def file(self) -> str:
        """The file that is written."""
        return f"{self.path}index.html" if self.path.endswith("/") or not self.path else self.path


def body_of(body: str, source: str, here: str) -> str:
    """A Markdown body for the page at ``here``: links between data files become links between their pages."""
    return rewrite_links(body, source, lambda path: relative(path, here))


def has_meetings(catalogue: Catalogue) -> bool:
    """Whether there is anything to say about meetings: some, or a rhythm that promises some."""
    return bool(catalogue.meetings) or catalogue.network.rhythm is not None
