"""What was published before: nothing that was signed is dropped, rewritten or rolled back without the issuer's key.

A pull request can change every file. What it cannot make is a newer signature of an issuer: so a list of withdrawn
awards may only give way to one that was signed later, an award stays where it stands, and a new one is signed with a
key that is in force today.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ..credentials.organisation_keys import why_not_in_force
from ..model.addresses import Addresses
from ..model.catalogue import Catalogue
from ..model.problem import Problem
from .kept import parse_json
from .signatures import organisations_by_did

SECONDS = 20
_AWARDS = re.compile(r"badges/([^/]+)/awards/[^/]+\.(?:jsonl|jwt)")
_LIST = re.compile(r"network/status/([^/]+)/\d+\.json")
_REASONS = re.compile(r"network/status/([^/]+)/revocations\.jsonl")


def base_of(root: Path) -> str | None:
    """The commit that counts as published: ``LAPEL_BASE``, the target of a pull request, or the last commit."""
    target = os.environ.get("GITHUB_BASE_REF")
    wanted = [os.environ.get("LAPEL_BASE"), f"origin/{target}" if target else None]
    wanted += [os.environ.get("CI_MERGE_REQUEST_DIFF_BASE_SHA"), "HEAD"]
    for name in filter(None, wanted):
        found = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        if found:
            return found.decode().strip()
    return None


def since_problems(catalogue: Catalogue, addresses: Addresses) -> Iterator[Problem]:
    """What the work tree says otherwise than the commit that counts as published; nothing without git."""
    root = catalogue.awards
    base = base_of(root)
    before = _files(root, base) if base else None
    if before is None:
        return
    newer: dict[str, bool] = {}
    for path, content in before.items():
        if match := _LIST.fullmatch(path):
            fault = _list_fault(root / path, content)
            if fault:
                yield Problem(path, 1, f"{fault}: get the file back from git, or let the issuer sign it anew")
            newer[match[1]] = newer.get(match[1], False) or _moment(root / path) > _read(content)
    for path, content in before.items():
        if match := _REASONS.fullmatch(path):
            yield from _reason_problems(root / path, path, content, signed=newer.get(match[1], False))
    published = _award_lines(before)
    for badge, lines in published.items():
        there = set(_lines_of(root, badge))
        for line, path in lines.items():
            if line not in there:
                yield Problem(path, 1, "has lost an award that was published: get the line back from git")
    yield from _new_award_problems(catalogue, addresses, published)


def _award_lines(before: dict[str, bytes]) -> dict[str, dict[bytes, str]]:
    found: dict[str, dict[bytes, str]] = {}
    for path, content in before.items():
        if match := _AWARDS.fullmatch(path):
            found.setdefault(match[1], {}).update((line, path) for line in content.split(b"\n") if line)
    return found


def _lines_of(root: Path, badge: str) -> Iterator[bytes]:
    for file in sorted((root / "badges" / badge / "awards").glob("*")):
        if file.suffix in (".jsonl", ".jwt") and not file.is_symlink():
            yield from file.read_bytes().split(b"\n")


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


def _reason_problems(file: Path, path: str, content: bytes, *, signed: bool) -> Iterator[Problem]:
    """A withdrawal that was published is changed only together with a list that is signed anew."""
    if signed:
        return
    now = file.read_bytes().split(b"\n") if file.is_file() else []
    for number, line in enumerate(content.split(b"\n"), 1):
        if line and line not in now:
            yield Problem(path, number, "was changed since it was published: get the line back from git")


def _new_award_problems(
    catalogue: Catalogue, addresses: Addresses, published: dict[str, dict[bytes, str]]
) -> Iterator[Problem]:
    """New awards are signed with a key that is in force today: a stopped key could sign with any date."""
    today = datetime.now(UTC).date()
    organisations = organisations_by_did(catalogue, addresses)
    for badge in catalogue.badges:
        known = published.get(badge, {})
        for file in sorted((catalogue.awards / "badges" / badge / "awards").glob("*.jsonl")):
            path = file.relative_to(catalogue.awards).as_posix()
            for number, line in enumerate(file.read_bytes().split(b"\n"), 1):
                if not line or line in known:
                    continue
                did, _, name = _method_of(line).partition("#")
                organisation = organisations.get(did)
                keys = organisation.verificationMethod if organisation else ()
                key = next((key for key in keys if key.id == name), None)
                if key and (reason := why_not_in_force(key, today)):
                    text = f"is a new award that was signed with the key '{key.id}', {reason}"
                    yield Problem(path, number, f"{text}: let the issuer give it again with a key in force")


def _method_of(line: bytes) -> str:
    try:
        document: Any = parse_json(line)
        return str(document["proof"]["verificationMethod"])
    except (ValueError, KeyError, TypeError):
        return ""


def _files(root: Path, base: str) -> dict[str, bytes] | None:
    """What is kept of awards in a commit, by path; None where git does not answer."""
    listed = _git(root, "ls-tree", "-r", "-z", base, "--", "badges", "network/status")
    if listed is None:
        return None
    rows = [row.split(b"\t", 1) for row in listed.split(b"\0") if row]
    wanted = [(head.split()[2], name.decode(errors="replace")) for head, name in rows if head.split()[1] == b"blob"]
    kept = [(sha, name) for sha, name in wanted if any(one.fullmatch(name) for one in (_AWARDS, _LIST, _REASONS))]
    if not kept:
        return {}
    answer = _git(root, "cat-file", "--batch", stdin=b"".join(sha + b"\n" for sha, _ in kept))
    if answer is None:
        return None
    found, at = {}, 0
    for _, name in kept:
        end = answer.index(b"\n", at)
        size = int(answer[at:end].split()[2])
        found[name] = answer[end + 1 : end + 1 + size]
        at = end + size + 2
    return found


def _git(root: Path, *words: str, stdin: bytes | None = None) -> bytes | None:
    try:
        done = subprocess.run(
            ["git", "-c", "core.fsmonitor=false", "-C", str(root), *words],
            capture_output=True,
            input=stdin,
            timeout=SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None
