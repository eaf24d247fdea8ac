"""Awards badges to the people in a CSV file: signs, checks its own work, keeps it, and makes what is handed over."""

from __future__ import annotations

import os
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer
from _root import ROOT
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lapel.issuing.keystore import key_file, load_key
from lapel.issuing.plan import AwardRequest
from lapel.issuing.recipients import read_recipients
from lapel.issuing.run import Order, award
from lapel.ledger.signatures import AwardError
from lapel.model import LapelError
from lapel.model.organisation import VerificationMethod
from lapel.outputs import open_context
from lapel.stream import Settings

BATCH = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def main(
    badges: Annotated[
        list[str] | None, typer.Argument(help="The badges, by folder. None: the column 'badge' says.")
    ] = None,
    issuer: Annotated[str, typer.Option(help="The organisation that awards.")] = ...,  # type: ignore[assignment]
    recipients: Annotated[Path, typer.Option(help="A CSV file with the columns name and email.")] = ...,  # type: ignore[assignment]
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
    root: Annotated[Path, typer.Option(help="The folder with mkdocs.yml, badges/ and network/.")] = ROOT,
) -> None:
    """Awards BADGES to everybody in RECIPIENTS."""
    try:
        settings = Settings(ROOT / "overrides")
        context = open_context(root, settings, awards=False)  # the run reads them itself
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
        report = award(context, settings.overrides, order, open_private_key)
    except LapelError as error:
        raise _stop(error.report("Nothing was awarded.")) from None
    for note in report.notes:
        typer.echo(note)
    if report.folder:
        typer.echo(
            f"{len(report.awards)} awards signed. What to hand over is in {report.folder} and never reaches git."
        )
        typer.echo("Now commit badges/ and network/ and send a pull request.")
    elif not dry_run:
        typer.echo("Everybody holds these badges already. Nothing was awarded.")


def open_private_key(issuer: str, method: VerificationMethod) -> Ed25519PrivateKey:
    """The private key, with the passphrase from ``LAPEL_PASSPHRASE`` or a prompt, never from the command line."""
    passphrase = os.environ.get("LAPEL_PASSPHRASE")
    asked = f"Passphrase of {issuer}'s key"
    return load_key(key_file(issuer, method.id), passphrase or str(typer.prompt(asked, hide_input=True)))


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


def _stop(sentence: str) -> typer.Exit:
    typer.echo(sentence, err=True)
    return typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
