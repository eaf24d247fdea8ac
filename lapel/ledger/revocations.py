"""What was withdrawn: the signed status lists, and the reason of each withdrawal, as the repository keeps them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from ..credentials.canonical import canonical
from ..credentials.contexts import VC_2
from ..credentials.status import LASTS, decode_list
from ..model import paths
from ..model.addresses import Addresses
from ..model.catalogue import Catalogue
from ..model.problem import Problem
from .form import STATUS_LIST, form_fault
from .signatures import AwardError, signature_fault
from .stored_awards import parse_json, to_line

FOLDER = "network/status"
REMIND = timedelta(days=60)
"""A list that ends sooner is told of."""


@dataclass(frozen=True)
class Revocation:
    """One withdrawal: which award, its place in which list of its issuer, when and why."""

    award: str
    list: int
    index: int
    date: str
    reason: str
    replacement: str | None = None
    """The award that stands in its place, when it was re-issued."""


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
        if not file.is_file():
            continue
        for row in file.read_bytes().splitlines():
            entry = Revocation(**parse_json(row))
            date.fromisoformat(entry.date)
            if not isinstance(entry.reason, str) or not isinstance(entry.award, str):
                raise ValueError("it has no award or no reason")
            # "1" is no number: a place that is compared with none would withdraw without a bit in any list.
            if type(entry.list) is not int or type(entry.index) is not int or not isinstance(entry.date, str):
                raise ValueError("its list, index or date is of another kind")
            if entry.replacement is not None and not isinstance(entry.replacement, str):
                raise ValueError("its replacement is of another kind")
            found.setdefault(file.parent.name, []).append(entry)
    return found


def read_revocations(root: Path) -> dict[str, Revocation]:
    """Every withdrawal by the id of its award; :class:`~.signatures.AwardError` for a line that is none."""
    try:
        return _by_award(root)
    except (ValueError, TypeError) as error:
        raise AwardError(f"{FOLDER} has a line in revocations.jsonl that is no withdrawal: {error}") from error


def _by_award(root: Path) -> dict[str, Revocation]:
    return {entry.award: entry for own in revocations_by_issuer(root).values() for entry in own}


def reasons_text(revocations: Iterable[Revocation]) -> bytes:
    rows = ({key: value for key, value in vars(one).items() if value is not None} for one in revocations)
    return b"".join(to_line(row) + b"\n" for row in rows)


def status_lists(root: Path) -> Iterator[tuple[str, int, str]]:
    """Issuer, number and path of every status list that is kept."""
    for file in sorted((root / FOLDER).glob("*/*.json")):
        if re.fullmatch(r"[1-9][0-9]{0,5}", file.stem) and file.is_file():
            yield file.parent.name, int(file.stem), file.relative_to(root).as_posix()


def status_problems(
    catalogue: Catalogue,
    addresses: Addresses,
    used: Mapping[str, tuple[str, int]],
    awards: Mapping[str, tuple[str, int]],
) -> Iterator[Problem]:
    """A list that its issuer did not sign, or that does not say what the reasons say, or that is not kept.

    ``used`` says for each address of a list where it is named first, ``awards`` the list and the place of each award.
    """
    root = catalogue.awards
    there = {addresses(paths.status_list(issuer, number)) for issuer, number, _ in status_lists(root)}
    for address, (path, line) in used.items():
        if address not in there:
            yield Problem(path, line, f"names the list {address}, which is not kept: get {FOLDER} back from git")
    try:
        revoked = revocations_by_issuer(root)
    except (ValueError, TypeError) as error:
        yield Problem(
            FOLDER, 1, f"has a line in revocations.jsonl that is no withdrawal ({error}): get the file back from git"
        )
        return
    yield from _reason_problems(addresses, revoked, awards)
    for issuer, number, path in status_lists(root):
        expected = {one.index for one in revoked.get(issuer, []) if one.list == number}
        fault = _fault(catalogue, addresses, issuer, number, (root / path).read_bytes(), expected)
        if fault:
            yield Problem(path, 1, f"{fault}: get the file back from git, or run 'lapel revoke' again")


def _reason_problems(
    addresses: Addresses, revoked: Mapping[str, list[Revocation]], awards: Mapping[str, tuple[str, int]]
) -> Iterator[Problem]:
    """Withdrawals that are not of an award with just this place in just this list."""
    seen: set[str] = set()
    for issuer, own in revoked.items():
        for number, one in enumerate(own, 1):
            stated = (addresses(paths.status_list(issuer, one.list)), one.index)
            if awards.get(one.award) != stated:
                fault = f"withdraws '{str(one.award)[:40]}', which has another place in the list or is no award"
            elif one.award in seen:
                fault = "withdraws an award twice"
            elif one.replacement is not None and one.replacement not in awards:
                fault = f"names '{str(one.replacement)[:40]}' as the new award, which is none"
            else:
                seen.add(one.award)
                continue
            yield Problem(
                reasons_file(issuer), number, f"{fault}: get the file back from git, or run 'lapel revoke' again"
            )


def _fault(
    catalogue: Catalogue, addresses: Addresses, issuer: str, number: int, raw: bytes, expected: set[int]
) -> str | None:
    organisation = catalogue.organisations.get(issuer)
    if organisation is None:
        return f"is a list of '{issuer}', which is no organisation"
    try:
        document: Any = parse_json(raw)
        if fault := form_fault(document, raw.rstrip(b"\n"), STATUS_LIST):
            return fault
        if document["@context"] != [VC_2]:
            return "has other contexts than our lists have"
        if reason := signature_fault(document, organisation, addresses, canonical):
            return f"is not a list that its issuer signed (it {reason})"
        if document["id"] != addresses(paths.status_list(issuer, number)) or document["issuer"] != addresses.did(
            issuer
        ):
            return "is the list of another issuer or address"
        if document["validFrom"] != document["proof"]["created"]:
            return "says another moment than its signature"
        if decode_list(document["credentialSubject"]["encodedList"]) != expected:
            return "does not say what revocations.jsonl says"
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        return f"is not a list that its issuer signed ({error})"
    return None


def ending_lists(root: Path, moment: datetime, before: timedelta = REMIND) -> Iterator[tuple[str, int, str, datetime]]:
    """Issuer, number, path and end of every kept list that ends within ``before`` of ``moment``."""
    for issuer, number, path in status_lists(root):
        try:
            document = parse_json((root / path).read_bytes())
            start = datetime.fromisoformat(document["validFrom"])
            end = datetime.fromisoformat(document["validUntil"]) if "validUntil" in document else start + LASTS
        except (ValueError, KeyError, TypeError):
            continue  # the checker says what is wrong with it
        if end - moment < before:
            yield issuer, number, path, end
