"""The site in a real Chromium: nothing from elsewhere, search, filters, keyboard, small screens, paper."""

from __future__ import annotations

import io
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pypdf import PdfReader

from lapel.model import Catalogue
from tests.pages import KINDS


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def watch(page: Page) -> tuple[list[str], list[str]]:
    """The requests of a page, and what it complains of."""
    requests: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return requests, complaints


def test_a_page_asks_no_other_host_and_breaks_no_rule_of_its_own(page: Page, address: str) -> None:
    kinds = list(KINDS.items())
    for first in range(0, len(kinds), 5):  # others load while one is waited for until it is quiet
        opened = []
        for kind, place in kinds[first : first + 5]:
            one = page.context.new_page()
            opened.append((kind, one, *watch(one)))
            one.goto(address + place, wait_until="commit")
        for kind, one, requests, complaints in opened:
            one.wait_for_load_state("networkidle")
            assert {urlsplit(address).netloc} == {urlsplit(url).netloc for url in requests}, kind
            assert [] == complaints, kind
            one.close()
        assert [] == page.context.cookies(), kinds[first]


def test_the_search_is_fetched_only_when_somebody_searches(page: Page, address: str) -> None:
    requests, complaints = watch(page)
    page.goto(f"{address}badges/managing-stress/", wait_until="networkidle")
    assert [] == [url for url in requests if "pagefind" in url or url.endswith("search.js")]
    page.keyboard.press("/")
    expect(page.get_by_role("dialog", name="Search this site")).to_be_visible()
    expect(page.get_by_label("What are you looking for?")).to_be_focused()
    page.keyboard.type("interview")
    expect(page.locator("#search-status")).to_contain_text("found")
    expect(page.locator("#search-results a").first).to_contain_text("Preparing for an interview")
    assert any("pagefind" in url for url in requests)
    assert {urlsplit(address).netloc} == {urlsplit(url).netloc for url in requests}
    assert [] == complaints
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{address}badges/preparing-for-an-interview/")


@pytest.mark.parametrize(
    ("words", "kind", "title"),
    [
        ("tenancy", "Badge", "Tenancy readiness"),
        ("four days", "Pathway", "Introduction to Work"),
        ("bakery packing", "Organisation", "Larkfield Foods"),
        ("evidence aloud", "Meeting", "Writing good evidence"),
        ("screen reader", "Guide", "Reading this site in your language"),
        ("safe place", "Network", "About this network"),
        ("apprenticeships technical", "Map", "Who does what"),
        ("job adverts", "News", "Larkfield Foods joins us"),
        ("supervision", "Guide", "For managers and support workers"),
        ("took on at a meeting", "Actions", "Actions: what we said we would do"),
        ("moments that count", "Guide", "Start using badges"),
    ],
)
def test_every_kind_of_page_can_be_found(page: Page, address: str, words: str, kind: str, title: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="Search").click()
    page.get_by_label("What are you looking for?").fill(words)
    found = page.locator("#search-results li").filter(has=page.get_by_role("link", name=title, exact=True)).first
    expect(found.locator(".search-kind")).to_have_text(kind)


def test_searching_for_nothing_and_for_nonsense_says_so(page: Page, address: str) -> None:
    page.goto(address)
    page.keyboard.press("/")
    page.keyboard.type("zzqxk")
    expect(page.locator("#search-status")).to_have_text("Nothing found. Try another word, or fewer words.")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_a_search_that_cannot_load_says_so(page: Page, address: str) -> None:
    page.route("**/pagefind/**", lambda route: route.abort())
    page.goto(address)
    page.keyboard.press("/")
    page.keyboard.type("work")
    expect(page.locator("#search-status")).to_contain_text("did not load")


def test_filters_live_in_the_address_bar(page: Page, address: str) -> None:
    page.goto(f"{address}badges/")
    page.get_by_label("Topic").select_option("money")
    expect(page).to_have_url(f"{address}badges/?tag=money")
    expect(page.locator("#filter-count")).to_have_text("2 badges")
    page.goto(f"{address}badges/?organisation=harbour-learning-centre&level=starter&tag=nonsense")
    assert ["Digital basics for job seekers"] == page.locator(".card:visible h3").all_inner_texts()
    expect(page.locator("#filter-count")).to_have_text("1 badge")
    page.get_by_label("No other badge needed first").check()
    expect(page).to_have_url(f"{address}badges/?organisation=harbour-learning-centre&level=starter&first=none")
    page.get_by_label("Time").select_option("longer")
    expect(page.locator("#filter-count")).to_have_text("No badge fits all of these. Remove one choice.")
    page.get_by_role("button", name="Clear filters").click()
    expect(page).to_have_url(f"{address}badges/")
    expect(page.locator("#filter-count")).to_have_text("17 badges")


