"""The preview, as somebody who writes a badge meets it: in a real browser, beside their editor."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lapel.adapters.preview import problems_html
from lapel.model import Problem
from tests import catalogues
from tests.building import ROOT, SETTINGS

BUILT = 30_000
"""Milliseconds in which a page is built anew on a machine that does other things, too."""


@pytest.fixture
def preview(tmp_path: Path, page: Page) -> Iterator[tuple[str, Path]]:
    """The address of the preview of a small network, and its folder.

    It ends before the browser's pages do: Chromium may never close a page that is asked to reload in that moment.
    """
    root = catalogues.write(tmp_path, {**catalogues.good(), "mkdocs.yml": SETTINGS.format(root=ROOT)})
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"],
        cwd=root,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    )
    assert server.stderr
    said = ""
    for line in server.stderr:
        said += line
        if "Serving on" in line:
            break
    else:
        pytest.fail(said)
    os.set_blocking(server.stderr.fileno(), False)
    yield f"http://127.0.0.1:{port}/net/", root
    server.terminate()
    server.wait()


def eventually(page: Page, address: str, text: str) -> Page:
    """Another tab with the page, once it says ``text``.

    Not the same tab: the preview reloads that one when it likes, and a reload in the moment in which a test
    goes elsewhere takes its place, as it would for a person who clicks just then.
    """
    end = time.monotonic() + BUILT / 1000
    while text not in page.request.get(address).text():
        assert time.monotonic() < end, f"{address} never said {text!r}"
        time.sleep(0.2)
    tab = page.context.new_page()
    tab.goto(address)
    return tab


def test_a_saved_file_is_shown_and_a_mistake_stands_over_the_last_good_page(
    preview: tuple[str, Path], page: Page
) -> None:
    address, root = preview
    file = root / "badges/first/badge.md"
    good = file.read_text(encoding="utf-8")
    page.goto(f"{address}badges/first/")
    expect(page.locator("h1")).to_have_text("First", timeout=BUILT)
    file.write_text(good.replace("name: First", "name: The first of all"), encoding="utf-8")
    expect(page.locator("h1")).to_have_text("The first of all", timeout=BUILT)
    file.write_text(good.replace("assessment:", "asessment:"), encoding="utf-8")
    problems = page.get_by_role("alert")
    expect(problems).to_contain_text("badges/first/badge.md:8", timeout=BUILT)
    expect(problems).to_contain_text("did you mean 'assessment'?", timeout=BUILT)
    expect(page.locator("h1")).to_have_text("The first of all", timeout=BUILT)
    file.write_text(good, encoding="utf-8")
    expect(problems).to_have_count(0, timeout=BUILT)
    expect(page.locator("h1")).to_have_text("First", timeout=BUILT)
    # What a badge changes elsewhere follows.
    file.write_text(good.replace("name: First", "name: Renamed"), encoding="utf-8")
    expect(page.locator("h1")).to_have_text("Renamed", timeout=BUILT)
    second = eventually(page, f"{address}badges/second/", "Renamed")
    expect(second.get_by_role("link", name="Renamed")).to_be_visible()


def test_a_page_that_a_network_writes_for_itself_comes_and_goes(preview: tuple[str, Path], page: Page) -> None:
    address, root = preview
    (root / "network/story.md").write_text("# Our story\n\nOnce.\n", encoding="utf-8")
    story = eventually(page, f"{address}story/", "Once.")
    expect(story.locator("h1")).to_have_text("Our story", timeout=BUILT)
    (root / "network/story.md").write_text("# Our story\n\nTwice.\n", encoding="utf-8")
    expect(story.get_by_text("Twice.")).to_be_visible(timeout=BUILT)
    (root / "network/story.md").unlink()
    expect(story.locator("h1")).to_have_text("This page is not here", timeout=BUILT)
    assert page.request.get(f"{address}story/").status == 404


def test_a_problem_is_text_and_never_markup() -> None:
    shown = problems_html([Problem("badges/<b>/badge.md", 1, "has <script>alert(1)</script>", "html")])
    assert "<script>" not in shown
    assert "<b>" not in shown
