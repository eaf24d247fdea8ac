"""Makes the pictures of the README and of docs/ from the built site: ``make screenshots``."""

from __future__ import annotations

import functools
import http.server
import io
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from _root import ROOT
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from tools import browser

from lapel.review.render import page as render
from lapel.review.summary import review
from lapel.stream import Settings

PLACE = "badges/tenancy-readiness/"
HEIGHT = 860
MEETING = """---
name: A day for employers
description: Two employers show how they read an application.
date: 2027-03-10
start: 14:00
duration: 2 hours
place: Fenmarket Library
town: Fenmarket
---
"""


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None: ...


def main() -> None:
    with tempfile.TemporaryDirectory() as site, sync_playwright() as playwright:
        subprocess.run([sys.executable, "-m", "mkdocs", "-q", "build", "-d", site], cwd=ROOT, check=True)
        handler = functools.partial(_Quiet, directory=site)
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_address[1]}/"
        chromium = playwright.chromium.launch(executable_path=browser(), args=["--no-sandbox", "--disable-gpu"])
        _save("screenshot.png", _readme(chromium, address))
        _save("align.png", [_align(chromium, address)])
        _save("review.png", [_review(chromium)])
        server.shutdown()
        chromium.close()


def _save(name: str, shots: list[Image.Image]) -> None:
    height = max(shot.height for shot in shots)
    picture = Image.new("RGB", (sum(shot.width + 20 for shot in shots) + 20, height + 40), "#cfd6d2")
    x = 20
    for shot in shots:
        picture.paste(shot, (x, 20))
        x += shot.width + 20
    picture.quantize(128).save(ROOT / "docs" / name, optimize=True)
    print(f"docs/{name}")


def _shot(page: Page) -> Image.Image:
    return Image.open(io.BytesIO(page.screenshot()))


def _readme(chromium: Browser, address: str) -> list[Image.Image]:
    """A criteria page on a large screen and, dark, on a phone."""
    shots = []
    for width, scheme in ((1100, "light"), (390, "dark")):
        page = chromium.new_page(viewport={"width": width, "height": HEIGHT}, color_scheme=scheme)  # type: ignore[arg-type]
        page.goto(address + PLACE, wait_until="networkidle")
        shots.append(_shot(page))
    return shots


def _align(chromium: Browser, address: str) -> Image.Image:
    """The page that finds an alignment, with one found and its lines."""
    page = chromium.new_page(viewport={"width": 900, "height": 900})
    page.goto(f"{address}align/")
    page.locator("#align-words").fill("online")
    page.locator("form#align button[type=submit]").click()
    page.locator("#align-0").check()
    return _shot(page)


def _review(chromium: Browser) -> Image.Image:
    """The review of a change of a badge of the sample: its words and its picture."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["git", "clone", "--quiet", "--depth=1", ROOT.as_uri(), folder], check=True)
        place = Path(folder, "badges/tenancy-readiness")
        text = (place / "badge.md").read_text(encoding="utf-8")
        text = text.replace("level: starter", "level: intermediate")
        body = text.rstrip("\n").split("\n")
        (place / "badge.md").write_text("\n".join([*body[:-1], body[-1] + " You say why."]) + "\n", encoding="utf-8")
        other = (ROOT / "badges/managing-stress/image.svg").read_text(encoding="utf-8")
        (place / "image.svg").write_text(other, encoding="utf-8")
        (Path(folder) / "network/meetings/2027-03-10-a-day-for-employers.md").write_text(MEETING, encoding="utf-8")
        found = review(Path(folder), Settings.of(Path(folder), preview=True), "HEAD")
        page = chromium.new_page(viewport={"width": 1000, "height": 1100})
        page.set_content(render(found))
        return _shot(page)


if __name__ == "__main__":
    main()
