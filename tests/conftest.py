"""What tests share: the sample site, built once, served at its own path, and a real Chromium."""

from __future__ import annotations

import csv
import fcntl
import functools
import io
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from lapel.load import load, read_site
from lapel.load.site import Site
from lapel.model import Catalogue
from lapel.pictures import qr_batch, raster
from tests import catalogues
from tests.awarding import AWKWARD_NAME, issuing_network, publish, run
from tests.building import BUILD_DAY, ROOT, mkdocs, serve

sys.path.insert(0, str(ROOT / "scripts"))
# Hundreds of tests publish a small network, and the same few pictures and codes were most of their time.
raster.png = functools.lru_cache(maxsize=512)(raster.png)
qr_batch._draw = functools.lru_cache(maxsize=4096)(qr_batch._draw)


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


@pytest.fixture
def network(small: Path) -> Path:
    """The small catalogue with a key, a badge that ends, and a pathway."""
    return issuing_network(small)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample site, as ``make site`` builds it: once for all processes of a run, so no test may change it."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    target = shared / "sample-site"
    with (shared / "sample-site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not target.is_dir():
            made = shared / "sample-site.part"
            done = mkdocs(ROOT, "build", "--quiet", "--site-dir", str(made), **BUILD_DAY)
            assert (done.returncode, done.stderr) == (0, "")
            made.rename(target)
    return target


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
    """A real Chromium, the one of this machine. Nothing glides in it, unless a test asks: a click meets what stands."""
    from tools import browser as find

    path = find()
    assert path, "no Chromium: 'make test' installs it, or says what to install"
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=[*flags, "--disable-sync"])
        new_context, new_page = chromium.new_context, chromium.new_page
        chromium.new_context = lambda **more: new_context(**{"reduced_motion": "reduce", **more})  # type: ignore[method-assign]
        chromium.new_page = lambda **more: new_page(**{"reduced_motion": "reduce", **more})  # type: ignore[method-assign]
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def node() -> str:
    """Node: the machine's own, or the one in the Python environment."""
    found = shutil.which("node")
    assert found, "no Node: 'make test' installs it"
    return found


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def axe(root: Path) -> str:
    return (root / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")


@pytest.fixture
def award(network: Path, tmp_path: Path) -> Iterator[tuple[str, str, Path]]:
    """The address of an award page, the fragment of the private link, and the published folder."""
    report = run(network, "end", people=AWKWARD_NAME)
    assert report.folder
    (row,) = csv.DictReader(io.StringIO((report.folder / "letters.csv").read_text(encoding="utf-8-sig")))
    site = publish(network, tmp_path / "published")
    server, base = serve(site)
    yield f"{base}awards/{report.awards[0]}/", row["link"].partition("#")[2], site
    server.shutdown()
