"""The same credential as a VC-JWT (Open Badges 3.0, section 8.2): compact JWS, EdDSA, key named by ``kid``."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from .proof import ProofError

MAX_BYTES = 256 * 1024


def pack(data: bytes) -> str:
    """base64url without padding (RFC 7515, section 2)."""
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _unpack(text: str) -> bytes:
    if "=" in text or not text.isascii():
        raise ValueError("not base64url")
    return base64.b64decode(text.translate({45: 43, 95: 47}) + "=" * (-len(text) % 4), validate=True)


def claims(credential: Mapping[str, Any]) -> dict[str, Any]:
    """The payload: the credential without its proof, and the names that JWTs have for the same things.

    ``sub`` would be the id of the subject, and ours are known by hashes only, so there is none.
    """
    made = {key: value for key, value in credential.items() if key != "proof"}
    made |= {"iss": credential["issuer"]["id"], "jti": credential["id"], "nbf": _seconds(credential["validFrom"])}
    if "validUntil" in credential:
        made["exp"] = _seconds(credential["validUntil"])
    return made


def _seconds(moment: str) -> int:
    return int(datetime.fromisoformat(moment).timestamp())


def read(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and payload, not verified; ``ValueError`` when it is no JWS of ours."""
    if len(token) > MAX_BYTES or token.count(".") != 2:
        raise ValueError("not a compact JWS")
    header, payload = (json.loads(_unpack(part)) for part in token.split(".")[:2])
    if not isinstance(header, dict) or not isinstance(payload, dict) or set(header) != {"alg", "typ", "kid"}:
        raise ValueError("not a JWS as ours are")
    return header, payload


def verify(token: str, key: Ed25519PublicKey) -> None:
    """Raises :class:`~.proof.ProofError` unless the token was signed with ``key``."""
    try:
        header, _ = read(token)
        if header["alg"] != "EdDSA" or header["typ"] != "JWT":
            raise ProofError("it names another algorithm than EdDSA")
        signed, _, signature = token.rpartition(".")
        key.verify(_unpack(signature), signed.encode())
    except InvalidSignature:
        raise ProofError("it was changed after it was signed, or signed with another key") from None
    except ValueError as error:
        raise ProofError(f"it is {error}") from error
