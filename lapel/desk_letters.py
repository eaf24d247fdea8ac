"""Letters and cards as the desk fills them in: the network's own templates, rendered with marks in the place of what
differs from person to person. So a letter from the desk says what one from ``lapel award`` says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .context import Context
from .home import LOCALES
from .load.columns import letter_languages
from .model import paths
from .model.problem import LapelError
from .pages.html import Renderer, template
from .pages.letters import Card, CardsPage
from .pages.page import Page
from .stream import Settings
from .strings import Strings, load_strings

BEGIN, END = "\ue000", "\ue001"
"""Around a mark: letters for private use, which no template has and no name may have."""
PERSON, ISSUER, EMAIL, SUBJECT = (f"{BEGIN}{name}{END}" for name in ("person", "issuer", "email", "subject"))
NAME, UNTIL, LINK, PICTURE, CODE = (f"{BEGIN}{name}{END}" for name in ("badge", "until", "link", "picture", "code"))
VARIANTS = {"": (False, False), "until": (True, False), "picture": (False, True), "until picture": (True, True)}
"""What one badge of a letter has: whether it runs out, and whether its picture comes along."""


def desk_letters(context: Context, settings: Settings, render: Renderer) -> Iterator[tuple[str, dict[str, Any]]]:
    """The documents by their paths, one for each language of letters."""
    for language in letter_languages():
        own = context.strings if language == context.strings.language else load_strings(LOCALES, language)
        yield paths.desk_letters(language), _document(context, settings, own, render)
    # The network's own language may be a variety of one ("en-GB"), and letters without a language are in it.
    if (own := context.strings).language not in letter_languages():
        yield paths.desk_letters(own.language), _document(context, settings, own, render)


def _document(context: Context, settings: Settings, strings: Strings, render: Renderer) -> dict[str, Any]:
    texts = {key: text for key, text in strings.texts.items() if key.startswith("letter.")}
    return {
        "id": context.addresses(paths.desk_letters(strings.language)),
        "language": strings.language,
        "texts": texts,
        "mail": _parts(lambda rows: _mail(settings, strings, rows), VARIANTS),
        "cards": _parts(lambda rows: _cards(render, strings, rows), {"": (False, False), "until": (True, False)}),
    }


def _mail(settings: Settings, strings: Strings, rows: list[tuple[bool, bool]]) -> str:
    badges = [
        {"name": NAME, "until": UNTIL if ends else None, "link": LINK, "picture": PICTURE if drawn else None}
        for ends, drawn in rows
    ]
    return template(settings.templates, "mail.html").render(
        t=strings,
        language=strings.language,
        subject=SUBJECT,
        person=PERSON,
        issuer=ISSUER,
        email=EMAIL,
        badges=badges,
    )


def _cards(render: Renderer, strings: Strings, rows: list[tuple[bool, bool]]) -> str:
    cards: list[Card] = [
        {
            "name": PERSON,
            "badge": NAME,
            "until": strings("letter.until", date=UNTIL) if ends else None,
            "address": LINK,
            "code": CODE,
        }
        for ends, _ in rows
    ]
    data: CardsPage = {"title": strings("letter.cards"), "cards": cards}
    return render(Page("cards.html", "cards", data)).decode()


def _parts(make: Any, variants: dict[str, tuple[bool, bool]]) -> dict[str, Any]:
    """What stands before the first row and after the last, and a row in each of its variants."""
    empty = make([])
    found: dict[str, str] = {}
    before = after = ""
    for name, row in variants.items():
        one, two = make([row]), make([row, row])
        before = _begin(empty, one)
        after = empty[len(before) :]
        found[name] = one[len(before) : len(one) - len(after)]
        if two != before + found[name] * 2 + after:
            raise LapelError("a template of letters has rows that depend on each other: the desk cannot fill it in")
    return {"before": before, "after": after, "rows": found}


def _begin(one: str, other: str) -> str:
    """What both texts begin with."""
    same = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return one[:same]
