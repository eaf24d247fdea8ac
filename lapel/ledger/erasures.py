"""Awards that were forgotten at the earner's wish: a line that their issuer signed stands for each.

The line is a compact JWS in ``network/status/<issuer>/erasures.jwt``. It keeps the place in the list, which nobody
else may have, and the digest of the line that is gone, so that nobody can take away another one with it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ..credentials import jwt
from ..credentials.multikey import from_multikey
from ..credentials.proof import ProofError
from ..credentials.status import BITS
from ..model.addresses import Addresses
from ..model.catalogue import Catalogue
from ..model.organisation import Profile
from ..model.problem import Problem
from .revocations import list_address
from .signatures import AwardError, key_of, organisations_by_did
from .stored_awards import KEEP_BOTH, MARKS, parse_json
from .withdrawals import FOLDER

NAME = "erasures.jwt"
_ID = re.compile(r"[a-z2-7]{26}")
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Erasure:
    """One forgotten award. ``digest`` is that of its line, ``also`` are those of other lines about it that are gone."""

    award: str
    badge: str
    list: int
    index: int
    digest: str
    also: Sequence[str]
    date: str

    @property
    def claims(self) -> dict[str, Any]:
        return dict(vars(self))


def erasures_file(issuer: str) -> str:
    return f"{FOLDER}/{issuer}/{NAME}"


def erasure_rows(root: Path) -> Iterator[tuple[str, int, bytes]]:
    """Every line, with its file and number."""
    for file in sorted((root / FOLDER).glob(f"*/{NAME}")):
        if file.is_file():
            for number, row in enumerate(file.read_bytes().splitlines(), 1):
                yield file.relative_to(root).as_posix(), number, row


def read_erasure(row: bytes) -> tuple[str, Erasure]:
    """The key that is named and what the line says, not verified; ``ValueError`` when it says nothing."""
    if MARKS.match(row):
        raise ValueError(f"is a mark of a merge: {KEEP_BOTH}")
    try:
        header, payload = jwt.read(row.decode())
        one = Erasure(**payload)
        fits = (
            all(isinstance(payload[key], str) for key in ("award", "badge", "digest", "date"))
            and type(one.list) is int
            and type(one.index) is int
            and 0 < one.list < 1_000_000
            and 0 <= one.index < BITS
            and re.fullmatch(r"[a-z0-9-]{1,100}", one.badge)
            and _ID.fullmatch(one.award)
            and _DIGEST.fullmatch(one.digest)
            and isinstance(one.also, list)
            and all(isinstance(each, str) and _DIGEST.fullmatch(each) for each in one.also)
        )
        date.fromisoformat(one.date)
    except (ValueError, TypeError, KeyError, RecursionError):
        fits = None
    if not fits:
        raise ValueError("is no erasure: get the line back from git")
    return str(header["kid"]), one


def read_erasures(root: Path) -> dict[str, Erasure]:
    """What was forgotten, by the id of the award; :class:`AwardError` for a bad line."""
    return {one.award: one for _, one in erased_by_issuer(root)}


def erased_by_issuer(root: Path) -> list[tuple[str, Erasure]]:
    """Each forgotten award, with the slug of its folder's organisation; :class:`AwardError` for a bad line."""
    found = []
    for path, number, row in erasure_rows(root):
        try:
            found.append((path.split("/")[-2], read_erasure(row)[1]))
        except ValueError as error:
            raise AwardError(f"{path}:{number}: {error}") from None
    return found


def is_forgotten(line: bytes, erased: Iterable[tuple[str, Erasure]], by_did: Mapping[str, Profile]) -> bool:
    """Whether a line that was published and is gone is about an award that its own issuer has forgotten."""
    digest = hashlib.sha256(line).hexdigest()
    for slug, one in erased:
        if digest != one.digest and digest not in one.also:
            continue
        try:
            if not line.startswith(b"{"):
                header, payload = jwt.read(line.decode())
                issuer, about = header["kid"].partition("#")[0], payload["jti"]
            else:
                document: Any = parse_json(line)
                is_award = digest == one.digest
                issuer = document["issuer"]["id"] if is_award else None
                about = document["id"] if is_award else document["credentialSubject"]["id"]
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            continue
        mine = issuer is None or (issuer in by_did and by_did[issuer].slug == slug)
        if mine and f"/awards/{one.award}/" in str(about):
            return True
    return False


def places(root: Path, addresses: Addresses) -> Iterator[tuple[Erasure, str, str]]:
    """Each forgotten award, with its issuer's slug and the address of the list in which it keeps its place.
    :class:`AwardError` for a bad line."""
    for issuer, one in erased_by_issuer(root):
        yield one, issuer, list_address(root, addresses, issuer, one.list)


def erasure_problems(catalogue: Catalogue, addresses: Addresses) -> Iterator[Problem]:
    """A line that its issuer did not sign, or that stands for an award which is still here."""
    organisations = organisations_by_did(catalogue, addresses)
    for path, number, row in erasure_rows(catalogue.awards):
        try:
            method, one = read_erasure(row)
        except ValueError as error:
            yield Problem(path, number, str(error), "erasure-invalid")
            continue
        organisation = organisations.get(method.partition("#")[0])
        if organisation is None or path != erasures_file(organisation.slug):
            yield Problem(
                path, number, "was signed by another organisation: get the file back from git", "erasure-invalid"
            )
            continue
        key = key_of(organisation, method, one.date, addresses)
        try:
            if isinstance(key, str):
                raise ProofError(key)
            jwt.verify(row.decode(), from_multikey(key.publicKeyMultibase))
        except ProofError as error:
            yield Problem(
                path, number, f"is not as it was signed ({error}): get the file back from git", "erasure-invalid"
            )
