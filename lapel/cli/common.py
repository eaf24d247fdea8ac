"""What every command needs: which network is meant, its settings, how a fault ends, where a passphrase comes from.

Exit codes: 0 done, 1 something is wrong and was said, 2 the command was not understood. ``lapel verify`` has its own.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..home import HOME, INSTALLED
from ..model import LapelError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from ..context import Context
    from ..model.organisation import VerificationMethod
    from ..stream import Settings

SETTINGS = "mkdocs.yml"
Root = Annotated[
    Path | None,
    typer.Option("--root", help="The folder of the network. Left out: this one, or the nearest around it."),
]


def network(root: Path | None) -> Path:
    """The folder of the network that is meant. Raises :class:`LapelError` when there is none."""
    if root is not None:
        if not root.is_dir():
            raise LapelError(f"{root} is no folder.")
        return root.resolve()
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / SETTINGS).is_file() and (folder / "badges").is_dir():
            return folder
    if not INSTALLED:
        return HOME
    raise LapelError(
        f"There is no network in {here}: go to the folder with {SETTINGS} and badges/, or make one with 'lapel new'."
    )


def signing(root: Path | None) -> tuple[Context, Settings]:
    """The network for a command that signs: it reads and checks the awards itself."""
    from ..outputs import open_context
    from ..stream import Settings

    folder = network(root)
    settings = Settings.of(folder)
    return open_context(folder, settings, awards=False), settings


@contextmanager
def stopping(outcome: str = "") -> Iterator[None]:
    """Ends the command with the sentence of a fault and exit code 1; ``outcome`` says what became of the work."""
    try:
        yield
    except LapelError as error:
        typer.echo(error.report(outcome) if outcome else error.report(), err=True)
        raise typer.Exit(1) from None
    except OSError as error:
        place = f"{error.filename} " if error.filename else ""
        mend = "make room on the disk, or look at the rights of the folder, and type it again"
        if isinstance(error, FileNotFoundError | IsADirectoryError | NotADirectoryError):
            mend = "look at the name of the file, and type it again"
        typer.echo(f"{place}cannot be read or written ({error.strerror or error}): {mend}. {outcome}".strip(), err=True)
        raise typer.Exit(1) from None


def open_private_key(issuer: str, method: VerificationMethod) -> Ed25519PrivateKey:
    """The private key, with the passphrase from ``LAPEL_PASSPHRASE`` or a prompt, never from the command line."""
    from ..issuing.keystore import key_file, load_key

    passphrase = os.environ.get("LAPEL_PASSPHRASE")
    asked = f"Passphrase of {issuer}'s key"
    return load_key(key_file(issuer, method.id), passphrase or str(typer.prompt(asked, hide_input=True)))
