"""The network's own key: it signs the record and nothing else, and the anchor names it."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from ..cache import Cache
from ..context import Context
from ..credentials.multikey import to_multikey
from ..credentials.proof import timestamp
from ..ledger.checking import award_problems
from ..ledger.record_reading import read_record
from ..model.problem import CatalogueError
from ..record.delegation import MAX_KEYS, delegation_document
from ..record.store import DELEGATION, RecordError, has_record
from .keystore import KeyFileError, key_folder, load_key, refuse_work_tree, save_key
from .record import LASTS, OpenRecordKey, Written, next_files
from .signer import OpenKey, Signer
from .transaction import keep, locked

PEM = "LAPEL_RECORD_KEY"
"""The private key of the record as text, for a pipeline that signs by itself: its passphrase is asked as ever."""


def record_key_file(multikey: str) -> Path:
    return key_folder() / "_record" / f"{multikey[-12:]}.pem"


def load_record_key(multikey: str, passphrase: str) -> Ed25519PrivateKey:
    """The private half of a key of the record; :class:`~.keystore.KeyFileError` when it is not here."""
    if pem := os.environ.get(PEM):
        try:
            key = load_pem_private_key(pem.encode(), passphrase.encode())
        except (ValueError, TypeError):
            raise KeyFileError(f"{PEM} does not open with this passphrase: look at both") from None
        if not isinstance(key, Ed25519PrivateKey):
            raise KeyFileError(f"{PEM} is not an Ed25519 key: take one that 'lapel record new' made")
        return key
    file = record_key_file(multikey)
    if not file.is_file():
        mend = "set LAPEL_KEYS to the folder of your keys, or give the record a new key with 'lapel record rotate'"
        raise KeyFileError(f"{file} is not there: {mend}")
    return load_key(file, passphrase)


def make_record_key(passphrase: str) -> str:
    """A new key in its file, by its Multikey."""
    key = Ed25519PrivateKey.generate()
    multikey = to_multikey(key.public_key())
    file = record_key_file(multikey)
    refuse_work_tree(file.parent)
    save_key(key, file, passphrase)
    return multikey


def refuse_second(context: Context, cache: Path | None) -> None:
    """Before a key is made: :class:`RecordError` or :class:`CatalogueError` when a record cannot be begun."""
    _refuse_begun(context)
    if problems := list(award_problems(context.catalogue, context.addresses, Cache(cache))):
        raise CatalogueError(problems)


def _refuse_begun(context: Context) -> None:
    if not context.addresses.is_chosen:
        raise RecordError("The site has no address yet, and the record names it: write 'site_url' in mkdocs.yml.")
    if has_record(context.catalogue.awards):
        raise RecordError("The network has a record: 'lapel record rotate' gives it a new key.")


def begin_record(context: Context, multikey: str, open_anchor: OpenKey) -> Path:
    """The anchor names the first key of the record. Returns the file; :class:`RecordError` with nothing changed."""
    root, anchor = context.catalogue.awards, context.catalogue.network.anchor
    with locked(context.catalogue.root, root) as box:
        _refuse_begun(context)
        signer = _anchor_signer(context, open_anchor)
        name = context.catalogue.network.name
        document = delegation_document(name, context.addresses.did(anchor), [multikey], context.addresses, signer.now)
        keep(root, box, "record-new", {}, {DELEGATION: signer(document)})
    return root / DELEGATION


def rotate_record(
    context: Context, multikey: str, open_anchor: OpenKey, open_key: OpenRecordKey, cache: Path | None = None
) -> Written:
    """The anchor names a new key, and it signs the next checkpoint. Where the old key is here too, it signs beside the
    new one, so that whoever pinned it sees that the record goes on."""
    catalogue, root = context.catalogue, context.catalogue.awards
    with locked(catalogue.root, root) as box:
        record = read_record(root)
        if record is None:
            raise RecordError("The network has no record yet: 'lapel record new' begins one.")
        if problems := list(award_problems(catalogue, context.addresses, Cache(cache), signing=True)):
            raise CatalogueError(problems)
        if len(record.delegation.keys) >= MAX_KEYS:
            raise RecordError(f"The record has had {MAX_KEYS} keys, and no more can be named: ask the makers of Lapel.")
        signer = _anchor_signer(context, open_anchor)
        keys = [multikey, *record.delegation.keys]
        origin = record.delegation.origin
        did = context.addresses.did(catalogue.network.anchor)
        document = delegation_document(catalogue.network.name, did, keys, context.addresses, signer.now, origin)
        since, until = timestamp(signer.now), str(document["validUntil"])
        record.delegation = replace(record.delegation, issuer=did, keys=tuple(keys), since=since, until=until)
        opened = [open_key(multikey)]
        with suppress(KeyFileError):  # it may be lost, which is why there is a new one
            opened.append(open_key(keys[1]))
        files, written = next_files(context, record, opened, LASTS)
        keep(root, box, "record-rotate", {}, {**files, DELEGATION: signer(document)})
    return written


def _anchor_signer(context: Context, open_anchor: OpenKey) -> Signer:
    anchor = context.catalogue.organisations[context.catalogue.network.anchor]
    return Signer(anchor, context.addresses, datetime.now(UTC).replace(microsecond=0), open_anchor)
