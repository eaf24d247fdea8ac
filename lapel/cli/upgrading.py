"""``lapel upgrade``: a network's files in the form of this release."""

from __future__ import annotations

from typing import Annotated

import typer

from .. import __version__
from ..model import CatalogueError, LapelError
from ..outputs import open_context
from ..stream import Settings
from ..upgrades.run import planned
from ..upgrades.run import upgrade as write_upgrade
from .asking import needs_terminal, yes
from .common import Root, network, stopping


def upgrade(
    agreed: Annotated[bool, typer.Option("--yes", help="Do not ask before anything is changed.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would change.")] = False,
    root: Root = None,
) -> None:
    """Bring a network's files into the form of this release: show what would change, ask, change it.

    What was signed is never touched. It begins only when git has everything, so 'git diff' shows what it did.
    """
    with stopping("Nothing was changed."):
        folder = network(root)
        tree = planned(folder)
        if not tree.kept:
            raise LapelError("git does not keep this folder, so nothing could be had back: commit it first.")
        if not tree.changes:
            typer.echo(f"Everything is in the form of Lapel {__version__} already.")
            return
        for line in tree.difference():
            typer.echo(line)
        if dry_run:
            return
        if not agreed:
            needs_terminal("look at the changes above, and say --yes")
            if not yes(f"Change these {len(tree.changes)} files?"):
                typer.echo("Nothing was changed.")
                return
    with stopping("The upgrade was not finished: run it again when that is mended."):
        write_upgrade(tree)
    for note in tree.notes:
        typer.echo(f"note: {note}")
    try:
        open_context(folder, Settings.of(folder, preview=True))
    except CatalogueError as error:
        typer.echo(error.report("The files are in the new form. These problems are left for you."), err=True)
        raise typer.Exit(1) from None
    typer.echo(f"{len(tree.changes)} files are in the form of Lapel {__version__}. Commit them when you have looked.")
