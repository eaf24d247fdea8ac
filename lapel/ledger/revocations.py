"""The signed lists of what was withdrawn, as the repository keeps them: each says what the lines beside it say."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta
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
from .signatures import signature_fault
from .stored_awards import MARKS, parse_json
from .withdrawals import FOLDER, Revocation, Undo, Withdrawals, read_entry, reasons_file, withdrawals_by_issuer

REMIND = timedelta(days=60)
"""A list that ends sooner is told of."""


def status_file(issuer: str, number: int) -> str:
    """Where a signed status list is kept in the repository."""
    return f"{FOLDER}/{issuer}/{number}.json"


def status_lists(root: Path) -> Iterator[tuple[str, int, str]]:
    """Issuer, number and path of every status list that is kept."""
    for file in sorted((root / FOLDER).glob("*/*.json")):
        if re.fullmatch(r"[1-9][0-9]{0,5}", file.stem) and file.is_file():
            yield file.parent.name, int(file.stem), file.relative_to(root).as_posix()


def list_address(root: Path, addresses: Addresses, issuer: str, number: int) -> str:
    """The address that a kept list says it has: the site may have moved since it was opened. For one that is not kept,
    the one that it would have now."""
    now = addresses(paths.status_list(issuer, number))
    try:
        said = str(parse_json((root / status_file(issuer, number)).read_bytes())["id"])
    except (OSError, ValueError, KeyError, TypeError):
        return now
    return said if said == addresses.of(said)(paths.status_list(issuer, number)) else now


def status_problems(
    catalogue: Catalogue,
    addresses: Addresses,
    used: Mapping[str, tuple[str, int]],
    awards: Mapping[str, tuple[str, int]],
    badges: Mapping[str, str],
    forgotten: Collection[str] = (),
) -> Iterator[Problem]:
    """A list that its issuer did not sign, or that does not say what the reasons say, or that is not kept.

    ``used`` says for each address of a list where it is named first, ``awards`` the list and the place of each award,
    ``badges`` the badge; both know the ``forgotten`` ones, too.
    """
    root = catalogue.awards
    there = {list_address(root, addresses, issuer, number) for issuer, number, _ in status_lists(root)}
    for address, (path, line) in used.items():
        if address not in there:
            yield Problem(
                path, line, f"names the list {address}, which is not kept: get {FOLDER} back from git", "list-missing"
            )
    unread = list(_unread(root))
    yield from unread
    if unread:
        return
    withdrawn = withdrawals_by_issuer(root)
    yield from _reason_problems(addresses, withdrawn, awards, badges, forgotten)
    for issuer, number, path in status_lists(root):
        expected = withdrawn.get(issuer, Withdrawals()).bits(number)
        fault = list_fault(catalogue, addresses, issuer, number, (root / path).read_bytes(), expected)
        if fault:
            yield Problem(path, 1, fault, "list-invalid")


def _unread(root: Path) -> Iterator[Problem]:
    """The lines that are no withdrawals."""
    for file in sorted((root / FOLDER).glob("*/revocations.jsonl")):
        content = file.read_bytes() if file.is_file() else b""
        if content and not content.endswith(b"\n"):
            rows = content.count(b"\n") + 1
            yield Problem(
                file.relative_to(root).as_posix(),
                rows,
                "ends in the middle of a line: get it back from git",
                "withdrawal-invalid",
            )
        for number, row in enumerate(content.splitlines(), 1):
            try:
                read_entry(row)
            except (ValueError, TypeError) as error:
                mend = "" if MARKS.match(row) else ": get the line back from git"
                yield Problem(
                    file.relative_to(root).as_posix(), number, f"is no withdrawal ({error}){mend}", "withdrawal-invalid"
                )


def _reason_problems(
    addresses: Addresses,
    withdrawn: Mapping[str, Withdrawals],
    awards: Mapping[str, tuple[str, int]],
    badges: Mapping[str, str],
    forgotten: Collection[str],
) -> Iterator[Problem]:
    """Withdrawals that are not of an award with just this place in just this list, and undoings of nothing."""
    gone = {one.award for own in withdrawn.values() for one in own.standing} | set(forgotten)
    for issuer, own in withdrawn.items():
        yield from _contradictions(issuer, own, gone)
        for number, (_, one) in enumerate(own.entries, 1):
            if isinstance(one, Undo):
                if not set(one.undoes) <= set(own.lines_of(one.award)):
                    fault = f"takes back a withdrawal of '{one.award[:40]}' that is not here"
                    yield Problem(
                        reasons_file(issuer), number, f"{fault}: get the file back from git", "withdrawal-invalid"
                    )
                continue
            address, bit = awards.get(one.award, ("", -1))
            if address != addresses.of(address)(paths.status_list(issuer, one.list)) or bit != one.index:
                fault = f"withdraws '{str(one.award)[:40]}', which has another place in the list or is no award"
            elif one.replacement is not None and one.replacement not in awards:
                fault = f"names '{str(one.replacement)[:40]}' as the new award, which is none"
            elif one.replacement is not None and badges.get(one.replacement) != badges.get(one.award):
                fault = f"names '{str(one.replacement)[:40]}' as the new award, which is of another badge"
            else:
                continue
            yield Problem(reasons_file(issuer), number, f"{fault}: get the file back from git", "withdrawal-invalid")


def _contradictions(issuer: str, own: Withdrawals, gone: Collection[str]) -> Iterator[Problem]:
    """Two branches said two things of one award: the plain withdrawal means its new award too, and there is only one
    new award."""
    for award, all_of_it in own.standing_by_award.items():
        new = sorted({one.replacement for one in all_of_it if one.replacement and one.replacement not in gone})
        is_plain = any(one.replacement is None for one in all_of_it)
        number = next(n for n, (_, one) in enumerate(own.entries, 1) if one.award == award)
        if new and is_plain:
            text = f"'{award}' was withdrawn, and given again as '{new[0]}' on another branch"
            yield Problem(
                reasons_file(issuer), number, f"{text}: withdraw '{new[0]}' too ('lapel revoke')", "withdrawal-half"
            )
        elif len(new) > 1:
            text = f"'{award}' was given again twice, as '{new[0]}' and as '{new[1]}'"
            yield Problem(
                reasons_file(issuer), number, f"{text}: withdraw one of them ('lapel revoke')", "withdrawal-half"
            )


def list_fault(
    catalogue: Catalogue, addresses: Addresses, issuer: str, number: int, raw: bytes, expected: set[int]
) -> str | None:
    organisation = catalogue.organisations.get(issuer)
    back = "get the file back from git"
    if organisation is None:
        return f"is a list of '{issuer}', which is no organisation: {back}"
    again = f"sign it again with 'lapel revoke --renew {issuer}', on the computer that has the key"
    if MARKS.search(raw):
        return f"has the marks of a merge: take either side ('git checkout --ours' and its path), then {again}"
    try:
        document: Any = parse_json(raw)
        if fault := form_fault(document, raw.rstrip(b"\n"), STATUS_LIST):
            return f"{fault}: {back}"
        if document["@context"] != [VC_2]:
            return f"has other contexts than our lists have: {back}"
        if reason := signature_fault(document, organisation, addresses, canonical):
            return f"is not a list that its issuer signed (it {reason}): {back}"
        own = addresses.of(document["id"])
        if document["id"] != own(paths.status_list(issuer, number)) or document["issuer"] != own.did(issuer):
            return f"is the list of another issuer or address: {back}"
        if document["validFrom"] != document["proof"]["created"]:
            return f"says another moment than its signature: {back}"
        shown = decode_list(document["credentialSubject"]["encodedList"])
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        return f"is not a list that its issuer signed ({error}): {back}"
    if lost := expected - shown:
        many = f"{len(lost)} withdrawals" if len(lost) > 1 else "a withdrawal"
        return f"does not say {many} that {reasons_file(issuer)} names: {again}"
    if shown - expected:
        return f"withdraws what {reasons_file(issuer)} does not name: get that file back from git, or {again}"
    return None


def signed_bits(raw: bytes) -> set[int] | None:
    """The places that a list withdraws, whoever signed it; None when it cannot be read."""
    try:
        return set(decode_list(str(parse_json(raw)["credentialSubject"]["encodedList"])))
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def unsigned(root: Path, issuer: str, own: Withdrawals) -> Iterator[tuple[str, list[Revocation], bool]]:
    """What the lines of an issuer say and its lists do not: the path of such a list, the withdrawals that it lacks, and
    whether it withdraws what no line names. Anybody can write a line; a list is signed."""
    for slug, number, path in status_lists(root):
        if slug != issuer:
            continue
        bits, said = signed_bits((root / path).read_bytes()), own.bits(number)
        if bits != said:
            lacking = [one for one in own.standing if one.list == number and one.index not in (bits or set())]
            yield path, lacking, bool((bits or set()) - said)


def ending_lists(
    root: Path, moment: datetime, before: timedelta | None = REMIND
) -> Iterator[tuple[str, int, str, datetime]]:
    """Issuer, number, path and end of every kept list that ends within ``before`` of ``moment``; None is every list."""
    for issuer, number, path in status_lists(root):
        try:
            document = parse_json((root / path).read_bytes())
            start = datetime.fromisoformat(document["validFrom"])
            end = datetime.fromisoformat(document["validUntil"]) if "validUntil" in document else start + LASTS
        except (ValueError, KeyError, TypeError):
            continue  # the checker says what is wrong with it
        if before is None or end - moment < before:
            yield issuer, number, path, end
