"""Who earned a badge, said so that only somebody who knows them can check it (Open Badges 3.0, IdentityObject)."""

from __future__ import annotations

import base64
import hashlib
import re
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


# White space as Unicode lists it (PropList.txt, White_Space): languages differ in what their own word for it means.
_WHITE = re.compile("[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")


def tidy_name(name: str) -> str:
    """As it is hashed: normalised (NFC), single spaces, none at the ends. Verifiers have the same rule."""
    return _WHITE.sub(" ", unicodedata.normalize("NFC", name)).strip(" ")


def odd_in_name(name: str) -> str | None:
    """What a name may not have in it: white space that is no plain space, and letters that nobody sees.

    Joiners and direction marks stay, because some languages need them. "=?" begins an encoded word of e-mail: a program
    would read another name.
    """
    if "=?" in name:
        return "="
    for letter in name:
        white = letter != " " and _WHITE.fullmatch(letter)
        unseen = unicodedata.category(letter) in ("Cc", "Cf", "Co", "Cs") and letter not in "\u200c\u200d\u200e\u200f"
        if white or unseen or letter in "\u115f\u1160\u2800\u3164\uffa0":
            return letter
    return None


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
