"""A page before any theme: data for a template, and Markdown."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..load.links import rewrite_links
from ..model.catalogue import Catalogue
from ..model.paths import relative


@dataclass(frozen=True)
class Page:
    """``path`` is where it is published ("badges/x/"), ``template`` the name of a file in ``overrides/``.

    ``data`` reaches the template as ``page.meta`` and holds JSON values only. ``source`` is the file that
    somebody edits to change the page, relative to the repository.
    """

    path: str
    template: str
    data: Mapping[str, Any]
    markdown: str = ""
    source: str | None = None

    def front_matter(self) -> bytes:
        """The page as a Markdown file: front matter in JSON, which is YAML too, and the body."""
        meta = {"template": f"{self.template}.html", **self.data}
        return f"---\n{json.dumps(meta, ensure_ascii=False)}\n---\n{self.markdown}\n".encode()


def themed_body(body: str, source: str, here: str) -> str:
    """A Markdown body for the theme: links between data files become links between the pages' own files."""
    return rewrite_links(body, source, lambda path: relative(f"{path}index.md", here))


def has_meetings(catalogue: Catalogue) -> bool:
    """Whether there is anything to say about meetings: some, or a rhythm that promises some."""
    return bool(catalogue.meetings) or catalogue.network.rhythm is not None
