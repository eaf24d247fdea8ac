"""Endorsing a badge, or an award after it was given: the engine behind ``lapel endorse``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from ..context import Context
from ..credentials.canonical import UnsafeDocumentError
from ..credentials.endorsement import endorsement
from ..credentials.identity import new_id
from ..ledger.endorsements import MAX_TEXT, endorsements_file
from ..ledger.signatures import AwardError
from ..ledger.stored_awards import StoredAward, read_stored
from ..ledger.withdrawals import read_revocations
from ..load.personal import public_fault
from ..model import paths
from ..model.organisation import Profile
from ..model.vocabulary import Status
from .over import refuse_if_over
from .signer import OpenKey, Signer
from .transaction import keep, locked


@dataclass(frozen=True)
class Endorsing:
    """``target`` is the folder of a badge or the id of an award."""

    target: str
    endorser: str
    comment: str


def endorse(context: Context, order: Endorsing, open_key: OpenKey) -> str:
    """Signs and keeps one endorsement. Returns a sentence; :class:`AwardError` with nothing changed."""
    catalogue, addresses = context.catalogue, context.addresses
    root, now = catalogue.awards, datetime.now(UTC).replace(microsecond=0)
    endorser, comment = endorser_of(context, order.endorser), tidy_comment(order.comment)
    refuse_if_over(context, endorser)
    badge, subject = _target(context, order.target)
    if badge not in catalogue.badges:
        raise AwardError(f"The award is of '{badge}', which is no badge today.")
    with locked(catalogue.root, root) as box:
        signer = Signer(endorser, addresses, now, open_key)
        document = endorsement(
            endorser,
            subject,
            comment,
            name=context.strings("endorsement.name", badge=catalogue.badges[badge].name, by=endorser.name),
            number=new_id(),
            addresses=addresses,
            now=now,
        )
        try:
            line = signer(document)
        except UnsafeDocumentError as error:
            raise AwardError(f"The text cannot be signed: {error}") from error
        path = endorsements_file(badge)
        before = (root / path).read_bytes() if (root / path).exists() else b""
        keep(root, box, f"endorsement-{now:%Y-%m-%d}", {}, {path: before + line + b"\n"})
    return f"{endorser.name} endorses {order.target}. Commit {path}."


def endorser_of(context: Context, slug: str) -> Profile:
    """The organisation that endorses; :class:`AwardError` when there is none."""
    organisations = context.catalogue.organisations
    if slug not in organisations:
        raise AwardError(f"There is no organisation '{slug[:64]}'. There are: {', '.join(organisations)}.")
    return organisations[slug]


def tidy_comment(text: str) -> str:
    text = text.strip()
    if not text or len(text) > MAX_TEXT:
        raise AwardError(f"An endorsement says something, in at most {MAX_TEXT} characters.")
    if what := public_fault(text):
        raise AwardError(f"The text has {what}, and everybody can read it: leave it out.")
    return text


def _target(context: Context, target: str) -> tuple[str, str]:
    """The badge, and the id of what is endorsed."""
    catalogue, addresses = context.catalogue, context.addresses
    badge = catalogue.badges.get(target)
    if badge is not None:
        if badge.status is Status.DRAFT:
            raise AwardError(f"The badge '{target}' is a draft: endorse it when it is active.")
        return target, addresses(paths.achievement(target))
    for one in read_stored(catalogue.awards):
        if isinstance(one, StoredAward) and one.id == target:
            if one.id in read_revocations(catalogue.awards):
                raise AwardError("That award is withdrawn: it cannot be endorsed.")
            return one.badge, addresses.of(one.document["id"])(paths.award(target))
    raise AwardError(
        f"There is no badge and no award '{target[:64]}'. A badge is named by its folder, an award by its id."
    )
