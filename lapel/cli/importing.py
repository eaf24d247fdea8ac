"""``lapel import``: badges that somebody has elsewhere come along."""

from __future__ import annotations

from typing import Annotated

import typer

from ..imports.brought import Brought, ImportFault
from ..imports.reading import fetch, read_source
from ..imports.run import bring, refuse_broken
from .common import Root, network, stopping
from .waiting import waiting


def import_(
    sources: Annotated[list[str], typer.Argument(help="Files (JSON, CSV), folders, or addresses of badges.")],
    offline: Annotated[bool, typer.Option("--offline", help="Ask no host, not even for pictures.")] = False,
    root: Root = None,
) -> None:
    """Bring along badges and organisations that you have elsewhere, as drafts to read before they are published.

    Open Badges 2.0 and 3.0, and exports of Badgr (Canvas Credentials), Open Badge Factory and Moodle. A CSV file has
    the columns name, description, criteria, tags, issuer, image, time, level. Exit 1 when something could not come.
    """
    with stopping("Nothing was brought."):
        folder = network(root)
        refuse_broken(folder)
        things: list[Brought | ImportFault] = []
        for source in sources:
            if offline and source.lower().startswith(("https:", "http:")):
                things.append(ImportFault(f"{source}: is an address, and no host is to be asked"))
            else:
                things += read_source(source)
        with waiting("Bringing the badges"):
            report = bring(folder, things, _nothing if offline else fetch)
    for source in report.written:
        typer.echo(f"came: {source}")
    for here in report.here:
        typer.echo(f"here already, and left as it is: {here}")
    for note in report.notes:
        typer.echo(f"note: {note}")
    for fault in report.faults:
        typer.echo(f"could not come: {fault}", err=True)
    here = f"{len(report.here)} were here already, " if report.here else ""
    typer.echo(f"{len(report.written)} came, {here}{len(report.faults)} could not.")
    if any(source.startswith("badges/") for source in report.written):
        typer.echo(
            "The badges are drafts: only 'lapel serve' shows them. Read each, and take its line 'status: draft' away."
        )
    raise typer.Exit(int(bool(report.faults)))


def _nothing(place: str) -> bytes:
    raise ImportFault("was not asked for")
