"""Pictures of every kind of page, at three widths, light and dark, for somebody to look at.

``python scripts/contact_sheet.py OUT [--site FOLDER] [--only badge]``. Without a folder the site is built first.
"""

from __future__ import annotations

import functools
import http.server
import io
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Annotated

import typer
from _root import ROOT
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, sync_playwright
from tools import browser

WIDTHS = (360, 768, 1280)
SCHEMES = ("light", "dark")
TALLEST = 6000
"""Pixels; what is longer is cut off, with the height in the label."""
KINDS = {
    "home": "",
    "catalogue": "badges/",
    "badge": "badges/introduction-to-work/",
    "poster": "badges/introduction-to-work/poster/",
    "pathways": "pathways/",
    "pathway": "pathways/{pathway}/",
    "award": "awards/{award}/",
    "verify": "verify/",
    "verify-answer": "verify/#url={base}awards/{award}/",
    "meetings": "meetings/",
    "meeting": "meetings/{meeting}/",
    "actions": "meetings/actions/",
    "about": "about/",
    "organisations": "organisations/",
    "organisation": "organisations/fenmarket-homes/",
    "map": "map/",
    "figures": "figures/",
    "news": "news/",
    "piece": "news/{news}/",
    "guides": "guides/",
    "guide": "guides/what-a-badge-is/",
    "case": "guides/how-introduction-to-work-uses-badges/",
    "checklist": "guides/start-using-badges/",
    "join": "join/",
    "propose": "propose/",
    "align": "align/",
    "desk": "desk/",
    "problems": "guides/problems/",
    "endorse": "endorse/",
    "data": "data/",
    "privacy": "privacy/",
    "accessibility": "accessibility/",
    "helping": "badges/introduction-to-work/helping/",
    "mine": "mine/",
    "design": "guides/design/",
    "missing": "404.html",
}
"""Kinds of page, each with an address; what stands in braces is the first folder of that kind."""


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None: ...


def addresses(site: Path, base: str) -> dict[str, str]:
    """The kinds of page that the site has, with their addresses below the root."""

    def first(folder: str) -> str:
        names = sorted(one.parent.name for one in (site / folder).glob("*/index.html"))
        return names[0] if names else ""

    words = {"pathway": first("pathways"), "award": first("awards"), "news": first("news"), "base": base}
    words["meeting"] = max((one.parent.name for one in (site / "meetings").glob("2*/index.html")), default="")
    found = {kind: place.format(**words) for kind, place in KINDS.items()}
    there = {kind: site / place.partition("#")[0] for kind, place in found.items()}
    return {
        kind: place for kind, place in found.items() if there[kind].is_file() or (there[kind] / "index.html").is_file()
    }


def sheet(chromium: Browser, kind: str, address: str, out: Path) -> None:
    """One picture of one kind of page: the widths beside each other, light above dark."""
    rows: list[list[Image.Image]] = []
    for scheme in SCHEMES:
        shots = []
        for width in WIDTHS:
            page = chromium.new_page(viewport={"width": width, "height": 740}, color_scheme=scheme)  # type: ignore[arg-type]
            page.goto(address, wait_until="load")
            page.wait_for_timeout(1200 if "awards/" in address else 250)
            shot: Image.Image = Image.open(io.BytesIO(page.screenshot(full_page=True)))
            (out / "full").mkdir(parents=True, exist_ok=True)
            shot.save(out / "full" / f"{kind}-{width}-{scheme}.png")
            shots.append(shot.crop((0, 0, width, min(shot.height, TALLEST))))
            page.close()
        rows.append(shots)
    heights = [max(shot.height for shot in shots) + 40 for shots in rows]
    whole = Image.new("RGB", (sum(WIDTHS) + 80, sum(heights)), "#8a938e")
    pen, y = ImageDraw.Draw(whole), 0
    for scheme, shots, height in zip(SCHEMES, rows, heights, strict=True):
        x = 20
        for width, shot in zip(WIDTHS, shots, strict=True):
            pen.text((x, y + 8), f"{kind}  {width}  {scheme}  {shot.height} px", fill="#000")
            whole.paste(shot, (x, y + 28))
            x += width + 20
        y += height
    whole.save(out / f"{kind}.png")


def main(
    out: Annotated[Path, typer.Argument(help="The folder to write the pictures into.")],
    site: Annotated[Path | None, typer.Option(help="A site that is built already.")] = None,
    only: Annotated[list[str] | None, typer.Option(help="Only this kind of page; may be given again.")] = None,
) -> None:
    """Makes the pictures."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as built, sync_playwright() as playwright:
        if site is None:
            subprocess.run([sys.executable, "-m", "mkdocs", "-q", "build", "-d", built], cwd=ROOT, check=True)
        folder = site or Path(built)
        handler = functools.partial(_Quiet, directory=str(folder))
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        base = f"http://127.0.0.1:{server.server_address[1]}/"
        chromium = playwright.chromium.launch(executable_path=browser(), args=["--no-sandbox", "--disable-gpu"])
        for kind, place in addresses(folder, base).items():
            if not only or kind in only:
                sheet(chromium, kind, base + place, out)
                print(out / f"{kind}.png")
        server.shutdown()
        chromium.close()


if __name__ == "__main__":
    typer.run(main)
