"""The command ``lapel`` and its parts."""

from __future__ import annotations

import io
import sys
from typing import Annotated

import typer

from .. import __version__
from .add import add
from .aligning import align
from .archiving import archive
from .awarding import award, endorse, reissue, revoke
from .checking import check
from .closing import close
from .doctor import doctor
from .erasing import erase
from .explaining import explain
from .importing import import_
from .keys import app as keys
from .ledger import ledger
from .new import new
from .outbox import app as outbox
from .publishing import publish
from .quality import quality
from .receiving import receive
from .record import app as record
from .reviewing import review
from .site import build, serve
from .translating import command as translate
from .upgrading import upgrade
from .verifying import verify

app = typer.Typer(
    name="lapel",
    help="A badge catalogue that lives in git, and a badge verifier that lives in the browser.",
    epilog="Exit codes: 0 done, 1 something is wrong and was said, 2 the command was not understood.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
NETWORK, AWARDS = "Your network", "Awards"
app.command(rich_help_panel=NETWORK)(new)
app.command(rich_help_panel=NETWORK)(add)
app.command(rich_help_panel=NETWORK)(align)
app.command("import", rich_help_panel=NETWORK)(import_)
app.command(rich_help_panel=NETWORK)(serve)
app.command(rich_help_panel=NETWORK)(build)
app.command(rich_help_panel=NETWORK)(check)
app.command(rich_help_panel=NETWORK)(review)
app.command("translate", rich_help_panel=NETWORK)(translate)
app.command(rich_help_panel=NETWORK)(quality)
app.command(rich_help_panel=NETWORK)(publish)
app.command(rich_help_panel=NETWORK)(doctor)
app.command(rich_help_panel=NETWORK)(upgrade)
app.command(rich_help_panel=NETWORK)(archive)
app.command(rich_help_panel=NETWORK)(close)
app.add_typer(keys, name="keys", rich_help_panel=AWARDS)
app.command(rich_help_panel=AWARDS)(award)
app.command(rich_help_panel=AWARDS)(receive)
app.command(rich_help_panel=AWARDS)(revoke)
app.command(rich_help_panel=AWARDS)(reissue)
app.command(rich_help_panel=AWARDS)(erase)
app.command(rich_help_panel=AWARDS)(endorse)
app.command(rich_help_panel=AWARDS)(ledger)
app.add_typer(outbox, name="outbox", rich_help_panel=AWARDS)
app.add_typer(record, name="record", rich_help_panel=AWARDS)
app.command(rich_help_panel=AWARDS)(explain)
app.command(rich_help_panel="Badges of anybody")(verify)


def _version(*, wanted: bool) -> None:
    if wanted:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def lapel(
    _: Annotated[
        bool, typer.Option("--version", callback=lambda value: _version(wanted=value), is_eager=True, help="Say it.")
    ] = False,
) -> None:
    """What is the same for every command."""


def main() -> None:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # Names of badges are in any alphabet, and some systems write in one alone when a program reads.
            stream.reconfigure(encoding="utf-8" if not stream.isatty() else None, errors="replace")
    try:
        app(standalone_mode=True)
    except KeyboardInterrupt:
        typer.echo("\nStopped. What was not finished, the next command finishes or clears away.", err=True)
        sys.exit(130)


if __name__ == "__main__":
    main()
