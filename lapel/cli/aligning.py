"""``lapel align``: find what a badge is about in a framework, and write it into the badge's file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..files import write_whole
from ..framework_files import framework_files
from ..frameworks.reading import FOLDER, FORMS, FrameworkError, Node, read_framework
from ..frameworks.searching import Index
from ..frameworks.writing import as_yaml, with_alignment
from ..load.text import read_text
from ..model import CatalogueError, LapelError
from ..outputs import open_context
from ..reports import counted
from ..stream import Settings
from .asking import is_terminal
from .common import Root, network, stopping


def align(
    badge: Annotated[str, typer.Argument(help="The name of the badge's folder.")],
    words: Annotated[list[str], typer.Argument(help="What you look for: words, or a code.")],
    files: Annotated[
        list[Path] | None,
        typer.Option("--from", help=f"A framework: {FORMS}. Left out: those in {FOLDER}/."),
    ] = None,
    pick: Annotated[
        str | None, typer.Option("--pick", help="Which to write, such as 1,3. Left out: it asks; 0 writes none.")
    ] = None,
    root: Root = None,
) -> None:
    """Search frameworks (ESCO, O*NET, CASE, or a list of your own) and write alignments into a badge."""
    with stopping("Nothing was changed."):
        folder = network(root)
        source = f"badges/{badge}/badge.md"
        if "/" in badge or not (folder / source).is_file():
            raise LapelError(f"There is no badge '{badge[:64]}': the name of its folder in badges/ is meant.")
        found = Index(_nodes(folder, files or [])).find(" ".join(words))
        if not found:
            raise LapelError("Nothing fits these words: try fewer, or others.")
        for number, one in enumerate(found, 1):
            code = f" ({one.code})" if one.code else ""
            typer.echo(f"{number}. {one.name}{code}, {one.framework}")
            if one.description:
                typer.echo(f"   {one.description[:160]}")
        if pick is None and not is_terminal():
            typer.echo("\nFor the file of the badge, below 'alignment:'\n" + as_yaml(found[:1]))
            return
        chosen = _chosen(pick if pick is not None else str(typer.prompt("Which (1,3; 0 for none)")), found)
        if chosen:
            typer.echo(_write(folder, source, chosen))


def _nodes(folder: Path, files: list[Path]) -> list[Node]:
    if not files:
        files = framework_files(folder)
    if not files:
        raise LapelError(f"There is no framework: put one into {FOLDER}/, or name a file with --from.")
    return [node for file in files for node in read_framework(file)]


def _chosen(text: str, found: list[Node]) -> list[Node]:
    numbers = [part.strip() for part in text.split(",") if part.strip()]
    if any(not part.isdecimal() or int(part) > len(found) for part in numbers):
        raise LapelError(f"'{text[:40]}' is no choice: write numbers from 1 to {len(found)} with commas between them.")
    return [found[int(part) - 1] for part in dict.fromkeys(numbers) if int(part)]


def _write(folder: Path, source: str, chosen: list[Node]) -> str:
    """Writes what was chosen when the network takes it; otherwise the file is as it was."""
    file = folder / source
    text, faults = read_text(file, source)
    if text is None or faults:
        raise CatalogueError(faults)
    new, count = with_alignment(text, source, chosen)
    if not count:
        return f"{source} has this already."
    write_whole(file, new.encode())
    try:
        open_context(folder, Settings.of(folder, preview=True), awards=False)
    except CatalogueError as error:
        if any(one.path == source for one in error.problems):
            write_whole(file, text.encode())
            raise FrameworkError(f"{error.report('')}") from None
    return f"Wrote {counted(count, 'alignments')} into {source}."
