"""What stands in the ledger, in numbers: for each organisation its keys, its awards, its lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TypedDict

from ..credentials.organisation_keys import why_not_in_force
from ..credentials.status import FULL
from ..model.addresses import Addresses
from ..model.catalogue import Catalogue
from .record_reading import award_in_doubt, recorded_moments
from .revocations import ending_lists, list_address, status_lists
from .signatures import organisations_by_did
from .stored_awards import StoredAward
from .withdrawals import read_revocations


class KeyState(TypedDict):
    """``why_not`` says why the key signs nothing today; None when it may."""

    id: str
    created: str
    why_not: str | None


class ListState(TypedDict):
    """``ends`` is the day from which a verifier calls the list old."""

    path: str
    taken: int
    places: int
    ends: str


class OrganisationState(TypedDict):
    """Awards are counted once: ``standing`` are neither withdrawn nor in doubt; ``given_again`` are those of the
    withdrawn in whose place another stands."""

    organisation: str
    keys: list[KeyState]
    given: int
    standing: int
    withdrawn: int
    given_again: int
    in_doubt: int
    lists: list[ListState]


def state_of_ledger(catalogue: Catalogue, addresses: Addresses, kept: Iterable[StoredAward]) -> list[OrganisationState]:
    """For each organisation that has a key or gave an award, in the order of their slugs."""
    moment = datetime.now(UTC)
    by_did = organisations_by_did(catalogue, addresses)
    gone, moments = read_revocations(catalogue.awards), recorded_moments(catalogue.awards)
    counts: dict[str, Counter[str]] = {}
    taken: Counter[str] = Counter()
    for one in kept:
        issuer = by_did.get(one.issuer)
        if issuer is None:
            continue  # the check names it
        count = counts.setdefault(issuer.slug, Counter())
        taken[one.status[0]] += 1
        if entry := gone.get(one.id):
            count["withdrawn"] += 1
            count["given_again"] += entry.replacement is not None
        else:
            count["in_doubt" if award_in_doubt(one, issuer, moments) else "standing"] += 1
    ends = {path: end for _, _, path, end in ending_lists(catalogue.awards, moment, before=None)}
    found: list[OrganisationState] = []
    for slug, organisation in sorted(catalogue.organisations.items()):
        count = counts.get(slug, Counter())
        if not organisation.verificationMethod and not count:
            continue
        lists = [(number, path) for issuer, number, path in status_lists(catalogue.awards) if issuer == slug]
        found.append(
            {
                "organisation": slug,
                "keys": [
                    {"id": key.id, "created": key.created.isoformat(), "why_not": why_not_in_force(key, moment.date())}
                    for key in organisation.verificationMethod
                ],
                "given": count["standing"] + count["withdrawn"] + count["in_doubt"],
                "standing": count["standing"],
                "withdrawn": count["withdrawn"],
                "given_again": count["given_again"],
                "in_doubt": count["in_doubt"],
                "lists": [
                    {
                        "path": path,
                        "taken": taken[list_address(catalogue.awards, addresses, slug, number)],
                        "places": FULL,
                        "ends": ends[path].date().isoformat() if path in ends else "",
                    }
                    for number, path in lists
                ],
            }
        )
    return found
