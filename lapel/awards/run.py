"""An award run, from the list of people to the files that are kept: the engine behind ``scripts/award.py``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ..credentials import identity, open_badge, status
from ..credentials.alike import Canonicaliser
from ..credentials.canonical import UnsafeDocumentError
from ..credentials.multikey import from_multikey, to_multikey
from ..credentials.organisation_keys import in_force
from ..credentials.proof import ProofError, sign, verify
from ..documents import openbadges3
from ..model import addresses as places
from ..model.organisation import Profile, VerificationMethod
from ..pages.html import Renderer, site_data
from ..pages.page import Context
from . import outbox as handing
from .kept import Kept, parse_json, read_kept, to_line
from .plan import Handed, Holdings, Plan, Wish, make_plan
from .recipients import Recipient, RecipientsError, RowProblem
from .revocations import read_revocations, status_file
from .store import MEMORY, keep, locked, remember

Signer = tuple[VerificationMethod, Ed25519PrivateKey]


class AwardError(Exception):
    """Nothing was awarded; the text says why, a line for each reason."""


@dataclass(frozen=True)
class Order:
    """What to do: ``awarded`` is the day of the deed when it lies in the past."""

    wish: Wish
    people: list[Recipient]
    file: str
    batch: str
    awarded: date | None = None
    dry_run: bool = False


@dataclass
class Report:
    """What was done, or would be done: sentences, and the folder with what is handed over."""

    notes: list[str] = field(default_factory=list)
    folder: Path | None = None
    awards: list[str] = field(default_factory=list)


def award(
    context: Context, overrides: Path, order: Order, open_key: Callable[[VerificationMethod], Ed25519PrivateKey]
) -> Report:
    """Plans, signs, checks and keeps. ``open_key`` gives the private half of a public key.

    Raises :class:`AwardError` or :class:`RecipientsError` with nothing changed.
    """
    root, catalogue = context.catalogue.root, context.catalogue
    issuer = catalogue.organisations.get(order.wish.issuer)
    if issuer is None:
        raise AwardError(
            f"There is no organisation '{order.wish.issuer}'. There are: {', '.join(catalogue.organisations)}."
        )
    now = datetime.now(UTC).replace(microsecond=0)
    if order.awarded and order.awarded > now.date():
        raise AwardError(f"--date {order.awarded} lies in the future: an award says what has been done.")
    with locked(root) as box:
        kept = all_kept(root)
        holdings = Holdings(kept, remember(box), revoked=set(read_revocations(root)))
        plan = make_plan(catalogue, order.people, holdings, order.wish)
        if plan.problems:
            raise RecipientsError(order.file, plan.problems)
        report = Report(notes=list(plan.notes))
        if order.dry_run or not plan.awards:
            report.notes += [f"row {who.row}: {who.name} would get '{badge.slug}'" for who, badge in plan.awards]
            return report
        signer = signer_of(issuer, now.date(), open_key)
        return _sign_and_keep(context, overrides, order, issuer, signer, plan, kept, box, now, report)


def all_kept(root: Path) -> list[Kept]:
    """Every award that is kept; :class:`AwardError` when a line cannot be one."""
    kept: list[Kept] = []
    for found in read_kept(root):
        if not isinstance(found, Kept):
            raise AwardError(f"{found}\nThe awards that are kept have a fault. Nothing was awarded.")
        kept.append(found)
    return kept


def signer_of(issuer: Profile, day: date, open_key: Callable[[VerificationMethod], Ed25519PrivateKey]) -> Signer:
    """The issuer's newest key in force on ``day``, both halves; :class:`AwardError` when there is none."""
    keys = in_force(issuer, day)
    if not keys:
        raise AwardError(f"{issuer.source} has no key in force: run 'keys.py new {issuer.slug}' and commit that file.")
    private = open_key(keys[0])
    if to_multikey(private.public_key()) != keys[0].publicKeyMultibase:
        raise AwardError(f"The private key {keys[0].id} does not belong to the public key in {issuer.source}.")
    return keys[0], private


