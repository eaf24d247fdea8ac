"""Withdraws an award, or takes the withdrawal back with --undo."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from _root import ROOT
from award import open_private_key

from lapel.issuing.renew import renew as renew_lists
from lapel.issuing.revoke import Withdrawal, revoke
from lapel.ledger.signatures import AwardError
from lapel.model import LapelError
from lapel.outputs import open_context
from lapel.stream import Settings


def main(
    award: Annotated[str, typer.Argument(help="The id of the award: the last part of its address.")] = "",
    reason: Annotated[str | None, typer.Option(help="Why, in a sentence that everybody may read. Name nobody.")] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Take a withdrawal back.")] = False,
    renew: Annotated[
        str, typer.Option("--renew", help="Sign the lists of this organisation again, because they grow old.")
    ] = "",
    root: Annotated[Path, typer.Option(help="The folder with mkdocs.yml, badges/ and network/.")] = ROOT,
) -> None:
    """Withdraws AWARD. Its page stays and says so."""
    try:
        if renew:
            context = open_context(root, Settings(ROOT / "overrides"), awards=False)
            typer.echo(renew_lists(context, renew, open_private_key))
            return
        if not award:
            raise AwardError("Give the id of an award, or --renew with an organisation.")
        if undo == bool(reason and reason.strip()):
            raise AwardError("Give --reason with a sentence, or --undo.")
        context = open_context(root, Settings(ROOT / "overrides"), awards=False)
        typer.echo(revoke(context, Withdrawal(award, None if undo else reason), open_private_key))
    except LapelError as error:
        typer.echo(error.report("Nothing was changed."), err=True)
        raise typer.Exit(1) from None


if __name__ == "__main__":
    typer.run(main)
