"""Which award is meant: by its id, its address, or the person it was given to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from ..credentials.identity import tidy_email, tidy_name
from ..ledger.signatures import AwardError
from ..ledger.stored_awards import StoredAward
from .plan import Handed

_IN_ADDRESS = re.compile(r"/awards/([a-z2-7]{26})(?:[/?#]|$)")
SHOWN = 20
"""Awards that are listed when several are meant."""


class Several(AwardError):  # noqa: N818 - a question, and no fault
    """More awards than one are meant; ``found`` are those, the newest first."""

    def __init__(self, found: list[StoredAward], meant: str) -> None:
        self.found = found
        rows = [f"  {shown(one)}" for one in found[:SHOWN]]
        more = [f"  … and {len(found) - SHOWN} more"] if len(found) > SHOWN else []
        super().__init__("\n".join([f"'{meant[:60]}' has {len(found)} awards. Name one by its id:", *rows, *more]))


def shown(one: StoredAward) -> str:
    """An award in a list: its id, its badge, its day."""
    return f"{one.id}  {one.badge}, {_moment(one):%Y-%m-%d}"


def _moment(one: StoredAward) -> datetime:
    return datetime.fromisoformat(one.given)


def find_award(text: str, kept: Iterable[StoredAward], handed: Iterable[Handed]) -> StoredAward:
    """The one award that ``text`` means: an id, an address with one in it, an e-mail address, or a name.

    Names are known on the computer that awarded; nobody else can look for one. Raises :class:`AwardError`, and
    :class:`Several` when more than one is meant.
    """
    text = text.strip()
    match = _IN_ADDRESS.search(text)
    wanted = match[1] if match else text
    if "@" in text and not match:
        email = tidy_email(text)
        found = [one for one in kept if one.belongs_to(email)]
        unknown = f"Nobody with the address '{text[:60]}' has an award here."
    elif re.fullmatch(r"[a-z2-7]{26}", wanted):
        found = [one for one in kept if one.id == wanted]
        unknown = f"There is no award '{wanted}'."
    else:
        name = tidy_name(text).casefold()
        ids = {one.award for one in handed if tidy_name(one.name).casefold() == name}
        found = [one for one in kept if one.id in ids]
        unknown = f"There is no award '{text[:60]}'."
    if not found:
        raise AwardError(
            f"{unknown} Give its id or its address, the earner's e-mail address, or, on the computer that awarded it, "
            "the earner's name. letters.csv in outbox/ says whose each award is."
        )
    if len(found) > 1:
        raise Several(sorted(found, key=_moment, reverse=True), text)
    return found[0]
