"""Awards anew to another e-mail address, and withdraws the old award."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from _root import ROOT
from award import open_private_key

from lapel.issuing.reissue import Reissue, reissue
from lapel.model import LapelError
from lapel.outputs import open_context
from lapel.stream import Settings


def main(
    award: Annotated[str, typer.Argument(help="The id of the award: the last part of its address.")],
    email: Annotated[str, typer.Option(help="The earner's new e-mail address.")] = ...,  # type: ignore[assignment]
    name: Annotated[
        str | None, typer.Option(help="The earner's name, if this computer did not make the award.")
    ] = None,
    root: Annotated[Path, typer.Option(help="The folder with mkdocs.yml, badges/ and network/.")] = ROOT,
) -> None:
    """Re-issues AWARD: the same badge, day and evidence. The old page stays and leads to the new one."""
    try:
        settings = Settings(ROOT / "overrides")
        context = open_context(root, settings, awards=False)
        report = reissue(context, settings.overrides, Reissue(award, email, name), open_private_key)
    except LapelError as error:
        typer.echo(error.report("Nothing was changed."), err=True)
        raise typer.Exit(1) from None
    for note in report.notes:
        typer.echo(note)
    typer.echo(f"What to hand over is in {report.folder} and never reaches git.")
    typer.echo("Now commit badges/ and network/ and send a pull request.")


if __name__ == "__main__":
    typer.run(main)
