"""Lists that were signed at a desk, and the lines that say why: withdrawn, given back, given again.

The list is signed and the lines are not, so each is held to the other: the list withdraws what was withdrawn before and
what the lines say, and nothing else.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Set
from datetime import UTC, datetime, timedelta
from typing import Any

from ..context import Context
from ..credentials.organisation_keys import why_not_in_force
from ..credentials.proof import timestamp
from ..credentials.status import FOR_EVER, LASTS
from ..ledger.doubt import is_doubtful
from ..ledger.record_reading import recorded_moments
from ..ledger.revocations import list_fault, signed_bits, status_file
from ..ledger.signatures import organisations_by_did
from ..ledger.stored_awards import StoredAward, parse_json
from ..ledger.withdrawals import (
    Revocation,
    Undo,
    Withdrawals,
    read_entry,
    read_withdrawals,
    reasons_file,
    sound_withdrawals,
    with_entries,
)
from ..load.personal import public_fault
from ..model.problem import Problem

ANEW = "ask the issuer to load the desk anew and sign it once more"
MAX_WITHDRAWALS = 1000
AHEAD = timedelta(minutes=15)
"""How far the clock of a desk may be ahead."""
_ID = re.compile(r"[a-z2-7]{26}")


def unfit_list(context: Context, issuer: str, content: bytes, before: Any = None) -> str:
    """Why a list, in which all else is right, may not take the place of ``before`` (None: it is a new one): its key is
    not in force today, it was not signed later, or it lasts longer or shorter than a list does."""
    document = parse_json(content)
    name = str(document["proof"]["verificationMethod"]).partition("#")[2]
    keys = {key.id: key for key in context.catalogue.organisations[issuer].verificationMethod}
    start = datetime.fromisoformat(document["validFrom"])
    if start > datetime.now(UTC) + AHEAD:
        return f"is good only from {document['validFrom']}, which is still to come"
    if before and start <= datetime.fromisoformat(before["validFrom"]):
        return f"was signed before the list that is here ({before['validFrom']})"
    if reason := why_not_in_force(keys[name], datetime.now(UTC).date()):
        return f"was signed with the key '{name}', {reason}"
    last = timestamp(FOR_EVER)
    if document.get("validUntil") != (
        last if before and before.get("validUntil") == last else timestamp(start + LASTS)
    ):
        return "does not last as long as a list does"
    return ""


class ListsCheck:
    """Looks at signed lists and at what they withdraw or give back. ``awards`` are those that are here or come with the
    file, ``new`` the ids of those that come with it and are kept."""

    def __init__(self, context: Context, awards: Mapping[str, StoredAward], new: Set[str], shown: str) -> None:
        self._context, self._awards, self._new, self._shown = context, awards, new, shown
        self._organisations = organisations_by_did(context.catalogue, context.addresses)
        self._moments = recorded_moments(context.catalogue.awards)
        self.problems: list[Problem] = []
        self.said: list[str] = []
        """What everybody will read of it: reasons, and what stands in the place of an award."""
        self.changed = 0
        """How many awards are withdrawn, given again or given back by it."""

    def _odd(self, text: str) -> None:
        self.problems.append(Problem(self._shown, 1, text, "withdrawal-invalid"))

    def files(
        self, lists: Mapping[tuple[str, int], bytes], reasons: Mapping[str, bytes]
    ) -> Iterator[tuple[str, bytes]]:
        """The new text of the files of each issuer. ``lists`` are by issuer and number, ``reasons`` the lines by
        issuer. What was received before changes nothing."""
        root = self._context.catalogue.awards
        known = sound_withdrawals(root)
        for issuer in sorted({slug for slug, _ in lists} | set(reasons)):
            own = known.get(issuer, Withdrawals())
            own_lists = {number: content for (slug, number), content in lists.items() if slug == issuer}
            entries = list(self._entries(issuer, own, own_lists, reasons.get(issuer, b"")))
            file = root / reasons_file(issuer)
            text = with_entries(file.read_bytes() if file.exists() else b"", entries)
            after = read_withdrawals(text) if entries else own
            touched = {one.list for one in entries if isinstance(one, Revocation)}
            touched |= {n for one in entries if isinstance(one, Undo) and (n := self._number(one.award, own_lists))}
            for number, content in own_lists.items():
                if self._list_fits(issuer, number, content, after.bits(number), must=number in touched):
                    yield status_file(issuer, number), content
            if entries:
                self.changed += len(entries)
                self.said += [_in_words(entry) for entry in entries]
                yield reasons_file(issuer), text

    def _list_fits(self, issuer: str, number: int, content: bytes, bits: set[int], *, must: bool) -> bool:
        """Whether a list is kept. One that no line of the file touches is only a signature that is newer, or a list
        that was opened here meanwhile: it is left out when it says anything else than what is here."""
        root, path = self._context.catalogue.awards, status_file(issuer, number)
        there = root / path
        before = parse_json(there.read_bytes()) if there.exists() else None
        if before is not None and there.read_bytes().rstrip(b"\n") == content.rstrip(b"\n"):
            if must and self._bits(content) != bits:  # lines can be written by anybody: a list that says so cannot
                self._odd(f"withdraws or gives back awards, and {path} in it says nothing of that: {ANEW}")
            return False
        if before is None and number > 1 and not (root / status_file(issuer, number - 1)).exists():
            fault: str | None = f"is not the next list of '{issuer}'"
        else:
            fault = list_fault(self._context.catalogue, self._context.addresses, issuer, number, content, bits)
        fault = fault or unfit_list(self._context, issuer, content, before)
        if not fault:
            return True
        if before is not None and not must:
            own, known = self._bits(content), self._bits(there.read_bytes())
            is_newer = str(parse_json(content).get("validFrom")) > str(before["validFrom"])
            if is_newer and own - known:  # somebody took the line out that says which and why
                fault, must = "withdraws an award, and no line in the file says which and why", True
            elif is_newer and known - own:
                self.said.append(f"{path} was left out: it was signed by somebody who did not know of a withdrawal.")
        if must or before is None:
            text = fault.partition(": sign it again with")[0].partition(": get the file back")[0]
            self.problems.append(Problem(f"{self._shown}/{path}", 1, f"{text}: {ANEW}", "list-invalid"))
        return False

    def _bits(self, content: bytes) -> set[int]:
        return signed_bits(content) or set()

    def _number(self, award: str, lists: Mapping[int, bytes]) -> int:
        one = self._awards.get(award)
        return next((number for number, content in lists.items() if one and _address(content) == one.status[0]), 0)

    def _entries(
        self, issuer: str, own: Withdrawals, lists: Mapping[int, bytes], content: bytes
    ) -> Iterator[Revocation | Undo]:
        known = {entry.line for _, entry in own.entries}
        rows = [row for row in content.split(b"\n") if row and row not in known]
        if len(rows) > MAX_WITHDRAWALS:
            self._odd(f"withdraws more than {MAX_WITHDRAWALS} awards at once: {ANEW}")
            return
        names: set[tuple[str, bool]] = set()
        standing = {one.award: one for one in own.standing}
        for row in rows:
            try:
                entry = read_entry(row)
            except (ValueError, TypeError, KeyError, RecursionError) as error:
                self._odd(f"has a line of what is withdrawn that says nothing ({error}): {ANEW}")
                continue
            name = (entry.award, isinstance(entry, Undo))
            if name in names:
                self._odd(f"names an award twice: {ANEW}")
                return
            names.add(name)
            undoable = set(_digests_of(entry.award, rows)) | set(own.lines_of(entry.award))
            if self._is_fit(issuer, entry, standing.get(entry.award), undoable, lists):
                yield entry

    def _is_fit(
        self,
        issuer: str,
        entry: Revocation | Undo,
        standing: Revocation | None,
        undoable: Set[str],
        lists: Mapping[int, bytes],
    ) -> bool:
        award = self._awards.get(entry.award)
        giver = self._organisations.get(award.issuer) if award else None
        if award is None or giver is None or giver.slug != issuer:
            self._odd(f"withdraws '{entry.award[:40]}', which is no award of '{issuer}' here")
            return False
        number = self._number(entry.award, lists)
        if not number:
            self._odd(f"withdraws '{award.id}', whose list did not come: {ANEW}")
            return False
        if entry.date != _day(lists[number]):
            self._odd(f"says another day of '{award.id}' than the list does: {ANEW}")
            return False
        if isinstance(entry, Undo):
            if not set(entry.undoes) <= undoable:
                self._odd(f"takes back a withdrawal of '{award.id}' that is not here: {ANEW}")
            new = standing.replacement if standing else None
            if new and new not in read_standing(self._context):
                self._odd(f"'{award.id}' was given again as '{new}': withdraw that one first")
            return True
        if (entry.list, entry.index) != (number, award.status[1]) or not _ID.fullmatch(entry.id or ""):
            self._odd(f"withdraws '{award.id}' with another place than it has: {ANEW}")
            return False
        if what := public_fault(entry.reason):
            self._odd(f"gives a reason for '{award.id}' that has {what}, and everybody can read it: {ANEW}")
            return False
        if standing is not None:
            # It is withdrawn already: that once more says nothing, and another award in its place would be a second.
            if entry.replacement or standing.replacement:
                self._odd(f"'{award.id}' was withdrawn here meanwhile: {ANEW}")
            return False
        return self._is_replaced(entry, award)

    def _is_replaced(self, entry: Revocation, old: StoredAward) -> bool:
        """Whether the award that stands in the place of ``old`` may."""
        if entry.replacement is None:
            return True
        new = self._awards.get(entry.replacement)
        if entry.replacement not in self._new or new is None:
            self._odd(f"gives '{old.id}' again as an award that does not come with it, or cannot be kept: {ANEW}")
        elif new.badge != old.badge or new.issuer != old.issuer:
            self._odd(f"gives '{old.id}' again as an award of another badge or issuer: {ANEW}")
        elif is_doubtful(old, self._organisations, self._moments):
            self._odd(f"gives '{old.id}' again, which a stopped key signed: 'lapel keys vouch' gives it again")
        else:
            return True
        return False


def _digests_of(award: str, rows: list[bytes]) -> Iterator[str]:
    """The digests of the lines that withdraw one award."""
    for row in rows:
        try:
            entry = read_entry(row)
        except (ValueError, TypeError, KeyError, RecursionError):
            continue
        if isinstance(entry, Revocation) and entry.award == award:
            yield hashlib.sha256(row).hexdigest()


def _in_words(entry: Revocation | Undo) -> str:
    if isinstance(entry, Undo):
        return f"{entry.award} is given back."
    instead = f" In its place stands {entry.replacement}." if entry.replacement else ""
    return f"Everybody will read: {entry.award} is withdrawn: {entry.reason!r}.{instead}"


def read_standing(context: Context) -> set[str]:
    """The ids of the awards that are withdrawn here."""
    return {one.award for own in sound_withdrawals(context.catalogue.awards).values() for one in own.standing}


def _address(content: bytes) -> str:
    try:
        return str(parse_json(content)["id"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return ""


def _day(content: bytes) -> str:
    """The day on which a list was signed; "" for what is no list, which is told where the list is looked at."""
    try:
        return str(parse_json(content)["validFrom"])[:10]
    except (ValueError, TypeError, KeyError, RecursionError):
        return ""
