"""``lapel award``, ``revoke``, ``reissue``, ``endorse``: what an issuer signs."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from ..issuing.endorse import Endorsing
from ..issuing.endorse import endorse as sign_endorsement
from ..issuing.find import Several, shown
from ..issuing.plan import AwardRequest
from ..issuing.recipients import read_recipients
from ..issuing.reissue import Reissue
from ..issuing.reissue import reissue as sign_again
from ..issuing.reissue_batch import BatchReissue
from ..issuing.reissue_batch import reissue_batch as give_batch_again
from ..issuing.renew import renew as renew_lists
from ..issuing.revoke import Withdrawal
from ..issuing.revoke import revoke as withdraw
from ..issuing.run import Order
from ..issuing.run import award as run_awards
from ..ledger.signatures import AwardError
from ..starter.questions import Question
from .asking import ask
from .common import Root, open_private_key, signing, stopping

Done = TypeVar("Done")
BATCH = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
COMMIT = "Now commit badges/ and network/ and publish. Send the letters when 'lapel outbox ready' says so."
Award = Annotated[str, typer.Argument(help="The award: its id or address, or the earner's e-mail address or name.")]


def award(
    badges: Annotated[
        list[str] | None, typer.Argument(help="The badges, by folder. None: the column 'badge' says.")
    ] = None,
    issuer: Annotated[str, typer.Option(help="The organisation that awards.")] = ...,  # type: ignore[assignment]
    recipients: Annotated[
        Path,
        typer.Option(help="A CSV file or .xlsx: name, email, and what else is known."),
    ] = ...,  # type: ignore[assignment]
    day: Annotated[str | None, typer.Option("--date", help="The day of the deed, when it is not today.")] = None,
    batch: Annotated[str | None, typer.Option(help="The name of the file that keeps the awards.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
    completion: Annotated[bool, typer.Option(help="Award the badge of a pathway that is now complete.")] = True,
    despite_prerequisites: Annotated[
        bool, typer.Option("--despite-prerequisites", help="Even when badges are missing.")
    ] = False,
    also_jwt: Annotated[bool, typer.Option("--also-jwt", help="Sign each award as a JWT too.")] = False,
    endorser: Annotated[
        str | None, typer.Option(help="An organisation that endorses each award; its key must be here.")
    ] = None,
    endorsement: Annotated[str, typer.Option(help="What the endorser says.")] = "",
    root: Root = None,
) -> None:
    """Award BADGES to everybody in a CSV file: sign, check, keep, and make what is handed over."""
    with stopping("Nothing was awarded."):
        if bool(endorser) != bool(endorsement.strip()):
            raise AwardError("--endorser and --endorsement belong together: say who speaks, and what.")
        context, settings = signing(root)
        order = Order(
            AwardRequest(issuer, tuple(badges or ()), completion, despite_prerequisites),
            read_recipients(recipients),
            recipients.name,
            _batch(batch, issuer),
            _day(day),
            dry_run,
            also_jwt,
            endorser,
            endorsement,
        )
        report = run_awards(context, settings.templates, order, open_private_key)
    for note in report.notes:
        typer.echo(note)
    if report.folder:
        typer.echo(
            f"{len(report.awards)} awards signed. What to hand over is in {report.folder} and never reaches git:\n"
            "letters.csv for mail merge, a letter to each person, and cards to print. Keep it, for nothing "
            "else has the private links: 'lapel outbox seal outbox.age'."
        )
        typer.echo(COMMIT)
    elif not dry_run:
        typer.echo("Everybody holds these badges already. Nothing was awarded.")


def revoke(
    award: Annotated[
        str, typer.Argument(help="The award: its id or address, or the earner's e-mail address or name.")
    ] = "",
    reason: Annotated[str | None, typer.Option(help="Why, in a sentence that everybody may read. Name nobody.")] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Take a withdrawal back.")] = False,
    renew: Annotated[
        str, typer.Option("--renew", help="Sign the lists of this organisation again, because they grow old.")
    ] = "",
    root: Root = None,
) -> None:
    """Withdraw AWARD, or take that back with --undo. Its page stays and says so."""
    with stopping("Nothing was changed."):
        if renew and (award or reason or undo):
            raise AwardError("--renew signs the lists again and withdraws nothing: leave the award and --reason out.")
        if renew:
            context, _ = signing(root)
            typer.echo(renew_lists(context, renew, open_private_key))
            return
        if not award:
            raise AwardError(
                "Say which award: by its id or address, or by the earner's e-mail address or name. Or give --renew "
                "with an organisation."
            )
        if undo == bool(reason and reason.strip()):
            raise AwardError("Give --reason with a sentence, or --undo.")
        context, _ = signing(root)
        meant = chosen(
            award, lambda one: withdraw(context, Withdrawal(one, None if undo else reason), open_private_key)
        )
        typer.echo(meant)


def reissue(
    award: Annotated[
        str, typer.Argument(help="The award: its id or address, or the earner's e-mail address or name.")
    ] = "",
    email: Annotated[str, typer.Option(help="The earner's new e-mail address.")] = "",
    name: Annotated[
        str | None, typer.Option(help="The earner's name, if this computer did not make the award.")
    ] = None,
    batch: Annotated[str, typer.Option(help="A whole batch instead, because its private links are lost.")] = "",
    recipients: Annotated[
        Path | None, typer.Option(help="For a batch: the list of its people, as it was awarded from.")
    ] = None,
    root: Root = None,
) -> None:
    """Give AWARD again to another e-mail address, and withdraw the old one, whose page leads to the new."""
    with stopping("Nothing was changed."):
        if bool(batch) != bool(recipients) or bool(batch) == bool(award) or bool(award) != bool(email):
            raise AwardError("Give an award with --email, or --batch with --recipients.")
        context, settings = signing(root)
        if recipients:
            order = BatchReissue(batch, read_recipients(recipients), recipients.name)
            report = give_batch_again(context, settings.templates, order, open_private_key)
        else:
            report = chosen(
                award, lambda one: sign_again(context, settings.templates, Reissue(one, email, name), open_private_key)
            )
    for note in report.notes:
        typer.echo(note)
    typer.echo(f"What to hand over is in {report.folder} and never reaches git.")
    typer.echo(COMMIT)


def endorse(
    target: Annotated[str, typer.Argument(help="A badge (its folder), or an award (the last part of its address).")],
    endorser: Annotated[str, typer.Option("--as", help="The organisation that speaks.")] = ...,  # type: ignore[assignment]
    comment: Annotated[str, typer.Option(help="What it says. Everybody may read it; name nobody.")] = ...,  # type: ignore[assignment]
    root: Root = None,
) -> None:
    """Sign what an organisation says of a badge, or of an award."""
    with stopping("Nothing was changed."):
        context, _ = signing(root)
        typer.echo(sign_endorsement(context, Endorsing(target, endorser, comment), open_private_key))


def chosen(award: str, do: Callable[[str], Done]) -> Done:
    """Does it with the award that is meant; asks which when there are several, and somebody is there to ask."""
    try:
        return do(award)
    except Several as several:
        if sys.stdin is None or not sys.stdin.isatty():
            raise
        typer.echo(str(several))
        names = {one.id: shown(one) for one in several.found}
        return do(ask(Question("award", "Which award?", several.found[0].id, needed=True, choices=names)))


def _batch(name: str | None, issuer: str) -> str:
    name = name or f"{datetime.now(UTC).date()}-{issuer}"
    if not BATCH.fullmatch(name) or len(name) > 80:
        raise AwardError(f"'{name}' cannot be a file name: use small letters, digits and single hyphens")
    return name


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise AwardError(f"'{text}' is not a day: write it like 2026-11-21") from None
