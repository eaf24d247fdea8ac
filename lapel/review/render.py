"""A review as Markdown, for the summary of a step and a comment, and as a page that stands by itself.

Every text of the change is hostile: in Markdown it stands escaped inside ``<code>``, where a forge reads no names,
links or marks in it; in the page it is escaped, and the page may load nothing.
"""

from __future__ import annotations

import base64
import unicodedata
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from .changes import Kind
from .summary import Review, is_signed

FILES = Path(__file__).resolve().parent / "files"
MOST = 60_000
"""Characters of Markdown: what a comment of a forge can hold."""
MAX_CELL = 2_000
CUT = "\n\n**This is not all.** The rest is in the page of the review, or on your own computer: `lapel review`.\n"


def markdown(review: Review) -> str:
    """For GitHub, GitLab and Forgejo alike."""
    text = _environment(_code).get_template("review.md").render(_values(review))
    if len(text) <= MOST:
        return text
    kept = text[: MOST - len(CUT)]
    # A block of HTML ends at an empty line, so what is cut inside one leaves nothing open behind it.
    return kept[: kept.rfind("\n\n")] + CUT


def page(review: Review) -> str:
    """One HTML file that can be opened from a disk."""
    return _environment(_plain).get_template("review.html").render(_values(review))


def _environment(show: object) -> Environment:
    made = Environment(
        loader=FileSystemLoader(FILES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"shown": show, "picture": _picture}
    return made


def _values(review: Review) -> dict[str, object]:
    return {
        "review": review,
        "added": [one for one in review.of(Kind.ADDED) if not is_signed(one.source)],
        "changed": [one for one in review.of(Kind.CHANGED) if not is_signed(one.source)],
        "removed": [one for one in review.of(Kind.REMOVED) if not is_signed(one.source)],
    }


def _code(text: str | None) -> Markup:
    """A text of the change, on one line of Markdown."""
    if not text:
        return Markup("")
    lines = "<br>".join(str(escape(line)) for line in _seen(text[:MAX_CELL]).splitlines() if line.strip())
    return Markup(f"<code>{lines}{'…' if len(text) > MAX_CELL else ''}</code>")  # noqa: S704 - escaped above


def _plain(text: str | None) -> str:
    return _seen((text or "")[:MAX_CELL]) + ("…" if text and len(text) > MAX_CELL else "")


def _seen(text: str) -> str:
    """``text`` with its invisible characters named: they could turn round what stands around them."""
    return "".join(
        f"[U+{ord(one):04X}]" if one not in "\n\t" and unicodedata.category(one) in ("Cc", "Cf") else one
        for one in text
    )


def _picture(png: bytes | None) -> str:
    return f"data:image/png;base64,{base64.b64encode(png).decode()}" if png else ""
