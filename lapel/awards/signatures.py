"""Whether an organisation of the network signed a document: the one rule for awards, endorsements and lists."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ..credentials.alike import Canonicaliser
from ..credentials.canonical import UnsafeDocumentError
from ..credentials.multikey import from_multikey, to_multikey
from ..credentials.organisation_keys import in_force, why_not_in_force
from ..credentials.proof import Form, ProofError, sign, verify
from ..model.addresses import Addresses
from ..model.catalogue import Catalogue
from ..model.organisation import Profile, VerificationMethod
from .kept import parse_json, to_line

OpenKey = Callable[[str, VerificationMethod], Ed25519PrivateKey]
"""Gives the private half of a public key of an organisation (its slug)."""


class AwardError(Exception):
    """Nothing was done; the text says why, a line for each reason."""


def organisations_by_did(catalogue: Catalogue, addresses: Addresses) -> dict[str, Profile]:
    """The organisations of the network by the DID that their awards name."""
    return {addresses.did(slug): organisation for slug, organisation in catalogue.organisations.items()}


def key_of(organisation: Profile, method: object, signed: object, addresses: Addresses) -> VerificationMethod | str:
    """The key that ``method`` names, if it was in force on the day of ``signed`` (ISO 8601), or why it was not."""
    did, _, name = str(method).partition("#")
    key = next((key for key in organisation.verificationMethod if key.id == name), None)
    if key is None or did != addresses.did(organisation.slug):
        return f"was signed with the key '{name[:64]}', which {organisation.source} does not have"
    try:
        day = datetime.fromisoformat(str(signed)).date()
    except ValueError:
        return "does not say when it was signed"
    if day > datetime.now(UTC).date() + timedelta(days=1):
        return f"says that it was signed on {day}, which is still to come"
    if reason := why_not_in_force(key, day):
        return f"was signed on {day} with the key '{key.id}', {reason}"
    return key


def signature_fault(document: Mapping[str, Any], organisation: Profile, addresses: Addresses, form: Form) -> str | None:
    """Why ``document`` is not what ``organisation`` signed with a key that was in force; None when it is."""
    proof = document.get("proof")
    if not isinstance(proof, dict):
        return "is not signed"
    key = key_of(organisation, proof.get("verificationMethod"), proof.get("created"), addresses)
    if isinstance(key, str):
        return key
    try:
        verify(document, from_multikey(key.publicKeyMultibase), form)
    except (ProofError, UnsafeDocumentError) as error:
        return f"is not as it was signed ({error})"
    return None


class Signer:
    """An organisation's newest key in force, both halves, at work at one moment.

    Raises :class:`AwardError` when there is no such key, or its halves do not belong together.
    """

    def __init__(self, organisation: Profile, addresses: Addresses, now: datetime, open_key: OpenKey) -> None:
        keys = in_force(organisation, now.date())
        if not keys:
            raise AwardError(
                f"{organisation.source} has no key in force: "
                f"run 'keys.py new {organisation.slug}' and commit that file."
            )
        self.now = now
        self.did = addresses.did(organisation.slug)
        self.method = f"{self.did}#{keys[0].id}"
        self.public = from_multikey(keys[0].publicKeyMultibase)
        self.private = open_key(organisation.slug, keys[0])
        self.form = Canonicaliser()
        if to_multikey(self.private.public_key()) != keys[0].publicKeyMultibase:
            raise AwardError(
                f"The private key {keys[0].id} does not belong to the public key in {organisation.source}."
            )

    def __call__(self, document: dict[str, Any]) -> bytes:
        """The line that is kept: ``document`` signed, and verified as it will be read.

        Raises :class:`~..credentials.canonical.UnsafeDocumentError` or :class:`~..credentials.proof.ProofError`.
        """
        line = to_line(sign(document, self.private, self.method, self.now, self.form))
        verify(parse_json(line), self.public, self.form)
        return line