def _sign_and_keep(
    context: Context,
    overrides: Path,
    order: Order,
    issuer: Profile,
    signer: Signer,
    plan: Plan,
    kept: list[Kept],
    box: Path,
    now: datetime,
    report: Report,
) -> Report:
    root, addresses = context.catalogue.root, context.addresses
    method = f"{addresses.did(issuer.slug)}#{signer[0].id}"
    number, taken, repository = _status_list(context, issuer, signer, method, kept, now)
    lines: dict[str, list[bytes]] = {}
    letters: list[handing.Letter] = []
    achievements: dict[str, dict[str, Any]] = {}
    form, public = Canonicaliser(), from_multikey(signer[0].publicKeyMultibase)
    for person, badge in plan.awards:
        index = status.free_index(taken)
        taken.add(index)
        entry = status.entry(addresses(places.status_list(issuer.slug, number)), index)
        achievement = achievements.setdefault(badge.slug, openbadges3.achievement(badge, context.catalogue, addresses))
        salt, award_id = identity.new_salt(), identity.new_id()
        earned = open_badge.Earned(
            _identities(person, salt), order.awarded, person.evidence, person.narrative, person.result
        )
        unsigned = open_badge.credential(
            badge, achievement, issuer, earned, award=award_id, status=entry, addresses=addresses, now=now
        )
        try:
            signed = sign(unsigned, signer[1], method, now, form)
            line = to_line(signed)
            verify(parse_json(line), public, form)  # from its bytes, as they will be read
        except (UnsafeDocumentError, ProofError) as error:
            raise RecipientsError(order.file, [RowProblem(person.row, "", f"cannot be signed: {error}")]) from error
        lines.setdefault(badge.slug, []).append(line)
        letters.append(handing.Letter(award_id, person, badge, salt, _until(context, signed)))
        report.awards.append(award_id)
    for slug, rows in lines.items():
        path = f"badges/{slug}/awards/{order.batch}.jsonl"
        file = root / path
        before = file.read_bytes() if file.exists() else b""
        repository[path] = before + b"".join(row + b"\n" for row in rows)
    report.folder = keep(root, box, order.batch, _handed(context, overrides, issuer, letters), repository)
    report.notes += [f"row {who.row}: {who.name} has '{badge.slug}'" for who, badge in plan.awards]
    return report


def _identities(person: Recipient, salt: str) -> list[dict[str, Any]]:
    named = identity.name_identity(person.name, salt)
    return [identity.email_identity(person.email), named] if person.email else [named]


def _until(context: Context, signed: dict[str, Any]) -> str | None:
    end = signed.get("validUntil")
    return context.strings.date(datetime.fromisoformat(end).date()) if end else None


def _status_list(
    context: Context, issuer: Profile, signer: Signer, method: str, kept: list[Kept], now: datetime
) -> tuple[int, set[int], dict[str, bytes]]:
    """The list for new awards: its number, the places that are taken in it, and the file when the list is new."""
    root, addresses = context.catalogue.root, context.addresses
    number = 1
    while True:
        address = addresses(places.status_list(issuer.slug, number))
        taken = {award.status[1] for award in kept if award.status[0] == address}
        if len(taken) < status.FULL:
            break
        number += 1
    if (root / status_file(issuer.slug, number)).exists():
        return number, taken, {}
    made = sign(status.list_credential(address, addresses.did(issuer.slug), (), now), signer[1], method, now)
    return number, taken, {status_file(issuer.slug, number): to_line(made)}


def _handed(context: Context, overrides: Path, issuer: Profile, letters: list[handing.Letter]) -> dict[str, bytes]:
    """What is handed over, by its name in the folder of the run."""
    addresses, strings = context.addresses, context.strings
    render = Renderer(overrides, strings, site_data(context))
    memory = [Handed(letter.award, letter.badge.slug, letter.person.name, letter.salt) for letter in letters]
    return {
        "letters.csv": handing.letters_csv(letters, addresses),
        "cards.html": render(handing.cards_page(letters, addresses, strings)),
        **dict(handing.mails(letters, issuer, addresses, strings)),
        MEMORY: b"".join(to_line(vars(one)) + b"\n" for one in memory),
    }
