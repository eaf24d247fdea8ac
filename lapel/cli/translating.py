"""``lapel translate``: files for translators."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..files import write_whole
from ..load import load
from ..model.problem import LapelError
from ..spoken import records_of
from ..translating import Done, bring_in, export, mark_read, translate
from .common import Root, network, stopping


def command(
    language: Annotated[str, typer.Argument(help="The language, by its BCP 47 code: uk, ar, en-x-easy.")],
    sources: Annotated[
        list[str] | None, typer.Argument(help="Files to translate, like badges/first/badge.md. Left out: all.")
    ] = None,
    by: Annotated[str, typer.Option("--by", help="Who translates.")] = "",
    to: Annotated[
        Path | None, typer.Option("--export", help="Write a PO file for another tool, and nothing else.")
    ] = None,
    of: Annotated[Path | None, typer.Option("--import", help="Take what a PO file says.")] = None,
    read_by: Annotated[
        str, typer.Option("--read-by", help="Say of the files that are named who read them and speaks the language.")
    ] = "",
    root: Root = None,
) -> None:
    """Make the files of a language, or bring them along when their originals have changed."""
    with stopping("Nothing was written."):
        folder = network(root)
        # What is wrong with translations is what somebody is about to mend.
        catalogue = load(folder, drafts=True, translations=bool(read_by))
        every = {one.source: one for one in records_of(catalogue)}
        if unknown := [source for source in sources or () if source not in every]:
            raise LapelError(f"{unknown[0]} is no record: name a file like 'badges/first/badge.md'.")
        records = {source: every[source] for source in sources or every}
        who = by or catalogue.network.name
        if to is not None:
            write_whole(to, export(catalogue, language, records))
            typer.echo(f"{to} has every text. Bring it back with 'lapel translate {language} --import {to}'.")
            return
        if read_by:
            if not sources:
                raise LapelError("Name the files that were read, like 'badges/first/badge.md'.")
            for path in mark_read(catalogue, language, records, read_by):
                typer.echo(f"{path} says who read it, and which words they were.")
            return
        if of is not None:
            done = bring_in(catalogue, language, records, of.read_bytes(), who, of.name)
        else:
            done = translate(catalogue, language, records, who)
    _say(done)


def _say(done: Done) -> None:
    for path in done.made:
        typer.echo(f"{path} is written.")
    for path in done.brought:
        typer.echo(f"{path} is brought along: what did not change is as it was.")
    for path, place, text in done.before:
        typer.echo(f"{path} said before, in {place}: {text}")
    if not done.made and not done.brought:
        typer.echo("Every text is translated as it is today.")
    elif done.open:
        texts = "text is" if done.open == 1 else "texts are"
        typer.echo(f"{done.open} {texts} still in the words of the original.")
        typer.echo("When somebody has read them, --read-by says so.")
