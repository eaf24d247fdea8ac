"""What was published before: nothing that was signed is dropped, rewritten or rolled back without the issuer's key.

A pull request can change every file. What it cannot make is a newer signature of an issuer: so a list of withdrawn
awards may only give way to one that was signed later, an award stays where it stands, and a new one is signed with a
key that is in force today.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ..credentials import jwt
from ..credentials.organisation_keys import why_not_in_force
from ..load.text import split_front_matter
from ..load.yaml_text import parse_yaml
from ..model.addresses import Addresses
from ..model.catalogue import Catalogue
from ..model.organisation import Profile
from ..model.problem import Problem
from ..record.store import DELEGATION
from .base import SILENT, bases, git
from .erasures import Erasure, erased_by_issuer, erasure_rows, is_forgotten
from .record_since import KEPT as RECORD
from .record_since import record_since_problems
from .revocations import status_lists
from .settings_since import settings_since_problems
from .signatures import AwardError, in_doubt, organisations_by_did
from .stored_awards import parse_json
from .withdrawals import FOLDER, read_revocations

# The keys that were published: by the slug of their organisation, then by their name.
Keys = dict[str, dict[str, dict[str, Any]]]
_AWARDS = re.compile(r"badges/([^/]+)/(?:awards/[^/]+\.(?:jsonl|jwt)|endorsements\.jsonl)")
_FOLDERS = ("badges", "network/status", "network/organisations", "network/record")
_MEMBERS = re.compile(r"network/organisations/([^/]+)\.md")
_LIST = re.compile(r"network/status/([^/]+)/\d+\.json")
_REASONS = re.compile(r"network/status/([^/]+)/(?:revocations\.jsonl|erasures\.jwt)")
_KEPT = (_AWARDS, _LIST, _REASONS, _MEMBERS, RECORD)


def since_problems(catalogue: Catalogue, addresses: Addresses) -> Iterator[Problem]:
    """What the work tree says otherwise than the commit that counts as published; nothing without git."""
    root = catalogue.awards
    before: dict[str, bytes] = {}
    try:
        for place, base in bases(catalogue, addresses).items():
            if base and place == catalogue.root:
                yield from settings_since_problems(catalogue, base)
            before |= _files(place, base) if base else {}
    except LookupError as error:
        yield Problem("badges", 1, f"cannot be compared with what was published: {error.args[0]}", "base-unknown")
        return
    keys, organisations = _keys_of(before), organisations_by_did(catalogue, addresses)
    yield from _key_problems(catalogue, keys)
    for path, content in before.items():
        if _LIST.fullmatch(path) and (fault := _list_fault(root / path, content)):
            yield Problem(path, 1, f"{fault}: get the file back from git", "list-rolled-back")
    yield from _list_key_problems(catalogue, before, organisations, keys)
    for path, content in before.items():
        if _REASONS.fullmatch(path):
            yield from _reason_problems(root / path, path, content)
    yield from _unsigned_lines(root, before)
    yield from _erasure_key_problems(catalogue, before, organisations, keys)
    yield from record_since_problems(root, before)
    yield from _delegation_key_problems(root, before, organisations, keys)
    published, gone = _award_lines(before), _gone(root)
    for badge, lines in published.items():
        there = {line for file, _, line in _lines_of(root, badge) if not file.is_symlink()}
        for line, path in lines.items():
            if line not in there and not is_forgotten(line, gone, organisations):
                yield Problem(path, 1, "has lost a line that was published: get it back from git", "signed-lost")
    yield from _new_line_problems(catalogue, published, organisations, keys)


def _keys_of(before: dict[str, bytes]) -> Keys:
    """The keys that each organisation showed, by its slug and the name of the key."""
    found: Keys = {}
    for path, content in before.items():
        if match := _MEMBERS.fullmatch(path):
            parts, _ = split_front_matter(content.decode(errors="replace").replace("\r\n", "\n"), path)
            document, _ = parse_yaml(parts.yaml, path, parts.yaml_line) if parts else (None, [])
            value = document.value if document is not None else None
            rows = value.get("verificationMethod") if isinstance(value, dict) else None
            keys = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
            found[match[1]] = {str(row.get("id")): row for row in keys}
    return found


def _key_problems(catalogue: Catalogue, shown: Keys) -> Iterator[Problem]:
    """A key that was shown stays, and one that was stopped stays so: awards hang on both."""
    for slug, keys in shown.items():
        organisation = catalogue.organisations.get(slug)
        source = f"network/organisations/{slug}.md"
        if organisation is None and keys:
            yield Problem(source, 1, "had keys and is gone: get the file back from git", "key-changed")
            continue
        now = {key.id: key for key in organisation.verificationMethod} if organisation else {}
        for name, row in keys.items():
            key = now.get(name)
            if key is None or key.publicKeyMultibase != row.get("publicKeyMultibase"):
                yield Problem(
                    source,
                    1,
                    f"has lost or changed the key '{name[:64]}', which was published: get it back",
                    "key-changed",
                )
            elif "revoked" in row and (key.revoked is None or key.revoked.isoformat() > str(row["revoked"])):
                yield Problem(
                    source, 1, f"takes back that the key '{name[:64]}' was stopped: get the line back", "key-changed"
                )
            elif "expires" in row and (key.expires is None or key.expires.isoformat() > str(row["expires"])):
                yield Problem(
                    source,
                    1,
                    f"lets the key '{name[:64]}' last longer than was published: get the line back",
                    "key-changed",
                )
            elif str(row.get("created")) != key.created.isoformat():
                yield Problem(
                    source,
                    1,
                    f"changes the first day of the key '{name[:64]}': get the line back from git",
                    "key-changed",
                )


def _award_lines(before: dict[str, bytes]) -> dict[str, dict[bytes, str]]:
    found: dict[str, dict[bytes, str]] = {}
    for path, content in before.items():
        if match := _AWARDS.fullmatch(path):
            found.setdefault(match[1], {}).update((line, path) for line in content.split(b"\n") if line)
    return found


def _lines_of(root: Path, badge: str) -> Iterator[tuple[Path, int, bytes]]:
    """The lines that are kept of a badge, each with its file and its number."""
    folder = root / "badges" / badge
    for file in sorted([*(folder / "awards").glob("*"), *folder.glob("endorsements.jsonl")]):
        if file.suffix in (".jsonl", ".jwt") and file.is_file():
            for number, line in enumerate(file.read_bytes().split(b"\n"), 1):
                yield file, number, line


def _list_key_problems(
    catalogue: Catalogue, before: dict[str, bytes], organisations: dict[str, Profile], keys: Keys
) -> Iterator[Problem]:
    """A list that is new, or signed anew, is signed with a key that is in force today, whatever its proof says of time;
    and with one that was published before it."""
    for _, _, path in status_lists(catalogue.awards):
        line = (catalogue.awards / path).read_bytes()
        if line != before.get(path):
            for fault in _line_faults(line, organisations, keys, is_list=True):
                yield Problem(
                    path, 1, f"{fault}: get the file back from git, or let the issuer sign it anew", "signed-changed"
                )


def _line_faults(line: bytes, organisations: dict[str, Profile], keys: Keys, *, is_list: bool = False) -> Iterator[str]:
    """Why a new signed line may not be published: its key was stopped, or comes together with it. Nothing is said of
    a key that is none of ours."""
    did, _, name = _method_of(line).partition("#")
    organisation = organisations.get(did)
    if organisation is None:
        return
    if organisation.left and not is_list:
        yield f"is new, and {organisation.name} left the network on {organisation.left}"
    key = next((key for key in organisation.verificationMethod if key.id == name), None)
    if key and (reason := why_not_in_force(key, datetime.now(UTC).date())):
        yield f"is new and was signed with a key {reason}"
    shown = keys.get(organisation.slug, {})
    if shown and name not in shown:
        yield f"was signed with the key '{name[:64]}', which comes with it, so publish the key first"


def _list_fault(file: Path, content: bytes) -> str | None:
    if not file.is_file():
        return "was published and is gone"
    if file.read_bytes() == content:
        return None
    if _moment(file) <= _read(content):
        return "is not newer than the list that was published, so it may bring back what was withdrawn"
    return None


def _moment(file: Path) -> datetime:
    return _read(file.read_bytes()) if file.is_file() else datetime.min.replace(tzinfo=UTC)


def _read(content: bytes) -> datetime:
    """When a list was signed; the first of all moments when it cannot be read."""
    try:
        return datetime.fromisoformat(parse_json(content)["validFrom"]).astimezone(UTC)
    except (ValueError, KeyError, TypeError, OverflowError):
        return datetime.min.replace(tzinfo=UTC)


def _reason_problems(file: Path, path: str, content: bytes) -> Iterator[Problem]:
    """A line that was published stays: what is taken back gets a line of its own."""
    now = set(file.read_bytes().split(b"\n")) if file.is_file() else set()
    for number, line in enumerate(content.split(b"\n"), 1):
        if line and line not in now:
            yield Problem(path, number, "has lost a line that was published: get it back from git", "signed-lost")


def _unsigned_lines(root: Path, before: dict[str, bytes]) -> Iterator[Problem]:
    """A line of a withdrawal is not signed itself: a new one counts when the issuer has signed a list since."""
    for file in sorted((root / FOLDER).glob("*/revocations.jsonl")):
        path = file.relative_to(root).as_posix()
        known = set(before.get(path, b"").split(b"\n"))
        new = [number for number, row in enumerate(file.read_bytes().split(b"\n"), 1) if row and row not in known]
        if not new:
            continue
        own = f"{FOLDER}/{file.parent.name}/"
        lists = [name for name in before if name.startswith(own) and _LIST.fullmatch(name)]
        signed = [path for slug, _, path in status_lists(root) if slug == file.parent.name]
        if lists and not any((root / name).read_bytes() != before.get(name) for name in signed):
            mend = f"sign it again with 'lapel revoke --renew {file.parent.name}', or get the line back from git"
            yield Problem(path, new[0], f"is new, and no list was signed since: {mend}", "withdrawal-unsigned")


def _delegation_key_problems(
    root: Path, before: dict[str, bytes], organisations: dict[str, Profile], keys: Keys
) -> Iterator[Problem]:
    """Who signs the record is named with a key in force, which was published before."""
    file = root / DELEGATION
    line = file.read_bytes() if file.is_file() else b""
    if line and DELEGATION in before and line != before[DELEGATION]:
        for fault in _line_faults(line, organisations, keys, is_list=True):
            yield Problem(
                DELEGATION, 1, f"{fault}: get the file back from git, or let the anchor sign it anew", "signed-changed"
            )


def _gone(root: Path) -> list[tuple[str, Erasure]]:
    """What issuers took away at the earner's wish."""
    try:
        return erased_by_issuer(root)
    except AwardError:
        return []  # the line is named elsewhere


