"""What takes a private key: the proof of a document (vc-di-eddsa 1.0, section 3.2), and the compact JWS of a VC-JWT."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from .canonical import canonical
from .jwt import claims, pack
from .multikey import to_base58
from .proof import SUITE, Form, hash_data, timestamp


def sign(
    document: dict[str, Any], key: Ed25519PrivateKey, method: str, created: datetime, form: Form = canonical
) -> dict[str, Any]:
    """``document`` with a proof at its end. ``method`` is the id of the key in the issuer's DID document."""
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": SUITE,
        "created": timestamp(created),
        "verificationMethod": method,
        "proofPurpose": "assertionMethod",
    }
    value = to_base58(key.sign(hash_data(document, proof, form)))
    return {**document, "proof": {**proof, "proofValue": value}}


def sign_jwt(credential: Mapping[str, Any], key: Ed25519PrivateKey, method: str) -> str:
    """The compact JWS. ``method`` is the id of the key in the issuer's DID document."""
    return sign_claims(claims(credential), key, method)


def sign_claims(payload: Mapping[str, Any], key: Ed25519PrivateKey, method: str) -> str:
    """The compact JWS of some claims."""
    header = {"alg": "EdDSA", "typ": "JWT", "kid": method}
    parts = [
        pack(json.dumps(part, ensure_ascii=False, separators=(",", ":")).encode()) for part in (header, dict(payload))
    ]
    signed = ".".join(parts)
    return f"{signed}.{pack(key.sign(signed.encode()))}"
