"""An award run, from the list of people to the files that are kept: the engine behind ``lapel award``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from ..context import Context
from ..credentials.canonical import UnsafeDocumentError
from ..credentials.proof import ProofError
from ..documents import openbadges3
from ..ledger.doubt import Standing, speaks_in_doubt
from ..ledger.endorsements import documents_of, endorsements_by_subject
from ..ledger.record_reading import recorded_moments
from ..ledger.signatures import AwardError, organisations_by_did
from ..ledger.stored_awards import StoredAward, read_stored
from ..ledger.withdrawals import read_revocations
from ..model import paths
from .batch import Batch, Endorser
from .endorse import endorser_of, tidy_comment
from .lost import refuse_lost
from .over import refuse_if_over
from .plan import AwardRequest, Holdings, make_plan
from .recipients import Recipient, RecipientsError, RowProblem
from .renew import renewed
from .signer import OpenKey, Signer
from .transaction import keep, locked, remember


@dataclass(frozen=True)
class Order:
    """What to do. ``awarded`` is the day of the deed when it lies in the past; ``endorser`` is an organisation that
    endorses each award with the words of ``endorsement``."""

    wish: AwardRequest
    people: list[Recipient]
    file: str
    batch: str
    awarded: date | None = None
    dry_run: bool = False
    also_jwt: bool = False
    endorser: str | None = None
    endorsement: str = ""


@dataclass
class Report:
    """What was done, or would be done: sentences, and the folder with what is handed over."""

    notes: list[str] = field(default_factory=list)
    folder: Path | None = None
    awards: list[str] = field(default_factory=list)


def award(context: Context, templates: Sequence[Path], order: Order, open_key: OpenKey) -> Report:
    """Plans, signs, checks and keeps.

    Raises :class:`AwardError` or :class:`RecipientsError` with nothing changed.
    """
    root, catalogue = context.catalogue.awards, context.catalogue
    issuer = catalogue.organisations.get(order.wish.issuer)
    if issuer is None:
        raise AwardError(
            f"There is no organisation '{order.wish.issuer}'. There are: {', '.join(catalogue.organisations)}."
        )
    refuse_if_over(context, issuer)
    if not context.addresses.is_chosen:
        raise AwardError("The site has no address yet, and every badge names it: write 'site_url' in mkdocs.yml.")
    now = datetime.now(UTC).replace(microsecond=0)
    if order.awarded and order.awarded.year < 1950:
        raise AwardError(f"--date {order.awarded} is too long ago.")
    if order.awarded and order.awarded > now.date():
        raise AwardError(f"--date {order.awarded} lies in the future: an award says what has been done.")
    with locked(catalogue.root, root) as box:
        refuse_lost(context)
        revoked = read_revocations(root)
        by_did = organisations_by_did(catalogue, context.addresses)
        stands = Standing(revoked, by_did, recorded_moments(root))
        holdings = Holdings(all_stored(root), remember(box), stands, now.date())
        plan = make_plan(catalogue, order.people, holdings, order.wish)
        if plan.problems:
            raise RecipientsError(order.file, plan.problems)
        report = Report(notes=list(plan.notes))
        if order.dry_run or not plan.awards:
            report.notes += [f"row {who.row}: {who.name} would get '{badge.slug}'" for who, badge in plan.awards]
            return report
        desk = Batch.open(context, issuer, holdings, now, open_key)
        desk.new_lists |= renewed(context, issuer, desk.signer)
        desk.endorser = _endorser(context, order, now, open_key)
        achievements: dict[tuple[str, str | None], dict[str, Any]] = {}
        for person, badge in plan.awards:
            kind = (badge.slug, person.language)
            if kind not in achievements:
                achievements[kind] = embedded(context, badge.slug, person.language)
            try:
                made = desk.make(
                    person, badge, achievements[kind], person.awarded or order.awarded, also_jwt=order.also_jwt
                )
            except (UnsafeDocumentError, ProofError) as error:
                raise RecipientsError(
                    order.file, [RowProblem(person.row, "", f"cannot be signed: {error}", "not-signable")]
                ) from error
            report.awards.append(made)
        report.folder = keep(root, box, order.batch, desk.handed(templates), desk.files(order.batch))
        report.notes += [f"row {who.row}: {who.name} has '{badge.slug}'" for who, badge in plan.awards]
        return report


def embedded(context: Context, badge: str, language: str | None = None) -> dict[str, Any]:
    """The Achievement as an award embeds it: with what others say of the badge, and with the translation in which the
    earner read it (``language``), where there is one."""
    return _with_words(context, badge, [language] if language else [])


def as_published(context: Context, badge: str) -> dict[str, Any]:
    """The same with every translation: what the desk reads, which takes out of it what an award does not embed."""
    return _with_words(context, badge, None)


def _with_words(context: Context, badge: str, languages: Sequence[str] | None) -> dict[str, Any]:
    catalogue, addresses = context.catalogue, context.addresses
    by_did = organisations_by_did(catalogue, addresses)
    everything = endorsements_by_subject(catalogue.awards).get(addresses(paths.achievement(badge)), [])
    said = [one for one in everything if not speaks_in_doubt(one.document, by_did)]
    document = openbadges3.achievement(catalogue.badges[badge], catalogue, addresses, languages)
    return {**document, "endorsement": documents_of(said)} if said else document


def _endorser(context: Context, order: Order, now: datetime, open_key: OpenKey) -> Endorser | None:
    if order.endorser is None:
        return None
    organisation = endorser_of(context, order.endorser)
    signer = Signer(organisation, context.addresses, now, open_key)
    return Endorser(organisation, tidy_comment(order.endorsement), signer)


def all_stored(root: Path) -> Iterator[StoredAward]:
    """Every award that is kept; :class:`AwardError` when a line cannot be one."""
    for found in read_stored(root):
        if not isinstance(found, StoredAward):
            raise AwardError(f"{found}\nThe awards that are kept have a fault. Nothing was awarded.")
        yield found
