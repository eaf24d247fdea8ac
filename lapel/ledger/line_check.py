"""Whether one line of an award may be published, whatever the others are."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from ..credentials.batch_canonical import Canonicaliser
from ..credentials.contexts import OB_3, VC_2
from ..credentials.status import BITS, entry
from ..model import paths
from ..model.addresses import Addresses
from ..model.catalogue import Catalogue
from ..model.problem import Problem
from .endorsements import EndorsementCheck
from .form import CREDENTIAL, form_fault
from .signatures import organisations_by_did, signature_fault
from .stored_awards import Line, StoredAward, read_line

MEND = "get the line back from git"
_ID = re.compile(r"[a-z2-7]{26}")


class Known(NamedTuple):
    """What the rest needs to know of a good line. It is kept between builds, so that no line is verified twice."""

    id: str
    address: str
    bit: int
    endorsements: list[str]


class LineCheck:
    """Whether one line may be published, whatever the others are."""

    def __init__(self, catalogue: Catalogue, addresses: Addresses) -> None:
        self._catalogue, self._addresses = catalogue, addresses
        self._organisations = organisations_by_did(catalogue, addresses)
        self._form = Canonicaliser()
        self._endorsements = EndorsementCheck(catalogue, addresses, self._form)
        organisations = self._organisations.items()
        keys = {did: [repr(one.left), *(repr(key) for key in one.verificationMethod)] for did, one in organisations}
        self._keys = json.dumps([addresses.base, addresses.formerly, keys])

    def rules(self, badge: str) -> str:
        """Everything that decides about a line beside the line itself."""
        found = self._catalogue.badges.get(badge)
        return f"{badge}\n{found.issuers if found else ''}\n{self._keys}"

    def __call__(self, line: Line) -> Known | str:
        """What is known of a good line, or why it is bad."""
        one = read_line(line)
        if isinstance(one, Problem):
            return one.text
        try:
            fault = self._fault(one)
        except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError):
            fault = "is not a credential"  # whatever part of it is of another kind
        if fault:
            return f"{fault}: {MEND}"
        inside = [document["id"].split("/")[-2] for document in one.document.get("endorsement", [])]
        return Known(one.id, *one.status, inside)

    def _fault(self, one: StoredAward) -> str | None:
        badge = self._catalogue.badges.get(one.badge)
        if badge is None:
            return f"is an award of '{one.badge}', which is no badge"
        issuer = self._organisations.get(one.issuer)
        if issuer is None:
            return f"was awarded by '{one.issuer[:80]}', which is no organisation here"
        # What it gave before it left stays good, whoever awards the badge now; there is nothing new (:mod:`.since`).
        if issuer.slug not in badge.issuers and issuer.left is None:
            return f"was awarded by '{issuer.slug}', which may not award '{one.badge}'"
        return (
            _shape_fault(one, self._addresses.of(one.document["id"]), issuer.slug)
            or signature_fault(one.document, issuer, self._addresses, self._form)
            or self._endorsement_fault(one)
        )

    def _endorsed(self, one: StoredAward) -> Iterator[tuple[Any, str]]:
        """The endorsements inside the award, and the id that each has to endorse."""
        achievement = one.document["credentialSubject"]["achievement"]
        for document in one.document.get("endorsement", []):
            yield document, self._addresses.of(one.document["id"])(paths.award(one.id))
        for document in achievement.get("endorsement", []):
            yield document, achievement["id"]

    def _endorsement_fault(self, one: StoredAward) -> str | None:
        for document, subject in self._endorsed(one):
            if fault := self._endorsements.fault(document, subject):
                return f"has an endorsement that {fault}"
        return None


def _shape_fault(one: StoredAward, addresses: Addresses, issuer: str) -> str | None:
    document = one.document
    if fault := form_fault(document, one.raw, CREDENTIAL):
        return fault
    if document["@context"] != [VC_2, OB_3] or document["type"] != ["VerifiableCredential", "OpenBadgeCredential"]:
        return "has other contexts or types than our credentials have"
    if not _ID.fullmatch(one.id) or document["id"] != addresses(paths.credential(one.id)):
        return "has an id that is not its address here"
    if document["credentialSubject"]["achievement"]["id"] != addresses(paths.achievement(one.badge)):
        return f"is an award of another badge than '{one.badge}'"
    if one.issuer != addresses.did(issuer):
        return "names its issuer by another address of the site than its own"
    hashes = "".join(str(identity["identityHash"]) for identity in one.identities())
    if any(one.id[at : at + 12] in hashes for at in range(0, len(one.id) - 11)):
        return "has an id that is part of a person's hash"
    address, index = one.status
    if not address.startswith(addresses(paths.organisation(issuer)) + "status/") or index >= BITS:
        return "has a place in a status list that is not the issuer's"
    if document["credentialStatus"] != entry(address, index):
        return "says its place in the status list in another way than we do"
    return None
