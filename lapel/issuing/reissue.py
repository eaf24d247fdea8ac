"""Awarding anew to another e-mail address: the old award is withdrawn and leads to the new one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ..context import Context
from ..credentials.identity import tidy_email, tidy_name
from ..ledger.doubt import is_doubtful
from ..ledger.record_reading import recorded_moments
from ..ledger.signatures import AwardError, organisations_by_did
from ..ledger.stored_awards import StoredAward
from ..ledger.tokens import tokens_by_award
from ..ledger.withdrawals import read_revocations
from .batch import Batch
from .lost import refuse_lost
from .moved import achievement_again
from .over import refuse_if_over
from .plan import Holdings
from .recipients import Recipient, RecipientsError, parse_recipients
from .revoke import Change, award_and_issuer, list_files
from .run import Report, all_stored
from .signer import OpenKey
from .transaction import keep, locked, remember

REASON = "Re-issued."


@dataclass(frozen=True)
class Reissue:
    """``name`` is needed where this computer did not make the award: only the earner's link and it know the name."""

    award: str
    email: str
    name: str | None = None


def reissue(context: Context, templates: Sequence[Path], order: Reissue, open_key: OpenKey) -> Report:
    """The same badge, day, words and evidence for another address. :class:`AwardError` with nothing changed."""
    root = context.catalogue.awards
    now = datetime.now(UTC).replace(microsecond=0)
    with locked(context.catalogue.root, root) as box:
        refuse_lost(context)
        kept = list(all_stored(root))
        handed = list(remember(box))
        old, issuer = award_and_issuer(context, kept, handed, order.award)
        refuse_if_over(context, issuer)
        revoked = read_revocations(root)
        if old.id in revoked:
            raise AwardError("That award is withdrawn: it cannot be re-issued.")
        by_did = organisations_by_did(context.catalogue, context.addresses)
        if is_doubtful(old, by_did, recorded_moments(root)):
            raise AwardError(f"A stopped key signed that award: 'lapel keys vouch {issuer.slug}' gives it again first.")
        known = {one.name for one in handed if one.award == old.id and old.commits_to(tidy_name(one.name), one.salt)}
        name = order.name or next(iter(known), None)
        if name is None:
            raise AwardError("This computer did not make that award and does not know the name: add --name.")
        if not order.email.strip():
            raise AwardError("--email is empty: write the earner's new address.")
        person = _person(name, order.email, old)
        if old.belongs_to(person.email or ""):
            raise AwardError("That award names this e-mail address already.")
        badge = context.catalogue.badges.get(old.badge)
        if badge is None:
            raise AwardError(f"The award is of '{old.badge}', which is no badge.")
        if issuer.slug not in badge.issuers:
            raise AwardError(f"'{issuer.slug}' may not award '{badge.slug}' any more: add it to 'issuers' first.")
        holdings = Holdings(kept, handed, lambda one: one.id not in revoked, now.date())
        if holdings.award_of(person, badge.slug) is not None:
            raise AwardError(f"{person.name} holds '{badge.slug}' at this address already.")
        shared = holdings.others_at(person, badge.slug)
        desk = Batch.open(context, issuer, holdings, now, open_key)
        document = old.document
        made = desk.make(
            person,
            badge,
            # the words that it was earned by
            achievement_again(old, context),
            datetime.fromisoformat(old.given).date(),
            until=document.get("validUntil"),
            also_jwt=document["id"] in tokens_by_award(root),
        )
        # The list is signed last: the new award may have taken a place in it, which sets no bit.
        files = desk.files(f"reissued-{now:%Y-%m-%d}")
        files |= list_files(context, issuer, desk.signer, [Change(old, REASON, made)])
        folder = keep(root, box, f"reissued-{now:%Y-%m-%d}", desk.handed(templates), files)
    notes = [f"The award {old.id} is now {made}."]
    if shared:
        notes.append(f"Somebody else holds '{badge.slug}' at this address too: two people may share one.")
    if known and tidy_name(name) not in {tidy_name(one) for one in known}:
        notes.append(
            f"The award was for {sorted(known)[0]}, and the new one is for {name}: look whether that is right."
        )
    if document.get("endorsement"):
        notes.append("What was said of the old award is not said of the new one: ask the endorser to endorse it.")
    return Report(notes, folder, [made])


def _person(name: str, email: str, old: StoredAward) -> Recipient:
    """The person, read by the same rules as a row of a list, with what the old award says of them."""
    for text in (name, email):
        if any(letter in text for letter in '\n\r"'):
            raise AwardError("A name and an address stand on one line, without quotation marks.")
    try:
        (row,) = parse_recipients(f'name,email\n"{name}","{tidy_email(email)}"\n'.encode(), "--email")
    except RecipientsError as error:
        raise AwardError("\n".join(problem.text for problem in error.problems)) from error
    return words_of(row, old)


def words_of(person: Recipient, old: StoredAward) -> Recipient:
    """The person, with what the old award says of what they did."""
    subject = old.document["credentialSubject"]
    evidence = next((one.get("id") or one.get("narrative") for one in old.document.get("evidence", [])), None)
    result = next((str(one["value"]) for one in subject.get("result", [])), None)
    return Recipient(person.row, person.name, person.email, None, evidence, subject.get("narrative"), result)
