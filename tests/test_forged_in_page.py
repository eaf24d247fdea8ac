"""Forgeries and honest badges in the built page, in a real Chromium, as other hosts answer it."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.building import ROOT
from tests.pages import saved

Row = dict[str, Any]


@pytest.fixture(scope="module")
def rows(node: str) -> list[Row]:
    """What ``verifier/test/fixtures.mjs`` signs now, with keys that are thrown away."""
    done = subprocess.run([node, "verifier/test/fixtures.mjs"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB", service_workers="block")
    yield context.new_page()
    context.close()


def serve(page: Page, row: Row) -> None:
    """Lets the hosts of a row answer, and the list of issuers of this site be the row's."""

    def answer(route: Route) -> None:
        document = row["pages"].get(route.request.url)
        if document is None:
            route.abort()
        else:
            route.fulfill(json=document, headers={"access-control-allow-origin": "*"})

    def listed(route: Route) -> None:
        if row["registry"] is None:
            route.fulfill(status=404)
        else:
            route.fulfill(json=row["registry"])

    page.unroute_all()
    page.route(re.compile("^https://"), answer)
    page.route("**/registry.json", listed)


def report(page: Page, row: Row) -> dict[str, Any]:
    if row["input"].startswith("https://"):
        page.locator("#verify-text").fill(row["input"])
        page.get_by_role("button", name="Check", exact=True).click()
    else:
        content = row["input"].encode()
        page.set_input_files("#verify-file", {"name": row["name"], "mimeType": "", "buffer": content})
    page.locator(".report .verdict").wait_for()
    page.locator("#verify-results[aria-busy]").wait_for(state="detached")
    found: dict[str, Any] = json.loads(saved(page, "Save the report"))
    return found


def test_every_row_has_its_verdict_in_the_page(page: Page, address: str, rows: list[Row]) -> None:
    assert len(rows) > 30
    different = []
    for row in rows:
        serve(page, row)
        page.goto(f"{address}verify/")
        found = report(page, row)
        if (row["verdict"], row["code"]) != (found["verdict"], found["code"]):
            different.append((row["name"], row["verdict"], row["code"], found["verdict"], found["code"]))
        if found["verdict"] != "genuine":
            assert page.locator(".verdict-genuine").count() == 0
        if row["name"].startswith("a changed badge"):
            assert [] == found["hosts"]
    assert [] == different, different


def test_a_badge_whose_host_refuses_browsers_is_checked_from_saved_files(
    page: Page, address: str, rows: list[Row]
) -> None:
    row = next(row for row in rows if row["name"] == "a copy with other words")
    serve(page, {**row, "pages": {}})
    page.goto(f"{address}verify/")
    copy = row["pages"]["https://api.cr.example/a.json"]

    def files(*documents: Any) -> list[dict[str, Any]]:
        return [
            {"name": f"{at}.json", "mimeType": "application/json", "buffer": json.dumps(one).encode()}
            for at, one in enumerate(documents)
        ]

    page.set_input_files("#verify-file", files(copy))  # type: ignore[arg-type]
    expect(page.locator(".report h2")).to_have_text("We could not check this badge.")
    needed = page.locator(".needed a")
    expect(needed).to_have_text(["https://api.cr.example/a.json", "https://api.cr.example/b.json"])
    expect(page.locator(".needed")).to_contain_text("api.cr.example")
    # The next document names the third address.
    page.set_input_files("#verify-file", files(row["pages"]["https://api.cr.example/b.json"]))  # type: ignore[arg-type]
    expect(needed).to_contain_text(["issuer.json"])
    page.set_input_files("#verify-file", files(row["pages"]["https://api.cr.example/issuer.json"]))  # type: ignore[arg-type]
    expect(page.locator(".report h2")).to_have_text("This badge is genuine, and there is something to know.")
    expect(page.locator(".report .verdict p")).to_contain_text("open the addresses and compare")
    expect(needed).to_have_count(3)
    found = json.loads(saved(page, "Save the report"))
    assert ("genuine-with-warning", "FROM_COPIES", "copies") == (
        found["verdict"],
        found["code"],
        found["proven"]["by"],
    )
