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


@pytest.mark.parametrize("path", ["", "guides/for-employers/", "badges/tenancy-readiness/", "../404.html"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_words_of_a_button_have_another_colour_than_it(
    browser: Browser, address: str, path: str, scheme: str
) -> None:
    """Words in the very colour of their ground are no fault to axe: it takes them for hidden."""
    page = browser.new_page(color_scheme=scheme)
    page.goto(address + path)
    same = page.evaluate(
        "() => [...document.querySelectorAll('a.button')].filter(one => getComputedStyle(one).color"
        " === getComputedStyle(one).backgroundColor).map(one => one.textContent)"
    )
    assert [] == same
    page.close()
