"""Shows the site on this computer, and builds it again when a file changes: ``make serve PORT=8000``."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from _root import ROOT

from lapel.cli.site import is_free, next_port


def main() -> None:
    wish = sys.argv[1] if len(sys.argv) > 1 else "8000"
    if not wish.isdigit() or not 1024 <= int(wish) <= 65535:
        sys.exit(f"'{wish}' is not a port: use a number from 1024 to 65535, like 'make serve PORT=8001'")
    if not is_free(int(wish)):
        sys.exit(f"Port {wish} is in use by another program: try 'make serve PORT={next_port(int(wish))}'")
    mkdocs = Path(sys.executable).with_name("mkdocs")
    os.chdir(ROOT)
    # The generator builds first and then prints the address; it takes over this process.
    os.execv(mkdocs, [str(mkdocs), "serve", "--dev-addr", f"127.0.0.1:{wish}"])  # noqa: S606


if __name__ == "__main__":
    main()
