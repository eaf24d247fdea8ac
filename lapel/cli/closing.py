"""``lapel close``: a network ends, and its badges stay good."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from ..files import write_whole
from ..issuing.close import closed_settings, last_lists, open_lists
from ..model import LapelError
from ..record.store import has_record
from .common import Root, open_private_key, signing, stopping


def close(
    organisation: Annotated[
        str, typer.Argument(help="An organisation that signs its lists a last time. Left out: the network itself.")
    ] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    root: Root = None,
) -> None:
    """End a network so that nobody has to sign anything any more. First each ORGANISATION, then the network."""
    with stopping("Nothing was changed."):
        context, _ = signing(root)
        if organisation:
            if not yes:
                typer.confirm(
                    f"{organisation} signs its lists without an end, so that no badge grows old. Go on?", abort=True
                )
            count = last_lists(context, organisation, open_private_key)
            typer.echo(f"{count} lists of {organisation} were signed without an end. Commit network/status/.")
            return
        if waiting := open_lists(context):
            raise LapelError(
                f"These organisations have lists that end: {', '.join(waiting)}. Each signs them a last time with "
                "'lapel close ORGANISATION'; then no badge grows old."
            )
        if context.catalogue.network.closed:
            raise LapelError(f"The network closed on {context.catalogue.network.closed} already.")
        if not yes:
            typer.confirm("No badge is given any more after this, and every page says so. Go on?", abort=True)
        file = context.catalogue.root / context.catalogue.network.source
        day = datetime.now(UTC).date()
        write_whole(file, closed_settings(file.read_text(encoding="utf-8"), day).encode())
    typer.echo(f"{context.catalogue.network.source} says that the network closed on {day}. What is left to do:")
    steps = [
        "lapel record sign --days 3650" if has_record(context.catalogue.awards) else "",
        "commit and publish",
        "lapel archive, and give copies to people who do not depend on each other",
        "'lapel explain' tells what a buyer of your domain could do, and how other networks keep your key",
    ]
    for number, step in enumerate(filter(None, steps), 1):
        typer.echo(f"{number}. {step}")
