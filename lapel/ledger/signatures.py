"""Whether an organisation of the network signed a document: the one rule for awards, endorsements and lists."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from ..credentials.canonical import UnsafeDocumentError
from ..credentials.multikey import from_multikey
from ..credentials.organisation_keys import why_not_in_force
from ..credentials.proof import Form, ProofError, verify
from ..model.addresses import Addresses
from ..model.catalogue import Catalogue
from ..model.organisation import Profile, VerificationMethod
from ..model.problem import LapelError


class AwardError(LapelError):
    """Nothing was done; the text says why, a line for each reason."""


def organisations_by_did(catalogue: Catalogue, addresses: Addresses) -> dict[str, Profile]:
    """The organisations of the network by the DID that their awards name."""
    return {
        one.did(slug): organisation for one in addresses.all for slug, organisation in catalogue.organisations.items()
    }


def key_of(organisation: Profile, method: object, signed: object, addresses: Addresses) -> VerificationMethod | str:
    """The key that ``method`` names, if it was in force on the day of ``signed`` (ISO 8601), or why it was not.

    A key that was stopped counts here: what it signed before anybody knew is in doubt (:func:`in_doubt`), and is kept
    until its issuer has said what became of it. :mod:`.since` refuses what is new of such a key.
    """
    did, _, name = str(method).partition("#")
    key = next((key for key in organisation.verificationMethod if key.id == name), None)
    if key is None or did not in {one.did(organisation.slug) for one in addresses.all}:
        return f"was signed with the key '{name[:64]}', which {organisation.source} does not have"
    try:
        day = datetime.fromisoformat(str(signed)).date()
    except ValueError:
        return "does not say when it was signed"
    if day > datetime.now(UTC).date() + timedelta(days=1):
        return f"says that it was signed on {day}, which is still to come"
    if reason := why_not_in_force(key, day, even_stopped=True):
        return f"was signed on {day} with the key '{key.id}', {reason}"
    return key


def stopped_since(document: Mapping[str, Any], organisation: Profile) -> date | None:
    """The day from which the key that ``document`` names was not safe; None for a key that was not stopped."""
    stopped = {key.id: key.revoked for key in organisation.verificationMethod if key.revoked}
    if not stopped:
        return None  # mostly there is none, and a city has 100,000 awards
    try:
        return stopped.get(str(document["proof"]["verificationMethod"]).partition("#")[2])
    except (KeyError, TypeError):
        return None


def in_doubt(document: Mapping[str, Any], organisation: Profile) -> date | None:
    """The day from which the key that signed ``document`` was not safe, when it signed on that day or later."""
    since = stopped_since(document, organisation)
    try:
        return since if since and datetime.fromisoformat(document["proof"]["created"]).date() >= since else None
    except (KeyError, TypeError, ValueError):
        return None


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
