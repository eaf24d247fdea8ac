"""What people write above the columns of a list, in every language that there are sentences in.

The words stand in the sentences (``desk.columns``), so that a new language brings its own; the desk in the browser gets
them with the network.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from ..home import LOCALES
from ..model.problem import Problem
from .locales import languages, sentences

_START = "desk.columns."


def plain_column(cell: str) -> str:
    """A name as it is compared: in small letters, without spaces and marks."""
    return "".join(letter for letter in cell.casefold() if letter.isalnum())


@lru_cache(maxsize=1)
def letter_languages() -> tuple[str, ...]:
    """The languages in which there are sentences."""
    return tuple(languages(LOCALES))


@lru_cache(maxsize=1)
def column_names() -> dict[str, str]:
    """The column for each word that is known, compared as :func:`plain_column` says it."""
    found: dict[str, str] = {}
    for column, word in column_words():
        found.setdefault(word, column)
    return found


def column_words() -> Iterator[tuple[str, str]]:
    """Each column with a word for it, English first: a word of two languages means what it means there."""
    for language in sorted(letter_languages(), key=lambda one: (one != "en", one)):
        for one in sentences(LOCALES, language):
            if isinstance(one, Problem) or not one[0].startswith(_START):
                continue
            key, sentence = one
            for word in sentence.text.split(","):
                if plain := plain_column(word):
                    yield key.removeprefix(_START).replace("_", " "), plain
