"""How long a network runs, and how often it meets."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from pydantic import model_validator

from .duration import Duration, later
from .record import Record, described, optional
from .scalars import Day, Length, Phrase, refuse


class Term(Record):
    """For how long the network was started, and when its members decide whether to go on."""

    starts: Day = described("The first day.", "2026-09-01")
    length: Length = described("How long it runs before somebody decides anew.", "1 year")
    review: Day = described("The day on which the members decide.", "2027-07-21")

    @model_validator(mode="after")
    def _is_reviewed_in_its_time(self) -> Term:
        if self.review < self.starts:
            raise refuse("is reviewed before it starts: mend 'starts' or 'review'")
        if self.length.years > 100:
            raise refuse("lasts more than 100 years: mend 'length'")
        return self

    @property
    def ends(self) -> datetime.date:
        """The last day."""
        return later(self.starts, self.length) - datetime.timedelta(days=1)


class Rhythm(Record):
    """How often the network meets, so that a reader knows when to expect the next date."""

    every: Length = described("How often: whole weeks, months or years.", "2 months")
    duration: Length | None = optional("How long a meeting is.", "1 hour")
    form: Phrase | None = optional("In what form.", "Face to face")
    since: Day | None = optional("The day from which it is counted. Left out: the first meeting.", "2026-09-16")

    @model_validator(mode="after")
    def _can_be_counted(self) -> Rhythm:
        every = self.every
        if every.hours or every.minutes or every.total_minutes() < 7 * 1440 or every.years > 5:
            raise refuse("cannot be read: 'every' should be whole weeks, months or years, like '2 months'")
        return self

    @property
    def in_months(self) -> bool:
        """Whether the rhythm names a month and not a week."""
        return not (self.every.weeks or self.every.days)

    def days(self, first: datetime.date, today: datetime.date) -> Iterator[datetime.date]:
        """The days of the rhythm, from ``first`` on, without those that lie before ``today`` (or its month)."""
        start = today.replace(day=1) if self.in_months else today
        step = self._steps_before(first, start)
        while True:
            try:
                day = later(first, Duration(**{unit: number * step for unit, number in self.every.parts()}))
            except (ValueError, OverflowError):
                return
            if day >= start:
                yield day
            step += 1

    def _steps_before(self, first: datetime.date, start: datetime.date) -> int:
        """How many steps lie wholly in the past, or a few less: so that an old network does not count for long."""
        return max(0, (start - first).days // (self.every.total_minutes() // 1440 + 3) - 1)
