"""What organisations say of badges and awards: kept in ``badges/<slug>/endorsements.jsonl``, or inside an award."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..credentials.batch_canonical import Canonicaliser
from ..credentials.contexts import OB_3, VC_2
from ..credentials.endorsement import TYPES
from ..credentials.proof import Form
from ..model import paths
from ..model.addresses import Addresses
from ..model.catalogue import Catalogue
from ..model.problem import Problem
from .form import ENDORSEMENT, form_fault
from .signatures import organisations_by_did, signature_fault
from .stored_awards import Line, parse_json, read_lines, to_line

MAX_TEXT = 4000
_ID = re.compile(r"[a-z2-7]{26}")


def endorsements_file(badge: str) -> str:
    """Where endorsements of a badge, and later ones of its awards, are kept."""
    return f"badges/{badge}/endorsements.jsonl"


@dataclass(frozen=True)
class Endorsement:
    """One endorsement: where it stands, its bytes, and what it says."""

    path: str
    line: int
    badge: str
    raw: bytes
    document: dict[str, Any]

    @property
    def id(self) -> str:
        """The random part of its address."""
        return str(self.document["id"]).split("/")[-2]

    @property
    def subject(self) -> str:
        """The id of what is endorsed."""
        return str(self.document["credentialSubject"]["id"])


def read_endorsements(root: Path) -> Iterator[Endorsement | Problem]:
    """Every endorsement in a file of its own; a problem for a line that cannot be one."""
    for line in read_lines(root, "endorsements.jsonl"):
        yield line if isinstance(line, Problem) else _read(line)


def _read(line: Line) -> Endorsement | Problem:
    try:
        document = parse_json(line.raw)
        texts = (document["id"], document["credentialSubject"]["id"], document["issuer"]["id"])
        if all(isinstance(text, str) for text in texts) and texts[0].count("/") >= 4:
            return Endorsement(line.path, line.number, line.badge, line.raw, document)
    except (ValueError, KeyError, TypeError):
        pass
    return Problem(line.path, line.number, "is not an endorsement: get the line back from git", "endorsement-invalid")


def endorsements_by_subject(root: Path) -> dict[str, list[Endorsement]]:
    """The endorsements that are kept, by the id of what they endorse. They were checked before."""
    found: dict[str, list[Endorsement]] = {}
    for one in read_endorsements(root):
        if isinstance(one, Endorsement):
            found.setdefault(one.subject, []).append(one)
    return found


def of_badge(said: Mapping[str, list[Endorsement]], addresses: Addresses, slug: str) -> list[Endorsement]:
    """What is said of a badge, at the address that it has and at those that it had."""
    return [one for each in addresses.all for one in said.get(each(paths.achievement(slug)), [])]


def documents_of(endorsements: Iterable[Endorsement]) -> list[dict[str, Any]]:
    return [one.document for one in endorsements]


class EndorsementCheck:
    """Whether endorsements are what organisations of this network signed."""

    def __init__(self, catalogue: Catalogue, addresses: Addresses, form: Form | None = None) -> None:
        self._addresses = addresses
        self._organisations = organisations_by_did(catalogue, addresses)
        self._form = form or Canonicaliser()
        # The endorsement of a badge stands in each of its awards.
        self._fault_of = lru_cache(maxsize=256)(self._fault)

    def fault(self, document: Any, subject: str) -> str | None:
        """Why ``document`` may not be shown as an endorsement of ``subject``; None when it may."""
        try:
            if document["credentialSubject"]["id"] != subject:
                return "endorses something else"
            return self._fault_of(to_line(document))
        except (KeyError, TypeError, AttributeError, ValueError, IndexError, RecursionError):
            return "is not an endorsement"

    def _fault(self, raw: bytes) -> str | None:
        document = parse_json(raw)
        if fault := form_fault(document, raw, ENDORSEMENT):
            return fault
        if document["@context"] != [VC_2, OB_3] or document["type"] != TYPES:
            return "has other contexts or types than our endorsements have"
        number = document["id"].split("/")[-2]
        if not _ID.fullmatch(number) or document["id"] != self._addresses.of(document["id"])(paths.endorsement(number)):
            return "has an id that is not its address here"
        if len(str(document["credentialSubject"].get("endorsementComment", ""))) > MAX_TEXT:
            return "is longer than an endorsement may be"
        datetime.fromisoformat(document["validFrom"])
        organisation = self._organisations.get(document["issuer"]["id"])
        if organisation is None:
            return f"was made by '{str(document['issuer']['id'])[:80]}', which is no organisation here"
        return signature_fault(document, organisation, self._addresses, self._form)


def endorsement_problems(
    catalogue: Catalogue, addresses: Addresses, awards: dict[str, str], numbers: set[str]
) -> Iterator[Problem]:
    """Faults of the endorsements in files of their own. ``awards`` says the badge of each award's id; ``numbers``
    are those of the endorsements inside awards."""
    check = EndorsementCheck(catalogue, addresses)
    seen = set(numbers)
    for one in read_endorsements(catalogue.awards):
        if isinstance(one, Problem):
            yield one
            continue
        fault = check.fault(one.document, one.subject)
        award = next((name for name in one.subject.split("/")[-2:-1] if name in awards), None)
        there = addresses.all
        known = (
            award is not None
            and awards[award] == one.badge
            and one.subject in {each(paths.award(award)) for each in there}
        )
        if one.badge not in catalogue.badges:
            fault = f"endorses '{one.badge}', which is no badge"
        elif not fault and one.subject not in {each(paths.achievement(one.badge)) for each in there} and not known:
            fault = "endorses neither this badge nor an award of it"
        elif not fault and one.id in seen:
            fault = "has the id of another endorsement"
        seen.add(one.id)
        if fault:
            yield Problem(one.path, one.line, f"{fault}: get the line back from git", "endorsement-invalid")
