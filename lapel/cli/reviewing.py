"""``lapel review``: what a change does, for whoever has to say yes to it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from ..files import write_whole
from ..review.render import markdown, page, plain
from ..review.summary import review as review_of
from ..stream import Settings
from .common import Root, network, stopping
from .waiting import waiting


def review(
    base: Annotated[
        str | None,
        typer.Option("--base", help="The commit to compare with. Left out: where the branch began."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="A folder for review.md and review.html. Left out: it is said here.")
    ] = None,
    root: Root = None,
) -> None:
    """Show what a change adds, changes and takes away: pages, pictures, awards with their signatures, addresses."""
    with stopping("Nothing was written."):
        folder = network(root)
        with waiting("Reading the change"):
            found = review_of(folder, Settings.of(folder, preview=True), base)
        if out is None:
            typer.echo(plain(found) if sys.stdout.isatty() else markdown(found))
            return
        out.mkdir(parents=True, exist_ok=True)
        write_whole(out / "review.md", markdown(found).encode())
        write_whole(out / "review.html", page(found).encode())
    typer.echo(f"Wrote {out / 'review.md'} and {out / 'review.html'}")
