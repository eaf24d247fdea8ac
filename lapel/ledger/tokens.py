"""Awards as VC-JWT, where an issuer asked for them: one compact JWS a line, in ``badges/<slug>/awards/<batch>.jwt``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..credentials import jwt
from ..credentials.multikey import from_multikey
from ..credentials.proof import ProofError
from ..model.addresses import Addresses
from ..model.catalogue import Catalogue
from ..model.problem import Problem
from .signatures import key_of, organisations_by_did
from .stored_awards import Line, StoredAward, read_lines, read_stored

PATTERN = "awards/*.jwt"


def read_tokens(root: Path) -> Iterator[tuple[Line, dict[str, Any], dict[str, Any]] | Problem]:
    """Every token with its header and its payload, not verified; a problem for a line that cannot be one."""
    for line in read_lines(root, PATTERN):
        if isinstance(line, Problem):
            yield line
            continue
        try:
            header, payload = jwt.read(line.raw.decode())
            yield line, header, payload
        except (ValueError, RecursionError):
            yield Problem(line.path, line.number, "is not a token: get the line back from git", "token-invalid")


def tokens_by_award(root: Path) -> dict[str, bytes]:
    """The token of each award's credential id. They were checked before."""
    return {found[2]["jti"]: found[0].raw for found in read_tokens(root) if not isinstance(found, Problem)}


def token_problems(catalogue: Catalogue, addresses: Addresses) -> Iterator[Problem]:
    """A token that does not say what the award says, or that its issuer did not sign."""
    found = list(read_tokens(catalogue.awards))
    if not found:
        return
    awards = {one.document["id"]: one for one in read_stored(catalogue.awards) if isinstance(one, StoredAward)}
    seen: set[str] = set()
    for one in found:
        if isinstance(one, Problem):
            yield one
            continue
        line, header, payload = one
        name = str(payload.get("jti"))
        try:
            fault = _fault(catalogue, addresses, line, header, payload, awards.get(name))
        except (KeyError, ValueError, TypeError, AttributeError):
            fault = "is not a token"
        if not fault and name in seen:
            fault = "says what another token says"
        seen.add(name)
        if fault:
            yield Problem(line.path, line.number, f"{fault}: get the line back from git", "token-invalid")


def _fault(
    catalogue: Catalogue,
    addresses: Addresses,
    line: Line,
    header: dict[str, Any],
    payload: dict[str, Any],
    award: StoredAward | None,
) -> str | None:
    if award is None or award.badge != line.badge:
        return "is the token of no award of this badge"
    if payload != jwt.claims(award.document):
        return f"says something else than {award.path}:{award.line}"
    issuer = organisations_by_did(catalogue, addresses).get(award.issuer)
    if issuer is None:
        return "was made by no organisation here"
    key = key_of(issuer, header["kid"], payload["validFrom"], addresses)
    if isinstance(key, str):
        return key
    try:
        jwt.verify(line.raw.decode(), from_multikey(key.publicKeyMultibase))
    except ProofError as error:
        return f"is not as it was signed ({error})"
    return None
