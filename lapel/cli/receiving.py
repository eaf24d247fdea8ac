"""``lapel receive``: takes what was signed at a desk into the repository."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..issuing.receive import receive as take
from .common import Root, signing, stopping


def receive(
    file: Annotated[Path, typer.Argument(help="The file that the desk saved (….awards.zip).")],
    code: Annotated[
        str | None, typer.Option(help="What an organisation told you by telephone of a change of its keys.")
    ] = None,
    root: Root = None,
) -> None:
    """Take FILE, which somebody signed at the desk, into the network: everything in it is checked first."""
    with stopping("Nothing was changed."):
        context, _ = signing(root)
        found = take(context, file, code)
    for many, one, more in (
        (found.known, "award is here already.", "awards are here already."),
        (len(found.awards), "award is good, and is kept.", "awards are good, and are kept."),
        (
            found.changed,
            "award was withdrawn, given again or given back.",
            "awards were withdrawn, given again or given back.",
        ),
        (found.endorsed, "endorsement is good, and is kept.", "endorsements are good, and are kept."),
    ):
        if many:
            typer.echo(f"{many} {one if many == 1 else more}")
    for said in found.said:
        typer.echo(said)
    for path in found.keys:
        typer.echo(f"The keys in {path} were changed.")
    if found.awards or found.changed or found.endorsed or found.keys or found.lists:
        links = " People have their links from the desk." if found.awards else ""
        typer.echo(f"Commit badges/ and network/, and publish.{links}")
    elif not found.known and not found.again:
        typer.echo("There is nothing new in it.")
    if found.again:
        names = ", ".join(one.id for one in found.again)
        typer.echo(
            f"{len(found.again)} left out, because another desk took their place in the list of withdrawn awards: "
            f"{names}. Send {', '.join(map(str, found.sent_back))} back to the issuer, who chooses it at the desk, "
            "under 'A file that came back', and sends you what it makes. The links that people have stay good.",
            err=True,
        )
        raise typer.Exit(1)
