"""``lapel receive``: takes what was signed at a desk into the repository."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..issuing.receive import receive as take
from .awarding import COMMIT
from .common import Root, signing, stopping


def receive(
    file: Annotated[Path, typer.Argument(help="The file that the desk saved (….awards.zip).")],
    root: Root = None,
) -> None:
    """Take FILE, which somebody signed at the desk, into the network: everything in it is checked first."""
    with stopping("Nothing was changed."):
        context, _ = signing(root)
        found = take(context, file)
    if found.known:
        typer.echo(f"{found.known} awards are here already.")
    if found.awards:
        typer.echo(f"{len(found.awards)} awards are good, and are kept. Their people have their links from the desk.")
        typer.echo(COMMIT.partition(" Send")[0])
    if found.changed:
        typer.echo(f"{found.changed} awards were withdrawn, or given back. Commit network/status/.")
    if found.again:
        typer.echo(
            f"{len(found.again)} awards were left out: another desk took their place in the list of withdrawn awards. "
            "Ask the issuer to load the desk anew and sign these people once more; their links do not work: "
            f"{', '.join(found.again)}",
            err=True,
        )
        raise typer.Exit(1)
    if not found.awards and not found.known and not found.changed:
        typer.echo("There is no award in it.")
