"""What was withdrawn: the signed status lists, and the reason of each withdrawal, as the repository keeps them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ..credentials.canonical import UnsafeDocumentError
from ..credentials.multikey import from_multikey
from ..credentials.proof import ProofError, verify
from ..credentials.status import decode_list
from ..model import addresses as places
from ..model.addresses import Addresses
from ..model.catalogue import Catalogue
from ..model.problem import Problem
from .kept import parse_json

FOLDER = "network/status"


@dataclass(frozen=True)
class Revocation:
    """One withdrawal: which award, its place in which list of its issuer, when and why."""

    award: str
    list: int
    index: int
    date: str
    reason: str


def status_file(issuer: str, number: int) -> str:
    """Where a signed status list is kept in the repository."""
    return f"{FOLDER}/{issuer}/{number}.json"


def reasons_file(issuer: str) -> str:
    """Where the withdrawals of an issuer are kept, one a line."""
    return f"{FOLDER}/{issuer}/revocations.jsonl"


def revocations_by_issuer(root: Path) -> dict[str, list[Revocation]]:
    """Every withdrawal, by the slug of the issuer. ``ValueError`` or ``TypeError`` for a line that is none."""
    found: dict[str, list[Revocation]] = {}
    for file in sorted((root / FOLDER).glob("*/revocations.jsonl")):
        for row in file.read_bytes().splitlines():
            entry = Revocation(**parse_json(row))
            date.fromisoformat(entry.date)
            found.setdefault(file.parent.name, []).append(entry)
    return found


def read_revocations(root: Path) -> dict[str, Revocation]:
    """Every withdrawal by the id of its award; raises as :func:`revocations_by_issuer` does."""
    return {entry.award: entry for own in revocations_by_issuer(root).values() for entry in own}


def reasons_text(revocations: Iterable[Revocation]) -> bytes:
    rows = (json.dumps(vars(one), ensure_ascii=False, separators=(",", ":")) for one in revocations)
    return "".join(f"{row}\n" for row in rows).encode()


def status_lists(root: Path) -> Iterator[tuple[str, int, str]]:
    """Issuer, number and path of every status list that is kept."""
    for file in sorted((root / FOLDER).glob("*/*.json")):
        if file.stem.isdigit():
            yield file.parent.name, int(file.stem), file.relative_to(root).as_posix()


def status_problems(catalogue: Catalogue, addresses: Addresses) -> Iterator[Problem]:
    """A list that its issuer did not sign, or that does not say what the reasons say."""
    root = catalogue.root
    try:
        revoked = revocations_by_issuer(root)
    except (ValueError, TypeError) as error:
        yield Problem(
            FOLDER, 1, f"has a line in revocations.jsonl that is no withdrawal ({error}): get the file back from git"
        )
        return
    for issuer, number, path in status_lists(root):
        expected = {one.index for one in revoked.get(issuer, []) if one.list == number}
        fault = _fault(catalogue, addresses, issuer, number, (root / path).read_bytes(), expected)
        if fault:
            yield Problem(path, 1, f"{fault}: get the file back from git, or run revoke.py again")


def _fault(
    catalogue: Catalogue, addresses: Addresses, issuer: str, number: int, raw: bytes, expected: set[int]
) -> str | None:
    organisation = catalogue.organisations.get(issuer)
    if organisation is None:
        return f"is a list of '{issuer}', which is no organisation"
    try:
        document: Any = parse_json(raw)
        name = str(document["proof"]["verificationMethod"]).partition("#")[2]
        key = next(key for key in organisation.verificationMethod if key.id == name)
        verify(document, from_multikey(key.publicKeyMultibase))
        if document["id"] != addresses(places.status_list(issuer, number)) or document["issuer"] != addresses.did(
            issuer
        ):
            return "is the list of another issuer or address"
        if decode_list(document["credentialSubject"]["encodedList"]) != expected:
            return "does not say what revocations.jsonl says"
    except (StopIteration, KeyError, TypeError, ValueError, ProofError, UnsafeDocumentError) as error:
        return f"is not a list that its issuer signed ({error})"
    return None
