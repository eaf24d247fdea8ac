"""The frame around a page that a network writes for itself."""

from __future__ import annotations

import re

from ..model.free_page import FreePage
from .data import Head
from .page import Page

_HEADING = re.compile(r"<h1[ >]")


class FreePageData(Head):
    """``styles`` is the address of the style sheet that only such pages load."""

    styles: str | None
    has_heading: bool


def free_page(free: FreePage, content: str, styles: str | None) -> Page:
    """``content`` is what MkDocs made of the text."""
    data: FreePageData = {
        "title": free.title,
        "description": free.description,
        "styles": styles,
        "has_heading": bool(_HEADING.search(content)),
    }
    return Page(free.path, "free_page", data, source=free.source)