def test_every_filter_agrees_with_the_data(page: Page, address: str, sample: Catalogue) -> None:
    for tag in {tag for badge in sample.active for tag in badge.tags}:
        page.goto(f"{address}badges/?tag={tag.replace(' ', '+')}")
        expected = {badge.name for badge in sample.active if tag in badge.tags}
        assert expected == set(page.locator(".card:visible h3").all_inner_texts()), tag


def test_without_script_the_catalogue_is_a_plain_list(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}badges/")
    assert 17 == page.locator(".card:visible").count()
    assert 0 == page.locator("form:visible, button:visible").count()
    context.close()


def test_the_reader_chooses_dark_or_light_and_it_stays(page: Page, address: str) -> None:
    ground = "() => getComputedStyle(document.body).backgroundColor"
    page.goto(address)
    light = page.evaluate(ground)
    switch = page.get_by_role("button", name="Dark colours")
    expect(switch).to_have_attribute("aria-pressed", "false")
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "true")
    dark = page.evaluate(ground)
    assert light != dark
    page.goto(f"{address}badges/")
    assert dark == page.evaluate(ground)


def test_the_keyboard_alone_reaches_the_content_and_the_start(page: Page, address: str) -> None:
    page.goto(f"{address}badges/managing-stress/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    reached = []
    for _ in range(8):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("() => document.activeElement.textContent.trim()"))
        outline = page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
        assert "none" != outline, reached[-1]
    assert any(one.startswith("Email") for one in reached)


def test_nothing_sticks_out_at_400_percent_zoom(browser: Browser, address: str) -> None:
    # 1280 pixels at 400 % are 320 (WCAG 2.2, 1.4.10).
    context = browser.new_context(viewport={"width": 320, "height": 256})
    page = context.new_page()
    wide = []
    for kind, place in KINDS.items():
        page.goto(address + place)
        for direction in ("ltr", "rtl"):
            page.evaluate("direction => { document.documentElement.dir = direction; }", direction)
            if page.evaluate("() => document.documentElement.scrollWidth") > 320:
                wide.append((kind, direction))
    context.close()
    assert [] == wide


@pytest.mark.parametrize(
    "slug", ["getting-started-with-badges", "helping-someone-earn-a-badge", "conference-attendance"]
)
def test_a_poster_prints_on_exactly_one_sheet_of_a4(page: Page, address: str, slug: str) -> None:
    page.goto(f"{address}badges/{slug}/poster/", wait_until="networkidle")
    sheets = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert 1 == len(sheets)
    assert (595, 842) == (round(float(sheets[0].mediabox.width)), round(float(sheets[0].mediabox.height)))
    assert f"/badges/{slug}/" in sheets[0].extract_text().replace("\n", "")


def test_every_poster_holds_what_it_says(page: Page, address: str, sample: Catalogue) -> None:
    for slug in sample.badges:
        page.goto(f"{address}badges/{slug}/poster/", wait_until="networkidle")
        cut = "() => { const s = document.querySelector('.sheet'); return s.scrollHeight - s.clientHeight; }"
        assert page.evaluate(cut) <= 0, slug


def test_the_longest_poster_still_fits(page: Page, address: str) -> None:
    page.goto(f"{address}badges/tenancy-readiness/poster/", wait_until="networkidle")
    page.evaluate(
        """() => {
          document.querySelector('.sheet').classList.add('long');
          document.querySelector('.sheet h1').textContent = 'Long name '.repeat(10);
          document.querySelector('.sheet-lead').textContent = 'A sentence that goes on. '.repeat(12);
          for (const item of document.querySelectorAll('.sheet li')) item.textContent = 'Many words. '.repeat(10);
        }"""
    )
    sheets = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert 1 == len(sheets)
    assert "/badges/tenancy-readiness/" in sheets[0].extract_text().replace("\n", "")
    assert (
        page.evaluate("() => { const s = document.querySelector('.sheet'); return s.scrollHeight - s.clientHeight; }")
        <= 0
    )


def test_a_badge_page_prints_without_the_menu(page: Page, address: str) -> None:
    page.goto(f"{address}badges/managing-stress/", wait_until="networkidle")
    text = "".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(page.pdf(format="A4"))).pages)
    assert "Who looks at it, and how?" in text
    assert "The group leader keeps a register" in text, "what is folded on a phone is open on paper"
    assert "Who we are" not in text


def test_a_screen_reader_hears_the_order_of_a_pathway(page: Page, address: str) -> None:
    page.goto(f"{address}pathways/introduction-to-work/")
    spoken = page.locator("main").aria_snapshot()
    order = [spoken.index(name) for name in ("Motivation", "Finding", "Preparing", "Managing money", "At the end")]
    assert sorted(order) == order
    assert 5 == page.locator("ol.road > li").count()


def test_every_badge_prints_on_two_sheets_at_most(browser: Browser, address: str, sample: Catalogue) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740})
    sheets = {}
    for slug in sample.badges:
        page.goto(f"{address}badges/{slug}/", wait_until="load")
        sheets[slug] = len(PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True))).pages)
    page.close()
    assert {} == {slug: count for slug, count in sheets.items() if count > 2}
