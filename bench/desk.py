"""5,000 awards signed in a browser, beside ``lapel award`` with the same list; and what the first paint costs."""

from __future__ import annotations

import functools
import gzip
import http.server
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat
from playwright.sync_api import Page, sync_playwright

from lapel.issuing.plan import AwardRequest
from lapel.issuing.recipients import parse_recipients
from lapel.issuing.run import Order
from lapel.issuing.run import award as run_awards
from lapel.outputs import open_context
from lapel.stream import Settings

from .awards import KEY, ROOT, network

PASTE = """(field, text) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  field.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true}));
}"""
COUNT = int(os.environ.get("LAPEL_BENCH_DESK", "5000"))
PASSPHRASE = "a passphrase for the benchmark"  # noqa: S105 - of the benchmark's own key
sys.path.insert(0, str(ROOT / "scripts"))


class _Packed(http.server.SimpleHTTPRequestHandler):
    """Serves a site, and counts what it would send packed, as hosts do."""

    sent = 0

    def copyfile(self, source: Any, outputfile: Any) -> None:
        content = source.read()
        type(self).sent += len(gzip.compress(content, 6))
        outputfile.write(content)

    def log_message(self, *_: object) -> None:
        """Nothing."""


def table() -> Iterator[str]:
    (ROOT / ".cache").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=ROOT / ".cache", prefix="desk") as name:
        root, site = Path(name) / "network", Path(name) / "site"
        network(root)
        command = [sys.executable, "scripts/build_outputs.py", str(site), "--root", str(root)]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
        rows = "name,email\n" + "".join(f"Person Number{n},person{n}@example.org\n" for n in range(COUNT))
        command_line = _command(root, rows)
        first, browser = _browser(site, Path(name), rows)
    yield f"{COUNT:,} awards of one badge"
    yield ""
    yield "| what | seconds | awards a second |"
    yield "| --- | ---: | ---: |"
    yield f"| `lapel award`, with letters and files | {command_line:.1f} | {COUNT / command_line:,.0f} |"
    named = "the desk in Chromium, from the list to the links, with the key opened"
    yield f"| {named} | {browser:.1f} | {COUNT / browser:,.0f} |"
    yield ""
    yield f"The desk takes {browser / command_line:.2f} times as long. Its first paint costs {first / 1000:.0f} kB."


def _command(root: Path, rows: str) -> float:
    settings = Settings(ROOT / "overrides")
    context = open_context(root, settings, awards=False)
    order = Order(AwardRequest("org-0", ("badge-0",)), parse_recipients(rows.encode(), "people.csv"), "people.csv", "b")
    start = time.perf_counter()
    run_awards(context, settings.templates, order, lambda *_: KEY)
    return time.perf_counter() - start


def _browser(site: Path, folder: Path, rows: str) -> tuple[int, float]:
    from tools import browser as find

    key = folder / "key-1.pem"
    key.write_bytes(KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(PASSPHRASE.encode())))
    handler = type("Packed", (_Packed,), {"sent": 0})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{server.server_address[1]}/desk/", wait_until="networkidle")
        first = handler.sent  # type: ignore[attr-defined]
        taken = _signed(page, key, rows)
        browser.close()
    server.shutdown()
    return first, taken


def _signed(page: Page, key: Path, rows: str) -> float:
    page.locator("#desk-badges input[value='badge-0']").check()
    start = time.perf_counter()
    page.locator("#desk-paste").evaluate(PASTE, rows)
    page.locator("#desk-sign:not([disabled])").click(timeout=120_000)
    cell = page.frame_locator("#desk-cell")
    cell.locator("#cell-file").set_input_files(key)
    cell.locator("#cell-passphrase").fill(PASSPHRASE)
    cell.locator("#cell-passphrase").press("Enter")
    # The frame takes an answer only after the question has stood for a moment.
    sign = cell.locator("#cell-sign:not([disabled])")
    sign.wait_for(timeout=120_000)
    sign.press("Enter")
    page.locator("#desk-handing").wait_for(timeout=600_000)
    return time.perf_counter() - start
