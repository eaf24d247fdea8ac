"""Writes everything that the catalogue is published as to a folder, without any site generator."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from _root import ROOT

from lapel.load import Site, open_network
from lapel.model import Catalogue, CatalogueError
from lapel.outputs import OutputFile, Settings, finished_files, make_context, stream
from lapel.write import write_files


def main(
    out: Annotated[Path, typer.Argument(help="The folder to write to.")],
    root: Annotated[Path, typer.Option(help="The folder with mkdocs.yml, badges/ and network/.")] = ROOT,
    overrides: Annotated[Path, typer.Option(help="The folder with the templates.")] = ROOT / "overrides",
    finished_only: Annotated[bool, typer.Option(help="Leave out the pages that want a theme.")] = False,
    fresh: Annotated[bool, typer.Option(help="OUT is a new folder that nobody reads yet.")] = False,
    part: Annotated[
        str, typer.Option(help="With --finished-only: '0/2' and '1/2' share the badges between two processes.")
    ] = "0/1",
    preview: Annotated[bool, typer.Option(help="Drafts too.")] = False,
) -> None:
    """Writes the engine's stream of files to OUT."""
    settings = Settings(overrides, cache=ROOT / ".cache" / "pictures.sqlite", preview=preview)
    try:
        site, catalogue = open_network(root, overrides / "locales", drafts=preview)
        count = write_files(_files(catalogue, site, settings, finished_only, part), out, fresh=fresh)
    except CatalogueError as error:
        typer.echo(error.report(), err=True)
        raise typer.Exit(1) from None
    typer.echo(f"{count} files in {out}")


def _files(
    catalogue: Catalogue, site: Site, settings: Settings, finished_only: bool, part: str
) -> Iterator[OutputFile]:
    if finished_only:
        number, parts = (int(word) for word in part.split("/"))
        return finished_files(make_context(catalogue, site, settings), settings, number, parts)
    return stream(catalogue, site, settings)


if __name__ == "__main__":
    typer.run(main)
