"""``lapel quality``: what a badge says of the elements that others have published. A list, never a grade."""

from __future__ import annotations

from typing import Annotated

import typer

from ..load import load
from ..model import LapelError
from ..reference.quality import PUBLISHED, elements_of
from .common import Root, network, stopping


def quality(
    badge: Annotated[str | None, typer.Argument(help="The name of its folder. Left out: every badge.")] = None,
    root: Root = None,
) -> None:
    """Show which published elements of a good description a badge has, and what to write for the others."""
    with stopping():
        catalogue = load(network(root), drafts=True)
        if badge is not None and badge not in catalogue.badges:
            raise LapelError(f"There is no badge '{badge[:64]}': its folder in badges/ is meant.")
        typer.echo(PUBLISHED)
        for slug, one in catalogue.badges.items():
            if badge not in (None, slug):
                continue
            typer.echo(f"\n{one.source}: {one.name}")
            for element, is_met in elements_of(one, catalogue):
                words = "yes" if is_met else f"not said: {element.mend}{'' if element.asked else ', where it applies'}"
                typer.echo(f"  {element.name}: {words}")
