"""Signs what an organisation says of a badge, or of an award."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from _root import ROOT
from award import open_private_key

from lapel.issuing.endorse import Endorsing, endorse
from lapel.model import LapelError
from lapel.outputs import open_context
from lapel.stream import Settings


def main(
    target: Annotated[str, typer.Argument(help="A badge (its folder), or an award (the last part of its address).")],
    endorser: Annotated[str, typer.Option("--as", help="The organisation that speaks.")] = ...,  # type: ignore[assignment]
    comment: Annotated[str, typer.Option(help="What it says. Everybody may read it; name nobody.")] = ...,  # type: ignore[assignment]
    root: Annotated[Path, typer.Option(help="The folder with mkdocs.yml, badges/ and network/.")] = ROOT,
) -> None:
    """Endorses TARGET."""
    try:
        context = open_context(root, Settings(ROOT / "overrides"), awards=False)
        typer.echo(endorse(context, Endorsing(target, endorser, comment), open_private_key))
    except LapelError as error:
        typer.echo(error.report("Nothing was changed."), err=True)
        raise typer.Exit(1) from None


if __name__ == "__main__":
    typer.run(main)
