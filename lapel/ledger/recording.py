"""What of a ledger belongs into the record: every line that was signed, the lists, the life of every key."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from ..model.addresses import Addresses
from ..model.catalogue import Catalogue
from ..record.entries import Entry
from . import tokens
from .erasures import erasure_rows
from .revocations import status_lists
from .stored_awards import Line, parse_json, read_lines
from .withdrawals import FOLDER, Revocation, read_entry

Known = Collection[tuple[str, str]]


class Row(NamedTuple):
    """A line of the ledger that was signed, or that a signed list stands for. ``kind`` is "" for one about an award
    that is withdrawn or back again: what it is stands in it."""

    kind: str
    path: str
    line: int
    raw: bytes

    @property
    def digest(self) -> str:
        return digest_of(self.raw)


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def name_of(entry: Entry) -> tuple[str, str]:
    """What makes an entry the same as another: a key has several events, and each is recorded once."""
    event = f"{entry['event']} {entry['day']}" if entry.kind == "key" else ""
    return entry.digest, event


def signed_rows(root: Path) -> Iterator[Row]:
    """Every line of the ledger that belongs into the record."""
    for kind, pattern in (
        ("award", "awards/*.jsonl"),
        ("token", tokens.PATTERN),
        ("endorsement", "endorsements.jsonl"),
    ):
        for line in read_lines(root, pattern):
            if isinstance(line, Line):
                yield Row(kind, line.path, line.number, line.raw)
    for file in sorted((root / FOLDER).glob("*/revocations.jsonl")):
        path = file.relative_to(root).as_posix()
        for number, row in enumerate(file.read_bytes().splitlines(), 1):
            yield Row("", path, number, row)
    for path, number, row in erasure_rows(root):
        yield Row("erasure", path, number, row)


def due(catalogue: Catalogue, addresses: Addresses, recorded: Iterable[Entry]) -> Iterator[Entry]:
    """Everything that belongs into the record beside what is ``recorded``, but for the list of issuers."""
    known = {name_of(one) for one in recorded}
    yield from due_keys(catalogue, addresses, known)
    yield from due_lines(catalogue.awards, known)
    yield from due_lists(catalogue.awards, known)


def due_lines(root: Path, known: Known) -> Iterator[Entry]:
    """The signed lines that are not recorded yet. Entries have no moment before the record's signer gives them one.

    ``ValueError``, ``TypeError`` or ``KeyError`` for a line that the check of the ledger refuses.
    """
    for row in signed_rows(root):
        if ((digest := row.digest), "") not in known:
            more = _place(parse_json(row.raw)) if row.kind == "award" else ()
            yield Entry(row.kind or _kind(row.raw), digest, "", more)


def _kind(row: bytes) -> str:
    one = read_entry(row)
    return ("replacement" if one.replacement else "withdrawal") if isinstance(one, Revocation) else "undo"


def _place(document: Any) -> tuple[tuple[str, str | int], ...]:
    """The place of an award in its list: nobody else may ever have it, even when the award is forgotten."""
    status = document["credentialStatus"]
    return ("list", list_path(status["statusListCredential"])), ("index", int(status["statusListIndex"]))


def list_path(address: str) -> str:
    """The path of a list below whatever address the site had when it was made."""
    return "/".join(address.split("/")[-4:])


def due_lists(root: Path, known: Known) -> Iterator[Entry]:
    """The lists of withdrawn awards that are not recorded as they stand."""
    for issuer, number, path in status_lists(root):
        content = (root / path).read_bytes()
        if ((digest := digest_of(content)), "") not in known:
            start = str(parse_json(content)["validFrom"])
            more = ("path", f"organisations/{issuer}/status/{number}.json"), ("from", start)
            yield Entry("list", digest, "", more)


def due_keys(catalogue: Catalogue, addresses: Addresses, known: Known) -> Iterator[Entry]:
    """What happened to the keys of the organisations, and is not recorded yet."""
    for _, organisation in sorted(catalogue.organisations.items()):
        for key in organisation.verificationMethod:
            digest = digest_of(key.publicKeyMultibase.encode())
            for event, day in (("made", key.created), ("ended", key.expires), ("stopped", key.revoked)):
                entry = Entry("key", digest, "", (("event", event), ("day", str(day))))
                if day and name_of(entry) not in known:
                    yield entry
