"""How long a network runs, and how often it meets."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from pydantic import model_validator

from .duration import Duration, later
from .record import Record, described, optional
from .scalars import Day, Length, Line, refuse


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
    form: Line | None = optional("In what form.", "Face to face")

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

    def after(self, last: datetime.date, today: datetime.date, count: int) -> Iterator[datetime.date]:
        """The days around which the next ``count`` meetings are expected: after ``last``, and not past ``today``."""
        start = last.replace(day=1) if self.in_months else last
        this_month = today.replace(day=1)
        steps = _multiples(self.every, last, today)
        found = 0
        while found < count:
            steps += 1
            try:
                day = later(start, Duration(**{unit: number * steps for unit, number in self.every.parts()}))
            except (ValueError, OverflowError):
                return
            if day >= (this_month if self.in_months else today):
                found += 1
                yield day


def _multiples(every: Duration, last: datetime.date, today: datetime.date) -> int:
    """How many steps lie wholly in the past, or a few less: so that an old network does not count for long."""
    days = max(0, (today - last).days)
    return max(0, days // max(7, every.total_minutes() // 1440 + 3) - 2)
