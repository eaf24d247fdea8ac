"""The same as ``lapel translate``, from the repository of the engine."""

from __future__ import annotations

import _root  # noqa: F401
import typer

from lapel.cli.translating import command

if __name__ == "__main__":
    typer.run(command)
