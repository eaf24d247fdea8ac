"""The record as it is published: static tiles (C2SP tlog-tiles), the newest checkpoint, and beside each award the proof
that it stands in it."""

from __future__ import annotations

import base64
from bisect import bisect_right
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .ledger.record_reading import Record, read_record
from .ledger.recording import digest_of
from .model import paths
from .model.json_text import json_bytes
from .record.store import DELEGATION, REGISTRY, STATE
from .record.tiles import entry_bundles, hash_tiles
from .stream import Unit, whole


class RecordProofs:
    """What is proven of each signed line. Where there is no record, nothing is."""

    def __init__(self, root: Path) -> None:
        self._record: Record | None = read_record(root)
        entries = self._record.entries if self._record else []
        self._places = {one.digest: number for number, one in reversed(list(enumerate(entries)))}
        self._sizes = sorted(self._record.checkpoints) if self._record else []

    def __bool__(self) -> bool:
        return self._record is not None

    @property
    def moments(self) -> dict[str, str] | None:
        """By the digest of a signed line the moment at which it was recorded; None without a record."""
        return self._record.moments if self._record else None

    def key(self, *lines: bytes) -> str:
        """Of everything that the proofs of these lines are made of. They never change once they are there."""
        found = [self._places.get(digest_of(line)) for line in lines]
        return repr([(place, self._size(place)) for place in found if place is not None]) if self._record else ""

    def document(self, *lines: bytes) -> bytes | None:
        """``record.json``: of each line that was recorded its entry, where it stands, and the path to the root of the
        first tree that had it. An empty list: the award was published and not recorded yet."""
        return self.of_digests(*map(digest_of, lines))

    def of_digests(self, *digests: str) -> bytes | None:
        """The same by the digests of the lines."""
        if self._record is None:
            return None
        places = [self._places.get(one) for one in digests]
        return json_bytes({"proofs": [self.proof(place) for place in places if place is not None]})

    def proof(self, place: int, size: int | None = None) -> dict[str, Any]:
        """That an entry is in the tree of ``size`` leaves; None is the first that had it."""
        record = self._record
        if record is None:
            raise LookupError("there is no record")
        size = size or self._size(place)
        path = [base64.b64encode(one).decode() for one in record.tree.inclusion(place, size)]
        return {"size": size, "index": place, "entry": record.lines[place].decode(), "proof": path}

    def _size(self, place: int) -> int:
        """The size of the first tree that had an entry."""
        return self._sizes[bisect_right(self._sizes, place)]

    def units(self, root: Path) -> Iterator[Unit]:
        """The files of the record itself."""
        record = self._record
        if record is None or record.newest is None:
            return
        size = record.newest.said.size
        last = self.proof(size - 1, size)
        latest = {"checkpoint": record.newest.raw.decode(), **last, "state": (root / STATE).read_text(encoding="utf-8")}
        yield whole(paths.RECORD_CHECKPOINT, record.newest.raw)
        yield whole(paths.RECORD_LATEST, json_bytes(latest))
        yield whole(paths.RECORD_DELEGATION, (root / DELEGATION).read_bytes())
        yield whole(paths.REGISTRY, (root / REGISTRY).read_bytes())
        for old in self._sizes:
            path = [base64.b64encode(one).decode() for one in record.tree.consistency(old, size)]
            yield whole(paths.record_from(old), json_bytes({"size": size, "proof": path}))
        for name, content in (*hash_tiles(record.tree), *entry_bundles(record.lines)):
            yield whole(f"{paths.RECORD}{name}", content)
