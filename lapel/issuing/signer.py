"""An organisation that signs: the one door to a private key."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ..credentials import status
from ..credentials.batch_canonical import Canonicaliser
from ..credentials.multikey import from_multikey, to_multikey
from ..credentials.organisation_keys import in_force
from ..credentials.proof import timestamp, verify
from ..credentials.signing import sign
from ..ledger.signatures import AwardError
from ..ledger.stored_awards import parse_json, to_line
from ..model.addresses import Addresses
from ..model.organisation import Profile, VerificationMethod

OpenKey = Callable[[str, VerificationMethod], Ed25519PrivateKey]
"""Gives the private half of a public key of an organisation (its slug)."""


class Signer:
    """An organisation's newest key in force, both halves, at work at one moment.

    Raises :class:`AwardError` when there is no such key, or its halves do not belong together.
    """

    def __init__(self, organisation: Profile, addresses: Addresses, now: datetime, open_key: OpenKey) -> None:
        keys = in_force(organisation, now.date())
        if not keys:
            raise AwardError(
                f"{organisation.source} has no key in force: "
                f"run 'lapel keys new {organisation.slug}' and commit that file."
            )
        self.now, self._organisation, self._addresses = now, organisation, addresses
        self.key = keys[0].id
        self.did = addresses.did(organisation.slug)
        self.method = f"{self.did}#{keys[0].id}"
        self.public = from_multikey(keys[0].publicKeyMultibase)
        self.private = open_key(organisation.slug, keys[0])
        self.form = Canonicaliser()
        if to_multikey(self.private.public_key()) != keys[0].publicKeyMultibase:
            raise AwardError(
                f"The private key {keys[0].id} does not belong to the public key in {organisation.source}."
            )

    def __call__(self, document: dict[str, Any], at: datetime | None = None, did: str | None = None) -> bytes:
        """The line that is kept: ``document`` signed (``at`` this moment, or now), and verified as it will be read.
        ``did`` is the issuer's where the site had another address.

        Raises :class:`~..credentials.canonical.UnsafeDocumentError` or :class:`~..credentials.proof.ProofError`.
        """
        line = to_line(sign(document, self.private, f"{did or self.did}#{self.key}", at or self.now, self.form))
        verify(parse_json(line), self.public, self.form)
        return line

    def status_list(self, address: str, bits: Collection[int], file: Path, until: datetime | None = None) -> bytes:
        """The list at ``address``, later than the one that is kept in ``file``: another computer's clock may be ahead,
        and a list says when it was signed in whole seconds. ``until`` is the end of a last list."""
        moment = self.now
        if file.is_file():
            kept: Any = parse_json(file.read_bytes())
            moment = max(moment, datetime.fromisoformat(str(kept["validFrom"])) + timedelta(seconds=1))
            if kept.get("validUntil") == timestamp(status.FOR_EVER):
                until = status.FOR_EVER  # a last list stays one
        did = self._addresses.of(address).did(self._organisation.slug)
        return self(status.list_credential(address, did, bits, moment, until), moment, did)
