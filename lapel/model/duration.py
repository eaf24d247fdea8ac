"""Lengths of time as people write them ("2 hours 30 minutes") and as machines read them (ISO 8601)."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

UNITS = ("years", "months", "weeks", "days", "hours", "minutes")
_WORDS = re.compile(r"(\d{1,4}) ?(year|month|week|day|hour|minute|hr|min)s?\b(?:,? and |, ?| )?")
_SHORT = {"hr": "hours", "min": "minutes"}
_ISO = re.compile(r"P(?=.)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?)?")
_MINUTES = (365 * 1440, 30 * 1440, 7 * 1440, 1440, 60, 1)


@dataclass(frozen=True)
class Duration:
    """A length of time in calendar units; all are 0 or more, and one at least is more than 0."""

    years: int = 0
    months: int = 0
    weeks: int = 0
    days: int = 0
    hours: int = 0
    minutes: int = 0

    @classmethod
    def parse(cls, text: str) -> Duration:
        """Reads "4 days", "1 hour 30 minutes", "2 years and 6 months" or ISO 8601; ``ValueError`` otherwise."""
        text = " ".join(text.split())
        if match := _ISO.fullmatch(text):
            parts = {unit: int(number) for unit, number in zip(UNITS, match.groups(), strict=True) if number}
        else:
            parts = cls._parse_words(text.lower())
        if not any(parts.values()) or max(parts.values()) > 9999:
            raise ValueError(text)
        return cls(**parts)

    @staticmethod
    def _parse_words(text: str) -> dict[str, int]:
        parts: dict[str, int] = {}
        position = 0
        for match in _WORDS.finditer(text):
            unit = _SHORT.get(match[2], match[2] + "s")
            if match.start() != position or unit in parts:
                raise ValueError(text)
            parts[unit] = int(match[1])
            position = match.end()
        if position != len(text):
            raise ValueError(text)
        return parts

    def parts(self) -> list[tuple[str, int]]:
        """The units that are not 0, largest first, as (unit in the plural, number)."""
        return [(unit, number) for unit in UNITS if (number := getattr(self, unit))]

    def iso(self) -> str:
        """ISO 8601, for example ``PT2H30M``."""
        date = "".join(f"{number}{unit[0].upper()}" for unit, number in self.parts() if unit not in UNITS[4:])
        time = "".join(f"{number}{unit[0].upper()}" for unit, number in self.parts() if unit in UNITS[4:])
        return f"P{date}{'T' + time if time else ''}"

    def total_minutes(self) -> int:
        """For sorting and filtering only: a month counts 30 days and a year 365."""
        return sum(getattr(self, unit) * factor for unit, factor in zip(UNITS, _MINUTES, strict=True))

    def __add__(self, other: Duration) -> Duration:
        total = {unit: getattr(self, unit) + getattr(other, unit) for unit in UNITS}
        total["hours"] += total["minutes"] // 60
        total["minutes"] %= 60
        return Duration(**total)


Moment = TypeVar("Moment", bound=date)


def later(start: Moment, length: Duration) -> Moment:
    """``start`` (a day, or a day and time) and a length of time.

    A month ends on its last day when the day does not exist in it. ``ValueError`` when no calendar has that day.
    """
    months = start.year * 12 + start.month - 1 + length.years * 12 + length.months
    year, month = divmod(months, 12)
    if year > 9998:
        raise ValueError("it would end after the year 9998")
    day = min(start.day, calendar.monthrange(year, month + 1)[1])
    moved = start.replace(year=year, month=month + 1, day=day)
    return moved + timedelta(weeks=length.weeks, days=length.days, hours=length.hours, minutes=length.minutes)
