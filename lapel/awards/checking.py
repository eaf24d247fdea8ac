"""Whether every award that is kept may be published. Each fault is a problem at its file and line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from ..credentials.canonical import UnsafeDocumentError
from ..credentials.contexts import OB_3, VC_2
from ..credentials.multikey import from_multikey
from ..credentials.organisation_keys import why_not_in_force
from ..credentials.proof import ProofError, verify
from ..credentials.status import BITS
from ..model import addresses as places
from ..model.addresses import Addresses
from ..model.catalogue import Catalogue
from ..model.organisation import Profile, VerificationMethod
from ..model.problem import Problem
from ..pictures.cache import PictureCache
from .kept import Kept, organisations_by_did

MEND = "get the line back from git, or delete it"
_ID = re.compile(r"[a-z2-7]{26}")
# Every key that a credential of ours may have, by its place. All of them are defined by the two contexts.
ALLOWED: dict[str, frozenset[str]] = {
    "": frozenset(
        "@context id type name issuer validFrom awardedDate validUntil credentialSubject evidence endorsement "
        "credentialStatus proof".split()
    ),
    "issuer": frozenset("id type name url email".split()),
    "credentialSubject": frozenset("type identifier achievement narrative result".split()),
    "credentialStatus": frozenset("id type statusPurpose statusListIndex statusListCredential".split()),
    "proof": frozenset("type cryptosuite created verificationMethod proofPurpose proofValue".split()),
}


def award_problems(
    catalogue: Catalogue, addresses: Addresses, awards: Iterable[Kept], cache: PictureCache
) -> Iterator[Problem]:
    """Every reason why an award may not be published. ``cache`` remembers the lines whose signature was good."""
    seen: dict[object, Kept] = {}
    issuers = organisations_by_did(catalogue, addresses)
    for one in awards:
        fault = _fault(catalogue, addresses, issuers, one, cache)
        if fault:
            yield Problem(one.path, one.line, f"{fault}: {MEND}")
            continue
        for key, what in ((one.id, "the id"), (one.status, "the place in the status list")):
            first = seen.setdefault(key, one)
            if first is not one:
                yield Problem(one.path, one.line, f"has {what} of {first.path}:{first.line}: delete one of the lines")
                break


def _fault(
    catalogue: Catalogue, addresses: Addresses, issuers: Mapping[str, Profile], one: Kept, cache: PictureCache
) -> str | None:
    badge = catalogue.badges.get(one.badge)
    if badge is None:
        return f"is an award of '{one.badge}', which is no badge"
    issuer = issuers.get(one.issuer)
    if issuer is None:
        return f"was awarded by '{one.issuer[:80]}', which is no organisation here"
    if issuer.slug not in badge.issuers:
        return f"was awarded by '{issuer.slug}', which may not award '{one.badge}'"
    return _shape_fault(one, addresses, issuer.slug) or _signature_fault(one, addresses, issuer, cache)


def _shape_fault(one: Kept, addresses: Addresses, issuer: str) -> str | None:
    document = one.document
    for place, allowed in ALLOWED.items():
        node = document.get(place) if place else document
        if not isinstance(node, dict) or set(node) - allowed:
            extra = sorted(set(node) - allowed) if isinstance(node, dict) else []
            return f"has a key that our credentials do not have ({', '.join(extra)[:60] or place})"
    if document["@context"] != [VC_2, OB_3] or document["type"] != ["VerifiableCredential", "OpenBadgeCredential"]:
        return "has other contexts or types than our credentials have"
    if not _ID.fullmatch(one.id) or document["id"] != addresses(places.credential(one.id)):
        return "has an id that is not its address here"
    if document["credentialSubject"]["achievement"]["id"] != addresses(places.achievement(one.badge)):
        return f"is an award of another badge than '{one.badge}'"
    hashes = "".join(str(identity["identityHash"]) for identity in one.identities())
    if any(one.id[at : at + 12] in hashes for at in range(0, len(one.id) - 11)):
        return "has an id that is part of a person's hash"
    address, index = one.status
    if not address.startswith(addresses(places.organisation(issuer)) + "status/") or index >= BITS:
        return "has a place in a status list that is not the issuer's"
    return None


def _signature_fault(one: Kept, addresses: Addresses, issuer: Profile, cache: PictureCache) -> str | None:
    proof: dict[str, Any] = one.document["proof"]
    did, _, name = str(proof.get("verificationMethod")).partition("#")
    key = next((key for key in issuer.verificationMethod if key.id == name), None)
    if key is None or did != addresses.did(issuer.slug):
        return f"was signed with the key '{name[:64]}', which {issuer.source} does not have"
    try:
        day = datetime.fromisoformat(str(proof.get("created"))).date()
    except ValueError:
        return "does not say when it was signed"
    if reason := why_not_in_force(key, day):
        return f"was signed on {day} with the key '{key.id}', {reason}"
    try:
        cache.get("award-verified-1", f"{key.publicKeyMultibase}\n{one.raw.decode()}", lambda: _verified(one, key))
    except (ProofError, UnsafeDocumentError) as error:
        return f"is not as it was signed ({error})"
    return None


def _verified(one: Kept, key: VerificationMethod) -> bytes:
    verify(one.document, from_multikey(key.publicKeyMultibase))
    return b"1"
