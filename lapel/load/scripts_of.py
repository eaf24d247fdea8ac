"""In which letters a language is written, and marks that turn the direction of a text."""

from __future__ import annotations

import re
import unicodedata
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
FEW = 8
"""A text of fewer letters may be a name alone."""
_SHARE = 0.1
_OPEN = "\u202a\u202b\u202d\u202e"
_ISOLATE = "\u2066\u2067\u2068"


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
    letters = [one for one in text if one.isalpha()]
    if script is None or len(letters) < FEW:
        return False
    own = sum(unicodedata.name(one, "").startswith(script) for one in letters)
    return own < _SHARE * len(letters)


def mixed_word(text: str) -> str | None:
    """A word with Latin and Cyrillic letters in it, which look alike: nobody finds it, and a voice cannot read it."""
    for word in re.findall(r"[^\W\d_]+", text):
        names = {unicodedata.name(letter, "").split(" ")[0] for letter in word}
        if {"LATIN", "CYRILLIC"} <= names:
            return str(word)
    return None


def turns_without_end(text: str) -> bool:
    """Whether marks that turn the direction (UAX 9) are opened and not closed, or closed and not opened."""
    inside: list[str] = []
    for letter in text:
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
