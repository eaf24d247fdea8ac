"""Whether every award that is kept may be published. Each fault is a problem at its file and line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from ..cache import Cache
from ..credentials.alike import Canonicaliser
from ..credentials.contexts import OB_3, VC_2
from ..credentials.status import BITS
from ..model import addresses as places
from ..model.addresses import Addresses
from ..model.catalogue import Catalogue
from ..model.problem import Problem
from . import tokens
from .endorsements import EndorsementCheck, endorsement_problems
from .kept import Kept, Line, read_line, read_lines
from .revocations import status_problems
from .signatures import organisations_by_did, signature_fault

MEND = "get the line back from git, or delete it"
_ID = re.compile(r"[a-z2-7]{26}")
# Every key that a credential of ours may have, by its place. All of them are defined by the two contexts.
ALLOWED: dict[str, frozenset[str]] = {
    "": frozenset(
        "@context id type name issuer validFrom awardedDate validUntil credentialSubject evidence endorsement "
        "credentialStatus proof".split()
    ),
    "issuer": frozenset("id type name url email".split()),
    "credentialSubject": frozenset("type identifier achievement narrative result".split()),
    "credentialStatus": frozenset("id type statusPurpose statusListIndex statusListCredential".split()),
    "proof": frozenset("type cryptosuite created verificationMethod proofPurpose proofValue".split()),
}


class _Known:
    """What the rest needs to know of a good line. It is kept between builds, so that no line is verified twice."""

    def __init__(self, id: str, address: str, index: int, endorsements: list[str]) -> None:
        self.id, self.address, self.index, self.endorsements = id, address, index, endorsements

    def pack(self) -> bytes:
        return json.dumps([self.id, self.address, self.index, self.endorsements]).encode()


class _BadLineError(Exception):
    pass


def award_problems(catalogue: Catalogue, addresses: Addresses, cache: Cache) -> Iterator[Problem]:
    """Every reason why something that is kept of awards may not be published. Holds no award in memory.

    ``cache`` remembers the lines that were good, under the same organisations, keys and rules.
    """
    check = _LineCheck(catalogue, addresses)
    badges: dict[str, str] = {}
    seen: dict[object, tuple[str, int]] = {}
    lists: dict[str, tuple[str, int]] = {}
    numbers: set[str] = set()
    for line in read_lines(catalogue.root):
        if isinstance(line, Problem):
            yield line
            continue
        try:
            packed = cache.get("award-4", f"{check.rules(line.badge)}\n{line.raw!r}", lambda: check(line).pack())  # noqa: B023
        except _BadLineError as error:
            yield Problem(line.path, line.number, str(error))
            continue
        known = _Known(*json.loads(packed))
        here = (line.path, line.number)
        for key, what in ((known.id, "the id"), ((known.address, known.index), "the place in the status list")):
            first = seen.setdefault(key, here)
            if first != here:
                yield Problem(*here, f"has {what} of {first[0]}:{first[1]}: delete one of the lines")
                break
        badges[known.id] = line.badge
        lists.setdefault(known.address, here)
        numbers |= set(known.endorsements)
    yield from tokens.token_problems(catalogue, addresses)
    yield from endorsement_problems(catalogue, addresses, badges, numbers)
    yield from status_problems(catalogue, addresses, lists)


class _LineCheck:
    def __init__(self, catalogue: Catalogue, addresses: Addresses) -> None:
        self._catalogue, self._addresses = catalogue, addresses
        self._organisations = organisations_by_did(catalogue, addresses)
        self._form = Canonicaliser()
        self._endorsements = EndorsementCheck(catalogue, addresses, self._form)
        keys = {did: [repr(key) for key in one.verificationMethod] for did, one in self._organisations.items()}
        self._keys = json.dumps([addresses.base, keys])

    def rules(self, badge: str) -> str:
        """Everything that decides about a line beside the line itself."""
        found = self._catalogue.badges.get(badge)
        return f"{badge}\n{found.issuers if found else ''}\n{self._keys}"

    def __call__(self, line: Line) -> _Known:
        one = read_line(line)
        if isinstance(one, Problem):
            raise _BadLineError(one.text)
        fault = self._fault(one)
        if fault:
            raise _BadLineError(f"{fault}: {MEND}")
        inside = [document["id"].split("/")[-2] for document in one.document.get("endorsement", [])]
        return _Known(one.id, *one.status, inside)

    def _fault(self, one: Kept) -> str | None:
        badge = self._catalogue.badges.get(one.badge)
        if badge is None:
            return f"is an award of '{one.badge}', which is no badge"
        issuer = self._organisations.get(one.issuer)
        if issuer is None:
            return f"was awarded by '{one.issuer[:80]}', which is no organisation here"
        if issuer.slug not in badge.issuers:
            return f"was awarded by '{issuer.slug}', which may not award '{one.badge}'"
        return (
            _shape_fault(one, self._addresses, issuer.slug)
            or signature_fault(one.document, issuer, self._addresses, self._form)
            or self._endorsement_fault(one)
        )

    def _endorsed(self, one: Kept) -> Iterator[tuple[Any, str]]:
        """The endorsements inside the award, and the id that each has to endorse."""
        achievement = one.document["credentialSubject"]["achievement"]
        for document in one.document.get("endorsement", []):
            yield document, one.document["id"]
        for document in achievement.get("endorsement", []):
            yield document, achievement["id"]

    def _endorsement_fault(self, one: Kept) -> str | None:
        for document, subject in self._endorsed(one):
            if fault := self._endorsements.fault(document, subject):
                return f"has an endorsement that {fault}"
        return None


def _shape_fault(one: Kept, addresses: Addresses, issuer: str) -> str | None:
    document = one.document
    for place, allowed in ALLOWED.items():
        node = document.get(place) if place else document
        if not isinstance(node, dict) or set(node) - allowed:
            extra = sorted(set(node) - allowed) if isinstance(node, dict) else []
            return f"has a key that our credentials do not have ({', '.join(extra)[:60] or place})"
    if document["@context"] != [VC_2, OB_3] or document["type"] != ["VerifiableCredential", "OpenBadgeCredential"]:
        return "has other contexts or types than our credentials have"
    if not _ID.fullmatch(one.id) or document["id"] != addresses(places.credential(one.id)):
        return "has an id that is not its address here"
    if document["credentialSubject"]["achievement"]["id"] != addresses(places.achievement(one.badge)):
        return f"is an award of another badge than '{one.badge}'"
    hashes = "".join(str(identity["identityHash"]) for identity in one.identities())
    if any(one.id[at : at + 12] in hashes for at in range(0, len(one.id) - 11)):
        return "has an id that is part of a person's hash"
    address, index = one.status
    if not address.startswith(addresses(places.organisation(issuer)) + "status/") or index >= BITS:
        return "has a place in a status list that is not the issuer's"
    return None