def _erasure_key_problems(
    catalogue: Catalogue, before: dict[str, bytes], organisations: dict[str, Profile], keys: Keys
) -> Iterator[Problem]:
    """A new word that an award is to be forgotten is signed with a key in force, which was published before."""
    for path, number, row in erasure_rows(catalogue.awards):
        if row not in before.get(path, b"").split(b"\n"):
            for fault in _line_faults(row, organisations, keys, is_list=True):
                yield Problem(
                    path,
                    number,
                    f"{fault}: get the line back from git, or let the issuer sign it anew",
                    "signed-changed",
                )


def _new_line_problems(
    catalogue: Catalogue, published: dict[str, dict[bytes, str]], organisations: dict[str, Profile], keys: Keys
) -> Iterator[Problem]:
    """New awards and endorsements are signed with a key that is in force today, since a stopped key could sign with any
    date; and where an issuer has keys already, with one that was published before the award."""
    again = _replacements(catalogue.awards)
    for badge in catalogue.badges:
        known = published.get(badge, {})
        for file, number, line in _lines_of(catalogue.awards, badge):
            if not line or line in known:
                continue
            path = file.relative_to(catalogue.awards).as_posix()
            closed = catalogue.network.closed if published else None  # with nothing before, nobody knows what is new
            is_over = closed and not any(name.encode() in line for name in again)
            over = [f"is new, and the network closed on {closed}"] if is_over else []
            for fault in [*over, *_line_faults(line, organisations, keys), *_doubts_inside(line, organisations)]:
                yield Problem(path, number, f"{fault}: let the issuer give it again with a key in force", "award-late")


