"""What else a desk sends: what organisations say of badges and awards, and changes of their keys."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from pydantic import ValidationError

from ..context import Context
from ..credentials.organisation_keys import add_key, set_date, why_not_in_force
from ..ledger.endorsements import EndorsementCheck, endorsements_file, read_endorsements
from ..ledger.signatures import AwardError, organisations_by_did
from ..ledger.stored_awards import StoredAward, parse_json
from ..ledger.withdrawals import read_revocations
from ..load.personal import public_fault
from ..model import paths
from ..model.organisation import Profile, VerificationMethod
from ..model.problem import Problem
from ..model.vocabulary import Status
from .key_code import key_code

ASK = "ask for the file again"
MAX_PROBLEMS = 100
"""Nobody reads more."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class EndorsementsCheck:
    """Looks at lines of endorsements; ``awards`` are those that are here or come with the file."""

    def __init__(self, context: Context, awards: Mapping[str, StoredAward], problems: list[Problem]) -> None:
        self._context, self._awards, self._problems = context, awards, problems
        self._check = EndorsementCheck(context.catalogue, context.addresses)
        self._organisations = organisations_by_did(context.catalogue, context.addresses)
        self._known: set[str] = set()
        self._lines: set[bytes] = set()
        for one in read_endorsements(context.catalogue.awards):
            if not isinstance(one, Problem):
                self._known.add(one.id)
                self._lines.add(one.raw)
        for award in awards.values():
            self._known |= {str(one["id"]).split("/")[-2] for one in award.document.get("endorsement", [])}
        self.new = 0
        self.grown: set[str] = set()
        """The files that have more lines than before."""

    def __call__(self, badge: str, content: bytes, shown: str) -> bytes:
        """The new text of the file of a badge."""
        file = self._context.catalogue.awards / endorsements_file(badge)
        text = file.read_bytes() if file.exists() else b""
        text += b"\n" if text and not text.endswith(b"\n") else b""
        for number, raw in enumerate(content.split(b"\n"), 1):
            if not raw or raw in self._lines:
                continue
            if len(self._problems) >= MAX_PROBLEMS:
                break  # nobody reads on
            if fault := self._fault(badge, raw):
                self._problems.append(Problem(shown, number, fault, "endorsement-invalid"))
                continue
            self._lines.add(raw)
            self.new += 1
            self.grown.add(endorsements_file(badge))
            text += raw + b"\n"
        return text

    def _fault(self, badge: str, raw: bytes) -> str | None:
        try:
            document: Any = parse_json(raw)
            subject, endorser = str(document["credentialSubject"]["id"]), str(document["issuer"]["id"])
            name, key = str(document["id"]).split("/")[-2], str(document["proof"]["verificationMethod"]).split("#")[1]
        except (ValueError, KeyError, TypeError, IndexError, RecursionError):
            return f"is not an endorsement: {ASK}"
        if fault := self._check.fault(document, subject):
            return f"{fault}: {ASK}"
        organisation = self._organisations[endorser]
        method = next(one for one in organisation.verificationMethod if one.id == key)
        if reason := why_not_in_force(method, datetime.now(UTC).date()):
            return f"was signed with the key '{key}', {reason}: it has to be signed with one that is in force"
        if organisation.left or self._context.catalogue.network.closed:
            return f"was said by '{organisation.slug}', which says nothing here any more"
        if what := public_fault(str(document["credentialSubject"].get("endorsementComment", ""))):
            return f"has {what} in what it says, and everybody can read it"
        if name in self._known:
            return f"has the id of another endorsement: {ASK}"
        self._known.add(name)
        return self._subject_fault(badge, subject)

    def _subject_fault(self, badge: str, subject: str) -> str | None:
        known = self._context.catalogue.badges.get(badge)
        if known is None:
            return f"endorses '{badge}', which is no badge"
        if subject == self._context.addresses(paths.achievement(badge)):
            return f"endorses '{badge}', which is a draft" if known.status is Status.DRAFT else None
        award = self._awards.get(subject.rstrip("/").rpartition("/")[2])
        if award is None or subject != self._context.addresses(paths.award(award.id)) or award.badge != badge:
            return "endorses neither this badge nor an award of it"
        if award.id in read_revocations(self._context.catalogue.awards):
            return f"endorses '{award.id}', which is withdrawn"
        return None


