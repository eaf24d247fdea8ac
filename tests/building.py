"""Building and serving a site, for tests."""

from __future__ import annotations

import functools
import http.server
import os
import subprocess
import sys
import threading
import tomllib
from datetime import UTC, datetime
from pathlib import Path

from lapel import __version__

ROOT = Path(__file__).resolve().parent.parent
BUILD_DAY = {"SOURCE_DATE_EPOCH": str(int(datetime(2026, 11, 22, 12, tzinfo=UTC).timestamp()))}
"""The day on which the sample site of the tests is built: what it says of days is the same in every year."""


def mkdocs(root: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs MkDocs in ``root``."""
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", *words],
        cwd=root,
        capture_output=True,
        text=True,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", **environment},
    )


def entry_points(folder: Path) -> dict[str, str]:
    """The environment in which the engine of this repository is known by name, as an installed package is."""
    info = folder / f"lapel-{__version__}.dist-info"
    info.mkdir(parents=True, exist_ok=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: lapel\nVersion: {__version__}\n")
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    rows = [f"{name} = {place}" for name, place in settings["entry-points"]["mkdocs.plugins"].items()]
    (info / "entry_points.txt").write_text("\n".join(["[mkdocs.plugins]", *rows, ""]))
    return {"PYTHONPATH": os.pathsep.join([str(folder), str(ROOT)])}


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None: ...


def serve(folder: Path) -> tuple[http.server.ThreadingHTTPServer, str]:
    """Serves a folder on a free port; the address ends in a slash."""
    handler = functools.partial(_Quiet, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_address[1]}/"


SETTINGS = """\
site_name: Test
site_url: https://badges.example.org/net/
docs_dir: network
theme:
  name: material
  custom_dir: {root}/overrides
plugins: []
hooks:
  - {root}/hooks/catalogue.py
"""
"""mkdocs.yml of a network that lies elsewhere than the engine."""
