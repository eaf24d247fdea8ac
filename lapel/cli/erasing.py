"""``lapel erase``: an earner wants to be forgotten."""

from __future__ import annotations

from typing import Annotated

import typer

from ..issuing.erase import erase as forget
from .awarding import Award, chosen
from .common import Root, open_private_key, signing, stopping


def erase(
    award: Award,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    root: Root = None,
) -> None:
    """Forget AWARD, because its earner wishes it. This cannot be undone; to withdraw a badge, use 'revoke'."""
    with stopping("Nothing was changed."):
        context, _ = signing(root)
        if not yes:
            typer.confirm("Everybody who opens its page will read that it was taken away. Go on?", abort=True)
        done = chosen(award, lambda one: forget(context, one, open_private_key))
    typer.echo(f"The award {done.award} is forgotten. Commit badges/ and network/ and publish; then its page says so.")
    for folder in done.folders:
        typer.echo(f"Letters in {folder} still name the person, and so may your mail and your lists: look there too.")
    typer.echo(
        "The earlier commits have the award with the hash of the address and of the name. How to take it out of them "
        "too, and what that costs, says 'lapel explain'. Copies that others have stay with them."
    )
