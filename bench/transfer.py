"""What a first visit and a first search cost on the wire, beside plain Material, in a real Chromium."""

from __future__ import annotations

import functools
import gzip
import http.server
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from . import build, synthetic

sys.path.insert(0, str(build.ROOT / "scripts"))
SIZE = 2000
TYPES = (".html", ".css", ".js", ".json", ".svg")


class _Gzip(http.server.SimpleHTTPRequestHandler):
    """Compresses text as any host does."""

    def log_message(self, *args: object) -> None: ...

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        body = path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        if path.suffix in TYPES:
            body = gzip.compress(body, 6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class _Meter:
    """Adds up the bytes of all answers, heads and bodies, as they came over the wire."""

    def __init__(self, page: Page) -> None:
        self.total = 0
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.loadingFinished", lambda event: self.add(event["encodedDataLength"]))

    def add(self, count: float) -> None:
        self.total += int(count)


def table() -> Iterator[str]:
    from tools import browser

    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser(), args=["--no-sandbox", "--disable-gpu"])
        figures: dict[str, tuple[int, int]] = {}
        for kind, make in (("Lapel", synthetic.catalogue), ("plain MkDocs + Material", synthetic.plain)):
            folder = Path(name) / kind.split()[0]
            make(folder, SIZE)
            build.seconds(folder)
            handler = functools.partial(_Gzip, directory=str(folder / "site"))
            server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
            threading.Thread(target=server.serve_forever, daemon=True).start()
            page = chromium.new_page()
            meter = _Meter(page)
            page.goto(f"http://127.0.0.1:{server.server_address[1]}/badges/badge-1234/", wait_until="networkidle")
            page.wait_for_timeout(1500)
            visit = meter.total
            if kind == "Lapel":
                page.keyboard.press("/")
                page.keyboard.type("kitchen")
                page.locator("#search-results a").first.wait_for()
                page.wait_for_load_state("networkidle")
            figures[kind] = (visit, meter.total - visit)
            page.close()
            server.shutdown()
        chromium.close()
    base = figures["plain MkDocs + Material"][0]
    yield f"| {SIZE} badges, gzip | first visit to a criteria page | first search | visit ÷ plain |"
    yield "| --- | ---: | ---: | ---: |"
    for kind, (visit, search) in figures.items():
        words = f"{search / 1000:.0f} kB" if search else "in the visit"
        yield f"| {kind} | {visit / 1000:.0f} kB | {words} | {visit / base:.2f} |"
