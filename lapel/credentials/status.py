"""Bitstring status lists (W3C Bitstring Status List 1.0): one bit an award, index 0 is the left-most."""

from __future__ import annotations

import base64
import gzip
import secrets
import zlib
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from .contexts import VC_2
from .proof import timestamp

BITS = 131_072
"""The least length that the standard allows, so that one bit says nothing about who it is (section 2.3)."""
LASTS = timedelta(days=400)
"""How long a list is good: a list that is older may have been kept back by whoever serves it."""
FULL = BITS * 3 // 4
"""A second list is opened when so many indexes are taken."""


def encode_list(revoked: Iterable[int]) -> str:
    """``u`` and base64url of the GZIP of the bits. The same bits give the same text."""
    bits = bytearray(BITS // 8)
    for index in revoked:
        if not 0 <= index < BITS:
            raise ValueError(f"index {index} is outside the list")
        bits[index // 8] |= 0x80 >> index % 8
    return "u" + base64.urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0)).decode().rstrip("=")


def decode_list(text: str) -> set[int]:
    """The indexes whose bit is set; ``ValueError`` when the text is not a list of the length that we write."""
    if not text.startswith("u"):
        raise ValueError("not base64url with a 'u' in front")
    packed = base64.urlsafe_b64decode(text[1:] + "=" * (-len(text[1:]) % 4))
    inflate = zlib.decompressobj(wbits=31)
    bits = inflate.decompress(packed, BITS // 8 + 1)
    if len(bits) != BITS // 8 or not inflate.eof:
        raise ValueError(f"not a list of {BITS} bits")
    return {at * 8 + bit for at, byte in enumerate(bits) if byte for bit in range(8) if byte & 0x80 >> bit}


def free_index(taken: set[int]) -> int:
    """A random index that no award has: neighbours in the list say nothing about each other."""
    while (index := secrets.randbelow(BITS)) in taken:
        pass
    return index


def entry(list_address: str, index: int) -> dict[str, Any]:
    """The ``credentialStatus`` of an award (section 2.1)."""
    return {
        "id": f"{list_address}#{index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(index),
        "statusListCredential": list_address,
    }


FOR_EVER = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
"""The end of the last list of an issuer that signs no more."""


def list_credential(
    address: str, issuer: str, revoked: Iterable[int], valid_from: datetime, until: datetime | None = None
) -> dict[str, Any]:
    """The list as a credential, not yet signed (section 2.2). ``until`` is left out for a list that is renewed."""
    return {
        "@context": [VC_2],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer,
        "validFrom": timestamp(valid_from),
        "validUntil": timestamp(until or valid_from + LASTS),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encode_list(revoked),
        },
    }
