"""The awards that the repository keeps: one signed credential a line, in ``badges/<slug>/awards/<batch>.jsonl``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..credentials.identity import identity_hash
from ..model.addresses import Addresses
from ..model.catalogue import Catalogue
from ..model.organisation import Profile
from ..model.problem import Problem

MAX_LINE = 256 * 1024


@dataclass(frozen=True)
class Kept:
    """One award: where it stands, its bytes as they are published, and what they say."""

    path: str
    line: int
    badge: str
    raw: bytes
    document: dict[str, Any]

    @property
    def id(self) -> str:
        """The random part of the award's address."""
        return str(self.document["id"]).rstrip("/").split("/")[-2]

    @property
    def issuer(self) -> str:
        """The DID of whoever awarded it."""
        return str(self.document["issuer"]["id"])

    def identities(self) -> Iterator[dict[str, Any]]:
        yield from self.document["credentialSubject"]["identifier"]

    def belongs_to(self, email: str) -> bool:
        """Whether the award names this e-mail address (already tidied)."""
        return any(
            one["identityType"] == "emailAddress" and one["identityHash"] == identity_hash(email, one.get("salt", ""))
            for one in self.identities()
        )

    def commits_to(self, name: str, salt: str) -> bool:
        """Whether the award commits to this name (already tidied) with this salt."""
        wanted = identity_hash(name, salt)
        return any(one["identityType"] == "name" and one["identityHash"] == wanted for one in self.identities())

    @property
    def status(self) -> tuple[str, int]:
        """The address of the status list, and the index in it."""
        entry = self.document["credentialStatus"]
        return str(entry["statusListCredential"]), int(entry["statusListIndex"])


def organisations_by_did(catalogue: Catalogue, addresses: Addresses) -> dict[str, Profile]:
    """The organisations of the network by the DID that their awards name."""
    return {addresses.did(slug): organisation for slug, organisation in catalogue.organisations.items()}


def to_line(document: dict[str, Any]) -> bytes:
    """A credential as one line, without the line end: these are the bytes that are published."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


class _DoubleKeyError(ValueError):
    pass


def _no_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = [key for key, _ in pairs]
    if len(keys) != len(set(keys)):
        raise _DoubleKeyError("it has a key twice")
    return dict(pairs)


def parse_json(raw: bytes) -> Any:
    """JSON without doubled keys; ``ValueError`` otherwise."""
    try:
        return json.loads(raw, object_pairs_hook=_no_doubles, parse_constant=_refuse)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def _refuse(word: str) -> Any:
    raise ValueError(f"it has {word}, which is no JSON")


def award_files(root: Path) -> Iterator[tuple[str, str]]:
    """Badge and path of every file of awards, in a steady order."""
    for file in sorted((root / "badges").glob("*/awards/*.jsonl")):
        if not file.is_symlink():
            yield file.parent.parent.name, file.relative_to(root).as_posix()


def read_kept(root: Path) -> Iterator[Kept | Problem]:
    """Every award that is kept, and a problem for each line that cannot be one."""
    for badge, path in award_files(root):
        content = (root / path).read_bytes()
        rows = content.split(b"\n")
        if rows[-1] != b"":
            yield Problem(path, len(rows), "ends in the middle of a line: get the file back from git")
        for number, raw in enumerate(rows[:-1], 1):
            yield _read_line(path, number, badge, raw)


def _read_line(path: str, number: int, badge: str, raw: bytes) -> Kept | Problem:
    if len(raw) > MAX_LINE:
        return Problem(
            path, number, f"is longer than {MAX_LINE // 1024} KiB: no award is, so get the line back from git"
        )
    try:
        document = parse_json(raw)
    except ValueError as error:
        return Problem(path, number, f"is not a credential ({error}): get the line back from git")
    if not _looks_like_a_credential(document):
        return Problem(path, number, "is not a credential: get the line back from git, or delete it")
    return Kept(path, number, badge, raw, document)


def _looks_like_a_credential(document: Any) -> bool:
    """Whether the parts that the rest of this package reads are there and of their kind."""
    try:
        subject, entry = document["credentialSubject"], document["credentialStatus"]
        identities = subject["identifier"]
        kinds = all(isinstance(one["identityHash"], str) and isinstance(one["identityType"], str) for one in identities)
        index = str(entry["statusListIndex"])
        texts = isinstance(document["id"], str) and isinstance(entry["statusListCredential"], str)
        return (
            kinds
            and bool(identities)
            and texts
            and index.isascii()
            and index.isdigit()
            and len(index) <= 9
            and (
                document["id"].count("/") >= 4
                and isinstance(document["proof"], dict)
                and isinstance(document["issuer"]["id"], str)
                and isinstance(subject["achievement"]["id"], str)
            )
        )
    except (KeyError, TypeError, AttributeError):
        return False
