"""Writes the whole site to a folder, without any site generator: all but the pages that the network writes itself."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from _root import ROOT

from lapel.model import LapelError
from lapel.outputs import open_context
from lapel.publish import publish
from lapel.published import Published
from lapel.stream import Settings

BUNDLE = ROOT / "verifier" / "dist"


def main(
    out: Annotated[Path, typer.Argument(help="The folder to write to. What lies in it by other names stays.")],
    root: Annotated[Path, typer.Option(help="The folder with mkdocs.yml, badges/ and network/.")] = ROOT,
    overrides: Annotated[Path, typer.Option(help="The folder with the templates.")] = ROOT / "overrides",
    published: Annotated[
        Path | None, typer.Option(help="A list of what OUT has already: what did not change stays.")
    ] = None,
    search: Annotated[bool, typer.Option(help="Make the search index too.")] = True,
    preview: Annotated[bool, typer.Option("--preview", help="Drafts too.")] = False,
) -> None:
    """Writes every file of the site to OUT."""
    settings = Settings(
        overrides,
        cache=ROOT / ".cache" / "cache.sqlite",
        preview=preview,
        verifier=BUNDLE if BUNDLE.is_dir() else None,
    )
    try:
        context = open_context(root, settings)
        out.mkdir(parents=True, exist_ok=True)
        done = publish(context, settings, Published(out, published), search=search)
    except LapelError as error:
        typer.echo(error.report(), err=True)
        raise typer.Exit(1) from None
    typer.echo(f"{done.written} files written to {out}")


if __name__ == "__main__":
    typer.run(main)
