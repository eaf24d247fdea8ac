"""What stands in the record: a line for each event, which is a leaf of its tree. Digests only: nobody is found in it.

Every entry has ``kind``, ``digest`` (SHA-256 of the bytes that are published or kept, in hexadecimal) and ``at``, the
moment at which the record's signer first wrote it down.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

SIGNED = ("award", "token", "endorsement", "withdrawal", "replacement", "undo", "erasure")
"""Lines of the ledger; none of them ever goes."""
EVENTS = ("made", "ended", "stopped")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LIST = re.compile(r"organisations/[a-z0-9-]{1,100}/status/[1-9][0-9]{0,5}\.json")
MAX_BYTES = 2000


@dataclass(frozen=True)
class Entry:
    """One leaf. ``more`` is what its kind says besides: the place of an award in its list (``list``, ``index``), the
    ``path`` of a list and the moment ``from`` which it counts, the ``event`` of a ``key`` and its ``day``."""

    kind: str
    digest: str
    at: str
    more: tuple[tuple[str, str | int], ...] = ()

    @property
    def line(self) -> bytes:
        return orjson.dumps({"kind": self.kind, "digest": self.digest, **dict(self.more), "at": self.at})

    def __getitem__(self, name: str) -> str | int:
        return dict(self.more)[name]


def read_entry(line: bytes) -> Entry:
    """The entry of a line; ``ValueError`` when it is none, or not written as we write it."""
    if len(line) > MAX_BYTES:
        raise ValueError("it is too long")
    said: Any = orjson.loads(line)
    if not isinstance(said, dict) or not all(isinstance(said.get(name), str) for name in ("kind", "digest", "at")):
        raise ValueError("it says no kind, no digest or no moment")
    kind, digest, at = said.pop("kind"), said.pop("digest"), said.pop("at")
    entry = Entry(kind, digest, at, tuple(said.items()))
    datetime.fromisoformat(at)  # a month 13 looks like a moment
    if entry.line != line or not _DIGEST.fullmatch(digest) or not _MOMENT.fullmatch(at) or not _fits(kind, said):
        raise ValueError("it is not written as 'lapel record sign' writes it")
    return entry


def _fits(kind: str, more: dict[str, Any]) -> bool:
    """Whether an entry of this kind says just what it has to."""
    texts = [value for value in more.values() if isinstance(value, str)]
    if kind == "award":
        return (
            list(more) == ["list", "index"]
            and len(texts) == 1
            and bool(_LIST.fullmatch(texts[0]))
            and type(more["index"]) is int
            and more["index"] >= 0
        )
    if len(texts) != len(more):
        return False
    if kind == "list":
        return list(more) == ["path", "from"] and bool(
            _LIST.fullmatch(more["path"]) and _MOMENT.fullmatch(more["from"])
        )
    if kind == "key":
        return list(more) == ["event", "day"] and more["event"] in EVENTS and bool(_DAY.fullmatch(more["day"]))
    return not more and (kind in SIGNED or kind in ("registry", "state"))
