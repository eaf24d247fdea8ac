"""Public keys and proof values as text (W3C Controlled Identifiers 1.0, sections 2.2.2 and 2.4)."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_VALUES = {letter: value for value, letter in enumerate(ALPHABET)}
_PAIRS = [first + second for first in ALPHABET for second in ALPHABET]
_ED25519 = b"\xed\x01"
"""The multicodec prefix of an Ed25519 public key."""


def to_base58(data: bytes) -> str:
    """``z`` and base58btc (section 2.4)."""
    number = int.from_bytes(data, "big")
    pieces = []
    while number:
        number, rest = divmod(number, 58**8)  # eight digits at a time: long numbers are slow to divide
        for _ in range(4):
            rest, pair = divmod(rest, 58 * 58)
            pieces.append(_PAIRS[pair])
    zeros = len(data) - len(data.lstrip(b"\0"))
    return "z" + ALPHABET[0] * zeros + "".join(reversed(pieces)).lstrip(ALPHABET[0])


def from_base58(text: str) -> bytes:
    """The bytes of ``z`` and base58btc; ``ValueError`` for anything else."""
    if not text.startswith("z") or not set(text[1:]) <= _VALUES.keys() or len(text) > 200:
        raise ValueError("not base58btc with a 'z' in front")
    number = 0
    for letter in text[1:]:
        number = number * 58 + _VALUES[letter]
    zeros = len(text[1:]) - len(text[1:].lstrip(ALPHABET[0]))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")


def to_multikey(key: Ed25519PublicKey) -> str:
    return to_base58(_ED25519 + key.public_bytes_raw())


def from_multikey(text: str) -> Ed25519PublicKey:
    """The key; ``ValueError`` when it is not an Ed25519 Multikey."""
    data = from_base58(text)
    if len(data) != 34 or not data.startswith(_ED25519):
        raise ValueError("not an Ed25519 Multikey")
    return Ed25519PublicKey.from_public_bytes(data[2:])
