"""A review as Markdown, for the summary of a step and a comment, and as a page that stands by itself.

Every text of the change is hostile: in Markdown it stands escaped inside ``<code>``, where a forge reads no names,
links or marks in it; in the page it is escaped, and the page may load nothing.
"""

from __future__ import annotations

import base64
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from .changes import Change, Kind, Row
from .summary import Review

FILES = Path(__file__).resolve().parent / "files"
MOST = 60_000
"""Characters of Markdown: what a comment of a forge can hold."""
MAX_CELL = 2_000
MAX_SHORT = 300
CUT = "\n\n**This is not all.** The rest is in the page of the review, or on your own computer: `lapel review`.\n"


def markdown(review: Review) -> str:
    """For GitHub, GitLab and Forgejo alike."""
    text = _environment(_code).get_template("review.md").render(_values(review))
    if len(text) <= MOST:
        return text
    kept = text[: MOST - len(CUT)]
    # A block of HTML ends at an empty line, so what is cut inside one leaves nothing open behind it.
    return kept[: kept.rfind("\n\n")] + CUT


def plain(review: Review) -> str:
    """For a terminal."""
    return _environment(_plain, escaped=False).get_template("review.txt").render(_values(review))


def page(review: Review) -> str:
    """One HTML file that can be opened from a disk."""
    return _environment(_plain).get_template("review.html").render(_values(review))


def _environment(show: Callable[[str | None], object], *, escaped: bool = True) -> Environment:
    made = Environment(
        loader=FileSystemLoader(FILES),
        autoescape=escaped,  # noqa: S701 - a terminal reads no markup
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["shown"] = show
    made.filters["short"] = lambda text: show(str(text)[:MAX_SHORT])
    made.filters["picture"] = _picture
    return made


WORDS = {Kind.ADDED: "New", Kind.CHANGED: "Changed", Kind.REMOVED: "Taken away"}


def _values(review: Review) -> dict[str, object]:
    order = [Kind.CHANGED, Kind.ADDED, Kind.REMOVED]
    return {
        "review": review,
        "words": WORDS,
        "shown": [_windowed(one) for one in sorted(review.changes, key=lambda one: order.index(one.kind))],
        "signed": [f"{path} ({WORDS[kind].lower()})" for path, kind in review.signed.items()],
    }


def _windowed(change: Change) -> Change:
    """With long texts cut to where they differ."""
    keys = tuple((key, _window(row)) for key, row in change.keys)
    return replace(change, keys=keys, rows=tuple(_window(row) for row in change.rows))


def _window(row: Row) -> Row:
    before, after = row.before or "", row.after or ""
    if row.before is None or row.after is None or max(len(before), len(after)) <= MAX_CELL:
        return row
    same = next((at for at, pair in enumerate(zip(before, after, strict=False)) if pair[0] != pair[1]), 0)
    at = max(same - 200, 0)
    return Row(("…" if at else "") + before[at:], ("…" if at else "") + after[at:])


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
        f"[U+{ord(one):04X}]"
        if one not in "\n\t" and unicodedata.category(one) in ("Cc", "Cf", "Cs", "Zl", "Zp")
        else one
        for one in text
    )


def _picture(png: bytes | None) -> str:
    return f"data:image/png;base64,{base64.b64encode(png).decode()}" if png else ""
