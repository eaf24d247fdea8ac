"""The same as ``lapel award``, from the repository of the engine."""

from __future__ import annotations

import _root  # noqa: F401
import typer

from lapel.cli.awarding import award

if __name__ == "__main__":
    typer.run(award)
