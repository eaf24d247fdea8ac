"""One's own badges on one's own device, and the page for a missing address."""

from __future__ import annotations

import io
import json
from urllib.parse import parse_qs

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from tests.pages import KINDS, open_more

AWARD = KINDS["award"]


def keep(page: Page, address: str) -> None:
    page.goto(address + AWARD)
    open_more(page)
    page.get_by_role("button", name="Keep it on this device").click()
    expect(page.locator("#award-status")).to_have_text("It is now in “My badges”")


def test_a_badge_that_was_kept_is_on_the_page_and_can_be_taken_away(page: Page, address: str) -> None:
    keep(page, address)
    page.goto(f"{address}mine/")
    card = page.locator("#mine-list .card")
    expect(card).to_have_count(1)
    assert address + AWARD == card.get_by_role("link").get_attribute("href")
    assert page.locator("#mine-none").is_hidden()
    page.on("dialog", lambda dialog: dialog.accept())
    card.get_by_role("button").click()
    expect(page.locator("#mine-list .card")).to_have_count(0)
    assert page.locator("#mine-none").is_visible()


def test_the_same_badge_is_kept_once(page: Page, address: str) -> None:
    keep(page, address)
    keep(page, address)
    page.goto(f"{address}mine/")
    expect(page.locator("#mine-list .card")).to_have_count(1)


def test_the_link_of_the_mail_is_added_with_its_name_behind_it(page: Page, address: str) -> None:
    page.goto(f"{address}mine/")
    link = f"{address}{AWARD}#name=Ada&salt={'0' * 32}"
    page.get_by_label("Add the link of a badge").fill(link)
    page.get_by_role("button", name="Add it").click()
    expect(page.locator("#mine-list .card")).to_have_count(1)
    assert link == page.locator("#mine-list a").get_attribute("href")


@pytest.mark.parametrize(
    "link",
    [
        "https://evil.example.org/awards/2datujoh3rfyn7hloqm3xhktx4/",
        "javascript:alert(1)//awards/2datujoh3rfyn7hloqm3xhktx4/",
        "../badges/managing-stress/",
        "awards/aaaaaaaaaaaaaaaaaaaaaaaaaa/",
        "",
        "x" * 1900,
    ],
)
def test_another_link_is_refused(page: Page, address: str, link: str) -> None:
    page.goto(f"{address}mine/")
    page.locator("#mine-link").fill(link)
    page.get_by_role("button", name="Add it").click()
    expect(page.locator("#mine-status")).to_have_text("That is not the link of a badge from this site.")
    expect(page.locator("#mine-list .card")).to_have_count(0)


@pytest.mark.parametrize(
    "stored",
    [
        "not json",
        "null",
        "{}",
        json.dumps([{"link": "javascript:alert(1)", "name": "x", "by": "", "image": ""}]),
        json.dumps([{"link": "https://evil.example.org/awards/2datujoh3rfyn7hloqm3xhktx4/", "name": "x"}]),
        json.dumps([None, 1, "x", [], {"link": 7}]),
    ],
)
def test_what_somebody_else_put_into_the_storage_is_not_shown(page: Page, address: str, stored: str) -> None:
    page.goto(f"{address}mine/")
    page.evaluate("text => localStorage.setItem('my-badges', text)", stored)
    page.reload()
    expect(page.locator("#mine-list .card")).to_have_count(0)
    assert page.locator("#mine-none").is_visible()


def test_a_browser_that_keeps_nothing_says_so(page: Page, address: str) -> None:
    page.add_init_script("Storage.prototype.setItem = () => { throw new Error('full') }")
    page.goto(address + AWARD)
    open_more(page)
    page.get_by_role("button", name="Keep it on this device").click()
    expect(page.locator("#award-status")).to_have_text("This browser keeps nothing. Save the link instead.")


def test_a_missing_address_is_searched_for(page: Page, address: str) -> None:
    page.route("**/badges/managing-my-stress/", lambda route: route.continue_(url=f"{address}404.html"))
    page.goto(f"{address}badges/managing-my-stress/")
    first = page.locator("#missing-results a").first
    first.wait_for()
    assert "Managing stress" in page.locator("#missing-results").inner_text()


def test_an_address_that_says_nothing_gets_no_list(page: Page, address: str) -> None:
    page.route("**/zz/%F0%9F/", lambda route: route.continue_(url=f"{address}404.html"))
    page.goto(f"{address}zz/%F0%9F/")
    expect(page.locator("#missing-status")).to_have_text("We found nothing like it. Try the search at the top.")


NAMED = f"#name=Ada&salt={'0' * 32}"


def links(page: Page) -> list[str]:
    found: list[str] = page.evaluate(
        "() => Object.entries(localStorage).filter(([key]) => key.startsWith('my-badges:'))"
        ".flatMap(([, text]) => JSON.parse(text).map((one) => one.link))"
    )
    return found


def test_the_link_with_the_name_is_never_replaced_by_the_plain_one(page: Page, address: str) -> None:
    page.goto(f"{address}mine/")
    page.get_by_label("Add the link of a badge").fill(address + AWARD + NAMED)
    page.get_by_role("button", name="Add it").click()
    expect(page.locator("#mine-list .card")).to_have_count(1)
    keep(page, address)
    assert [address + AWARD + NAMED] == links(page)


def test_a_name_that_was_not_proven_is_neither_kept_nor_sent(page: Page, address: str) -> None:
    page.goto(f"{address}{AWARD}{NAMED}")
    expect(page.locator("#award-name-wrong")).to_be_visible()
    open_more(page)
    page.get_by_role("button", name="Keep it on this device").click()
    expect(page.locator("#award-status")).to_have_text("It is now in “My badges”")
    assert [address + AWARD] == links(page)
    assert "Ada" not in (page.locator("#award-mail").get_attribute("href") or "")


def test_another_site_of_the_same_host_is_another_list(page: Page, address: str) -> None:
    page.goto(f"{address}mine/")
    other = address.replace("/below/", "/") + AWARD
    page.get_by_label("Add the link of a badge").fill(other)
    page.get_by_role("button", name="Add it").click()
    expect(page.locator("#mine-status")).to_have_text("That is not the link of a badge from this site.")
    keep(page, address)
    assert ["my-badges:/below/"] == page.evaluate(
        "() => Object.keys(localStorage).filter((key) => key.includes('badges'))"
    )


def test_somebody_shows_who_they_are_and_nothing_is_sent(page: Page, address: str) -> None:
    page.goto(f"{address}mine/")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    page.get_by_label("Your name").fill("Zoë & نسیم")
    page.get_by_label("Your email address").fill("zoe@example.org")
    page.get_by_role("button", name="Show my code").click()
    expect(page.get_by_alt_text("QR code with the name Zoë & نسیم")).to_be_visible()
    picture = Image.open(io.BytesIO(page.locator("#person-code").screenshot()))
    (code,) = zxingcpp.read_barcodes(picture)
    said = parse_qs(code.text.partition("#")[2])
    assert {"name": ["Zoë & نسیم"], "email": ["zoe@example.org"]} == said
    assert code.text.partition("#")[0].endswith("/mine/")
    assert not any("zoe" in url for url in sent if url.startswith("http"))
    page.get_by_label("Your name").fill("Other")
    expect(page.locator("#person-code")).to_be_hidden()
