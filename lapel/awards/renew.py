"""Signing an issuer's lists of withdrawn awards again before they are old: a verifier warns of an old one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ..credentials import status
from ..model import addresses as places
from ..model.organisation import Profile
from ..pages.page import Context
from .kept import parse_json
from .revocations import revocations_by_issuer, status_file, status_lists
from .signatures import AwardError, OpenKey, Signer
from .store import keep, locked

EARLY = timedelta(days=200)
"""An award run renews the lists of its issuer so long before their end."""
REMIND = timedelta(days=60)


def ending_lists(root: Path, moment: datetime, before: timedelta = REMIND) -> Iterator[tuple[str, int, str, datetime]]:
    """Issuer, number, path and end of every kept list that ends within ``before`` of ``moment``."""
    for issuer, number, path in status_lists(root):
        try:
            document = parse_json((root / path).read_bytes())
            start = datetime.fromisoformat(document["validFrom"])
            end = datetime.fromisoformat(document["validUntil"]) if "validUntil" in document else start + status.LASTS
        except (ValueError, KeyError, TypeError):
            continue  # the checker says what is wrong with it
        if end - moment < before:
            yield issuer, number, path, end


def renewed(context: Context, issuer: Profile, signer: Signer, before: timedelta = EARLY) -> dict[str, bytes]:
    """The lists of ``issuer`` that end within ``before``, with the same bits, signed now; by their paths."""
    root = context.catalogue.awards
    revoked = revocations_by_issuer(root).get(issuer.slug, [])
    files = {}
    for slug, number, _, _ in ending_lists(root, signer.now, before):
        if slug == issuer.slug:
            address = context.addresses(places.status_list(slug, number))
            bits = {entry.index for entry in revoked if entry.list == number}
            files[status_file(slug, number)] = signer(status.list_credential(address, signer.did, bits, signer.now))
    return files


def renew(context: Context, slug: str, open_key: OpenKey) -> str:
    """Signs every list of an issuer anew. Returns a sentence; :class:`AwardError` with nothing changed."""
    root, issuer = context.catalogue.awards, context.catalogue.organisations.get(slug)
    if issuer is None:
        raise AwardError(f"There is no organisation '{slug}'. There are: {', '.join(context.catalogue.organisations)}.")
    now = datetime.now(UTC).replace(microsecond=0)
    with locked(context.catalogue.root, root) as box:
        signer = Signer(issuer, context.addresses, now, open_key)
        files = renewed(context, issuer, signer, before=timedelta.max)
        if not files:
            raise AwardError(f"{issuer.name} has no list of withdrawn awards yet: the first award makes one.")
        keep(root, box, f"status-{now:%Y-%m-%d}", {}, files)
    return f"{len(files)} signed anew. Commit network/status/."
