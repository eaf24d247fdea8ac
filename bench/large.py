"""Catalogues of 1,000, 2,500 and 5,000 badges: check, build, and what a browser loads at a first visit and search."""

from __future__ import annotations

import functools
import http.server
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from . import synthetic
from .awards import ROOT

SIZES = [int(size) for size in os.environ.get("LAPEL_BENCH_LARGE", "1000,2500,5000").split(",")]
KILO = 1 << 20 if sys.platform == "darwin" else 1 << 10
"""Of what a system counts memory in, a megabyte has so many."""
sys.path.insert(0, str(ROOT / "scripts"))


class _Counting(http.server.SimpleHTTPRequestHandler):
    """Serves a site, and counts what it sends."""

    sent = 0
    protocol_version = "HTTP/1.1"

    def copyfile(self, source: Any, outputfile: Any) -> None:
        content = source.read()
        type(self).sent += len(content)
        outputfile.write(content)

    def log_message(self, *_: object) -> None:
        """Nothing."""


def table() -> Iterator[str]:
    (ROOT / ".cache").mkdir(exist_ok=True)
    yield "| badges | check | build | first visit | kB | first search | kB | a filter | kB |"
    yield "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    rows = []
    for size in SIZES:
        with tempfile.TemporaryDirectory(dir=ROOT / ".cache", prefix="large") as name:
            row = _measured(Path(name), size)
        rows.append(row)
        check, build, *rest = row
        cells = [f"{value:.2f} s" if number % 2 == 0 else f"{value / 1000:.0f}" for number, value in enumerate(rest)]
        yield f"| {size:,} | {check:.1f} s | {build:.1f} s | {' | '.join(cells)} |"
    if len(rows) > 1:
        per = [[value / size for value in row[:2]] for row, size in zip(rows, SIZES, strict=True)]
        yield ""
        yield (
            f"A badge of the largest takes {per[-1][0] / per[0][0]:.2f} times the check and "
            f"{per[-1][1] / per[0][1]:.2f} times the build of a badge of the smallest. "
            f"Memory: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / KILO:.0f} MB"
        )


def _measured(folder: Path, size: int) -> list[float]:
    root, site = folder / "network", folder / "site"
    synthetic.catalogue(root, size)
    (ROOT / ".cache/cache.sqlite").unlink(missing_ok=True)
    start = time.perf_counter()
    subprocess.run([sys.executable, "scripts/check.py", str(root)], cwd=ROOT, check=True, capture_output=True)
    check = time.perf_counter() - start
    start = time.perf_counter()
    command = [sys.executable, "scripts/build_outputs.py", str(site), "--root", str(root)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return [check, time.perf_counter() - start, *_visited(site)]


def _visited(site: Path) -> list[float]:
    """Seconds and bytes: of the first visit of the catalogue, of a first search there, of a filter."""
    from tools import browser as find

    handler = type("Counting", (_Counting,), {"sent": 0})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    found: list[float] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 360, "height": 740})

        def measure(act: Any) -> None:
            before, start = handler.sent, time.perf_counter()  # type: ignore[attr-defined]
            act()
            found.extend([time.perf_counter() - start, handler.sent - before])  # type: ignore[attr-defined]

        measure(lambda: page.goto(f"http://127.0.0.1:{server.server_address[1]}/badges/", wait_until="networkidle"))

        def answered() -> None:
            """Waits for another answer than the one that is shown."""
            page.wait_for_function(
                "() => { const said = document.getElementById('filter-count').textContent;"
                " const old = window.saidBefore ?? ''; const found = document.querySelector('#found:not([hidden]) a');"
                " if (!found || said === old) return false; window.saidBefore = said; return true; }"
            )
            page.wait_for_load_state("networkidle")

        def search() -> None:
            page.locator("#filter-words").fill("garden manager")
            answered()

        measure(search)

        def choose() -> None:
            page.locator("#filter-words").fill("")
            page.locator("#filter-level").evaluate(
                "(one) => { one.value = 'starter'; one.dispatchEvent(new Event('change', {bubbles: true})); }"
            )
            answered()

        measure(choose)
        browser.close()
    server.shutdown()
    return found
