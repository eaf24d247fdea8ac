"""Withdrawals that were signed at a desk: the issuer's list as it was signed, and the lines that say why.

The list is signed and the reasons are not, so each is held to the other: the list withdraws what was withdrawn before
and what the file names, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from ..context import Context
from ..credentials.identity import new_id
from ..credentials.organisation_keys import why_not_in_force
from ..credentials.proof import timestamp
from ..credentials.status import FOR_EVER, LASTS
from ..ledger.revocations import list_address, list_fault, status_file
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
from ..model.problem import Problem

ANEW = "ask the issuer to load the desk anew and sign it once more"
MAX_WITHDRAWALS = 1000


def unfit_list(context: Context, issuer: str, content: bytes, before: Any = None) -> str:
    """Why a list, in which all else is right, may not take the place of ``before`` (None: it is a new one): its key is
    not in force today, or it lasts longer or shorter than a list does."""
    document = parse_json(content)
    name = str(document["proof"]["verificationMethod"]).partition("#")[2]
    keys = {key.id: key for key in context.catalogue.organisations[issuer].verificationMethod}
    if reason := why_not_in_force(keys[name], datetime.now(UTC).date()):
        return f"was signed with the key '{name}', {reason}"
    end = timestamp(datetime.fromisoformat(document["validFrom"]) + LASTS)
    last = timestamp(FOR_EVER)
    if document.get("validUntil") != (last if before and before.get("validUntil") == last else end):
        return "does not last as long as a list does"
    return ""


class ListsCheck:
    """Looks at signed lists and at what they withdraw or give back."""

    def __init__(
        self, context: Context, wanted: list[dict[str, Any]], awards: Mapping[str, StoredAward], shown: str
    ) -> None:
        self._context, self._awards, self._shown = context, awards, shown
        self._organisations = organisations_by_did(context.catalogue, context.addresses)
        self.problems: list[Problem] = []
        self.changed = 0
        """How many awards are withdrawn or given back by it."""
        self._wanted = wanted
        if len(wanted) > MAX_WITHDRAWALS:
            self._odd(f"withdraws more than {MAX_WITHDRAWALS} awards at once: {ANEW}")
            self._wanted = []
        names = [str(wish.get("award")) for wish in wanted]
        if len(set(names)) < len(names):
            self._odd(f"names an award twice: {ANEW}")
            self._wanted = []

    def _odd(self, text: str) -> None:
        self.problems.append(Problem(self._shown, 1, text, "withdrawal-invalid"))

    def files(self, lists: Mapping[tuple[str, int], bytes]) -> Iterator[tuple[str, bytes]]:
        """The new text of the files of each issuer whose lists came; ``lists`` are by issuer and number. A file that
        was received before changes nothing."""
        root = self._context.catalogue.awards
        for issuer in sorted({one for one, _ in lists}):
            own = sound_withdrawals(root).get(issuer, Withdrawals())
            entries = list(self._entries(issuer, own, lists))
            if not entries:
                continue
            file = root / reasons_file(issuer)
            text = with_entries(file.read_bytes() if file.exists() else b"", entries)
            after = read_withdrawals(text)
            for (slug, number), content in lists.items():
                if slug != issuer:
                    continue
                path = status_file(issuer, number)
                fault = list_fault(
                    self._context.catalogue, self._context.addresses, issuer, number, content, after.bits(number)
                )
                if fault or (fault := self._unfit(issuer, path, content)):
                    text_of_fault = fault.partition(": sign it again with")[0].partition(": get the file back")[0]
                    self.problems.append(
                        Problem(f"{self._shown}/{path}", 1, f"{text_of_fault}: {ANEW}", "list-invalid")
                    )
                yield path, content
            self.changed += len(entries)
            yield reasons_file(issuer), text

    def _unfit(self, issuer: str, path: str, content: bytes) -> str:
        """A list only gives way to one that was signed later."""
        kept: Any = parse_json((self._context.catalogue.awards / path).read_bytes())
        new: Any = parse_json(content)
        if datetime.fromisoformat(new["validFrom"]) <= datetime.fromisoformat(kept["validFrom"]):
            return f"was signed before the list that is here ({kept['validFrom']})"
        return unfit_list(self._context, issuer, content, kept)

    def _entries(
        self, issuer: str, own: Withdrawals, lists: Mapping[tuple[str, int], bytes]
    ) -> Iterator[Revocation | Undo]:
        for wish in self._wanted:
            name = str(wish.get("award"))
            award = self._awards.get(name)
            if award is None:
                self._odd(f"withdraws '{name[:40]}', which is no award here")
                continue
            giver = self._organisations.get(award.issuer)
            if giver is None or giver.slug != issuer:
                if giver is None or not any(slug == giver.slug for slug, _ in lists):
                    self._odd(f"withdraws '{award.id}', of whose issuer no list came: {ANEW}")
                continue
            if entry := self._entry(issuer, own, award, wish.get("reason"), lists):
                yield entry

    def _entry(
        self,
        issuer: str,
        own: Withdrawals,
        award: StoredAward,
        reason: object,
        lists: Mapping[tuple[str, int], bytes],
    ) -> Revocation | Undo | None:
        address, index = award.status
        root, addresses = self._context.catalogue.awards, self._context.addresses
        number = next((one for slug, one in lists if list_address(root, addresses, slug, one) == address), 0)
        standing = {one.award: one for one in own.standing}.get(award.id)
        if (reason is None) == (standing is None):
            return None  # it was received before
        if standing and standing.replacement:
            self._odd(f"'{award.id}' was given again as '{standing.replacement}': withdraw that one first")
            return None
        if not number:
            self._odd(f"withdraws '{award.id}', whose list did not come: {ANEW}")
            return None
        day = _day(lists[issuer, number])
        entry: Revocation | Undo = Undo(award.id, own.lines_of(award.id), day)
        if reason is not None:
            entry = Revocation(award.id, number, index, day, str(reason), None, new_id())
        try:
            read_entry(entry.line)
        except (ValueError, TypeError) as error:
            self._odd(f"says of '{award.id}' what cannot be kept ({error}): {ANEW}")
            return None
        return entry


def _day(content: bytes) -> str:
    """The day on which a list was signed; "" for what is no list, which is told where the list is looked at."""
    try:
        return str(parse_json(content)["validFrom"])[:10]
    except (ValueError, TypeError, KeyError, RecursionError):
        return ""
