"""Markdown as every page of the engine reads it: one dialect (docs/markdown.md), and no HTML in it.

The loader refuses HTML and bad links in the Markdown, with their line. The result is looked at once more here, because
no reading of Markdown is as good as what the reader of Markdown makes of it.
"""

from __future__ import annotations

import threading
from html import escape

import markdown

from ..model.problem import CatalogueError, Problem
from .no_html import NoHtml
from .rendered import html_faults

EXTENSIONS = ("tables", "fenced_code", "footnotes", "admonition", "pymdownx.tasklist")


_readers = threading.local()
"""A reader keeps what it is reading, so each thread has its own."""


def _reader(ids: bool) -> markdown.Markdown:
    kept: dict[bool, markdown.Markdown] = _readers.__dict__.setdefault("kept", {})
    if ids not in kept:
        kept[ids] = markdown.Markdown(extensions=[*EXTENSIONS, *(["toc"] if ids else []), NoHtml()])
    return kept[ids]


def to_html(text: str, *, ids: bool = True) -> str:
    """``text`` as HTML, not looked at. ``ids`` gives each heading its name in the address."""
    reader = _reader(ids)
    reader.reset()
    return reader.convert(text)


def body_html(text: str, source: str | None) -> str:
    """The body of a page. Raises :class:`CatalogueError` when it would be more than text."""
    html = to_html(text)
    if faults := html_faults(html):
        sentence = f"has text that becomes {', '.join(faults)}: write plain Markdown"
        raise CatalogueError([Problem(source or "lapel", 1, sentence, "markdown")])
    return html


def shown_html(text: str) -> str:
    """Text that was signed and cannot be mended: as HTML, or as it is written where it would become more than text."""
    html = to_html(text, ids=False)
    return f"<pre>{escape(text)}</pre>" if html_faults(html) else html
