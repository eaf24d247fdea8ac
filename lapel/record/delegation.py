"""Who signs the record: the anchor's word for the network's own keys, as a credential that the anchor signs.

The keys stand in it as did:key, the one that signs now before those that signed earlier.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ..credentials.contexts import VC_2
from ..credentials.multikey import from_multikey
from ..credentials.proof import timestamp
from ..model import paths
from ..model.addresses import Addresses

LASTS = timedelta(days=5 * 365)
MAX_KEYS = 20
_KEYS = {
    "@context", "id", "type", "name", "issuer", "validFrom", "validUntil", "credentialSubject", "proof",
}  # fmt: skip


@dataclass(frozen=True)
class Delegation:
    """``origin`` is the name of the record for ever; ``keys`` are Multikeys, the newest first."""

    origin: str
    issuer: str
    keys: tuple[str, ...]
    since: str
    until: str


def delegation_document(
    name: str, anchor: str, keys: Sequence[str], addresses: Addresses, now: datetime, origin: str | None = None
) -> dict[str, Any]:
    """The credential, not yet signed."""
    return {
        "@context": [VC_2],
        "id": f"https://{origin}/delegation.json" if origin else addresses(paths.RECORD_DELEGATION),
        "type": ["VerifiableCredential"],
        "name": f"Who signs the record of {name}",
        "issuer": anchor,
        "validFrom": timestamp(now),
        "validUntil": timestamp(now + LASTS),
        "credentialSubject": [{"id": f"did:key:{key}"} for key in keys],
    }


def read_delegation(document: Any) -> Delegation:
    """What a delegation says, whoever signed it; ``ValueError`` or ``TypeError`` when it is none."""
    if not isinstance(document, dict) or set(document) != _KEYS or document["@context"] != [VC_2]:
        raise ValueError("it is not written as 'lapel record new' writes it")
    subjects = document["credentialSubject"]
    ids = [one["id"] for one in subjects if set(one) == {"id"} and str(one["id"]).startswith("did:key:")]
    keys = tuple(one.removeprefix("did:key:") for one in ids)
    if not keys or len(keys) != len(subjects) or len(set(keys)) != len(keys) or len(keys) > MAX_KEYS:
        raise ValueError("it names no keys, or one twice")
    for key in keys:
        from_multikey(key)
    origin = str(document["id"]).removeprefix("https://").removesuffix("/delegation.json")
    if document["id"] != f"https://{origin}/delegation.json" or not origin or " " in origin or "+" in origin:
        raise ValueError("it has an id that is no address of a record")
    return Delegation(origin, str(document["issuer"]), keys, str(document["validFrom"]), str(document["validUntil"]))
