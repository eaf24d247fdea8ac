"""After a key was stolen: what it signed is in doubt, until the issuer gives it again or withdraws it."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ..context import Context
from ..credentials.identity import tidy_name
from ..ledger.record_reading import award_in_doubt, recorded_moments
from ..ledger.signatures import AwardError
from ..ledger.stored_awards import StoredAward
from ..ledger.tokens import tokens_by_award
from ..ledger.withdrawals import read_revocations
from ..model.organisation import Profile
from .batch import Batch
from .lost import refuse_lost
from .plan import Handed, Holdings
from .recipients import Recipient
from .renew import renewed
from .revoke import Change, list_files
from .run import Report, all_stored
from .signer import OpenKey
from .transaction import keep, locked, remember

REASON = "Given again, because the key that signed it was not safe."


@dataclass(frozen=True)
class Doubt:
    """An award in doubt. ``handed`` is what this computer remembers of it: then it was made here."""

    award: StoredAward
    handed: Handed | None


@dataclass(frozen=True)
class Vouching:
    """``real`` are ids of awards that the organisation knows it gave, beside those that this computer made.
    ``rest`` is the reason for which all others are withdrawn; None leaves them in doubt."""

    organisation: str
    real: tuple[str, ...] = ()
    rest: str | None = None


def doubts(context: Context, issuer: Profile, kept: Iterable[StoredAward], handed: Iterable[Handed]) -> list[Doubt]:
    """The awards of ``issuer`` that a key signed after it was not safe, and that stand."""
    dids = {one.did(issuer.slug) for one in context.addresses.all}
    gone = read_revocations(context.catalogue.awards)
    moments = recorded_moments(context.catalogue.awards)
    memory = {one.award: one for one in handed}
    found = []
    for one in kept:
        if one.issuer in dids and one.id not in gone and award_in_doubt(one, issuer, moments) is not None:
            mine = memory.get(one.id)
            # A thief may copy an award and change what it says: what was made here is known by its signed line.
            is_mine = mine is not None and one.commits_to(tidy_name(mine.name), mine.salt) and mine.badge == one.badge
            if mine is not None and mine.digest:
                is_mine = is_mine and mine.digest == hashlib.sha256(one.raw).hexdigest()
            found.append(Doubt(one, mine if is_mine else None))
    return found


def vouch(context: Context, templates: Sequence[Path], order: Vouching, open_key: OpenKey) -> Report:
    """Gives again what was real, signed with the key in force; the old awards are withdrawn and lead to the new.

    Raises :class:`AwardError` with nothing changed.
    """
    catalogue, root = context.catalogue, context.catalogue.awards
    issuer = catalogue.organisations.get(order.organisation)
    if issuer is None:
        raise AwardError(
            f"There is no organisation '{order.organisation}'. There are: {', '.join(catalogue.organisations)}."
        )
    if order.rest is not None and not order.rest.strip():
        raise AwardError("--withdraw-rest is empty: write the reason, which everybody may read.")
    now = datetime.now(UTC).replace(microsecond=0)
    with locked(catalogue.root, root) as box:
        refuse_lost(context)
        kept, handed = list(all_stored(root)), list(remember(box))
        found = doubts(context, issuer, kept, handed)
        unknown = set(order.real) - {one.award.id for one in found}
        if unknown:
            raise AwardError(
                f"{sorted(unknown)[0]} is no award in doubt of {issuer.name}: 'lapel keys doubts' lists them."
            )
        if not found:
            raise AwardError(f"No award of {issuer.name} is in doubt.")
        desk = Batch.open(context, issuer, Holdings(kept, handed, today=now.date()), now, open_key)
        tokens, emails = tokens_by_award(root), dict(_emails(box))
        report, changes = Report(), []
        for one in found:
            if one.handed is None and one.award.id not in order.real:
                if order.rest is not None:
                    changes.append(Change(one.award, order.rest))
                continue
            if one.award.badge not in catalogue.badges:
                raise AwardError(f"{one.award.id} is of '{one.award.badge}', which is no badge: get its file back.")
            person = None
            if one.handed:
                person = Recipient(0, one.handed.name, one.handed.email or emails.get(one.award.id))
            if one.award.document.get("endorsement"):
                report.notes.append(f"What was said of {one.award.id} is not said of the new award: ask for it again.")
            salt = one.handed.salt if one.handed else ""
            made = desk.again(one.award, person, salt, also_jwt=one.award.document["id"] in tokens)
            changes.append(Change(one.award, REASON, made))
            report.awards.append(made)
            report.notes.append(
                f"{one.award.id} is now {made}" + ("" if person else ": send the new link to its earner")
            )
        left = len(found) - len(changes)
        if not changes:
            raise AwardError(
                f"This computer gave none of the {left} awards in doubt, or its outbox is lost: put a sealed copy back "
                "('lapel outbox open FILE'), or name awards that were real by their ids."
            )
        batch = f"given-again-{now:%Y-%m-%d}"
        # Lists are signed last: the new awards may have taken places in them, which set no bit.
        files = desk.files(batch) | renewed(context, issuer, desk.signer, before=None)
        files |= list_files(context, issuer, desk.signer, changes) if changes else {}
        report.folder = keep(root, box, batch, desk.handed(templates), files)
    withdrawn = len(changes) - len(report.awards)
    report.notes.append(f"{len(report.awards)} given again, {withdrawn} withdrawn, {left} still in doubt.")
    return report


def _emails(box: Path) -> Iterator[tuple[str, str]]:
    """The address that each award was sent to, from the tables of earlier runs."""
    for file in sorted(box.glob("*/letters.csv")):
        try:
            text = file.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError:
            continue  # somebody saved it with a spreadsheet: then the address is not known here
        for delimiter in ",;":
            for row in csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter):
                parts = str(row.get("link") or "").partition("#")[0].rstrip("/").split("/")
                if row.get("email"):
                    yield parts[-1], str(row["email"]).removeprefix("'")
