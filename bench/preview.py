"""From a saved badge file to the page that shows it in a real browser, and a mistake that shows and goes away."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from playwright.sync_api import Page, sync_playwright

from . import synthetic
from .build import ROOT, memory

SIZES = (19, 1000)
ROUNDS = 5


@contextmanager
def served(folder: Path, port: int) -> Iterator[str]:
    """The preview of ``folder``, when its first build is done."""
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"]
    env = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    server = subprocess.Popen(command, cwd=folder, env=env, stderr=subprocess.PIPE, text=True)
    assert server.stderr
    for line in server.stderr:
        if "Serving on" in line:
            break
    else:
        raise SystemExit("the preview did not start")
    # What it says later must not fill the pipe.
    os.set_blocking(server.stderr.fileno(), False)
    try:
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.terminate()
        server.wait()


def saved_to_shown(page: Page, file: Path, number: int) -> float:
    """Seconds until the open page shows a word that was just written into ``file``."""
    text = file.read_text(encoding="utf-8")
    head, _, _ = text.partition("\nSaved ")
    start = time.perf_counter()
    file.write_text(f"{head}\nSaved number{number}.\n", encoding="utf-8")
    page.get_by_text(f"Saved number{number}.").wait_for(timeout=60_000)
    return time.perf_counter() - start


def table() -> Iterator[str]:
    sys.path.insert(0, str(ROOT / "scripts"))
    from tools import browser

    yield "| badges | saved to shown | a mistake is shown after | and gone after |"
    yield "| ---: | ---: | ---: | ---: |"
    for place, size in enumerate(SIZES):
        with tempfile.TemporaryDirectory(dir=memory()) as name:
            synthetic.catalogue(Path(name), size)
            file = Path(name) / "badges/badge-3/badge.md"
            with served(Path(name), 8731 + place) as address, sync_playwright() as playwright:
                chromium = playwright.chromium.launch(executable_path=browser(), args=["--no-sandbox"])
                page = chromium.new_page()
                page.goto(f"{address}badges/badge-3/")
                time.sleep(3)  # the search index is made beside the page
                times = [saved_to_shown(page, file, number) for number in range(ROUNDS)]
                text = file.read_text(encoding="utf-8")
                start = time.perf_counter()
                file.write_text(text.replace("level:", "levl:"), encoding="utf-8")
                page.get_by_text("unknown key 'levl'").or_(page.locator(".problems")).first.wait_for(timeout=60_000)
                shown = time.perf_counter() - start
                start = time.perf_counter()
                file.write_text(text, encoding="utf-8")
                page.locator(".problems").wait_for(state="detached", timeout=60_000)
                gone = time.perf_counter() - start
                chromium.close()
        yield f"| {size} | {median(times):.2f} s | {shown:.2f} s | {gone:.2f} s |"
