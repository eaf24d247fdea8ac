"""What a network has done so far, counted from the awards, and which counts may be shown.

A small count can tell who somebody is. Counts from 1 to 4 are withheld, and with them as many others as it takes that
they do not follow from the totals, nor from what the pages say of who gives which badge.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any, TypeVar

from .catalogue import Catalogue
from .vocabulary import MeetingStatus, Role

Key = TypeVar("Key")

EARLIER = date.min
"""Stands for all quarters before the one in which the network started."""

FEW = 5
"""Counts below this (and above 0) are not shown."""


@dataclass
class Tally:
    """Counts awards that stand; withdrawn ones are not added. Keys: (badge, organisation), first day of a quarter."""

    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)
    quarters: Counter[date] = field(default_factory=Counter)

    def add(self, badge: str, organisation: str, day: date) -> None:
        self.pairs[badge, organisation] += 1
        self.quarters[quarter_of(day)] += 1


Count = int | None
"""A number, or None where it is not shown. Why a number is missing is not said: that would help to guess it."""


@dataclass(frozen=True)
class Figures:
    """Every table of the page of figures; keys are slugs, first days of quarters or role names."""

    total: Count
    badges: Mapping[str, Count]
    organisations: Mapping[str, Count]
    quarters: Mapping[date, Count]
    pathways: Mapping[str, Count]
    roles: Mapping[str, int]
    meetings_held: int

    @property
    def some_withheld(self) -> bool:
        tables = (self.badges, self.organisations, self.quarters, self.pathways)
        return self.total is None or any(None in table.values() for table in tables)


def figures(catalogue: Catalogue, tally: Tally) -> Figures:
    """The figures of a catalogue and its awards."""
    badges: Counter[str] = Counter()
    organisations: Counter[str] = Counter()
    for (badge, organisation), number in tally.pairs.items():
        badges[badge] += number
        organisations[organisation] += number
    hidden = _withhold_pairs(tally.pairs)
    total = sum(badges.values())
    shows_total = hidden.total_is_safe and (total == 0 or total >= FEW)
    if not shows_total:  # a row without a number says that there was one at least: then there are no rows
        tally, badges, organisations = Tally(), Counter(), Counter()
    tally_quarters = _since_the_start(catalogue, tally.quarters)
    quarters = withheld(tally_quarters)
    shown = _counts(badges, hidden.badges)
    completions = {slug: pathway.completion for slug, pathway in catalogue.pathways.items() if pathway.completion}
    members = catalogue.members
    return Figures(
        total=total if shows_total else None,
        badges=shown,
        organisations=_counts(organisations, hidden.organisations),
        quarters=_counts(tally_quarters, quarters.hidden) if quarters.safe else {},
        pathways={slug: shown.get(badge, 0) for slug, badge in completions.items()} if shows_total else {},
        roles={role.value: number for role in Role if (number := sum(role in one.roles for one in members))},
        meetings_held=sum(one.status is MeetingStatus.HELD for one in catalogue.meetings.values()),
    )


def quarter_of(day: date) -> date:
    """The first day of the quarter."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def _since_the_start(catalogue: Catalogue, quarters: Mapping[date, int]) -> Counter[date]:
    """What came before the quarter in which the network started is one row, ``EARLIER``."""
    start = quarter_of(catalogue.network.term.starts) if catalogue.network.term else EARLIER
    found: Counter[date] = Counter()
    for quarter, number in quarters.items():
        found[quarter if quarter >= start else EARLIER] += number
    return found


@dataclass(frozen=True)
class Withheld:
    """Which counts not to show; ``safe`` is False when even so a small one can be worked out from the sum of all."""

    hidden: set[Any]
    safe: bool


def withheld(numbers: Mapping[Any, int], more: Collection[Any] = ()) -> Withheld:
    """Which counts not to show when the sum of all is known.

    First those from 1 to 4, and those in ``more``. Then at least one other, and others until the hidden ones cannot be
    worked out from their sum. Which others does not depend on how large they are: that would give the small ones away
    to somebody who knows this rule.
    """
    hidden = {key for key, number in numbers.items() if 0 < number < FEW or key in more}
    if not hidden:
        return Withheld(hidden, safe=True)
    others = sorted(
        (key for key, number in numbers.items() if number and key not in hidden),
        key=lambda key: sha256(repr(key).encode()).digest(),
    )
    few = sum(numbers[key] < FEW for key in hidden)
    total = sum(numbers[key] for key in hidden)
    for place, key in enumerate(others):
        if place and _is_safe(few, len(hidden) - few, total):
            break
        hidden.add(key)
        total += numbers[key]
    return Withheld(hidden, _is_safe(few, len(hidden) - few, total))


def _is_safe(few: int, more: int, total: int) -> bool:
    """Whether hidden counts, ``few`` of them below 5 and ``more`` not, have more than one solution for their sum."""
    return few + more > 1 and total >= FEW and total - FEW * more > few


@dataclass(frozen=True)
class _HiddenPairs:
    badges: set[str]
    organisations: set[str]
    total_is_safe: bool


def _withhold_pairs(pairs: Mapping[tuple[str, str], int]) -> _HiddenPairs:
    """Which badges and which organisations not to show, and whether the total of all may be shown.

    The pages of the badges tell who gives which, so an organisation's count is the sum of its badges' counts. Badges
    and organisations that hang together form a block, and the sum of a block counts as known. Inside a block, badges
    and organisations are withheld each on their own. A block that is too small for that is hidden whole, together
    with as many others as it takes.
    """
    blocks: list[tuple[Counter[str], Counter[str]]] = []
    for block in _blocks(pairs):
        sides: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
        for pair in block:
            for side, name in zip(sides, pair, strict=True):
                side[name] += pairs[pair]
        blocks.append(sides)
    small = {number for number, sides in enumerate(blocks) if not all(withheld(side).safe for side in sides)}
    whole = withheld({number: sides[0].total() for number, sides in enumerate(blocks)}, small)
    badges: set[str] = set()
    organisations: set[str] = set()
    seldom = {giver for (_, giver), count in pairs.items() if 0 < count < FEW}
    for number, sides in enumerate(blocks):
        for found, side in zip((badges, organisations), sides, strict=True):
            found |= set(side) if number in whole.hidden else withheld(side).hidden
        # Where several give the same badges, their totals would tell who gave one of them only once or twice.
        if len(sides[1]) > 1 and not seldom.isdisjoint(sides[1]):
            organisations |= set(sides[1])
    return _HiddenPairs(badges, organisations, whole.safe)


def _blocks(pairs: Mapping[tuple[str, str], int]) -> list[list[tuple[str, str]]]:
    """The pairs, sorted into groups that share no badge and no organisation."""
    blocks: list[tuple[set[str], set[str], list[tuple[str, str]]]] = []
    for badge, organisation in sorted(pairs):
        joined = ({badge}, {organisation}, [(badge, organisation)])
        apart = []
        for block in blocks:
            if badge in block[0] or organisation in block[1]:
                joined = (joined[0] | block[0], joined[1] | block[1], joined[2] + block[2])
            else:
                apart.append(block)
        blocks = [*apart, joined]
    return [block[2] for block in blocks]


def _counts(numbers: Mapping[Key, int], hidden: set[Any]) -> dict[Key, Count]:
    return {key: None if key in hidden else number for key, number in numbers.items()}
