"""Signed notes and checkpoints, against the example of the specification."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from lapel.record.note import Checkpoint, NoteError, open_note, read_checkpoint, signature_line, verifier_key

# C2SP signed-note, its example: the key as tools for notes take it, and the note.
VERIFIER = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
NOTE = (
    "This is an example message.\n\n— example.com/foo "
    "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
).encode()
NAME, _, PACKED = VERIFIER.split("+", 2)
KEY = Ed25519PublicKey.from_public_bytes(base64.b64decode(PACKED)[1:])
OURS = Ed25519PrivateKey.generate()
SAID = Checkpoint(
    "here.example/record", 3, b"\7" * 32, datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
)


def signed(text: str, *keys: Ed25519PrivateKey, name: str = SAID.origin) -> bytes:
    lines = (signature_line(name, key.public_key(), key.sign(text.encode())) for key in keys)
    return (text + "\n" + "".join(lines)).encode()


def test_the_note_of_the_specification_opens_with_its_key() -> None:
    assert VERIFIER == verifier_key(NAME, KEY)
    text, key = open_note(NOTE, NAME, [OURS.public_key(), KEY])
    assert ("This is an example message.\n", KEY) == (text, key)


@pytest.mark.parametrize(
    "note",
    [
        NOTE.replace(b"message", b"massage"),
        NOTE.replace("— example".encode(), "— exampla".encode()),
        NOTE.replace(b"Uw2Q", b"Uw2R"),
        NOTE[:-2],
        NOTE.replace(b"\n\n", b"\n"),
        NOTE + b"\x01",
        b"\xff" + NOTE,
        NOTE + b"x" * 20_000,
    ],
)
def test_a_changed_note_does_not_open(note: bytes) -> None:
    with pytest.raises(NoteError):
        open_note(note, NAME, [KEY])


def test_the_first_of_our_keys_counts_and_others_may_sign_beside_it() -> None:
    old = Ed25519PrivateKey.generate()
    note = signed(SAID.text, old, OURS)
    assert OURS.public_key() == open_note(note, SAID.origin, [OURS.public_key(), old.public_key()])[1]
    with pytest.raises(NoteError, match="not signed with a key of the network"):
        open_note(signed(SAID.text, old), SAID.origin, [OURS.public_key()])


def test_a_checkpoint_reads_as_it_was_written() -> None:
    assert SAID == read_checkpoint(SAID.text)
    for wrong in (
        SAID.text.replace("\n3\n", "\n03\n"),
        SAID.text.replace("signed 2", "signed  2"),
        SAID.text.replace("expires", "ends"),
        SAID.text + "more\n",
        SAID.text.replace("2026-01-01T", "2026-13-01T"),
        SAID.text.replace("Bwc", "B!c"),
    ):
        with pytest.raises(NoteError):
            read_checkpoint(wrong)
