"""What a network has done so far, counted from the awards, and which counts may be shown.

A small count can tell who somebody is. Counts from 1 to 4 are withheld, and with them as many others as it takes that
nobody can work them out from the totals.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from .catalogue import Catalogue
from .vocabulary import MeetingStatus, Role

Key = TypeVar("Key")

FEW = 5
"""Counts below this (and above 0) are not shown."""


@dataclass
class Tally:
    """Counts awards that stand; withdrawn ones are not added. Keys are (badge, organisation) slugs and quarters."""

    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)
    quarters: Counter[tuple[int, int]] = field(default_factory=Counter)

    def add(self, badge: str, organisation: str, day: date) -> None:
        self.pairs[badge, organisation] += 1
        self.quarters[day.year, (day.month - 1) // 3 + 1] += 1


@dataclass(frozen=True)
class Count:
    """A number that is shown, or the reason why not: ``few`` (1 to 4) or withheld for the sake of another."""

    number: int | None
    few: bool = False


@dataclass(frozen=True)
class Figures:
    """Every table of the page of figures; keys are slugs, (year, quarter) or role names."""

    total: Count
    badges: Mapping[str, Count]
    organisations: Mapping[str, Count]
    quarters: Mapping[tuple[int, int], Count]
    pathways: Mapping[str, Count]
    roles: Mapping[str, int]
    meetings_held: int

    @property
    def some_withheld(self) -> bool:
        tables = (self.badges, self.organisations, self.quarters, self.pathways)
        return self.total.number is None or any(count.number is None for table in tables for count in table.values())


def figures(catalogue: Catalogue, tally: Tally) -> Figures:
    """The figures of a catalogue and its awards."""
    badges: Counter[str] = Counter()
    organisations: Counter[str] = Counter()
    for (badge, organisation), number in tally.pairs.items():
        badges[badge] += number
        organisations[organisation] += number
    hidden_badges, hidden_organisations = _withhold_pairs(tally.pairs)
    total = sum(badges.values())
    shown = _counts(badges, hidden_badges)
    completions = {slug: pathway.completion for slug, pathway in catalogue.pathways.items() if pathway.completion}
    members = catalogue.organisations.values()
    return Figures(
        total=Count(total) if total == 0 or total >= FEW else Count(None, few=True),
        badges=shown,
        organisations=_counts(organisations, hidden_organisations),
        quarters=_counts(tally.quarters, withheld(tally.quarters)),
        pathways={slug: shown.get(badge, Count(0)) for slug, badge in completions.items()},
        roles={role.value: number for role in Role if (number := sum(role in one.roles for one in members))},
        meetings_held=sum(one.status is MeetingStatus.HELD for one in catalogue.meetings.values()),
    )


def withheld(numbers: Mapping[Key, int]) -> set[Key]:
    """Which counts not to show when the sum of all is known.

    First those from 1 to 4. Then, as long as the sum of the hidden ones gives one of them away (there is only one, or
    together they are fewer than 5), the smallest of the others.
    """
    hidden = {key for key, number in numbers.items() if 0 < number < FEW}
    others = sorted((number, repr(key), key) for key, number in numbers.items() if number >= FEW)
    for _, _, key in others:
        if not hidden or (len(hidden) > 1 and sum(numbers[one] for one in hidden) >= FEW):
            break
        hidden.add(key)
    return hidden


def _withhold_pairs(pairs: Mapping[tuple[str, str], int]) -> tuple[set[str], set[str]]:
    """Which badges and which organisations not to show.

    The pages of the badges tell who gives which, so an organisation's count is the sum of its badges' counts. Badges
    and organisations that hang together form a block. The total of a block counts as known unless the block is small;
    a small block is hidden whole, with others if it would stand alone. Inside a block, badges and organisations are
    each withheld so that the block's total gives nothing away.
    """
    blocks = _blocks(pairs)
    totals = {number: sum(pairs[pair] for pair in block) for number, block in enumerate(blocks)}
    small = withheld(totals)
    badges: set[str] = set()
    organisations: set[str] = set()
    for number, block in enumerate(blocks):
        by_badge: Counter[str] = Counter()
        by_organisation: Counter[str] = Counter()
        for badge, organisation in block:
            by_badge[badge] += pairs[badge, organisation]
            by_organisation[organisation] += pairs[badge, organisation]
        badges |= set(by_badge) if number in small else withheld(by_badge)
        organisations |= set(by_organisation) if number in small else withheld(by_organisation)
    return badges, organisations


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


def _counts(numbers: Mapping[Key, int], hidden: set[Key]) -> dict[Key, Count]:
    return {key: Count(None, few=number < FEW) if key in hidden else Count(number) for key, number in numbers.items()}