@dataclass(frozen=True)
class KeyChange:
    """What changes in the file of one organisation: a key that is new, and days on which others end or were unsafe."""

    organisation: Profile
    add: VerificationMethod | None
    dates: tuple[tuple[str, str, date], ...]

    def code(self, base: str) -> str:
        """What the issuer reads out, and the maintainer compares."""
        added = [self.add.id, self.add.publicKeyMultibase, self.add.created] if self.add else []
        return key_code(base, self.organisation.source, added, self.dates)

    def words(self) -> str:
        """The change as a person reads it."""
        added = [f"the new key '{self.add.id}' ({self.add.publicKeyMultibase})"] if self.add else []
        words = {"expires": "ends on", "revoked": "was not safe from"}
        return "; ".join([*added, *(f"the key '{name}' {words[field]} {day}" for name, field, day in self.dates)])

    def text(self, before: str) -> str:
        """The file with it. ``ValueError`` when its keys are written in a way that cannot be changed."""
        if self.add and self.add.publicKeyMultibase not in before:
            before = add_key(before, self.add)
        for name, field, day in self.dates:
            before = set_date(before, name, field, day)
        return before


def key_changes(context: Context, said: Any, shown: str) -> list[KeyChange]:
    """The changes of keys that a file names. :class:`AwardError` when it says something that no desk says."""
    sources = {one.source: one for one in context.catalogue.organisations.values()}
    refused = AwardError(f"{shown} changes keys in a way that no desk does: {ASK}.")
    if not isinstance(said, dict):
        raise refused
    found = []
    for source, change in said.items():
        organisation = sources.get(source)
        if organisation is None or not isinstance(change, dict) or not change or set(change) - {"add", "dates"}:
            raise refused
        try:
            add = VerificationMethod(**change["add"]) if "add" in change else None
            dates = tuple(_dates(change.get("dates", [])))
        except (ValidationError, ValueError, TypeError, KeyError):
            raise refused from None
        known = {one.id for one in organisation.verificationMethod} | ({add.id} if add else set())
        taken = add and any(
            one.id == add.id and one.publicKeyMultibase != add.publicKeyMultibase
            for one in organisation.verificationMethod
        )
        today = datetime.now(UTC).date()
        is_late = any(day > today for _, _, day in dates) or (add is not None and add.created > today)
        if (add and (add.expires or add.revoked)) or taken or is_late or {name for name, _, _ in dates} - known:
            raise refused
        found.append(KeyChange(organisation, add, dates))
    return found


def _dates(said: list[dict[str, str]]) -> Iterator[tuple[str, str, date]]:
    for one in said:
        if set(one) != {"id", "field", "day"} or one["field"] not in ("expires", "revoked"):
            raise ValueError("no such field")
        if not _DAY.fullmatch(one["day"]):
            raise ValueError("no day")
        yield one["id"], one["field"], date.fromisoformat(one["day"])


def changed_keys(context: Context, changes: list[KeyChange], code: str | None, shown: str) -> dict[str, bytes]:
    """The files of the organisations as they have to be. A change of keys is believed when the maintainer heard its
    code from the organisation: whoever sent the file may not be who it says. :class:`AwardError` otherwise."""
    files = {}
    for change in changes:
        organisation = change.organisation
        file = context.catalogue.root / organisation.source
        before = file.read_text(encoding="utf-8")
        try:
            after = change.text(before)
        except ValueError as error:
            raise AwardError(f"{organisation.source} {error}.") from None
        if after == before:
            continue
        expected = change.code(context.addresses.base)
        if code is None:
            raise AwardError(
                f"{shown} changes the keys of {organisation.name}. Ask {organisation.name} by telephone, at a number "
                "that you know, for the code that their desk shows. Then type: "
                f'lapel receive FILE --code "…"' + f"\nIt changes: {change.words()}."
            )
        if "".join(code.split()).lower() != expected.replace(" ", ""):
            raise AwardError(
                f"That is not the code of this change of the keys of {organisation.name}: somebody changed the file, "
                "or it is another one. Do not take it before you know why."
            )
        files[organisation.source] = after.encode()
    return files
