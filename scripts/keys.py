"""The same as ``lapel keys``, from the repository of the engine."""

from __future__ import annotations

import _root  # noqa: F401

from lapel.cli.keys import app

if __name__ == "__main__":
    app()
