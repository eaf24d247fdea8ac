"""``registry.json``: the issuers that this network recognises, for verifiers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..model import paths
from ..model.addresses import Addresses
from ..model.catalogue import Catalogue
from ..model.organisation import VerificationMethod
from ..model.vocabulary import Role

VERSION = 1


def registry(catalogue: Catalogue, addresses: Addresses, record: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Every issuer with its DID, its keys and the days of their use, the day since when it is recognised, and by whose
    decision; and the other members that have keys, which may speak for others and award nothing.

    Without a ``recognition`` of its own, an issuer is recognised by the anchor since its first key. ``record`` says
    where the open record of the network is, and which keys sign it.
    """
    known = [{"name": one.name, "address": one.url, "key": one.key} for one in catalogue.network.recognises]
    anchor = addresses.did(catalogue.network.anchor)
    issuers, members, former = [], [], addresses.all[1:]
    for organisation in catalogue.organisations.values():
        keys = organisation.verificationMethod
        entry: dict[str, Any] = {
            "id": addresses.did(organisation.slug),
            "name": organisation.name,
            "url": addresses(paths.organisation(organisation.slug)),
            **({"formerly": [each.did(organisation.slug) for each in former]} if former else {}),
            "keys": [key.publicKeyMultibase for key in keys],
            "periods": [_period(key) for key in keys],
        }
        if Role.ISSUER in organisation.roles:
            entry |= {
                "profiles": [addresses(paths.profile(organisation.slug)), addresses(paths.issuer(organisation.slug))],
                "recognisedBy": anchor,
            }
            decided = organisation.recognition
            if decided:
                entry["recognisedBy"] = addresses.did(decided.by)
                entry["since"] = decided.since.isoformat()
                if decided.meeting:
                    entry["decision"] = addresses(paths.meeting(decided.meeting))
            elif keys:
                entry["since"] = min(key.created for key in keys).isoformat()
            issuers.append(entry)
        elif keys:
            members.append(entry)
    return {
        "id": addresses(paths.REGISTRY),
        "version": VERSION,
        "name": catalogue.network.name,
        "issuers": issuers,
        "members": members,
        **({"formerly": [each.base for each in former]} if former else {}),
        **({"record": dict(record)} if record else {}),
        **({"recognised": known} if known else {}),
    }


def _period(key: VerificationMethod) -> dict[str, str]:
    """When a key was in use: ``from`` and ``until`` (its last day), and the day from which it was ``stopped``."""
    period = {"key": key.publicKeyMultibase, "from": key.created.isoformat()}
    if key.expires:
        period["until"] = key.expires.isoformat()
    if key.revoked:
        period["stopped"] = key.revoked.isoformat()
    return period
