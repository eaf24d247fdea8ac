"""The sentences of the interface, in the reader's language.

They stand in ``overrides/locales/<lang>/``, in a file for each part of the site.
"""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import get_day_names, get_month_names

from .load.locales import FIRST, plural_form, plural_forms, sentences
from .model.duration import Duration
from .model.languages import is_easy, plain_tag
from .model.problem import CatalogueError, LapelError, Problem


class StringError(LapelError):
    """A sentence is not there, or wants what it was not given."""


class Strings:
    """All interface strings of one language, by dotted key ("badge.time").

    A string may hold ``{names}``. A key that counts has one string for each plural form of its language (CLDR).
    A key that is not there raises :class:`StringError`: a page with a hole in it is never written.
    """

    def __init__(self, language: str, texts: Mapping[str, str]) -> None:
        self.language = language
        self.texts = texts

    def __call__(self, key: str, **values: Any) -> str:
        try:
            return self.texts[key].format(**values) if values else self.texts[key]
        except KeyError as error:
            missing = f"the hole {error}" if key in self.texts else "no sentence"
            raise StringError(f"overrides/locales/{self.language}: '{key}' has {missing} here: mend it there") from None

    def count(self, key: str, n: int, **values: Any) -> str:
        """The string for ``n`` things."""
        return self(f"{key}.{plural_form(self.language, n)}", n=n, **values)

    @property
    def forms(self) -> tuple[str, ...]:
        """The plural forms of the language."""
        return plural_forms(self.language)

    def duration(self, duration: Duration | None) -> str | None:
        """ "2 hours 30 minutes"."""
        if duration is None:
            return None
        return " ".join(self.count(f"duration.{unit}", number) for unit, number in duration.parts())

    def short_duration(self, duration: Duration | None) -> str | None:
        """ "2 h 30 min", and "2 days": units are shortened only where there are two."""
        if duration is None:
            return None
        parts = duration.parts()
        if len(parts) < 2:
            return self.duration(duration)
        return " ".join(self(f"duration_short.{unit}", n=number) for unit, number in parts)

    def every(self, duration: Duration) -> str:
        """ "2 months", and "week" for one week: what stands behind "every"."""
        parts = duration.parts()
        return self(f"every.{parts[0][0]}") if [number for _, number in parts] == [1] else self.duration(duration) or ""

    def date(self, day: datetime.date) -> str:
        """ "21 November 2026"."""
        return self("date.long", day=day.day, month=self.months[day.month - 1], year=day.year)

    def month(self, day: datetime.date) -> str:
        """ "November 2026"."""
        alone = get_month_names("wide", "stand-alone", self.locale)[day.month]
        return self("date.month_year", month=alone, year=day.year)

    def weekday_date(self, day: datetime.date) -> str:
        """ "Saturday 21 November 2026"."""
        return self("date.weekday", weekday=self._weekday(day), date=self.date(day))

    def near_date(self, day: datetime.date) -> str:
        """ "Saturday 21 November": a day of the next months."""
        return self("date.weekday_near", weekday=self._weekday(day), day=day.day, month=self.months[day.month - 1])

    @property
    def months(self) -> list[str]:
        """The names of the months as they stand in a date (CLDR), January first."""
        names = get_month_names("wide", "format", self.locale)
        return [names[month] for month in range(1, 13)]

    def _weekday(self, day: datetime.date) -> str:
        return str(get_day_names("wide", "format", self.locale)[day.weekday()])

    @cached_property
    def locale(self) -> Locale:
        """Where names of months, days and languages come from (CLDR): that of the language itself when it names a
        region, or the one that its sentences were written for."""
        for tag in (
            self.language if len(plain_tag(self.language)) > 1 else "",
            self.texts.get("languages.cldr", ""),
            self.language,
        ):
            try:
                return Locale.parse("-".join(plain_tag(tag)), sep="-")
            except (UnknownLocaleError, ValueError):
                continue
        return Locale("en")

    @property
    def browser_locale(self) -> str:
        """The same for a browser: with the calendar and the digits that stand in letters and on clocks here."""
        return f"{str(self.locale).replace('_', '-')}-u-ca-gregory-nu-latn"

    @property
    def direction(self) -> str:
        """ "ltr" or "rtl"."""
        return str(self.locale.text_direction)

    def language_name(self, tag: str) -> str:
        """A language in the words of this one: "Ukrainian" for "uk" in English."""
        try:
            language = Locale.parse(plain_tag(tag)[0])
        except (UnknownLocaleError, ValueError):
            return tag
        name = language.get_display_name(self.locale) or tag
        return self("languages.easy", language=name) if is_easy(tag) else str(name)

    def order(self, text: str) -> tuple[tuple[int, ...], tuple[str, ...]]:
        """What names are sorted by: the alphabet of the language, letters that it does not have as the letter below
        their marks; the marks count where all else is the same."""
        places = [self._place(letter) for letter in text.casefold()]
        return tuple(place for place, _ in places), tuple(mark for _, mark in places)

    def _place(self, letter: str) -> tuple[int, str]:
        if letter in self._alphabet:
            return self._alphabet[letter], ""
        plain = unicodedata.normalize("NFD", letter)[:1]
        if plain in self._alphabet:
            return self._alphabet[plain], letter
        # What is in no alphabet stands in the order of Unicode: signs before the letters, other letters behind them.
        return ord(letter) - 0x110000 if not letter.isalpha() else len(self._alphabet) + ord(letter), letter

    @cached_property
    def _alphabet(self) -> dict[str, int]:
        return {letter: place for place, letter in enumerate(self.texts.get("languages.alphabet", ""))}

    def clock(self, moment: datetime.time) -> str:
        """ "14:30"."""
        return self("date.clock", hour=f"{moment.hour:02}", minute=f"{moment.minute:02}")

    def listing(self, items: list[str]) -> str:
        """ "a, b and c"."""
        if len(items) < 2:
            return "".join(items)
        return self("list.last", first=self("list.comma").join(items[:-1]), last=items[-1])


def load_strings(folder: Path, language: str) -> Strings:
    """The strings of ``language`` ("en-GB"), or of its main language ("en"); ``FileNotFoundError`` otherwise.

    Raises :class:`CatalogueError` for a file that cannot be read."""
    for name in (language, language.split("-")[0]):
        if (folder / name / FIRST).is_file():
            found = list(sentences(folder, name))
            if problems := [one for one in found if isinstance(one, Problem)]:
                raise CatalogueError(problems)
            texts = {key: sentence.text for key, sentence in (one for one in found if not isinstance(one, Problem))}
            return Strings(language, texts)
    raise FileNotFoundError(
        f"no interface strings for '{language}': add {folder.name}/{language.split('-')[0]}/{FIRST}"
    )
