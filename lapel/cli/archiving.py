"""``lapel archive``: everything in one file that outlives its host."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from ..archive import write_archive
from ..model import LapelError
from ..outputs import open_context
from ..stream import Settings
from .common import Root, network, stopping
from .site import run_mkdocs
from .waiting import waiting


def archive(
    file: Annotated[Path, typer.Argument(help="The file to write, such as archive.zip.")] = Path("archive.zip"),
    root: Root = None,
) -> None:
    """Put the site, the ledger and a page that checks badges without a network into one FILE."""
    with stopping("No archive was made."), tempfile.TemporaryDirectory() as place:
        folder = network(root)
        target = file.resolve()
        if target.is_dir() or not target.parent.is_dir():
            raise LapelError(f"{target} cannot be a file: name one in a folder that is there.")
        context = open_context(folder, Settings.of(folder))
        site = Path(place, "site")
        with waiting("Building the site"):
            code = run_mkdocs(folder, "--quiet", "build", "--site-dir", str(site))
        if code:
            raise LapelError("The site was not built.")
        with waiting("Packing the archive"):
            count = write_archive(context, Settings.of(folder), site, target)
    typer.echo(
        f"{count} files are in {target}. Open verify.html in it with any browser. Keep copies in several places, with "
        "people who do not depend on each other."
    )
