"""``lapel explain``: the pages for maintainers and engineers, on the screen."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Annotated

import typer

from ..home import HOME
from ..model import LapelError
from ..reference.rules import rule_text, rules
from .common import stopping

TOPICS = ("events", "trust")
"""Pages of ``docs/``."""


def explain(
    topic: Annotated[
        str,
        typer.Argument(
            help="'events': what to do in which event. 'trust': what a verdict proves. Or a code of the check."
        ),
    ] = "events",
) -> None:
    """Show the page for maintainers: what to do when a key is stolen, what a verdict proves, what a problem means."""
    topic = topic.strip("[] ").lower()
    if topic in TOPICS:
        typer.echo((HOME / "docs" / f"{topic}.md").read_text(encoding="utf-8"))
        return
    with stopping():
        known = rules()
        if topic not in known:
            near = get_close_matches(topic, [*known, *TOPICS], n=1, cutoff=0.4)
            mend = (
                f"did you mean '{near[0]}'?" if near else "a code is the word in [brackets] at the end of each problem"
            )
            raise LapelError(f"'{topic[:60]}' is no code: {mend}")
        typer.echo(f"{topic}\n\n{rule_text(known[topic])}", nl=False)
