"""Names every mistake in badges/ and network/ at once, and every generated file that is old."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from _root import ROOT

from lapel.ledger.revocations import ending_lists
from lapel.model import CatalogueError, LapelError
from lapel.outputs import open_context
from lapel.reference.files import generated_problems
from lapel.stream import Settings


def main(
    root: Annotated[Path, typer.Argument(help="The folder with mkdocs.yml, badges/ and network/.")] = ROOT,
) -> None:
    """Prints 'path:line: what is wrong and how to mend it' for each mistake, and exits with 1 if there is one."""
    root = root.resolve()
    try:
        # As a preview, with the drafts: a badge is checked before it is published, not after.
        settings = Settings(ROOT / "overrides", cache=ROOT / ".cache" / "cache.sqlite", preview=True)
        catalogue = open_context(root, settings).catalogue
        old = generated_problems(root) if root == ROOT else []
        if old:
            raise CatalogueError(old)
    except LapelError as error:
        print(error.report(), file=sys.stderr)
        raise typer.Exit(1) from None
    network = catalogue.network
    for key, question in network.canvas.empty():
        # A reminder and no problem: a network may start before every question has its answer.
        print(
            f"{network.source}:{network.line('canvas')}: the heading '{key}' of the canvas is still empty: {question}"
        )
    for issuer, _, path, end in ending_lists(catalogue.awards, datetime.now(UTC)):
        # A reminder as well: awards stay good, but who checks them is told that the list is old.
        print(f"{path}:1: is old on {end:%Y-%m-%d}: renew it with 'scripts/revoke.py --renew {issuer}'")
    counts = (_count(len(catalogue.badges), "badge"), _count(len(catalogue.organisations), "organisation"))
    print(f"{', '.join(counts)}, no problem found")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


if __name__ == "__main__":
    typer.run(main)
