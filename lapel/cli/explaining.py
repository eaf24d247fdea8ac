"""``lapel explain``: the pages for maintainers and engineers, on the screen."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from ..home import HOME


class Topic(StrEnum):
    """A page of ``docs/``."""

    EVENTS = "events"
    TRUST = "trust"


def explain(
    topic: Annotated[Topic, typer.Argument(help="What to do in which event, or what a verdict proves.")] = Topic.EVENTS,
) -> None:
    """Show the page for maintainers: a stolen key, a lost computer, a new address, a network that closes."""
    typer.echo((HOME / "docs" / f"{topic}.md").read_text(encoding="utf-8"))
