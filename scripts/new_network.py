"""The same as ``lapel new``, from the repository of the engine."""

from __future__ import annotations

import _root  # noqa: F401
import typer

from lapel.cli.new import new

if __name__ == "__main__":
    typer.run(new)
