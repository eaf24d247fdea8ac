"""Writes everything that the catalogue is published as to a folder, without any site generator."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from _root import ROOT

from lapel.load import load, read_site
from lapel.model import CatalogueError
from lapel.outputs import Settings, finished_files, make_context, stream
from lapel.write import write_files


def main(
    out: Annotated[Path, typer.Argument(help="The folder to write to.")],
    root: Annotated[Path, typer.Option(help="The folder with mkdocs.yml, badges/ and network/.")] = ROOT,
    finished_only: Annotated[bool, typer.Option(help="Leave out the pages that want a theme.")] = False,
    fresh: Annotated[bool, typer.Option(help="OUT is a new folder that nobody reads yet.")] = False,
    part: Annotated[
        str, typer.Option(help="With --finished-only: '0/2' and '1/2' share the badges between two processes.")
    ] = "0/1",
    preview: Annotated[bool, typer.Option(help="Drafts too.")] = False,
) -> None:
    """Writes the engine's stream of files to OUT."""
    settings = Settings(ROOT / "overrides", cache=ROOT / ".cache" / "pictures.sqlite", preview=preview)
    try:
        site = read_site(root / "mkdocs.yml")
        catalogue = load(root, drafts=preview)
    except CatalogueError as error:
        typer.echo(error.report(), err=True)
        raise typer.Exit(1) from None
    if finished_only:
        number, parts = (int(word) for word in part.split("/"))
        files = finished_files(make_context(catalogue, site, settings), settings, number, parts)
    else:
        files = stream(catalogue, site, settings)
    typer.echo(f"{write_files(files, out, fresh=fresh)} files in {out}")


if __name__ == "__main__":
    typer.run(main)
