"""How fast pages are on a mid-range phone and a slow network, as Lighthouse simulates them; and how heavy they are."""

from __future__ import annotations

import functools
import gzip
import http.server
import json
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

from tests.building import BUILD_DAY, ROOT, mkdocs
from tests.pages import KINDS

sys.path.insert(0, str(ROOT / "scripts"))

PAGES = ("home", "catalogue", "badge", "award", "pathway in order", "map", "figures", "meetings", "about", "verify")
TEXTS = (".html", ".css", ".js", ".svg", ".json", ".xml", ".webmanifest")


class _Packed(http.server.SimpleHTTPRequestHandler):
    """Sends text packed, as every host of static pages does."""

    def log_message(self, *args: object) -> None: ...

    def do_GET(self) -> None:
        place = Path(self.translate_path(self.path))
        file = place / "index.html" if place.is_dir() else place
        if not file.is_file() or file.suffix not in TEXTS:
            super().do_GET()
            return
        body = gzip.compress(file.read_bytes(), 6)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(file)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=31536000")
        self.end_headers()
        self.wfile.write(body)


def table() -> Iterator[str]:
    from tools import browser

    yield "| page | performance | LCP | TBT | CLS | transferred |"
    yield "| --- | --- | --- | --- | --- | --- |"
    with tempfile.TemporaryDirectory() as folder:
        site, out = Path(folder) / "site", Path(folder) / "out.json"
        done = mkdocs(ROOT, "build", "--quiet", "--site-dir", str(site), **BUILD_DAY)
        if done.returncode:
            raise SystemExit(done.stderr)
        handler = functools.partial(_Packed, directory=str(site))
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        base = f"http://127.0.0.1:{server.server_address[1]}/"
        words = [str(shutil.which("node")), "scripts/lighthouse.mjs", str(browser()), str(out), "slow"]
        subprocess.run([*words, *(base + KINDS[kind] for kind in PAGES)], cwd=ROOT, check=True)
        server.shutdown()
        for kind, row in zip(PAGES, json.loads(out.read_text(encoding="utf-8")), strict=True):
            said = row["metrics"]
            yield (
                f"| {kind} | {row['scores']['performance']} | {said['lcp'] / 1000:.1f} s | {said['tbt']:.0f} ms "
                f"| {said['cls']:.3f} | {said['bytes'] / 1000:.0f} kB |"
            )
