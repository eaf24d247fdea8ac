"""In which letters a language is written, and marks that turn the direction of a text."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache

from babel.core import get_global

from ..model.languages import plain_tag

_NAMES = {
    "Latn": "LATIN",
    "Cyrl": "CYRILLIC",
    "Arab": "ARABIC",
    "Hebr": "HEBREW",
    "Grek": "GREEK",
    "Armn": "ARMENIAN",
    "Geor": "GEORGIAN",
    "Deva": "DEVANAGARI",
    "Beng": "BENGALI",
    "Guru": "GURMUKHI",
    "Gujr": "GUJARATI",
    "Taml": "TAMIL",
    "Telu": "TELUGU",
    "Thai": "THAI",
    "Ethi": "ETHIOPIC",
    "Sinh": "SINHALA",
    "Khmr": "KHMER",
    "Mymr": "MYANMAR",
}
"""Scripts (ISO 15924) by the first word of the names of their letters in Unicode."""
_ALIKE = {"LATIN", "CYRILLIC"}
FEW = 8
"""A text of fewer letters may be a name alone."""
_SHARE = 0.1
_OPEN = "\u202a\u202b\u202d\u202e"
_ISOLATE = "\u2066\u2067\u2068"
_TURNS = re.compile(f"[{_OPEN}{_ISOLATE}\u202c\u2069]")


@lru_cache(maxsize=64)
def script_of(language: str) -> str | None:
    """The first word of the names of the letters that a language is written in; None where nobody said."""
    parts = plain_tag(language)
    written = next((part.title() for part in parts[1:] if len(part) == 4), None)
    likely = get_global("likely_subtags").get(parts[0], "")
    return _NAMES.get(written or next((one for one in likely.split("_") if len(one) == 4), ""))


def has_other_letters(text: str, language: str) -> bool:
    """Whether a text is written in the letters of another language: hardly any of its letters are of its own."""
    script = script_of(language)
    letters = {one: count for one, count in Counter(text).items() if one.isalpha()}
    every = sum(letters.values())
    if script is None or every < FEW:
        return False
    own = sum(count for one, count in letters.items() if _script(one) == script)
    return own < _SHARE * every


@lru_cache(maxsize=4096)
def _script(letter: str) -> str:
    """The first word of the name of a letter."""
    return unicodedata.name(letter, "").split(" ")[0]


def mixed_word(text: str) -> str | None:
    """A word with Latin and Cyrillic letters in it, which look alike: nobody finds it, and a voice cannot read it."""
    if not _ALIKE <= {_script(letter) for letter in set(text)}:
        return None
    words: list[str] = re.findall(r"[^\W\d_]+", text)
    return next((word for word in words if {_script(letter) for letter in word} >= _ALIKE), None)


def turns_without_end(text: str) -> bool:
    """Whether marks that turn the direction (UAX 9) are opened and not closed, or closed and not opened."""
    inside: list[str] = []
    for letter in text if _TURNS.search(text) else "":
        if letter in _OPEN:
            inside.append("\u202c")
        elif letter in _ISOLATE:
            inside.append("\u2069")
        elif letter in "\u202c\u2069":
            if not inside or inside.pop() != letter:
                return True
        elif letter == "\n" and inside:
            return True
    return bool(inside)
