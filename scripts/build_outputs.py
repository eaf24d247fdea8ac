"""Writes everything that the catalogue is published as to a folder, without any site generator."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from _root import ROOT

from lapel.context import Context
from lapel.model import LapelError
from lapel.outputs import finished_files, open_context, stream
from lapel.published import Published
from lapel.stream import OutputFile, Settings
from lapel.write import write_files

BUNDLE = ROOT / "verifier" / "dist"


def main(
    out: Annotated[Path, typer.Argument(help="The folder to write to.")],
    root: Annotated[Path, typer.Option(help="The folder with mkdocs.yml, badges/ and network/.")] = ROOT,
    overrides: Annotated[Path, typer.Option(help="The folder with the templates.")] = ROOT / "overrides",
    finished_only: Annotated[bool, typer.Option(help="Leave out the pages that want a theme.")] = False,
    fresh: Annotated[bool, typer.Option(help="OUT is a new folder that nobody reads yet.")] = False,
    part: Annotated[
        str, typer.Option(help="With --finished-only: '0/2' and '1/2' share the badges between two processes.")
    ] = "0/1",
    published: Annotated[
        Path | None, typer.Option(help="A list of the awards that OUT has already: what did not change stays.")
    ] = None,
    preview: Annotated[bool, typer.Option(help="Drafts too.")] = False,
) -> None:
    """Writes the engine's stream of files to OUT."""
    shelf = Published(out, published) if published else None
    settings = Settings(
        overrides,
        cache=ROOT / ".cache" / "cache.sqlite",
        preview=preview,
        is_published=shelf.holds if shelf else None,
        verifier=BUNDLE if BUNDLE.is_dir() else None,
    )
    try:
        # The adapter asks for the finished files only, and has checked the awards before.
        context = open_context(root, settings, awards=not finished_only)
        files = _files(context, settings, finished_only, part)
        count = write_files(shelf.during(files) if shelf else files, out, fresh=fresh)
    except LapelError as error:
        typer.echo(error.report(), err=True)
        raise typer.Exit(1) from None
    typer.echo(f"{count} files in {out}")


def _files(context: Context, settings: Settings, finished_only: bool, part: str) -> Iterator[OutputFile]:
    if finished_only:
        number, parts = (int(word) for word in part.split("/"))
        return finished_files(context, settings, number, parts)
    return stream(context.catalogue, context.site, settings)


if __name__ == "__main__":
    typer.run(main)
