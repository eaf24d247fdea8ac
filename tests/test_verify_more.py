"""The page that checks badges: codes in pictures and certificates, a newer verifier, no script, a list of badges."""

from __future__ import annotations

import http.server
import io
import json
import re
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from lapel.pictures import qr
from tests.pages import choose, genuine

YEAR = "public, max-age=31536000, immutable"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    yield context.new_page()
    context.close()


def photo(address: str) -> Image.Image:
    """A picture with a code in it, as on a certificate."""
    code = Image.open(io.BytesIO(qr.qr_png(qr.qr_matrix(address)))).convert("RGB").resize((300, 300))
    sheet = Image.new("RGB", (1000, 700), "white")
    sheet.paste(code, (640, 360))
    return sheet


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "PDF"])
def test_the_code_in_a_picture_or_a_certificate_is_read(page: Page, address: str, site: Path, kind: str) -> None:
    stream = io.BytesIO()
    photo(f"https://badges.example.org/awards/{genuine(site).parent.name}/").save(stream, kind)
    page.goto(f"{address}verify/")
    mime = "application/pdf" if kind == "PDF" else f"image/{kind.lower()}"
    assert "This badge is genuine." == choose(page, f"certificate.{kind.lower()}", stream.getvalue(), mime)


def test_a_picture_without_a_code_and_a_broken_pdf_say_what_they_are(page: Page, address: str) -> None:
    stream = io.BytesIO()
    Image.new("RGB", (400, 400), "red").save(stream, "JPEG")
    page.goto(f"{address}verify/")
    for name, content, mime in (
        ("a.jpg", stream.getvalue(), "image/jpeg"),
        ("a.pdf", b"%PDF-1.7\n" + b"x" * 5000, "application/pdf"),
    ):
        assert "This is not a badge." == choose(page, name, content, mime)
        page.goto(f"{address}verify/")


def test_without_script_there_is_an_explanation_and_no_dead_form(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}verify/")
    expect(page.get_by_role("heading", name="This page needs JavaScript")).to_be_visible()
    expect(page.locator("#verify-form")).to_be_hidden()
    context.close()


def test_a_list_of_badges_shows_each_and_what_they_come_to(page: Page, address: str, site: Path) -> None:
    good = genuine(site).read_bytes()
    files = [
        {"name": "one.json", "mimeType": "", "buffer": good},
        {"name": "two.json", "mimeType": "", "buffer": good.replace(b"English for", b"Chinese for")},
        {"name": "three.txt", "mimeType": "", "buffer": b"Hello"},
    ]
    page.goto(f"{address}verify/")
    page.set_input_files("#verify-file", files)  # type: ignore[arg-type]
    status = page.locator("#verify-status")
    expect(status).to_have_text("3 badges: 1 genuine, 1 not valid, 1 not a badge.")
    row = page.locator("details.row", has_text="one.json").locator("summary")
    expect(row).to_contain_text("This badge is genuine. English for the workplace · ")
    expect(row).to_contain_text("2026")


def test_a_new_verifier_replaces_the_old_on_the_next_visit(browser: Browser, site: Path, tmp_path: Path) -> None:
    """Even where the host tells browsers to keep everything for a year."""
    shutil.copytree(site, tmp_path / "site")

    class Handler(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *words: Any) -> None:
            super().__init__(*words, directory=str(tmp_path / "site"))

        def end_headers(self) -> None:
            if not self.path.endswith(("/", ".html")):
                self.send_header("Cache-Control", YEAR)
            super().end_headers()

        def log_message(self, format: str, *words: Any) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/verify/"
    context = browser.new_context()
    page = context.new_page()
    page.goto(address)
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    for name in ("page.js", "worker.js"):
        script = tmp_path / "site/assets/verifier" / name
        script.write_text(script.read_text("utf-8") + f"\n;(globalThis.newer ??= []).push('{name}');", "utf-8")
    worker = tmp_path / "site/verify/sw.js"
    worker.write_text(re.sub(r'(version:")\w+', r"\1newer", worker.read_text("utf-8")), "utf-8")
    # The new build pins the new scripts, and gives them new addresses.
    html = tmp_path / "site/verify/index.html"
    text = re.sub(r' integrity="[^"]+"', "", html.read_text("utf-8"))
    html.write_text(re.sub(r"(page|worker)\.js\?\w+", r"\1.js?newer", text), "utf-8")
    page.close()
    page = context.new_page()
    page.goto(address)
    page.wait_for_function("globalThis.newer?.includes('page.js')")
    page.set_input_files("#verify-file", {"name": "a.json", "mimeType": "", "buffer": genuine(site).read_bytes()})
    page.locator(".report .verdict").wait_for()
    threads = [one.evaluate("globalThis.newer ?? []") for one in page.workers]
    assert threads
    assert [["worker.js"]] == threads
    context.close()
    server.shutdown()


def test_a_page_that_is_not_connected_says_so(page: Page, address: str, site: Path) -> None:
    page.goto(f"{address}verify/")
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    page.reload()
    page.context.set_offline(True)
    document = json.loads(genuine(site).read_bytes())
    page.set_input_files("#verify-file", {"name": "a.json", "mimeType": "", "buffer": json.dumps(document).encode()})
    page.locator(".report .verdict").wait_for()
    expect(page.locator("#verify-status")).to_contain_text("You are not connected")
    page.context.set_offline(False)
