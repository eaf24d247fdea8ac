"""``lapel outbox``: what was handed over, sealed in a file to keep, and opened again."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from ..files import write_whole
from ..issuing.ready import runs_of, shown_run
from ..issuing.sealed import SealError, missing_here, unseal
from ..issuing.sealed import seal as sealed
from ..issuing.transaction import locked
from ..ledger.base import git
from ..outputs import open_context
from ..stream import Settings
from .common import Root, network, stopping
from .waiting import waiting

app = typer.Typer(
    help="Keep what was handed over: nothing else has the private links of your earners.",
    no_args_is_help=True,
    add_completion=False,
)


def _passphrase(*, confirmed: bool) -> str:
    """From ``LAPEL_PASSPHRASE``, or asked for. Never from the command line, where others can see it."""
    given = os.environ.get("LAPEL_PASSPHRASE")
    return given or str(typer.prompt("Passphrase of the sealed outbox", hide_input=True, confirmation_prompt=confirmed))


@app.command()
def seal(
    file: Annotated[Path, typer.Argument(help="The file to write, such as outbox.age.")],
    root: Root = None,
) -> None:
    """Put the whole outbox into one encrypted FILE. Keep it where you keep your keys."""
    with stopping("Nothing was sealed."):
        folder = network(root)
        with locked(folder) as box:
            _refuse_git(file.resolve())
            secret = _passphrase(confirmed=True)
            if file.is_file() and (lost := missing_here(file.read_bytes(), secret, box)):
                raise SealError(
                    f"{file} has runs that are not here, such as '{lost[0]}': put them back first with "
                    f"'lapel outbox open {file}'."
                )
            with waiting("Sealing"):
                content = sealed(box, secret)
        try:
            write_whole(file.resolve(), content)
            file.chmod(0o600)
        except OSError as error:
            raise SealError(f"{file} cannot be written ({error.strerror}): name another place.") from None
    typer.echo(f"{file} holds the outbox. Only its passphrase opens it: 'lapel outbox open {file}'.")


def _refuse_git(file: Path) -> None:
    """What names people is not one command away from being published."""
    inside = git(file.parent, "rev-parse", "--is-inside-work-tree") == b"true\n"
    if inside and git(file.parent, "check-ignore", "--quiet", str(file)) is None:
        raise SealError(f"{file} would be in a folder that git publishes: name a place outside it, with your keys.")


@app.command("open")
def open_(
    file: Annotated[Path, typer.Argument(help="A file that 'lapel outbox seal' wrote.")],
    root: Root = None,
) -> None:
    """Put the runs of a sealed FILE back into the outbox; what is there stays as it is."""
    with stopping("Nothing was opened."):
        folder = network(root)
        try:
            content = file.read_bytes()
        except OSError as error:
            raise SealError(f"{file} cannot be read ({error.strerror}): check the path.") from None
        with locked(folder) as box:
            came, there = unseal(content, _passphrase(confirmed=False), box)
    for name in came:
        typer.echo(f"came back: outbox/{name}")
    for name in there:
        typer.echo(f"here already, and left as it is: outbox/{name}")


@app.command()
def ready(
    runs: Annotated[list[str] | None, typer.Argument(help="Folders of the outbox. None: all.")] = None,
    root: Root = None,
) -> None:
    """Ask the site whether it shows the awards: no link may lead nowhere. Exit 1 if it does not."""
    with stopping():
        folder = network(root)
        context = open_context(folder, Settings.of(folder, preview=True), awards=False)
        with locked(folder, context.catalogue.awards) as box:
            given = runs_of(box, runs or [])
        with waiting("Asking the site"):
            found = [shown_run(place, awards, context.addresses) for place, awards in given]
    for one in found:
        name = f"outbox/{one.folder.name}"
        part = "" if one.asked == one.awards else f" ({one.asked} of them were asked for)"
        if not one.awards:
            typer.echo(f"{name}: nothing to send, its awards were forgotten.")
        elif one.missing:
            typer.echo(f"{name}: not yet, {one.missing} of {one.asked} could not be seen: {one.why}")
        else:
            typer.echo(f"{name}: the site shows all {one.awards}{part}. Send the letters.")
    if not found:
        typer.echo("The outbox has no run.")
    raise typer.Exit(int(any(one.missing for one in found)))
