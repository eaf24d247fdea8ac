"""axe-core finds nothing on any kind of page: small and large, light and dark."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.pages import KINDS, violations


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_on_any_kind_of_page(
    browser: Browser, address: str, axe: str, width: int, scheme: str
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    found = {}
    for kind, place in KINDS.items():
        page.goto(address + place)
        found[kind] = violations(page, axe)
    page.goto(address)
    page.keyboard.press("/")
    page.keyboard.type("work")
    page.locator("#search-results a").first.wait_for()
    found["search"] = violations(page, axe)
    context.close()
    assert {} == {kind: faults for kind, faults in found.items() if faults}


def test_axe_would_notice_a_fault(browser: Browser, address: str, axe: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}badges/managing-stress/")
    page.evaluate("() => document.querySelector('.badge-image').removeAttribute('alt')")
    assert any("image-alt" in fault for fault in violations(page, axe))
    page.close()
