"""Withdrawing an award, and taking a withdrawal back: one bit in the issuer's list, signed anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ..credentials import status
from ..credentials.proof import sign
from ..model import addresses as places
from ..model.organisation import VerificationMethod
from ..pages.page import Context
from .kept import organisations_by_did, to_line
from .revocations import Revocation, read_revocations, reasons_file, reasons_text, status_file
from .run import AwardError, all_kept, signer_of
from .store import keep, locked


@dataclass(frozen=True)
class Withdrawal:
    """``reason`` is None to take a withdrawal back."""

    award: str
    reason: str | None


def revoke(
    context: Context, order: Withdrawal, open_key: Callable[[str, VerificationMethod], Ed25519PrivateKey]
) -> str:
    """Sets or clears the bit of one award. Returns a sentence; :class:`AwardError` with nothing changed."""
    root, addresses = context.catalogue.root, context.addresses
    now = datetime.now(UTC).replace(microsecond=0)
    with locked(root) as box:
        kept = all_kept(root)
        one = next((one for one in kept if one.id == order.award), None)
        if one is None:
            raise AwardError(f"There is no award '{order.award[:40]}'. Its id is the last part of its address.")
        issuer = organisations_by_did(context.catalogue, addresses).get(one.issuer)
        if issuer is None:
            raise AwardError(f"The award was made by '{one.issuer}', which is no organisation here.")
        address, index = one.status
        number = next((n for n in range(1, 1000) if addresses(places.status_list(issuer.slug, n)) == address), 0)
        revoked = read_revocations(root)
        if (order.reason is None) != (one.id in revoked):
            raise AwardError(
                "That award is not withdrawn." if order.reason is None else "That award is withdrawn already."
            )
        if order.reason is None:
            del revoked[one.id]
        else:
            revoked[one.id] = Revocation(one.id, number, index, now.date().isoformat(), order.reason)
        mine = {award.id for award in kept if award.issuer == one.issuer}
        own = [entry for entry in revoked.values() if entry.award in mine]
        key, private = signer_of(issuer, now.date(), lambda method: open_key(issuer.slug, method))
        bits = {entry.index for entry in own if entry.list == number}
        made = sign(status.list_credential(address, one.issuer, bits, now), private, f"{one.issuer}#{key.id}", now)
        files = {status_file(issuer.slug, number): to_line(made), reasons_file(issuer.slug): reasons_text(own)}
        keep(root, box, f"status-{now:%Y-%m-%d}", {}, files)
    return f"The award {one.id} is {'in force again' if order.reason is None else 'withdrawn'}. Commit network/status/."
