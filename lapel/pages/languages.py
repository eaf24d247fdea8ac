"""Languages by their names."""

from __future__ import annotations

from babel import Locale, UnknownLocaleError


def language_name(tag: str) -> str:
    """A language in its own words: "English" for "en-GB"."""
    try:
        locale = Locale.parse(tag.split("-")[0])
    except (UnknownLocaleError, ValueError):
        return tag
    name = locale.get_display_name(locale) or tag
    return name[:1].upper() + name[1:]
