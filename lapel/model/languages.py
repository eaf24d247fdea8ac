"""Language tags (BCP 47): what they stand for, and which way they are written."""

from __future__ import annotations

from babel import Locale, UnknownLocaleError

EASY = "-x-easy"
"""The end of the tag of a variety in short sentences."""


def plain_tag(tag: str) -> list[str]:
    """The parts of a tag without what is for private use: "en" and "GB"."""
    return tag.lower().partition("-x-")[0].split("-")[:1] + tag.partition("-x-")[0].split("-")[1:]


def is_easy(tag: str) -> bool:
    return tag.endswith(EASY)


def is_known(tag: str) -> bool:
    """Whether CLDR knows the language."""
    try:
        Locale.parse("-".join(plain_tag(tag)), sep="-")
    except (UnknownLocaleError, ValueError):
        return False
    return True


def direction(tag: str) -> str:
    """ "ltr" or "rtl"; a language that CLDR does not know is written from left to right."""
    try:
        return str(Locale.parse(plain_tag(tag)[0]).text_direction)
    except (UnknownLocaleError, ValueError):
        return "ltr"
