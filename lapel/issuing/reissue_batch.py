"""Giving a whole batch again, because its private links are lost: the same people, badges and days, with new links."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ..context import Context
from ..ledger.doubt import is_doubtful
from ..ledger.record_reading import recorded_moments
from ..ledger.signatures import AwardError, organisations_by_did
from ..ledger.stored_awards import StoredAward
from ..ledger.tokens import tokens_by_award
from ..ledger.withdrawals import read_revocations
from ..model.organisation import Profile
from .batch import Batch
from .lost import refuse_lost
from .moved import achievement_again
from .over import refuse_if_over
from .plan import Holdings
from .recipients import Recipient, RecipientsError, RowProblem
from .reissue import words_of
from .revoke import Change, list_files
from .run import Report, all_stored
from .signer import OpenKey
from .transaction import keep, locked, remember

REASON = "It was given again with a new link."


@dataclass(frozen=True)
class BatchReissue:
    """``batch`` is the name of a file of awards without its ending; ``people`` are those of ``file`` who got them."""

    batch: str
    people: Sequence[Recipient]
    file: str


def reissue_batch(context: Context, templates: Sequence[Path], order: BatchReissue, open_key: OpenKey) -> Report:
    """Every award of the batch that names the e-mail address of somebody in the list, signed again with a new link.

    Raises :class:`AwardError` or :class:`RecipientsError` with nothing changed.
    """
    root = context.catalogue.awards
    now = datetime.now(UTC).replace(microsecond=0)
    with locked(context.catalogue.root, root) as box:
        refuse_lost(context)
        kept, handed = list(all_stored(root)), list(remember(box))
        mine = [one for one in kept if Path(one.path).stem == order.batch]
        if not mine:
            raise AwardError(f"There is no batch '{order.batch}': look for its file in badges/<badge>/awards/.")
        revoked = set(read_revocations(root))
        issuer = _issuer(context, mine, order.batch)
        by_did, moments = organisations_by_did(context.catalogue, context.addresses), recorded_moments(root)
        if any(is_doubtful(one, by_did, moments) for one in mine if one.id not in revoked):
            raise AwardError(f"A stopped key signed that batch: 'lapel keys vouch {issuer.slug}' gives it again first.")
        pairs = list(_pairs([one for one in mine if one.id not in revoked], order))
        desk = Batch.open(
            context, issuer, Holdings(kept, handed, lambda one: one.id not in revoked, now.date()), now, open_key
        )
        tokens = tokens_by_award(root)
        changes = []
        for person, old in pairs:
            made = desk.make(
                words_of(person, old),
                context.catalogue.badges[old.badge],
                achievement_again(old, context),
                datetime.fromisoformat(old.given).date(),
                until=old.document.get("validUntil"),
                also_jwt=old.document["id"] in tokens,
            )
            changes.append(Change(old, REASON, made))
        name = f"{order.batch}-again"
        files = {**desk.files(name), **list_files(context, issuer, desk.signer, changes)}
        folder = keep(root, box, name, desk.handed(templates), files)
    notes = [f"row {person.row}: {person.name} has '{old.badge}' again" for person, old in pairs]
    left = len(mine) - len(pairs) - sum(one.id in revoked for one in mine)
    if left:
        notes.append(f"{left} awards of the batch are of nobody in the list, or name no e-mail address: they stay.")
    return Report(notes, folder, [str(one.replacement) for one in changes])


def _issuer(context: Context, mine: Sequence[StoredAward], batch: str) -> Profile:
    by_did = organisations_by_did(context.catalogue, context.addresses)
    found = {organisation.slug: organisation for one in mine if (organisation := by_did.get(one.issuer))}
    if len(found) != 1:
        raise AwardError(f"The batch '{batch}' has awards of {len(found)} organisations: give each award again.")
    (issuer,) = found.values()
    refuse_if_over(context, issuer)
    return issuer


def _pairs(mine: Sequence[StoredAward], order: BatchReissue) -> Iterator[tuple[Recipient, StoredAward]]:
    """Each person with their awards. Two people at one mailbox have one award of a badge each; which is whose, nobody
    can see, and after this each has their own name on it."""
    problems = []
    badges = sorted({one.badge for one in mine})
    boxes: dict[str, list[Recipient]] = {}
    for person in order.people:
        if person.email:
            boxes.setdefault(person.email, []).append(person)
    for address, people in boxes.items():
        for badge in badges:
            own = [one for one in mine if one.badge == badge and one.belongs_to(address)]
            if own and len(own) != len(people):
                text = f"{len(people)} people have this address, and {len(own)} awards of '{badge}' name it"
                problems.append(
                    RowProblem(people[0].row, "email", f"{text}: give these again one by one", "person-many")
                )
                continue
            yield from zip(people, own, strict=False)
    if problems:
        raise RecipientsError(order.file, problems)
