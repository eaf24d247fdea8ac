"""Signed notes and checkpoints (C2SP signed-note and tlog-checkpoint): the size and the root of a record, signed.

The lines after the root say when it was signed, and until when it counts as new. Other tools leave such lines alone.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

ED25519 = b"\x01"
MAX_BYTES = 10_000
_SIGNATURE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/]+=*)")
_NUMBER = re.compile(r"0|[1-9][0-9]{0,15}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")


class NoteError(ValueError):
    """A text is no signed note, or not one that we may believe."""


@dataclass(frozen=True)
class Checkpoint:
    """What a record was at one moment. ``signed`` and ``expires`` are moments in UTC."""

    origin: str
    size: int
    root: bytes
    signed: datetime
    expires: datetime

    @property
    def text(self) -> str:
        rows = [self.origin, str(self.size), base64.b64encode(self.root).decode()]
        return "\n".join([*rows, f"signed {moment(self.signed)}", f"expires {moment(self.expires)}", ""])


def moment(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def key_id(name: str, key: Ed25519PublicKey) -> bytes:
    """The four bytes by which a note names a key."""
    return sha256(name.encode() + b"\n" + ED25519 + key.public_bytes_raw()).digest()[:4]


def verifier_key(name: str, key: Ed25519PublicKey) -> str:
    """A public key as tools for notes take it."""
    return f"{name}+{key_id(name, key).hex()}+{base64.b64encode(ED25519 + key.public_bytes_raw()).decode()}"


def signature_line(name: str, key: Ed25519PublicKey, signature: bytes) -> str:
    return f"— {name} {base64.b64encode(key_id(name, key) + signature).decode()}\n"


def open_note(note: bytes, name: str, keys: Iterable[Ed25519PublicKey]) -> tuple[str, Ed25519PublicKey]:
    """The text of a note, and the first of ``keys`` that signed it. :class:`NoteError` when none did, or one that says
    it did did not. Signatures by others are left alone."""
    try:
        text, parted, signatures = note.decode("utf-8").rpartition("\n\n")
    except UnicodeDecodeError:
        raise NoteError("is no signed note") from None
    rows = signatures.split("\n")
    if not parted or len(note) > MAX_BYTES or rows.pop() != "" or not 0 < len(rows) <= 16:
        raise NoteError("is no signed note")
    text += "\n"
    if any(ord(letter) < 32 and letter != "\n" for letter in text):
        raise NoteError("is no signed note")
    known = {key_id(name, key): key for key in keys}
    found = set()
    for row in rows:
        match = _SIGNATURE.fullmatch(row)
        if match is None:
            raise NoteError("has a line among its signatures that is none")
        try:
            packed = base64.b64decode(match[2], validate=True)
        except binascii.Error:
            raise NoteError("has a signature that cannot be read") from None
        key = known.get(packed[:4])
        if match[1] != name or key is None:
            continue
        try:
            key.verify(packed[4:], text.encode())
        except InvalidSignature:
            raise NoteError("has a signature that does not fit") from None
        found.add(packed[:4])
    signed = next((key for name_of_key, key in known.items() if name_of_key in found), None)
    if signed is None:
        raise NoteError("was not signed with a key of the network")
    return text, signed


def read_checkpoint(text: str) -> Checkpoint:
    """The lines of a checkpoint; :class:`NoteError` when they are not as ours are."""
    rows = text.split("\n")
    if len(rows) != 6 or rows[5] or not rows[0] or not _NUMBER.fullmatch(rows[1]):
        raise NoteError("is no checkpoint")
    try:
        root = base64.b64decode(rows[2], validate=True)
        checkpoint = Checkpoint(rows[0], int(rows[1]), root, _time(rows[3], "signed"), _time(rows[4], "expires"))
    except (binascii.Error, ValueError):
        raise NoteError("is no checkpoint") from None
    if len(root) != 32 or checkpoint.text != text:
        raise NoteError("is no checkpoint")
    return checkpoint


def _time(row: str, name: str) -> datetime:
    word, _, value = row.partition(" ")
    if word != name or not _MOMENT.fullmatch(value):
        raise ValueError("no moment")
    return datetime.fromisoformat(value)
