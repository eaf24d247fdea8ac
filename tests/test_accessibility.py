"""axe-core finds nothing on any kind of page: small and large, light and dark."""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.sync_api import Browser

from tests.pages import COLOURS, KINDS, RUN, violations

Scheme = Literal["light", "dark"]


@pytest.mark.parametrize(("width", "scheme", "other"), [(360, "light", "dark"), (1280, "dark", "light")])
def test_axe_finds_nothing_on_any_kind_of_page(
    browser: Browser, address: str, axe: str, width: int, scheme: Scheme, other: Scheme
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    found = {}

    def look(kind: str) -> None:
        page.emulate_media(color_scheme=scheme)
        found[kind] = violations(page, axe)
        page.emulate_media(color_scheme=other)
        found[f"{kind}, {other}"] = page.evaluate(RUN, COLOURS)

    for kind, place in KINDS.items():
        page.goto(address + place)
        look(kind)
    page.goto(address)
    page.keyboard.press("/")
    page.keyboard.type("work")
    page.locator("#search-results a").first.wait_for()
    look("search")
    page.close()
    assert {} == {kind: faults for kind, faults in found.items() if faults}


SPACED = """p, li, dd, dt, h1, h2, h3, h4, a, button, label, td, th, summary, span {
  line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
p { margin-block-end: 2em !important; }"""
"""What readers may set without losing anything (WCAG 2.2, 1.4.12)."""


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_is_lost_with_more_space_in_the_text(browser: Browser, address: str, axe: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=True)
    page = context.new_page()
    found = {}
    for kind, place in KINDS.items():
        page.goto(address + place)
        page.add_style_tag(content=SPACED)
        wide = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
        cut = page.evaluate(
            "() => [...document.querySelectorAll('main :is(p, li, a, button, h1, h2, h3, summary)')]"
            ".filter(one => getComputedStyle(one).overflow === 'hidden' && !one.classList.contains('hidden-text')"
            " && one.scrollHeight > one.clientHeight + 2).map(one => one.textContent.trim().slice(0, 40))"
        )
        if kind != "poster" and (wide > 0 or cut):  # a poster is a sheet of paper
            found[kind] = (wide, cut)
    context.close()
    assert {} == found


ORDER = {
    "badge": ["Tenancy readiness", "How to start", "What you do", "What do I have to do exactly?", "Show it to others"],
    "award": ["How we checked", "Share this badge", "What it says about the person", "What was done to earn it"],
    "verify": ['heading "Check a badge"', "Choose a file", 'button "Check"', "What you can check here"],
    "catalogue": ["Badges", "Search the badges", "Topic", "Good to start with", "Digital basics for job seekers"],
}
"""What somebody who listens meets, one after the other."""


@pytest.mark.parametrize("kind", ORDER)
def test_who_listens_meets_the_parts_in_the_order_of_their_questions(browser: Browser, address: str, kind: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(address + KINDS[kind])
    if kind == "award":
        page.wait_for_selector("#award-verdict[data-verdict]")
    heard = page.locator("main").aria_snapshot()
    places = [heard.find(words) for words in ORDER[kind]]
    page.close()
    assert -1 not in places, (places, heard[:3000])
    assert sorted(places) == places


@pytest.mark.parametrize("kind", ["home", "badge", "catalogue", "join"])
def test_every_door_can_be_reached_and_opened_with_the_keyboard(browser: Browser, address: str, kind: str) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740})
    page.goto(address + KINDS[kind])
    wanted = page.evaluate(
        "() => [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]"
        ".filter(one => one.checkVisibility({ checkVisibilityCSS: true })).length"
    )
    seen = set()
    for _ in range(wanted + 5):
        page.keyboard.press("Tab")
        seen.add(
            page.evaluate(
                "() => { const all = [...document.querySelectorAll('*')]; return all.indexOf(document.activeElement) }"
            )
        )
    assert len(seen) >= wanted
    summary = page.locator("details.fold > summary").first
    if summary.count():
        summary.focus()
        page.keyboard.press("Enter")
        assert page.locator("details.fold").first.get_attribute("open") is not None
    page.close()


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
