"""The sentences of the interface, in the reader's language.

They stand in ``overrides/locales/<lang>.yml``, and in ``<lang>.<part>.yml`` beside it.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .load.locales import plural_form, plural_forms, sentences
from .model.duration import Duration
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
        return self("date.long", day=day.day, month=self(f"date.month.{day.month}"), year=day.year)

    def month(self, day: datetime.date) -> str:
        """ "November 2026"."""
        return self("date.month_year", month=self(f"date.month.{day.month}"), year=day.year)

    def weekday_date(self, day: datetime.date) -> str:
        """ "Saturday 21 November 2026"."""
        return self("date.weekday", weekday=self(f"date.weekdays.{day.isoweekday()}"), date=self.date(day))

    def near_date(self, day: datetime.date) -> str:
        """ "Saturday 21 November": a day of the next months."""
        month = self(f"date.month.{day.month}")
        return self("date.weekday_near", weekday=self(f"date.weekdays.{day.isoweekday()}"), day=day.day, month=month)

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
        if (folder / f"{name}.yml").is_file():
            found = list(sentences(folder, name))
            if problems := [one for one in found if isinstance(one, Problem)]:
                raise CatalogueError(problems)
            texts = {key: sentence.text for key, sentence in (one for one in found if not isinstance(one, Problem))}
            return Strings(language, texts)
    raise FileNotFoundError(f"no interface strings for '{language}': add {folder.name}/{language.split('-')[0]}.yml")
