"""Signing the record: what the ledger has since the last checkpoint is written down, at the moment of the signature."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ..cache import Cache
from ..context import Context
from ..credentials.multikey import to_multikey
from ..documents.registry import registry
from ..ledger.checking import award_problems
from ..ledger.record_check import lists_of
from ..ledger.record_claim import record_claim
from ..ledger.record_reading import Record, newest_edge, read_record
from ..ledger.recording import digest_of, due
from ..model.json_text import json_bytes
from ..model.problem import CatalogueError
from ..record.delegation import Delegation
from ..record.entries import Entry
from ..record.merkle import Frontier, leaf_hash
from ..record.note import Checkpoint, moment, signature_line
from ..record.store import (
    CHUNK,
    EDGE,
    REGISTRY,
    STATE,
    RecordError,
    State,
    checkpoint_file,
    chunk_file,
    edge_text,
)
from .transaction import keep, locked

LASTS = timedelta(days=400)
"""How long a checkpoint counts as new; a network that signs from its pipeline may say less."""
OpenRecordKey = Callable[[str], Ed25519PrivateKey]
"""Gives the private half of a key of the record, by its Multikey."""


@dataclass(frozen=True)
class Written:
    """What was written down: how many entries, and at which size the record is."""

    added: int
    size: int
    until: datetime


def sign_record(context: Context, open_key: OpenRecordKey, cache: Path | None, lasts: timedelta = LASTS) -> Written:
    """Adds everything that the ledger has and the record does not, and signs a checkpoint.

    Nothing is recorded that may not be published: raises :class:`CatalogueError` with every problem, or
    :class:`RecordError`; then nothing was changed.
    """
    catalogue, root = context.catalogue, context.catalogue.awards
    with locked(catalogue.root, root) as box:
        record = read_record(root)
        if record is None:
            raise RecordError("The network has no record yet: 'lapel record new' begins one.")
        problems = list(award_problems(catalogue, context.addresses, Cache(cache), signing=True))
        if problems:
            raise CatalogueError(problems)
        files, written = next_files(context, record, [open_key(record.delegation.keys[0])], lasts)
        keep(root, box, f"record-{written.size}", {}, files)
    return written


def next_files(
    context: Context, record: Record, keys: Sequence[Ed25519PrivateKey], lasts: timedelta
) -> tuple[dict[str, bytes], Written]:
    """The files of the record with one more checkpoint, signed by ``keys``, and what was added."""
    root = context.catalogue.awards
    at = now_after(record)
    new = [replace(one, at=moment(at)) for one in due(context.catalogue, context.addresses, record.entries)]
    content = registry_content(context, record)
    if (digest := digest_of(content)) not in {one.digest for one in record.entries if one.kind == "registry"}:
        new.append(Entry("registry", digest, moment(at)))
    state = State(lists_of([*record.entries, *new]), digest)
    if new or not record.entries:
        new.append(Entry("state", digest_of(state.content), moment(at)))
    files = grown(root, record.delegation, new, keys, at, lasts)
    if new:
        files |= {STATE: state.content, REGISTRY: content}
    size = len(record.lines) + len(new)
    return files, Written(len(new), size, at + lasts)


def now_after(record: Record) -> datetime:
    """This moment, and later than the newest checkpoint: another computer's clock may be ahead."""
    now = datetime.now(UTC).replace(microsecond=0)
    return max(now, record.newest.said.signed + timedelta(seconds=1)) if record.newest else now


def grown(
    root: Path,
    delegation: Delegation,
    new: Sequence[Entry],
    keys: Sequence[Ed25519PrivateKey],
    at: datetime,
    lasts: timedelta,
) -> dict[str, bytes]:
    """The files of the record with ``new`` entries at its end and a checkpoint; nothing of what is before is read but
    the last file. The first of ``keys`` is the one that signs now."""
    if to_multikey(keys[0].public_key()) != delegation.keys[0]:
        raise RecordError("The private key does not belong to the key that the anchor named in the record.")
    found = newest_edge(root, delegation)
    edge = found[1] if found else Frontier()
    chunks: dict[str, list[bytes]] = {}
    for one in new:
        path = chunk_file(edge.size // CHUNK)
        if path not in chunks:
            chunks[path] = [(root / path).read_bytes()] if edge.size % CHUNK else []
        chunks[path].append(one.line + b"\n")
        edge.add(leaf_hash(one.line))
    files = {path: b"".join(rows) for path, rows in chunks.items()}
    said = Checkpoint(delegation.origin, edge.size, edge.root(), at, at + lasts)
    lines = "".join(_signature(delegation.origin, one, said.text) for one in keys)
    return {**files, checkpoint_file(edge.size): f"{said.text}\n{lines}".encode(), EDGE: edge_text(edge)}


def _signature(origin: str, key: Ed25519PrivateKey, text: str) -> str:
    return signature_line(origin, key.public_key(), key.sign(text.encode()))


def registry_content(context: Context, record: Record) -> bytes:
    """The list of issuers as it is signed next: the one that was signed, unless something in it changed; then its
    ``edition`` is one higher."""
    claim = record_claim(record.delegation, context.addresses)
    fresh = registry(context.catalogue, context.addresses, claim)
    edition = 0
    try:
        content = (context.catalogue.awards / REGISTRY).read_bytes()
        old: Any = orjson.loads(content)
        edition = int(old.pop("edition"))
        if old == fresh:
            return content
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        pass  # the first one
    return json_bytes({**fresh, "edition": edition + 1})
