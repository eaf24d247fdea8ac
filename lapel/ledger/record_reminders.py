"""What is to be done about the record, and is no fault yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from ..documents.registry import registry
from ..model.addresses import Addresses
from ..model.catalogue import Catalogue
from ..model.problem import Problem
from ..record.store import DELEGATION, FOLDER, REGISTRY, checkpoint_file
from .record_claim import record_claim
from .record_reading import Record, read_record
from .recording import due
from .stored_awards import parse_json

REMIND = timedelta(days=60)
SIGN = "sign it with 'lapel record sign', on the computer that has the record's key"


def waiting(catalogue: Catalogue, addresses: Addresses, record: Record) -> int:
    """How many events the record does not have yet."""
    changed = registry_changed(catalogue, addresses, record)
    return sum(1 for _ in due(catalogue, addresses, record.entries)) + changed


def registry_changed(catalogue: Catalogue, addresses: Addresses, record: Record) -> bool:
    """Whether the list of issuers would be another one than was signed."""
    try:
        said: Any = parse_json((catalogue.awards / REGISTRY).read_bytes())
        said.pop("edition")
        return bool(said != registry(catalogue, addresses, record_claim(record.delegation, addresses)))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return True


def record_reminders(catalogue: Catalogue, addresses: Addresses) -> Iterator[Problem]:
    """Events that wait to be written down, and signatures that grow old. The record was checked before."""
    record = read_record(catalogue.awards)
    if record is None or record.newest is None:
        return
    now = datetime.now(UTC)
    if count := waiting(catalogue, addresses, record):
        events = f"{count} events wait" if count > 1 else "an event waits"
        yield Problem(FOLDER, 1, f"is behind the ledger, {events} to be written down: {SIGN}", "record-behind")
    newest = record.newest.said
    if newest.expires - now < REMIND:
        yield Problem(checkpoint_file(newest.size), 1, f"is old on {newest.expires:%Y-%m-%d}: {SIGN}", "record-behind")
    until = datetime.fromisoformat(record.delegation.until)
    if until - now < REMIND:
        text = f"ends on {until:%Y-%m-%d}: let the anchor name a key again with 'lapel record rotate'"
        yield Problem(DELEGATION, 1, text, "record-behind")
