"""Markdown as every page of the engine reads it: one dialect (docs/markdown.md), and no HTML in it.

The loader refuses HTML and bad links in the Markdown, with their line. The result is looked at once more here, because
no reading of Markdown is as good as what the reader of Markdown makes of it.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from functools import lru_cache
from html import escape

import markdown

from ..model.problem import CatalogueError, Problem
from .no_html import NoHtml
from .rendered import html_faults

EXTENSIONS = ("tables", "fenced_code", "footnotes", "admonition", "pymdownx.tasklist")


_HEADING_ID = re.compile(r'(<h[1-6]) id="([^"]*)">')
_readers = threading.local()
"""A reader keeps what it is reading, so each thread has its own."""


def _reader(ids: bool) -> markdown.Markdown:
    kept: dict[bool, markdown.Markdown] = _readers.__dict__.setdefault("kept", {})
    if ids not in kept:
        kept[ids] = markdown.Markdown(extensions=[*EXTENSIONS, *(["toc"] if ids else []), NoHtml()])
    return kept[ids]


@lru_cache(maxsize=128)  # a page asks for its text and for its headings
def to_html(text: str, *, ids: bool = True) -> str:
    """``text`` as HTML, not looked at. ``ids`` gives each heading its name in the address."""
    reader = _reader(ids)
    reader.reset()
    return reader.convert(text)


def body_html(text: str, source: str | None, ids: Sequence[str] = ()) -> str:
    """The body of a page. ``ids`` are the names of its headings in the address, when they are those of another text.
    Raises :class:`CatalogueError` when it would be more than text."""
    html = to_html(text)
    if ids:
        names = iter(ids)
        html = _HEADING_ID.sub(lambda one: f'{one[1]} id="{next(names, one[2])}">', html)
    if faults := html_faults(html):
        sentence = f"has text that becomes {', '.join(faults)}: write plain Markdown"
        raise CatalogueError([Problem(source or "lapel", 1, sentence, "markdown")])
    return html


def ids_in(text: str) -> list[str]:
    """The names of the headings of a text in the address, in their order."""
    return [name for _, name in _HEADING_ID.findall(to_html(text))]


def shown_html(text: str) -> str:
    """Text that was signed and cannot be mended: as HTML, or as it is written where it would become more than text."""
    html = to_html(text, ids=False)
    return f"<pre>{escape(text)}</pre>" if html_faults(html) else html
