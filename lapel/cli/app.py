"""The command ``lapel`` and its parts.

A part is read when somebody asks for it: all of them together take longer to read than most of them need to run.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Annotated, Any, NamedTuple

import typer
from typer.core import TyperGroup

from .. import __version__

NETWORK, AWARDS, ANYBODY = "Your network", "Awards", "Badges of anybody"


class Part(NamedTuple):
    """Where a command is: ``attribute`` of the ``module`` beside this one, a function or commands of its own."""

    module: str
    attribute: str
    panel: str


PARTS = {
    "new": Part("new", "new", NETWORK),
    "add": Part("add", "add", NETWORK),
    "align": Part("aligning", "align", NETWORK),
    "import": Part("importing", "import_", NETWORK),
    "serve": Part("site", "serve", NETWORK),
    "build": Part("site", "build", NETWORK),
    "check": Part("checking", "check", NETWORK),
    "review": Part("reviewing", "review", NETWORK),
    "translate": Part("translating", "command", NETWORK),
    "quality": Part("quality", "quality", NETWORK),
    "publish": Part("publishing", "publish", NETWORK),
    "doctor": Part("doctor", "doctor", NETWORK),
    "upgrade": Part("upgrading", "upgrade", NETWORK),
    "archive": Part("archiving", "archive", NETWORK),
    "close": Part("closing", "close", NETWORK),
    "keys": Part("keys", "app", AWARDS),
    "award": Part("awarding", "award", AWARDS),
    "receive": Part("receiving", "receive", AWARDS),
    "revoke": Part("awarding", "revoke", AWARDS),
    "reissue": Part("awarding", "reissue", AWARDS),
    "erase": Part("erasing", "erase", AWARDS),
    "endorse": Part("awarding", "endorse", AWARDS),
    "ledger": Part("ledger", "ledger", AWARDS),
    "outbox": Part("outbox", "app", AWARDS),
    "record": Part("record", "app", AWARDS),
    "explain": Part("explaining", "explain", AWARDS),
    "verify": Part("verifying", "verify", ANYBODY),
}
"""Every command, in the order in which ``lapel --help`` shows them."""


class _Commands(TyperGroup):
    """The commands of :data:`PARTS`, each of them read once it is asked for.

    What a context and a command are is private to Typer.
    """

    def list_commands(self, ctx: Any) -> list[str]:
        return list(PARTS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in self.commands and cmd_name in PARTS:
            self.commands[cmd_name] = _read(cmd_name)
        return self.commands.get(cmd_name)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args and args[0] not in PARTS:  # what was meant is looked for among those that are there
            for name in PARTS:
                self.get_command(ctx, name)
        return super().resolve_command(ctx, args)


def _read(name: str) -> Any:
    part = PARTS[name]
    found: typer.Typer | Callable[..., Any] = getattr(import_module(f".{part.module}", __package__), part.attribute)
    holder = typer.Typer(pretty_exceptions_enable=False)
    if isinstance(found, typer.Typer):
        holder.add_typer(found, name=name, rich_help_panel=part.panel)
    else:
        holder.command(name, rich_help_panel=part.panel)(found)
    holder.callback()(_nothing)  # a holder of one command alone would be that command
    return typer.main.get_group(holder).commands[name]


def _nothing() -> None:
    pass


app = typer.Typer(
    name="lapel",
    cls=_Commands,
    help="A badge catalogue that lives in git, and a badge verifier that lives in the browser.",
    epilog="Exit codes: 0 done, 1 something is wrong and was said, 2 the command was not understood.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


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
