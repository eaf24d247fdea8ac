"""The did:web document of an organisation (DID Core 1.0; Controlled Identifiers 1.0 for Multikey)."""

from __future__ import annotations

from typing import Any

from ..model import paths
from ..model.addresses import Addresses
from ..model.organisation import Profile

FROM = "https://schema.org/validFrom"
THROUGH = "https://schema.org/validThrough"
CONTEXT = ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"]


def did_document(organisation: Profile, addresses: Addresses) -> dict[str, Any]:
    """Names every key that the organisation ever had; a verifier needs the old ones for old badges.

    ``revoked`` says from when a key must not be trusted. The days of a key's use are published in words of
    schema.org, and not as ``expires``: other verifiers then refuse what the key signed in its time too (Controlled
    Identifiers 1.0, section 2.2). Ours enforces both.
    """
    did = addresses.did(organisation.slug)
    methods = []
    for key in organisation.verificationMethod:
        method = {
            "id": f"{did}#{key.id}",
            "type": "Multikey",
            "controller": did,
            "publicKeyMultibase": key.publicKeyMultibase,
            FROM: key.created.isoformat(),
        }
        if key.expires:
            method[THROUGH] = key.expires.isoformat()
        if key.revoked:
            method["revoked"] = f"{key.revoked}T00:00:00Z"
        methods.append(method)
    document: dict[str, Any] = {
        "@context": CONTEXT,
        "id": did,
        "alsoKnownAs": [
            addresses(paths.profile(organisation.slug)),
            *(each.did(organisation.slug) for each in addresses.all[1:]),
        ],
    }
    if methods:
        document["verificationMethod"] = methods
        document["assertionMethod"] = [method["id"] for method in methods]
    return document
