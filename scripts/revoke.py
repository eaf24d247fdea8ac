"""The same as ``lapel revoke``, from the repository of the engine."""

from __future__ import annotations

import _root  # noqa: F401
import typer

from lapel.cli.awarding import revoke

if __name__ == "__main__":
    typer.run(revoke)
