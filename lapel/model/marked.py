"""Words of another language than the page around them, marked so that the page can say which.

A marked text stays a text: it is sorted, cut and put into sentences as any other. The renderer turns the marks into
``lang`` and ``dir`` where a text can have them, and takes them out everywhere else.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from .languages import direction
from .record import Record
from .translation import Spec, words_of

BEGIN, MIDDLE, END = "\ue010", "\ue011", "\ue012"
"""Letters for private use; a page never has them."""
_MARKED = re.compile(f"{BEGIN}([A-Za-z0-9-]{{2,40}}){MIDDLE}([^{BEGIN}{END}]*){END}?")
_PARAGRAPHS = re.compile(r"(\n\s*\n)")
_LEFT = re.compile(f"[{BEGIN}{MIDDLE}{END}]")
_ENCODED = re.compile("%EE%80%90[A-Za-z0-9-]{2,40}%EE%80%91|%EE%80%9[012]", re.IGNORECASE)
_TAGS = re.compile(r"(<!--.*?-->|<[^>]*>)", re.DOTALL)
_SILENT = ("title", "script", "style", "option", "textarea", "svg")
"""Elements whose text can have no element in it."""


def foreign(text: str, language: str) -> str:
    """``text`` as words of ``language``, each of its paragraphs: a page may give them elements of their own."""
    return "".join(
        f"{BEGIN}{language}{MIDDLE}{part}{END}" if part.strip() else part for part in _PARAGRAPHS.split(text)
    )


def marked(record: Any, language: str) -> Any:
    """A record with all its words marked."""
    kind: type[Record] = type(record)
    return _each(record, words_of(kind), lambda text: foreign(text, language))


def without_marks(record: Any) -> Any:
    """A record without any."""
    kind: type[Record] = type(record)
    return _each(record, words_of(kind), plain)


def _each(value: Any, spec: bool | Spec, change: Callable[[str], str]) -> Any:
    if isinstance(value, str) and spec is True:
        return change(value)
    if isinstance(value, tuple):
        return tuple(_each(one, spec, change) for one in value)
    if isinstance(value, Record) and not isinstance(spec, bool):
        return value.model_copy(update={key: _each(getattr(value, key), inner, change) for key, inner in spec.items()})
    return value


def plain(text: str) -> str:
    """``text`` without marks."""
    return _LEFT.sub("", _MARKED.sub(r"\2", text)) if _LEFT.search(text) else text


def spoken_html(html: str, page_language: str) -> str:
    """A page whose marks say ``lang`` and ``dir``."""
    if not _LEFT.search(html) and "%EE%80%9" not in html:
        return html
    ours, parts, silent = direction(page_language), _TAGS.split(html), ""
    for number, part in enumerate(parts):
        if number % 2:
            name = part[1:].split(None, 1)[0].rstrip(">/").lower() if len(part) > 2 else ""
            if silent:
                silent = "" if name == f"/{silent}" else silent
            elif name in _SILENT:
                silent = name
            parts[number] = _ENCODED.sub("", plain(part))
        elif _LEFT.search(part):
            parts[number] = plain(part) if silent else _LEFT.sub("", _MARKED.sub(lambda one: _span(one, ours), part))
    return "".join(parts)


def _span(found: re.Match[str], ours: str) -> str:
    language, text = found[1], found[2]
    theirs = direction(language)
    turned = f' dir="{theirs}"' if theirs != ours else ""
    return f'<span lang="{language}"{turned}>{text}</span>' if text.strip() else text
