"""Names every mistake in badges/ and network/ at once, and every generated file that is old."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from _root import ROOT

from lapel.model import CatalogueError
from lapel.outputs import open_context
from lapel.reference.files import generated_problems
from lapel.stream import Settings


def main(
    root: Annotated[Path, typer.Argument(help="The folder with mkdocs.yml, badges/ and network/.")] = ROOT,
) -> None:
    """Prints 'path:line: what is wrong and how to mend it' for each mistake, and exits with 1 if there is one."""
    try:
        # As a preview, with the drafts: a badge is checked before it is published, not after.
        settings = Settings(ROOT / "overrides", cache=ROOT / ".cache" / "cache.sqlite", preview=True)
        catalogue = open_context(root, settings).catalogue
        old = generated_problems(root) if root == ROOT else []
        if old:
            raise CatalogueError(old)
    except CatalogueError as error:
        print(error.report(), file=sys.stderr)
        raise typer.Exit(1) from None
    print(f"{len(catalogue.badges)} badges, {len(catalogue.organisations)} organisations, no problem found")


if __name__ == "__main__":
    typer.run(main)
