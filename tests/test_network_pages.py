"""The pages of the network in a real Chromium: what day it is, what a reader ticks, what prints."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pypdf import PdfReader

from lapel.model import Catalogue

NEXT = ["Writing good evidence", "Earn your first badge with us"]
NOTES = "Ask Mrs <b>Green</b>\nby May"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, accept_downloads=True)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def on(page: Page, day: str, address: str) -> Page:
    """The page, read on another day."""
    page.clock.set_fixed_time(day)
    page.goto(address)
    return page


def names(page: Page, kind: str) -> list[str]:
    return page.locator(f"[data-when={kind}] > li:visible :is(.card-name, .next-name)").all_inner_texts()


def test_upcoming_and_past_are_right_on_the_day_of_reading(page: Page, address: str) -> None:
    on(page, "2027-01-20T14:59:00Z", f"{address}meetings/")
    assert [NEXT[0]] == names(page, "next")
    assert [NEXT[1], "Badges on a CV", "One year on: do we continue?"] == names(page, "coming")
    assert ["What employers read first", "Our first meeting"] == names(page, "past")
    on(page, "2027-01-20T15:01:00Z", f"{address}meetings/")
    assert [NEXT[1]] == names(page, "next")
    assert ["Badges on a CV", "One year on: do we continue?"] == names(page, "coming")
    assert "Writing good evidence" == names(page, "past")[0]


def test_the_home_page_shows_the_meeting_that_is_next_on_the_day_of_reading(page: Page, address: str) -> None:
    for day, expected in (
        ("2026-11-22T12:00:00Z", "Start: Motivation and work habits"),
        ("2026-12-10T12:00:00Z", "Start: Managing money when you start work"),
        ("2027-01-19T12:00:00Z", "Writing good evidence"),
        ("2027-02-12T12:00:00Z", "Earn your first badge with us"),
        ("2027-02-18T12:00:00Z", "Badges on a CV"),
        ("2027-07-21T13:59:00Z", "One year on: do we continue?"),
        ("2027-07-21T14:01:00Z", None),
    ):
        on(page, day, address)
        shown = page.locator("#list-next li:visible a").all_inner_texts()
        assert expected == (shown[0] if shown else None), day
        assert len(shown) <= 3
        expect(page.get_by_text("The next meeting has no date yet.")).to_be_visible(visible=not expected)


def test_dates_to_be_confirmed_follow_the_calendar_of_the_reader(page: Page, address: str) -> None:
    on(page, "2026-11-22T12:00:00Z", f"{address}meetings/")
    shown = page.locator(".expected li:visible")
    assert ["May 2027: date to be confirmed"] == shown.all_inner_texts()
    on(page, "2027-05-31T22:30:00Z", f"{address}meetings/")
    assert ["May 2027: date to be confirmed"] == shown.all_inner_texts()
    on(page, "2027-05-31T23:30:00Z", f"{address}meetings/")  # in London it is June
    assert [] == shown.all_inner_texts()


def test_without_script_the_order_of_the_build_stands(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}meetings/")
    assert ["Writing good evidence"] == names(page, "next")
    assert "Questions from managers" in page.locator("section[aria-labelledby=lp-cancelled]").inner_text()
    assert "Our first meeting" == names(page, "past")[-1]
    assert 1 == page.locator(".expected li:visible").count()
    page.goto(f"{address}guides/start-using-badges/")
    assert 7 == page.locator("fieldset").count()
    assert 0 == page.locator("button:visible").count()
    page.goto(f"{address}organisations/")
    assert 6 == page.locator(".card:visible").count()
    context.close()


def test_the_home_page_says_when_a_review_is_due(page: Page, address: str) -> None:
    soon = page.get_by_text("On 21 July 2027 the members look back")
    due = page.get_by_text("The network was to be reviewed on 21 July 2027.")
    for day, expected in (
        ("2027-05-21", (0, 0)),
        ("2027-05-23", (1, 0)),
        ("2027-07-21", (1, 0)),
        ("2027-07-22", (0, 1)),
    ):
        on(page, f"{day}T12:00:00Z", address)
        assert expected == tuple(sum(one.is_visible() for one in found.all()) for found in (soon, due)), day


def test_a_planned_meeting_that_is_over_says_so(page: Page, address: str) -> None:
    over = page.get_by_text("This meeting is over.")
    on(page, "2027-01-20T14:30:00Z", f"{address}meetings/2027-01-20-writing-good-evidence/")
    expect(over).to_be_hidden()
    on(page, "2027-01-20T15:30:00Z", f"{address}meetings/2027-01-20-writing-good-evidence/")
    expect(over).to_be_visible()


def test_open_actions_of_all_meetings_stand_on_one_page(page: Page, address: str, sample: Catalogue) -> None:
    on(page, "2026-12-20T12:00:00Z", f"{address}meetings/actions/")
    actions = [action for meeting in sample.meetings.values() for action in meeting.actions]
    first, second = page.locator("table").all()
    open_ones = sorted((action for action in actions if action.done is None), key=lambda action: action.by)
    assert [action.what for action in open_ones] == first.locator("th[scope=row]").all_inner_texts()
    done = [action.what for action in actions if action.done]
    assert sorted(done) == sorted(second.locator("th[scope=row]").all_inner_texts())
    assert 1 == first.get_by_text("Overdue").locator("visible=true").count()
    expect(second.get_by_role("link", name="Our first meeting").first).to_be_visible()


def test_filters_of_the_members_live_in_the_address_bar(page: Page, address: str) -> None:
    page.goto(f"{address}organisations/")
    page.get_by_label("Sector").select_option("employer")
    expect(page).to_have_url(f"{address}organisations/?sector=employer")
    assert ["Larkfield Foods", "Meadowbank Care"] == page.locator(".card:visible h2").all_inner_texts()
    page.get_by_label("What it does").select_option("issuer")
    assert ["Meadowbank Care"] == page.locator(".card:visible h2").all_inner_texts()
    expect(page.locator("#filter-count")).to_have_text("1 member")
    page.goto(f"{address}organisations/?recognises=introduction-to-work&pledge=yes")
    assert ["Larkfield Foods", "Meadowbank Care"] == page.locator(".card:visible h2").all_inner_texts()
    expect(page.get_by_label("Has promised something to badge holders")).to_be_checked()


def test_recognition_is_shown_from_both_sides(page: Page, address: str) -> None:
    page.goto(f"{address}organisations/larkfield-foods/")
    looked_for = page.locator("section[aria-labelledby=lp-recognises]")
    expect(looked_for.get_by_role("link", name="Introduction to Work")).to_be_visible()
    page.goto(f"{address}badges/introduction-to-work/")
    by = page.locator("details:has(#lp-value) .fold-body > ul a")
    assert ["Larkfield Foods", "Meadowbank Care", "Open Door Skills"] == by.all_inner_texts()
    page.goto(f"{address}organisations/fenmarket-homes/")
    line = page.locator("section[aria-labelledby=lp-recognised-by] li", has_text="Larkfield Foods")
    expect(line).to_have_text("Larkfield Foods looks for Introduction to Work")


def test_a_checklist_remembers_what_the_reader_ticked_and_wrote(page: Page, address: str, tmp_path: Path) -> None:
    place = f"{address}guides/start-using-badges/"
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.method + (request.post_data or "")))
    page.goto(place)
    expect(page.get_by_text("Your ticks and notes stay on this device")).to_be_visible()
    expect(page.locator("#lp--progress")).to_have_text("0 of 7 steps done")
    page.get_by_label("Done (Say why you want badges)").check()
    page.get_by_label("Your notes (Agree on it in your organisation)").fill(NOTES)
    expect(page.locator("#lp--progress")).to_have_text("1 of 7 steps done")
    page.goto(address)
    page.goto(place)
    expect(page.get_by_label("Done (Say why you want badges)")).to_be_checked()
    expect(page.get_by_label("Your notes (Agree on it in your organisation)")).to_have_value(
        "Ask Mrs <b>Green</b>\nby May"
    )
    expect(page.locator("#lp--progress")).to_have_text("1 of 7 steps done")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a text file").click()
    download.value.save_as(tmp_path / "notes.txt")
    text = (tmp_path / "notes.txt").read_text(encoding="utf-8")
    assert "my-notes.txt" == download.value.suggested_filename
    assert "[x] 1. Say why you want badges\n[ ] 2. Name the goals you want to reach\n" in text
    assert "[ ] 3. Agree on it in your organisation\n    Ask Mrs <b>Green</b>\n    by May\n" in text
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Delete my ticks and notes").click()
    expect(page.locator("#lp--progress")).to_have_text("0 of 7 steps done")
    page.reload()
    expect(page.get_by_label("Your notes (Agree on it in your organisation)")).to_have_value("")
    assert {"GET"} == set(requests)


@pytest.mark.parametrize(
    "kept", ["{", '{"a":1}', '{"Say why you want badges":{"done":"yes","notes":7}}', '["x"]', "null"]
)
def test_odd_things_in_the_browsers_store_break_nothing(page: Page, address: str, kept: str) -> None:
    place = f"{address}guides/start-using-badges/"
    page.goto(place)
    page.evaluate("([key, kept]) => localStorage.setItem(key, kept)", [f"checklist:{urlsplit(place).path}", kept])
    page.reload()
    expect(page.locator("#lp--progress")).to_have_text("0 of 7 steps done")


def test_a_browser_that_keeps_nothing_says_so(page: Page, address: str) -> None:
    page.add_init_script("Storage.prototype.setItem = () => { throw new Error('full'); }")
    page.goto(f"{address}guides/start-using-badges/")
    page.get_by_label("Done (Say why you want badges)").check()
    expect(page.get_by_text("This browser keeps nothing.")).to_be_visible()


def test_three_ways_to_invite_somebody_to_a_badge(context: BrowserContext, address: str) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{address}badges/managing-stress/")
    page.get_by_role("button", name="Copy the link").click()
    expect(page.get_by_role("button", name="Link copied")).to_be_visible()
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert "https://badges.example.org/badges/managing-stress/" == copied
    expect(page.get_by_role("link", name="Open the poster (A4)")).to_be_visible()
    link = page.get_by_role("link", name="Write an invitation").get_attribute("href") or ""
    assert re.fullmatch(r"mailto:\?subject=[^&]*&body=[^&]*", link)
    letter = parse_qs(urlsplit(link).query, strict_parsing=True)
    assert ["A badge for you: Managing stress"] == letter["subject"]
    assert copied in letter["body"][0].split("\r\n")
    assert "+" not in unquote(link.partition("subject=")[2].partition("&")[0]).replace("A badge", "")
    page.goto(f"{address}badges/job-club-attendance/")
    expect(page.get_by_role("link", name="Write an invitation")).to_have_count(0)


def test_badges_with_evidence_have_a_checklist_for_helpers(page: Page, address: str, sample: Catalogue) -> None:
    page.goto(f"{address}badges/writing-evidence-for-a-badge/")
    page.get_by_role("link", name="Helping someone earn it?").click()
    boxes = page.locator(".tick-list input[type=checkbox]")
    expect(boxes).to_have_count(7)
    expect(page.get_by_label("Nobody can be identified from it. If somebody can, it is turned down.")).to_be_visible()
    part = page.locator("main")
    expect(part).to_contain_text("Then allow 28 days for the answer.")
    expect(part).to_contain_text("allow time to work on it and 28 days more")
    part.get_by_role("link", name="How to read evidence").click()
    expect(page.get_by_role("heading", name="5. Read the evidence before it is sent")).to_be_in_viewport()
    page.goto(f"{address}badges/motivation-and-work-habits/helping/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Helping someone earn")
    assert 0 == boxes.count()


@pytest.mark.parametrize(("width", "shown", "other"), [(360, "narrow", "wide"), (1280, "wide", "narrow")])
def test_the_map_is_a_picture_and_a_list(
    browser: Browser, address: str, sample: Catalogue, width: int, shown: str, other: str
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(f"{address}map/")
    assert sample.map
    expect(page.get_by_role("group", name="Picture of the map: Who does what")).to_have_count(1)
    expect(page.locator(f".map-{shown} svg")).to_be_visible()
    expect(page.locator(f".map-{other} svg")).to_be_hidden()
    letter = page.evaluate(
        """(kind) => { const text = document.querySelector(`.map-${kind} .band-name`);
        return parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a; }""",
        shown,
    )
    assert letter >= 11.5, "the words in the picture are too small to read"
    for group in sample.map.groups:
        item = page.locator(f"#group-{group.id}")
        page.locator(f'.map-{shown} a[href="#group-{group.id}"]').click()
        expect(item).to_have_attribute("open", "")
        assert list(group.does) == item.locator(".fold-body > ul > li").all_inner_texts(), "the box opens its words"
        for target in group.leadsTo:
            expect(item.locator(f'a[href="#group-{target}"]')).to_have_count(1)
    employers = page.locator("#group-employers")
    expect(employers.get_by_role("link", name="Meadowbank Care")).to_be_visible()
    context.close()


@pytest.mark.parametrize(
    ("place", "most"),
    [
        ("about/", 4),
        ("guides/start-using-badges/", 4),
        ("guides/for-managers-and-support-workers/", 4),
        ("guides/for-employers/", 2),
        ("guides/invite-people-to-a-badge/", 2),
        ("guides/how-introduction-to-work-uses-badges/", 4),
        ("meetings/2026-11-18-what-employers-read/", 2),
        ("figures/", 3),
        ("map/", 6),
    ],
)
def test_a_page_prints_on_a_few_sheets_without_its_buttons(page: Page, address: str, place: str, most: int) -> None:
    page.goto(address + place, wait_until="networkidle")
    sheets = PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True))).pages
    text = "\n".join(sheet.extract_text() for sheet in sheets)
    assert 1 <= len(sheets) <= most
    assert all(sheet.extract_text().strip() for sheet in sheets), "an empty sheet"
    for word in ("Save as a text file", "Delete my ticks", "Check a badge\n", "Search\n"):
        assert word not in text


@pytest.mark.parametrize("chosen", [None, "dark"])
def test_paper_is_white_for_those_who_read_in_dark(page: Page, address: str, chosen: str | None) -> None:
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(f"{address}figures/")
    page.evaluate("theme => { if (theme) document.documentElement.dataset.theme = theme; }", chosen)
    style = "([name, key]) => getComputedStyle(document.querySelector(name))[key]"
    assert "rgb(0, 0, 0)" == page.evaluate(style, ["body", "color"])
    assert "rgb(0, 0, 0)" == page.evaluate(style, [".diagram-name", "fill"])
    assert "rgb(255, 255, 255)" == page.evaluate(style, ["body", "backgroundColor"])


def test_nothing_that_is_said_only_on_some_days_is_found_by_the_search(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="Search").click()
    page.get_by_label("What are you looking for?").fill("reading evidence aloud meeting")
    expect(page.locator("#search-results a").first).to_be_visible()
    assert "This meeting is over" not in page.locator("#search-results").inner_text()


def test_every_sheet_of_the_checklist_has_room_for_notes(page: Page, address: str) -> None:
    page.goto(f"{address}guides/start-using-badges/", wait_until="networkidle")
    page.get_by_label("Your notes (Say why you want badges)").fill("We want to be seen")
    sheets = PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True))).pages
    text = " ".join(" ".join(sheet.extract_text() for sheet in sheets).split())
    for number, name in enumerate(("Say why", "Name the goals", "Agree on it", "Look at your programme"), 1):
        assert f"{number}. {name}" in text
    assert "We want to be seen" in text
