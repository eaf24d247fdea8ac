"""``registry.json``: the issuers that this network recognises, for verifiers."""

from __future__ import annotations

from typing import Any

from ..model import addresses as places
from ..model.addresses import Addresses
from ..model.catalogue import Catalogue
from ..model.vocabulary import Role

VERSION = 1


def registry(catalogue: Catalogue, addresses: Addresses) -> dict[str, Any]:
    """Every issuer with its DID, its keys, the day since when it is recognised, and by whose decision.

    Without a ``recognition`` of its own, an issuer is recognised by the anchor since its first key.
    """
    anchor = addresses.did(catalogue.network.anchor)
    issuers = []
    for organisation in catalogue.organisations.values():
        keys = organisation.verificationMethod
        if Role.ISSUER in organisation.roles:
            entry: dict[str, Any] = {
                "id": addresses.did(organisation.slug),
                "name": organisation.name,
                "url": addresses(places.organisation(organisation.slug)),
                "profiles": [addresses(places.profile(organisation.slug)), addresses(places.issuer(organisation.slug))],
                "recognisedBy": anchor,
                "keys": [key.publicKeyMultibase for key in keys],
            }
            decided = organisation.recognition
            if decided:
                entry["recognisedBy"] = addresses.did(decided.by)
                entry["since"] = decided.since.isoformat()
                if decided.meeting:
                    entry["decision"] = addresses(places.meeting(decided.meeting))
            elif keys:
                entry["since"] = min(key.created for key in keys).isoformat()
            issuers.append(entry)
    return {"id": addresses(places.REGISTRY), "version": VERSION, "name": catalogue.network.name, "issuers": issuers}
