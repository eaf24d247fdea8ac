"""The same as ``lapel check``, from the repository of the engine."""

from __future__ import annotations

import _root  # noqa: F401
import typer

from lapel.cli.checking import check

if __name__ == "__main__":
    typer.run(check)
