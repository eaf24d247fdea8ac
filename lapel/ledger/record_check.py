"""Whether the record is whole: signed, only ever added to, and everything that it names still there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from ..credentials.canonical import canonical
from ..model import paths
from ..model.addresses import Addresses
from ..model.catalogue import Catalogue
from ..model.problem import Problem
from ..record.entries import SIGNED, Entry, read_entry
from ..record.store import (
    CHUNK,
    DELEGATION,
    EDGE,
    FOLDER,
    REGISTRY,
    STATE,
    RecordError,
    checkpoint_file,
    chunk_file,
    edge_text,
    entry_lines,
    has_record,
    read_state,
)
from .erasures import erased_by_issuer
from .form import PROOF, TEXT, form_fault
from .record_reading import Record, read_record
from .recording import digest_of, list_path, signed_rows
from .revocations import status_lists
from .signatures import AwardError, signature_fault
from .stored_awards import parse_json

BACK = "get it back from git"
FORM: dict[str, Any] = {
    "@context": [TEXT],
    "id": TEXT,
    "type": [TEXT],
    "name": TEXT,
    "issuer": TEXT,
    "validFrom": TEXT,
    "validUntil": TEXT,
    "credentialSubject": [{"id": TEXT}],
    "proof": PROOF,
}


def record_problems(catalogue: Catalogue, addresses: Addresses, *, signing: bool = False) -> Iterator[Problem]:
    """Every reason why the record may not be published; nothing where there is none. ``signing``: it is about to be
    signed, so a checkpoint that is missing, or by a key that signs no more, is no reason."""
    root = catalogue.awards
    if not has_record(root):
        return
    bad = list(_entry_problems(catalogue))
    yield from bad
    if bad:
        return
    try:
        record = read_record(root)
    except RecordError as error:
        yield Problem(FOLDER, 1, str(error), "record-invalid")
        return
    if record is None:
        return
    yield from _delegation_problems(catalogue, addresses)
    bad = list(_tree_problems(catalogue, record))
    yield from bad
    if not signing and (record.newest is None or record.newest.key != record.delegation.keys[0]):
        yield Problem(
            FOLDER,
            1,
            "is not signed with the key that the anchor named: sign it ('lapel record sign')",
            "record-invalid",
        )
    if bad or record.newest is None:
        return
    yield from _lost_problems(catalogue, record)
    yield from _key_problems(catalogue, record)
    yield from _state_problems(catalogue, record, addresses, signing=signing)


def _entry_problems(catalogue: Catalogue) -> Iterator[Problem]:
    """Lines that are no entries, or that go back in time."""
    last, count = "", 0
    for path, number, line in entry_lines(catalogue.awards):
        try:
            entry = read_entry(line)
        except ValueError as error:
            yield Problem(
                path,
                number,
                f"is no entry of the record ({error}): run 'lapel record merge', or {BACK}",
                "record-invalid",
            )
            return
        if path != chunk_file(count // CHUNK) or number != count % CHUNK + 1:
            yield Problem(
                path, number, "stands in another file than it should: run 'lapel record merge'", "record-invalid"
            )
            return
        if entry.at < last:
            yield Problem(
                path, number, "was written down before the line above it: run 'lapel record merge'", "record-invalid"
            )
            return
        last, count = entry.at, count + 1
    if last and datetime.fromisoformat(last) > datetime.now(UTC) + timedelta(days=1):
        yield Problem(FOLDER, 1, f"has a last entry of {last}, which is still to come: {BACK}", "record-invalid")


def _delegation_problems(catalogue: Catalogue, addresses: Addresses) -> Iterator[Problem]:
    raw = (catalogue.awards / DELEGATION).read_bytes()
    document = parse_json(raw)
    anchor = catalogue.organisations.get(catalogue.network.anchor)
    if fault := form_fault(document, raw, FORM):
        yield Problem(DELEGATION, 1, f"{fault}: {BACK}", "record-invalid")
    elif anchor is None or document["issuer"] not in {one.did(anchor.slug) for one in addresses.all}:
        text = f"is the word of '{str(document['issuer'])[:80]}', which is not the anchor of the network"
        yield Problem(
            DELEGATION, 1, f"{text}: {BACK}, or let the anchor sign it ('lapel record rotate')", "record-invalid"
        )
    elif fault := signature_fault(document, anchor, addresses, canonical):
        yield Problem(DELEGATION, 1, f"{fault}: {BACK}", "record-invalid")


def _tree_problems(catalogue: Catalogue, record: Record) -> Iterator[Problem]:
    """Checkpoints that are not those of the entries, and entries that no checkpoint stands for."""
    size, last = len(record.lines), None
    merge = "run 'lapel record merge'"
    for at, one in record.checkpoints.items():
        if at > size:
            yield Problem(
                checkpoint_file(at), 1, f"counts {at} entries, and there are {size}: {BACK}", "record-invalid"
            )
        elif record.tree.root(at) != one.said.root:
            yield Problem(
                checkpoint_file(at), 1, f"is not of the entries that are here: {merge}, or {BACK}", "record-invalid"
            )
        elif last and one.said.signed < last.said.signed:
            yield Problem(
                checkpoint_file(at), 1, f"was signed before the smaller one: {merge}, or {BACK}", "record-invalid"
            )
        last = one
    newest = record.newest
    if newest is None and not size:
        return
    if newest is None or newest.said.size != size:
        yield Problem(FOLDER, 1, f"has entries that no checkpoint counts: {merge}", "record-invalid")
        return
    file = catalogue.awards / EDGE
    if not file.is_file() or file.read_bytes() != edge_text(record.tree.frontier(size)):
        yield Problem(EDGE, 1, f"is not the edge of the record: {merge}", "record-invalid")


def _lost_problems(catalogue: Catalogue, record: Record) -> Iterator[Problem]:
    """What was recorded stays, or its issuer has signed that it was forgotten."""
    try:
        erased = erased_by_issuer(catalogue.awards)
    except AwardError:
        return  # the line is named elsewhere
    there = {row.digest for row in signed_rows(catalogue.awards)}
    forgotten = {(one.digest, f"organisations/{slug}/status/{one.list}.json", one.index) for slug, one in erased}
    also = {digest for _, one in erased for digest in one.also}
    lost: dict[str, list[int]] = {}
    for number, entry in enumerate(record.entries):
        if entry.kind in SIGNED and entry.digest not in there and not _is_forgotten(entry, forgotten, also):
            lost.setdefault(entry.kind, []).append(number)
    for kind, numbers in lost.items():
        lines, are = (f"{len(numbers)} lines", "are") if len(numbers) > 1 else ("a line", "is")
        first, text = numbers[0], f"names {lines} of kind '{kind}' that {are} not here any more"
        mend = "get it back from git; an award is withdrawn with 'lapel revoke', or forgotten with 'lapel erase'"
        yield Problem(chunk_file(first // CHUNK), first % CHUNK + 1, f"{text}: {mend}", "record-invalid")


def _is_forgotten(entry: Entry, forgotten: set[tuple[str, str, int]], also: set[str]) -> bool:
    """Whether the issuer of an award, by its place in the list, has signed that it was forgotten."""
    if entry.kind == "award":
        return (entry.digest, str(entry["list"]), int(entry["index"])) in forgotten
    return entry.kind in ("token", "endorsement") and entry.digest in also


def _key_problems(catalogue: Catalogue, record: Record) -> Iterator[Problem]:
    """A key that was recorded stays in its organisation's file, and stays stopped."""
    keys = {
        digest_of(key.publicKeyMultibase.encode()): key
        for organisation in catalogue.organisations.values()
        for key in organisation.verificationMethod
    }
    for number, entry in enumerate(record.entries):
        if entry.kind != "key":
            continue
        key, path, line = keys.get(entry.digest), chunk_file(number // CHUNK), number % CHUNK + 1
        if key is None:
            yield Problem(path, line, f"names a key that no organisation has any more: {BACK}", "record-invalid")
        elif entry["event"] == "stopped" and (key.revoked is None or str(key.revoked) > str(entry["day"])):
            yield Problem(
                path,
                line,
                f"says that the key '{key.id}' was stopped, which its file takes back: {BACK}",
                "record-invalid",
            )


def _is_of_here(registry: bytes, addresses: Addresses) -> bool:
    """Whether the signed list of issuers has the addresses that the site has, and had."""
    try:
        said: Any = parse_json(registry)
        return bool(said["id"] == addresses(paths.REGISTRY) and said.get("formerly", []) == list(addresses.formerly))
    except (ValueError, KeyError, TypeError, AttributeError):
        return False


def _state_problems(catalogue: Catalogue, record: Record, addresses: Addresses, *, signing: bool) -> Iterator[Problem]:
    """The last entry stands for the lists and the issuers as they were signed; a list that is kept is not older."""
    root = catalogue.awards
    try:
        content = (root / STATE).read_bytes()
        state, registry = read_state(content), (root / REGISTRY).read_bytes()
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        yield Problem(STATE, 1, f"cannot be read, or {REGISTRY}: {BACK}", "record-invalid")
        return
    last = record.entries[-1]
    if last.kind != "state" or last.digest != digest_of(content):
        yield Problem(STATE, 1, "is not what the last entry stands for: run 'lapel record merge'", "record-invalid")
    if state.registry != digest_of(registry):
        yield Problem(REGISTRY, 1, f"is not the list of issuers that was signed: {BACK}", "record-invalid")
    elif not signing and not _is_of_here(registry, addresses):
        text = "says another address than the site has now"
        yield Problem(
            REGISTRY, 1, f"{text}, so nobody believes the badges: sign it again ('lapel record sign')", "record-invalid"
        )
    if dict(state.lists) != lists_of(record.entries):
        yield Problem(STATE, 1, "says other lists than the entries do: run 'lapel record merge'", "record-invalid")
    kept = {f"organisations/{issuer}/status/{number}.json": path for issuer, number, path in status_lists(root)}
    for place, (digest, start, _) in state.lists.items():
        path = kept.get(place)
        if path is None:
            yield Problem(STATE, 1, f"names the list {place}, which is not here any more: {BACK}", "record-invalid")
            continue
        raw = (root / path).read_bytes()
        if digest_of(raw) != digest and not _start_of(raw) > start:
            yield Problem(path, 1, f"is older than the list that was recorded: {BACK}", "record-invalid")


def _start_of(raw: bytes) -> str:
    try:
        return str(parse_json(raw)["validFrom"])
    except (ValueError, KeyError, TypeError):
        return ""


def lists_of(entries: list[Entry]) -> dict[str, tuple[str, str, str]]:
    """By the path of each list what was recorded of it last."""
    return {
        list_path(str(one["path"])): (one.digest, str(one["from"]), one.at) for one in entries if one.kind == "list"
    }
