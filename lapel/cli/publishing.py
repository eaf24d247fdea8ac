"""``lapel publish``: the built site into an object store, or into a folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..load import read_site
from ..publishing.run import publish_site
from ..publishing.stores import open_store
from ..reports import counted
from .common import SETTINGS, Root, network, stopping
from .waiting import waiting

SHOWN = 5
"""Names of files that are left, at most."""


def publish(
    target: Annotated[str, typer.Argument(help="s3://bucket/prefix, or a folder.")],
    site: Annotated[Path | None, typer.Option("--site", help="The folder of the built site. Left out: site/.")] = None,
    delete: Annotated[
        bool, typer.Option("--delete", help="Take away what the site does not have, after everything else.")
    ] = False,
    root: Root = None,
) -> None:
    """Put the built site where it is published: only what changed, and safe to stop and to type again."""
    with stopping("What was there is there."):
        folder = network(root)
        place = site or folder / "site"
        with waiting("Publishing"):
            done = publish_site(place, open_store(target), folder=read_site(folder / SETTINGS).folder, delete=delete)
    for path in done.removed:
        typer.echo(f"Taken away: {path}")
    removed = f"{len(done.removed)} taken away"
    typer.echo(f"{counted(done.put, 'files')} put, {removed}, {done.same} were there already.")
    if done.left:
        more = f" and {len(done.left) - SHOWN} more" if len(done.left) > SHOWN else ""
        typer.echo(f"There but no part of the site: {', '.join(done.left[:SHOWN])}{more}. --delete takes them away.")
