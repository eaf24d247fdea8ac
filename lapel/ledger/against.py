"""The ledger against a published site: an older one than the site shows would bring back what was withdrawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from ..fetch import FetchFault
from ..model import paths
from ..model.addresses import Addresses
from ..model.catalogue import Catalogue
from ..model.problem import Problem
from ..record.note import MAX_BYTES, NoteError
from ..record.store import FOLDER
from .record_reading import read_record, read_signed
from .revocations import status_file, status_lists
from .stored_awards import parse_json

MAX_LIST = 1024 * 1024
PULL = "is older than what the site shows: get the newest commits first ('git pull')"
Ask = Callable[[str, int, str], bytes]


def against_problems(catalogue: Catalogue, addresses: Addresses, ask: Ask) -> Iterator[Problem]:
    """What the site at ``addresses`` shows that is newer than the ledger here, or that cannot be of it."""
    yield from _record_problems(catalogue, addresses, ask)
    root = catalogue.awards
    for issuer, number, path in status_lists(root):
        address = addresses(paths.status_list(issuer, number))
        try:
            there = _moment(ask(address, MAX_LIST, "application/json"))
        except FetchFault as fault:
            if fault.status not in (404, 410):
                yield Problem(path, 1, f"cannot be compared with the site: {fault}", "site-silent")
            continue
        if there > _moment((root / status_file(issuer, number)).read_bytes()):
            yield Problem(path, 1, f"{PULL}; it was signed there on {there:%Y-%m-%d %H:%M} UTC", "behind-site")
    yield from _unknown_lists(catalogue, addresses, ask)


def _unknown_lists(catalogue: Catalogue, addresses: Addresses, ask: Ask) -> Iterator[Problem]:
    """A list that the site has and the ledger does not."""
    known: dict[str, int] = {slug: 0 for slug, one in catalogue.organisations.items() if one.verificationMethod}
    for issuer, number, _ in status_lists(catalogue.awards):
        known[issuer] = max(known.get(issuer, 0), number)
    for issuer, number in known.items():
        try:
            ask(addresses(paths.status_list(issuer, number + 1)), MAX_LIST, "application/json")
        except FetchFault:
            continue  # a site that does not answer is named above
        yield Problem(
            status_file(issuer, number + 1), 1, f"is not here, and the site has it, so this {PULL}", "behind-site"
        )


def _record_problems(catalogue: Catalogue, addresses: Addresses, ask: Ask) -> Iterator[Problem]:
    record = read_record(catalogue.awards)
    try:
        note = ask(addresses(paths.RECORD_CHECKPOINT), MAX_BYTES, "text/plain")
    except FetchFault as fault:
        if fault.status not in (404, 410):
            yield Problem(FOLDER, 1, f"cannot be compared with the site: {fault}", "site-silent")
        return
    if record is None or record.newest is None:
        yield Problem(FOLDER, 1, f"is not there, and the site has a record, so this {PULL}", "behind-site")
        return
    try:
        shown = read_signed(note, record.delegation).said
    except NoteError as error:
        yield Problem(
            FOLDER, 1, f"is another record than the site's, whose checkpoint {error}: ask who changed it", "behind-site"
        )
        return
    if shown.size > len(record.lines) or shown.signed > record.newest.said.signed:
        yield Problem(FOLDER, 1, f"{PULL}; the site's is of {shown.signed:%Y-%m-%d %H:%M} UTC", "behind-site")
    elif record.tree.root(shown.size) != shown.root:
        yield Problem(
            FOLDER, 1, "does not go on where the site's record ended: run 'lapel record merge'", "behind-site"
        )


def _moment(content: bytes) -> datetime:
    """When a list was signed; the first of all moments when it cannot be read."""
    try:
        return datetime.fromisoformat(parse_json(content)["validFrom"]).astimezone(UTC)
    except (ValueError, KeyError, TypeError, OverflowError):
        return datetime.min.replace(tzinfo=UTC)
