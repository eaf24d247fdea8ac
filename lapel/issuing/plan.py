"""Who gets which badge: decided for the whole list before anything is signed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any, NamedTuple

from ..credentials.identity import tidy_name
from ..ledger.stored_awards import StoredAward, is_address, is_name
from ..model.badge import Achievement
from ..model.catalogue import Catalogue
from ..model.vocabulary import Status
from .recipients import Recipient, RowProblem


@dataclass(frozen=True)
class Handed:
    """What this computer remembers of an award it made: who it is for. It never reaches git."""

    award: str
    badge: str
    name: str
    salt: str
    email: str = ""
    digest: str = ""
    """SHA-256 of the line that was signed, in hexadecimal; "" in the memory of older releases."""


@dataclass(frozen=True)
class AwardRequest:
    """What the command asks for."""

    issuer: str
    badges: tuple[str, ...]
    completion: bool = True
    despite_prerequisites: bool = False


@dataclass
class Plan:
    """Whom to award what, in order, and what to say about it."""

    awards: list[tuple[Recipient, Achievement]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)


class _Held(NamedTuple):
    """The little that is needed of an award: a city has 100,000 of them."""

    id: str
    identities: tuple[dict[str, Any], ...]


class Holdings:
    """Who holds what: from the awards that are kept, this computer's memory, and the plan so far."""

    def __init__(
        self,
        kept: Iterable[StoredAward],
        handed: Iterable[Handed],
        stands: Callable[[StoredAward], bool] = lambda _: True,
        today: date | None = None,
    ) -> None:
        """``stands`` says of an award whether it counts: see :class:`~..ledger.doubt.Standing`."""
        self.indexes: dict[str, set[int]] = {}
        """The indexes that are taken in each status list, by its address."""
        self._by_badge: dict[str, list[_Held]] = {}
        for award in kept:
            address, index = award.status
            self.indexes.setdefault(address, set()).add(index)
            until = award.document.get("validUntil")
            # A badge that has run out can be earned again.
            over = until is not None and today is not None and datetime.fromisoformat(until).date() < today
            if not over and stands(award):
                self._by_badge.setdefault(award.badge, []).append(_Held(award.id, tuple(award.identities())))
        self._handed: dict[str, Handed] = {one.award: one for one in handed}
        self._planned: set[tuple[str, str]] = set()

    def plan(self, person: Recipient, badge: str) -> None:
        self._planned.add((person.key, badge))

    def others_at(self, person: Recipient, badge: str) -> bool:
        """Whether somebody with the person's address holds the badge, whatever the name."""
        held = self._by_badge.get(badge, [])
        return person.email is not None and any(is_address(award.identities, person.email) for award in held)

    def award_of(self, person: Recipient, badge: str) -> str | None:
        """The id of the award of ``badge`` that the person holds, "" when it is planned, None when there is none."""
        if (person.key, badge) in self._planned:
            return ""
        return next((award.id for award in self._by_badge.get(badge, []) if self._is_of(award, person)), None)

    def _is_of(self, award: _Held, person: Recipient) -> bool:
        memory = self._handed.get(award.id)
        is_namesake = memory is not None and tidy_name(memory.name).casefold() == tidy_name(person.name).casefold()
        if person.email:
            # Another name at the same address is another person, where this computer knows whose award it is.
            return is_address(award.identities, person.email) and (memory is None or is_namesake)
        # Without an address only the name's salt can tell, and only this computer has it.
        if memory is None or not is_namesake:
            return False
        return is_name(award.identities, tidy_name(memory.name), memory.salt)


def make_plan(catalogue: Catalogue, people: Iterable[Recipient], holdings: Holdings, wish: AwardRequest) -> Plan:
    """Decides every award. When ``problems`` is not empty, nothing may be signed."""
    plan = Plan()
    for slug in wish.badges:
        plan.problems += _badge_problems(catalogue, slug, wish.issuer, 0, "")
    boxes: dict[str, Recipient] = {}
    for person in people:
        first = boxes.setdefault(person.email or f"row {person.row}", person)
        if first.key != person.key:
            plan.notes.append(f"row {person.row}: {person.name} and {first.name} (row {first.row}) share an address")
        slugs = (person.badge,) if person.badge else wish.badges
        if not slugs:
            plan.problems.append(
                RowProblem(person.row, "badge", "is empty, and the command names no badge: fill it in", "badge-none")
            )
        for slug in dict.fromkeys(slugs):
            faults = list(_badge_problems(catalogue, slug, wish.issuer, person.row, "badge")) if person.badge else []
            plan.problems += faults
            badge = catalogue.badges.get(slug)
            if badge is not None and not faults:
                _consider(catalogue, person, badge, holdings, wish, plan)
        if wish.completion and not plan.problems:
            _complete(catalogue, person, holdings, wish, plan)
    plan.problems = sorted(set(plan.problems))
    return plan


def _badge_problems(catalogue: Catalogue, slug: str, issuer: str, row: int, column: str) -> Iterator[RowProblem]:
    badge = catalogue.badges.get(slug)
    if badge is None:
        near = get_close_matches(slug, catalogue.badges, n=1, cutoff=0.5)
        mend = f"did you mean '{near[0]}'?" if near else "see the folders in badges/"
        yield RowProblem(row, column, f"there is no badge '{slug[:64]}': {mend}", "badge-unknown")
    elif badge.status is not Status.ACTIVE:
        sentence = f"the badge '{slug}' is {badge.status.value}: only an active badge can be awarded"
        yield RowProblem(row, column, sentence, "badge-inactive")
    elif issuer not in badge.issuers:
        sentence = f"'{issuer}' may not award '{slug}': add it to 'issuers' in {badge.source}"
        yield RowProblem(row, column, sentence, "badge-not-yours")


def _consider(
    catalogue: Catalogue, person: Recipient, badge: Achievement, holdings: Holdings, wish: AwardRequest, plan: Plan
) -> None:
    held = holdings.award_of(person, badge.slug)
    if held is not None:
        plan.notes.append(
            f"row {person.row}: {person.name} holds '{badge.slug}' already" + (f" ({held})" if held else "")
        )
        return
    missing = [slug for slug in badge.prerequisites if holdings.award_of(person, slug) is None]
    if missing and not wish.despite_prerequisites:
        text = f"'{badge.slug}' asks for {', '.join(missing)} first: award that, or add --despite-prerequisites"
        plan.problems.append(RowProblem(person.row, "", text, "prerequisites-missing"))
        return
    if missing:
        plan.notes.append(f"row {person.row}: {person.name} gets '{badge.slug}' without {', '.join(missing)}")
    holdings.plan(person, badge.slug)
    plan.awards.append((person, badge))


def _complete(catalogue: Catalogue, person: Recipient, holdings: Holdings, wish: AwardRequest, plan: Plan) -> None:
    """The completion badges that the person has now earned; one may lead to the next."""
    for _ in catalogue.pathways:
        for pathway in catalogue.pathways.values():
            end = catalogue.badges.get(pathway.completion or "")
            if end is None or end.status is not Status.ACTIVE or wish.issuer not in end.issuers:
                continue
            count = sum(holdings.award_of(person, slug) is not None for slug in dict.fromkeys(pathway.badges))
            if count < pathway.needed or holdings.award_of(person, end.slug) is not None:
                continue
            plan.notes.append(f"row {person.row}: {person.name} completes '{pathway.slug}' and gets '{end.slug}'")
            holdings.plan(person, end.slug)
            plan.awards.append(
                (
                    Recipient(person.row, person.name, person.email, awarded=person.awarded, language=person.language),
                    end,
                )
            )
