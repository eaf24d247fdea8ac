"""Text of a template that was left as it was: it would be signed into every award."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from ..model.problem import Problem
from .yaml_text import Document, texts_in
from .yaml_text import Path as Place

WRITE_HERE = "Write here"
"""How each text in a template begins that somebody has to replace."""
_LEFT = re.compile(rf"{WRITE_HERE}\b", re.IGNORECASE)
_MARKUP = re.compile(r"(?:\[[xX]\]|[\W_]|\d{1,3}(?:\.\d{1,3})*[.)]?(?=\s)|(?:[a-zA-Z]|[ivxIVX]{1,4})[.)](?=\s))")
"""What may stand before a text: marks of a list, a box to tick, a number, a quote, stress."""
_OLDER = "This text is the criteria. It becomes part of every award"
"""Stood in the template before every text to replace began with the same words."""
MEND = "is still the text of the template: write your own, or take the line out"


def placeholder_problems(document: Document, body: str, source: str, body_line: int) -> Iterator[Problem]:
    """``body_line`` is the line of the file on which ``body`` starts."""
    for place, text in texts_in(document.value, ()):
        if _is_left(text):
            yield Problem(source, document.lines.get(place, 1), f"'{_key(place)}' {MEND}", "placeholder")
    for number, line in enumerate(body.split("\n")):
        if _is_left(line) or _OLDER in line:
            yield Problem(source, body_line + number, MEND, "placeholder")


def _is_left(text: str) -> bool:
    """Whether a text begins as those of a template do, whatever marks and spaces stand before or between."""
    if "w" not in text and "W" not in text:
        return False  # so are most texts in other letters, and looking at each letter takes long
    start = text[:400]
    seen = start if start.isascii() else "".join(one for one in start if unicodedata.category(one) != "Cf")
    plain = " ".join(seen.split())
    at = 0
    while found := _MARKUP.match(plain, at):
        at = found.end()
    return _LEFT.match(plain, at) is not None


def _key(place: Place) -> str:
    return next((part for part in reversed(place) if isinstance(part, str)), "")
