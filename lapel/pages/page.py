"""A page before any theme: data for a template, and Markdown."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..load.links import rewrite_links
from ..load.site import Site
from ..model.addresses import Addresses, relative
from ..model.catalogue import Catalogue
from .strings import Strings


@dataclass(frozen=True)
class Page:
    """``place`` is where it is published ("badges/x/"), ``template`` the name of a file in ``overrides/``.

    ``data`` reaches the template as ``page.meta`` and holds JSON values only. ``source`` is the file that
    somebody edits to change the page, relative to the repository.
    """

    place: str
    template: str
    data: Mapping[str, Any]
    markdown: str = ""
    source: str | None = None

    def front_matter(self) -> bytes:
        """The page as a Markdown file: front matter in JSON, which is YAML too, and the body."""
        meta = {"template": f"{self.template}.html", **self.data}
        return f"---\n{json.dumps(meta, ensure_ascii=False)}\n---\n{self.markdown}\n".encode()


@dataclass(frozen=True)
class Context:
    """What every page function needs: the catalogue, where it is published, and the words."""

    catalogue: Catalogue
    site: Site
    strings: Strings
    addresses: Addresses = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "addresses", Addresses(self.site.base))


def themed_body(body: str, source: str, here: str) -> str:
    """A Markdown body for the theme: links between data files become links between the pages' own files."""
    return rewrite_links(body, source, lambda place: relative(f"{place}index.md", here))


def has_meetings(catalogue: Catalogue) -> bool:
    """Whether there is anything to say about meetings: some, or a rhythm that promises some."""
    return bool(catalogue.meetings) or catalogue.network.rhythm is not None
