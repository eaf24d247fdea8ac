"""Makes the picture of the README from the built site: ``make screenshots``."""

from __future__ import annotations

import functools
import http.server
import io
import subprocess
import sys
import tempfile
import threading

from _root import ROOT
from PIL import Image
from playwright.sync_api import sync_playwright
from tools import browser

PLACE = "badges/tenancy-readiness/"
HEIGHT = 860


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None: ...


def main() -> None:
    """A criteria page on a large screen and, dark, on a phone."""
    with tempfile.TemporaryDirectory() as site, sync_playwright() as playwright:
        subprocess.run([sys.executable, "-m", "mkdocs", "-q", "build", "-d", site], cwd=ROOT, check=True)
        handler = functools.partial(_Quiet, directory=site)
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        chromium = playwright.chromium.launch(executable_path=browser(), args=["--no-sandbox", "--disable-gpu"])
        shots = []
        for width, scheme in ((1100, "light"), (390, "dark")):
            page = chromium.new_page(viewport={"width": width, "height": HEIGHT}, color_scheme=scheme)  # type: ignore[arg-type]
            page.goto(f"http://127.0.0.1:{server.server_address[1]}/{PLACE}", wait_until="networkidle")
            shots.append(Image.open(io.BytesIO(page.screenshot())))
        server.shutdown()
        chromium.close()
    picture = Image.new("RGB", (sum(shot.width for shot in shots) + 60, HEIGHT + 40), "#cfd6d2")
    x = 20
    for shot in shots:
        picture.paste(shot, (x, 20))
        x += shot.width + 20
    picture.quantize(128).save(ROOT / "docs" / "screenshot.png", optimize=True)
    print("docs/screenshot.png")


if __name__ == "__main__":
    main()
