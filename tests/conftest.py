"""What tests share: the sample site, built once, served at its own path, and a real Chromium."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from lapel.load import load, read_site
from lapel.load.site import Site
from lapel.model import Catalogue
from tests import catalogues

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts"))


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def sample() -> Catalogue:
    """The sample network, as the public sees it."""
    return load(ROOT)


@pytest.fixture(scope="session")
def site_settings() -> Site:
    return read_site(ROOT / "mkdocs.yml")


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A folder with the smallest catalogue that has no problem."""
    return catalogues.write(tmp_path, catalogues.good())


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


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample site, as ``make site`` builds it."""
    target = tmp_path_factory.mktemp("site")
    done = mkdocs(ROOT, "build", "--quiet", "--site-dir", str(target), **BUILD_DAY)
    assert (done.returncode, done.stderr) == (0, "")
    return target


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None: ...


def serve(folder: Path) -> tuple[http.server.ThreadingHTTPServer, str]:
    """Serves a folder on a free port; the address ends in a slash."""
    handler = functools.partial(_Quiet, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_address[1]}/"


@pytest.fixture(scope="session")
def address(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the sample site is served: below a path, so that no link may start at the root."""
    outer = tmp_path_factory.mktemp("host")
    (outer / "below").symlink_to(site)
    for entry in site.iterdir():  # the page for a missing address links from the root
        (outer / entry.name).symlink_to(entry)
    server, base = serve(outer)
    yield f"{base}below/"
    server.shutdown()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium, the one of this machine."""
    from tools import browser as find

    path = find()
    assert path, "no Chromium: 'make test' installs it, or says what to install"
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=[*flags, "--disable-sync"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def node() -> str:
    """Node: the machine's own, or the one in the Python environment."""
    found = shutil.which("node")
    assert found, "no Node: 'make test' installs it"
    return found
