"""Who earned a badge, said so that only somebody who knows them can check it (Open Badges 3.0, IdentityObject)."""

from __future__ import annotations

import base64
import hashlib
import secrets
import unicodedata
from typing import Any

SALT_BITS = 128


def new_salt() -> str:
    """128 random bits as hexadecimal digits."""
    return secrets.token_hex(SALT_BITS // 8)


def new_id() -> str:
    """The random part of an award's address: 128 bits, lower-case base32 without padding (26 letters)."""
    return base64.b32encode(secrets.token_bytes(SALT_BITS // 8)).decode().rstrip("=").lower()


def tidy_email(address: str) -> str:
    """As it is hashed: trimmed and in small letters."""
    return address.strip().lower()


def tidy_name(name: str) -> str:
    """As it is hashed: normalised (NFC), trimmed, single spaces."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def identity_hash(identity: str, salt: str) -> str:
    """``sha256$`` and the hexadecimal SHA-256 of the identity followed by the salt, in UTF-8."""
    return "sha256$" + hashlib.sha256((identity + salt).encode()).hexdigest()


def email_identity(address: str) -> dict[str, Any]:
    """The identity of an e-mail address. Its salt is published, so that anybody who knows the address can compare."""
    salt = new_salt()
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": identity_hash(tidy_email(address), salt),
        "identityType": "emailAddress",
        "salt": salt,
    }


def name_identity(name: str, salt: str) -> dict[str, Any]:
    """The commitment to a name. Its salt is not published: it travels in the earner's own link."""
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": identity_hash(tidy_name(name), salt),
        "identityType": "name",
    }
