"""Withdrawing an award, and taking a withdrawal back: one bit in the issuer's list, signed anew."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ..context import Context
from ..credentials.identity import new_id
from ..ledger.revocations import list_address, status_file
from ..ledger.signatures import AwardError, organisations_by_did
from ..ledger.stored_awards import StoredAward
from ..ledger.withdrawals import (
    MAX_REASON,
    Revocation,
    Undo,
    Withdrawals,
    read_revocations,
    reasons_file,
    sound_withdrawals,
    with_entries,
)
from ..load.personal import public_fault
from ..model.organisation import Profile
from .find import find_award
from .lost import refuse_lost
from .plan import Handed
from .renew import refuse_unsigned
from .run import all_stored
from .signer import OpenKey, Signer
from .transaction import keep, locked, remember


@dataclass(frozen=True)
class Withdrawal:
    """``reason`` is None to take a withdrawal back."""

    award: str
    reason: str | None


def revoke(context: Context, order: Withdrawal, open_key: OpenKey) -> str:
    """Sets or clears the bit of one award. Returns a sentence; :class:`AwardError` with nothing changed."""
    root, addresses = context.catalogue.awards, context.addresses
    now = datetime.now(UTC).replace(microsecond=0)
    with locked(context.catalogue.root, root) as box:
        refuse_lost(context)
        one, issuer = award_and_issuer(context, all_stored(root), remember(box), order.award)
        withdrawn = read_revocations(root).get(one.id)
        if (order.reason is None) != (withdrawn is not None):
            raise AwardError(
                "That award is not withdrawn." if order.reason is None else "That award is withdrawn already."
            )
        if withdrawn and withdrawn.replacement and withdrawn.replacement not in read_revocations(root):
            raise AwardError(f"That award was re-issued as {withdrawn.replacement}: withdraw that one first.")
        signer = Signer(issuer, addresses, now, open_key)
        files = list_files(context, issuer, signer, [Change(one, order.reason)])
        keep(root, box, f"status-{now:%Y-%m-%d}", {}, files)
    return f"The award {one.id} is {'in force again' if order.reason is None else 'withdrawn'}. Commit network/status/."


def award_and_issuer(
    context: Context, kept: Iterable[StoredAward], handed: Iterable[Handed], award: str
) -> tuple[StoredAward, Profile]:
    """The award that is meant and who gave it; :class:`AwardError` when there is none."""
    one = find_award(award, kept, handed)
    issuer = organisations_by_did(context.catalogue, context.addresses).get(one.issuer)
    if issuer is None:
        raise AwardError(f"The award was made by '{one.issuer}', which is no organisation here.")
    return one, issuer


@dataclass(frozen=True)
class Change:
    """What becomes of an award: withdrawn for ``reason``, perhaps with another in its place; back without a reason."""

    award: StoredAward
    reason: str | None
    replacement: str | None = None


def list_files(context: Context, issuer: Profile, signer: Signer, changes: Sequence[Change]) -> dict[str, bytes]:
    """The issuer's lists with the bits of ``changes``, and a line for each beside them."""
    root, addresses, day = context.catalogue.awards, context.addresses, signer.now.date().isoformat()
    own = sound_withdrawals(root).get(issuer.slug, Withdrawals())
    refuse_unsigned(root, issuer.slug, own)
    bits: dict[int, set[int]] = {}
    entries: list[Revocation | Undo] = []
    for change in changes:
        if change.reason is not None and len(change.reason) > MAX_REASON:
            raise AwardError(f"The reason is longer than {MAX_REASON} characters: shorten it.")
        if change.reason is not None and not (change.reason.strip() and change.reason.isprintable()):
            raise AwardError("The reason is empty, or has letters that nobody sees: write one sentence on one line.")
        if change.reason is not None and (what := public_fault(change.reason)):
            raise AwardError(f"The reason has {what}, and everybody can read it: leave it out.")
        address, index = change.award.status
        number = _number(root, context, issuer, address)
        entries.append(_entry(change, own, number, index, day))
        places = bits.setdefault(number, own.bits(number))
        places.discard(index) if change.reason is None else places.add(index)
    file = root / reasons_file(issuer.slug)
    before = file.read_bytes() if file.exists() else b""
    made = {
        status_file(issuer.slug, number): signer.status_list(
            list_address(root, addresses, issuer.slug, number), places, root / status_file(issuer.slug, number)
        )
        for number, places in bits.items()
    }
    return {**made, reasons_file(issuer.slug): with_entries(before, entries)}


def _entry(change: Change, own: Withdrawals, number: int, index: int, day: str) -> Revocation | Undo:
    if change.reason is None:
        return Undo(change.award.id, own.lines_of(change.award.id), day)
    return Revocation(change.award.id, number, index, day, change.reason, change.replacement, new_id())


def _number(root: Path, context: Context, issuer: Profile, address: str) -> int:
    number = 1
    while (root / status_file(issuer.slug, number)).exists():
        if list_address(root, context.addresses, issuer.slug, number) == address:
            return number
        number += 1
    raise AwardError(f"The list {address} is not kept: get network/status back from git.")
