"""Signing an issuer's lists of withdrawn awards again before they are old: a verifier warns of an old one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from ..context import Context
from ..ledger.revocations import ending_lists, list_address, status_file
from ..ledger.signatures import AwardError
from ..ledger.withdrawals import Withdrawals, sound_withdrawals
from ..model.organisation import Profile
from .lost import refuse_lost
from .signer import OpenKey, Signer
from .transaction import keep, locked

EARLY = timedelta(days=200)
"""An award run renews the lists of its issuer so long before their end."""


def renewed(
    context: Context,
    issuer: Profile,
    signer: Signer,
    before: timedelta | None = EARLY,
    until: datetime | None = None,
) -> dict[str, bytes]:
    """The lists of ``issuer`` that end within ``before`` (None: all), signed now with the bits that their lines say; by
    their paths. ``until`` is the end of last lists."""
    root = context.catalogue.awards
    withdrawn = sound_withdrawals(root).get(issuer.slug, Withdrawals())
    files = {}
    for slug, number, _, _ in ending_lists(root, signer.now, before):
        if slug == issuer.slug:
            address = list_address(root, context.addresses, slug, number)
            files[status_file(slug, number)] = signer.status_list(
                address, withdrawn.bits(number), root / status_file(slug, number), until
            )
    return files


def renew(context: Context, slug: str, open_key: OpenKey) -> str:
    """Signs every list of an issuer anew. Returns a sentence; :class:`AwardError` with nothing changed."""
    root, issuer = context.catalogue.awards, context.catalogue.organisations.get(slug)
    if issuer is None:
        raise AwardError(f"There is no organisation '{slug}'. There are: {', '.join(context.catalogue.organisations)}.")
    now = datetime.now(UTC).replace(microsecond=0)
    with locked(context.catalogue.root, root) as box:
        refuse_lost(context)
        signer = Signer(issuer, context.addresses, now, open_key)
        files = renewed(context, issuer, signer, before=None)
        if not files:
            raise AwardError(f"{issuer.name} has no list of withdrawn awards yet: the first award makes one.")
        keep(root, box, f"status-{now:%Y-%m-%d}", {}, files)
    return f"{len(files)} signed anew. Commit network/status/."
