"""The same as ``lapel verify``, from the repository of the engine."""

from __future__ import annotations

import _root  # noqa: F401
import typer

from lapel.cli.verifying import verify

if __name__ == "__main__":
    typer.run(verify)
