"""Lists that are too long for one page: in parts, and searched in small pieces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lapel.publish import publish
from lapel.published import Published
from lapel.stream import Settings
from tests.awarding import TEMPLATES, context_of, run
from tests.building import ROOT, serve
from tests.catalogues import ORGANISATION, badge, good, write
from tests.pages import violations

COUNT = 260


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    files: dict[str, str | bytes] = {
        f"badges/badge-{n:03d}/badge.md": badge(f"Number {n:03d}", f"tags: [{'garden' if n % 50 == 7 else 'work'}]\n")
        for n in range(COUNT)
    }
    files |= {f"network/organisations/org-{n}.md": ORGANISATION.format(name=f"Org {n:03d}") for n in range(COUNT)}
    root = write(tmp_path_factory.mktemp("network"), good() | files)
    site = tmp_path_factory.mktemp("site")
    settings = Settings(TEMPLATES[0], verifier=ROOT / "verifier/dist")
    publish(context_of(root), settings, Published(site))
    server, address = serve(site)
    yield site, address
    server.shutdown()


def test_a_long_list_has_pages_that_hold_all_of_it(large: tuple[Path, str]) -> None:
    site, _ = large
    for listing, folder in (("badges", "badges"), ("organisations", "organisations")):
        seen, path = [], f"{listing}/"
        while path:
            text = (site / path / "index.html").read_text(encoding="utf-8")
            assert len(text) < 200_000
            seen += re.findall(rf'class="card-name"><a href="[^"]*/{folder}/([^/"]+)/"', text)
            after = re.search(r'rel="next" href="[^"]*?((?:badges|organisations)/all/\d+/)"', text)
            path = after[1] if after else ""
        expected = {one.name for one in (site / folder).iterdir() if one.is_dir() and one.name != "all"}
        assert sorted(expected) == sorted(seen)


def test_every_page_a_browser_loads_stays_bounded(large: tuple[Path, str]) -> None:
    site, _ = large
    pages = {page.relative_to(site).as_posix(): page.stat().st_size for page in site.rglob("*.html")}
    alone = {"desk/cell.html", "desk/desk.html"}  # a program each, which does not grow with a list
    assert {} == {path: size for path, size in pages.items() if size > 250_000 and path not in alone}


def test_words_and_filters_ask_the_index_and_find_what_is_on_other_pages(large: tuple[Path, str], page: Page) -> None:
    _, address = large
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    page.goto(f"{address}badges/")
    expect(page.locator("#filter-count")).to_have_text(f"{COUNT + 2} badges")
    assert not any("pagefind" in url for url in sent)
    page.locator("#filter-words").fill("Number 257")
    expect(page.locator("#found a").first).to_have_text("Number 257")
    expect(page.locator("#found-whole")).to_be_hidden()
    page.locator("#filter-words").fill("")
    page.get_by_label("Topic").select_option("garden")
    expect(page.locator("#filter-count")).to_have_text("6 badges")
    assert "tag=garden" in page.url
    page.reload()
    expect(page.locator("#found .card")).to_have_count(6)
    page.get_by_role("button", name=re.compile("Show all|Clear|Remove", re.IGNORECASE)).click()
    expect(page.locator("#found-whole")).to_be_visible()
    page.get_by_role("link", name="Next page").click()
    assert page.url.endswith("/badges/all/2/")


def test_more_is_shown_when_somebody_asks(large: tuple[Path, str], page: Page) -> None:
    _, address = large
    page.goto(f"{address}badges/?tag=work")
    expect(page.locator("#found .card")).to_have_count(24)
    page.get_by_role("button", name="Show more").click()
    expect(page.locator("#found .card")).to_have_count(48)
    assert "A" == page.evaluate("() => document.activeElement.tagName")


def test_without_an_index_the_pages_are_there(large: tuple[Path, str], page: Page) -> None:
    _, address = large
    page.route("**/pagefind/**", lambda route: route.abort())
    page.goto(f"{address}badges/?tag=work")
    expect(page.locator("#filter-count")).to_contain_text("cannot be searched at the moment")
    expect(page.locator("#found-whole")).to_be_visible()


@pytest.mark.parametrize("path", ["badges/", "badges/all/2/", "organisations/", "join/"])
def test_long_lists_are_accessible(large: tuple[Path, str], page: Page, axe: str, path: str) -> None:
    _, address = large
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(address + path)
    assert [] == violations(page, axe)


def test_a_badge_page_does_not_grow_with_its_awards(network: Path, tmp_path: Path) -> None:
    sizes = []
    for batch, count in (("few", 6), ("many", 300)):
        people = "name,email\n" + "".join(f"P{n},{batch}{n}@example.org\n" for n in range(count))
        run(network, "first", people=people, batch=batch, completion=False)
        publish(context_of(network), Settings(TEMPLATES[0]), Published(tmp_path / batch), search=False)
        sizes.append((tmp_path / batch / "badges/first/index.html").stat().st_size)
    assert abs(sizes[1] - sizes[0]) < 20


def test_a_filter_without_words_loads_a_small_part_of_the_index(large: tuple[Path, str], page: Page) -> None:
    site, address = large
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    page.goto(f"{address}organisations/?role=issuer")
    page.goto(f"{address}badges/?tag=garden")
    expect(page.locator("#found .card")).to_have_count(6)
    asked = {url for url in sent if "/pagefind/index/" in url}
    assert len(asked) <= len(list((site / "pagefind/index").iterdir())) // 2