def _replacements(root: Path) -> set[str]:
    """The awards that stand in the place of withdrawn ones: who closed may still have to give one again."""
    try:
        return {one.replacement for one in read_revocations(root).values() if one.replacement}
    except AwardError:
        return set()


def _doubts_inside(line: bytes, organisations: dict[str, Profile]) -> Iterator[str]:
    """What others say inside a new award, signed with a key that was not safe any more."""
    try:
        award: Any = parse_json(line) if line.startswith(b"{") else {}
        subject = award.get("credentialSubject", {})
        inside = [*award.get("endorsement", []), *subject.get("achievement", {}).get("endorsement", [])]
        for document in inside:
            endorser = organisations.get(str(document["issuer"]["id"]))
            if endorser and (day := in_doubt(document, endorser)):
                yield f"is new and has an endorsement by a key which was not safe from {day}"
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return  # it is no award, which the check of the line says


def _method_of(line: bytes) -> str:
    """The key that a line names: in its proof, or in the header of a token."""
    try:
        if line.startswith(b"{"):
            document: Any = parse_json(line)
            return str(document["proof"]["verificationMethod"])
        return str(jwt.read(line.decode())[0]["kid"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""


def _files(root: Path, base: str) -> dict[str, bytes]:
    """What is kept of awards in a commit, by path. ``LookupError`` where git does not answer."""
    listed = git(root, "ls-tree", "-r", "-z", base, "--", *_FOLDERS)
    if listed is None:
        raise LookupError(SILENT)
    rows = [row.split(b"\t", 1) for row in listed.split(b"\0") if row]
    wanted = [(head.split()[2], name.decode(errors="replace")) for head, name in rows if head.split()[1] == b"blob"]
    kept = [(sha, name) for sha, name in wanted if any(one.fullmatch(name) for one in _KEPT)]
    if not kept:
        return {}
    answer = git(root, "cat-file", "--batch", stdin=b"".join(sha + b"\n" for sha, _ in kept))
    if answer is None:
        raise LookupError(SILENT)
    found, at = {}, 0
    for _, name in kept:
        end = answer.index(b"\n", at)
        if answer[at:end].endswith(b" missing"):
            raise LookupError(f"git does not have {name} of that commit: fetch the whole history (fetch-depth: 0)")
        size = int(answer[at:end].split()[2])
        found[name] = answer[end + 1 : end + 1 + size]
        at = end + size + 2
    return found
