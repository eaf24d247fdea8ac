"""What stands on the first screen of a phone (360 × 740): the answer to the first question of who came here."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from lapel.model import Catalogue
from tests.pages import choose, genuine

PHONE = {"width": 360, "height": 740}
SHIFT = """window.shift = 0;
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) if (!one.hadRecentInput) window.shift += one.value;
}).observe({ type: "layout-shift", buffered: true });"""


@pytest.fixture
def phone(browser: Browser) -> Page:
    page = browser.new_page(viewport=PHONE)  # type: ignore[arg-type]
    page.add_init_script(SHIFT)
    return page


def bottom(page: Page, selector: str) -> float:
    box = page.locator(selector).first.bounding_box()
    assert box, selector
    return box["y"] + box["height"]


def test_a_badge_says_what_to_do_first_and_how_to_start(phone: Page, address: str, sample: Catalogue) -> None:
    late = {}
    for slug in (one.slug for one in sample.active):
        phone.goto(f"{address}badges/{slug}/")
        # The first way to start, and the first line of the first task.
        way, task = bottom(phone, ".start .ways > li"), phone.locator(".steps > li").first.bounding_box()
        assert task
        where = max(way, task["y"] + 28)
        if where > PHONE["height"]:
            late[slug] = where
    assert {} == late


def test_the_verifier_says_its_answer(phone: Page, address: str, site: Path) -> None:
    """Without scrolling: the page goes to the answer by itself, and the answer is what is read first."""
    phone.goto(f"{address}verify/")
    choose(phone, "badge.json", genuine(site).read_bytes())
    phone.wait_for_timeout(600)
    box = phone.locator(".report .verdict").bounding_box()
    assert box
    assert 0 <= box["y"]
    assert box["y"] + box["height"] <= PHONE["height"]


def test_an_award_says_its_verdict(phone: Page, address: str, site: Path) -> None:
    for folder in sorted((site / "awards").iterdir())[:6]:
        phone.goto(f"{address}awards/{folder.name}/")
        phone.wait_for_selector("#award-verdict[data-verdict]")
        assert bottom(phone, "#award-verdict .verdict") < PHONE["height"], folder.name


def test_the_head_of_a_page_is_one_row_and_its_menu_needs_no_script(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type]
    page = context.new_page()
    for path in ("", "about/", "badges/", "verify/"):
        page.goto(address + path)
        assert bottom(page, "header.top") < 64
        page.click("#menu-fold summary")
        assert page.locator("#menu-fold").get_by_role("link", name="Check a badge").is_visible()
    context.close()


def test_at_400_percent_the_head_is_under_a_third_of_the_screen(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 256})
    page.goto(address)
    assert bottom(page, "header.top") < 256 / 3
    page.close()


@pytest.mark.parametrize(
    "path", ["", "badges/", "badges/preparing-for-an-interview/", "verify/", "about/", "meetings/"]
)
def test_nothing_jumps_while_a_page_comes(phone: Page, address: str, path: str) -> None:
    phone.goto(address + path)
    phone.wait_for_timeout(800)
    assert 0.02 >= phone.evaluate("shift")


def test_nothing_jumps_when_the_verdict_comes(phone: Page, address: str, site: Path) -> None:
    phone.goto(f"{address}awards/{sorted((site / 'awards').iterdir())[0].name}/")
    phone.wait_for_selector("#award-verdict[data-verdict]")
    phone.wait_for_timeout(300)
    assert 0.02 >= phone.evaluate("shift")


def test_the_list_begins_with_what_one_can_begin_with(page: Page, address: str, sample: Catalogue) -> None:
    page.goto(f"{address}badges/")
    names = page.locator(".card h3").all_inner_texts()
    assert sorted(one.name for one in sample.active) == sorted(names)
    assert "Conference attendance: Work Ahead 2026" == names[-1]
    levels = {one.name: one.level for one in sample.active}
    first = [levels[name] for name in names[:5]]
    assert {"starter"} == set(first)
    assert not any(one.prerequisites for one in sample.active if one.name in names[:5])
