"""Every page in every language of the sample network: its addresses, its words, its direction."""

from __future__ import annotations

import gzip
import io
import json
import re
import shutil
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import yaml
from babel import Locale
from icalendar import Calendar
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from lapel.cli.checking import _found
from lapel.load.locales import languages
from lapel.strings import load_strings
from tests.building import ROOT, serve
from tests.pages import FURTHER, KINDS, SPOKEN, faults, open_more, violations
from tests.repository import git, no_base, save

BASE = "https://badges.example.org/"
RTL = ["ar", "fa"]
BADGE = "badges/writing-evidence-for-a-badge/"


class Head(HTMLParser):
    """What a page says of its languages."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.html: dict[str, str | None] = {}
        self.alternates: dict[str, str] = {}
        self.canonical = ""
        self.links: list[str] = []
        self.feed(file.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "html":
            self.html = said
        if tag == "link" and said.get("rel") == "alternate" and said.get("hreflang"):
            self.alternates[str(said["hreflang"])] = str(said["href"])
        if tag == "link" and said.get("rel") == "canonical":
            self.canonical = str(said["href"])
        if tag == "a":
            self.links.append(str(said.get("href")))


def file_of(site: Path, address: str) -> Path:
    return site / address.removeprefix(BASE) / "index.html"


def test_every_kind_of_page_names_all_its_languages_and_each_names_it_back(site: Path) -> None:
    """As search engines read ``hreflang``: complete, with the page itself, and the same from every side."""
    for path in SPOKEN.values():
        every: dict[str, dict[str, str]] = {}
        for tag in ["en-GB", *FURTHER]:
            prefix = "" if tag == "en-GB" else f"{tag}/"
            head = Head(site / prefix / path / "index.html")
            assert tag == head.html["lang"], path
            assert ("rtl" if tag in RTL else "ltr") == head.html["dir"]
            if head.canonical:
                assert f"{BASE}{prefix}{path}" == head.canonical
                every[tag] = head.alternates
        for tag, alternates in every.items():
            assert ["en-GB", *FURTHER, "x-default"] == list(alternates), path
            assert alternates["x-default"] == alternates["en-GB"]
            assert alternates == every["en-GB"], (path, tag)
            assert all(file_of(site, address).is_file() for address in alternates.values())


def test_no_link_of_a_page_in_a_further_language_leads_nowhere(site: Path) -> None:
    for tag in ("uk", "ar"):
        for kind, path in SPOKEN.items():
            here = site / tag / path
            for link in Head(here / "index.html").links:
                place = re.split("[?#]", link)[0]
                if not place or re.match("[a-z]+:", place):
                    continue
                target = (here / place).resolve()
                assert target.is_relative_to(site.resolve()), (kind, link)
                assert target.is_file() or (target / "index.html").is_file(), (kind, link)


def test_pages_lead_to_pages_of_their_own_language_and_to_documents_where_they_are_once(site: Path) -> None:
    links = Head(site / "uk" / BADGE / "index.html").links
    assert "../../../uk/badges/" in links
    assert "../../../badges/writing-evidence-for-a-badge/achievement.json" in links
    assert "../../../uk/badges/writing-evidence-for-a-badge/poster/" in links
    assert "../../../desk/" in links
    text = (site / "uk/guides/what-a-badge-is/index.html").read_text(encoding="utf-8")
    assert 'href="../../../uk/badges/getting-started-with-badges/"' in text


def test_addresses_in_texts_and_parts_of_a_page_are_found_in_every_language(site: Path) -> None:
    for tag in FURTHER:
        for file in (site / tag / "guides").glob("*/index.html"):
            html = file.read_text(encoding="utf-8")
            assert not re.search(r'href="\.[^"]*(?:mailto|&#)', html), file
            named = set(re.findall(r'<a href="#([^"]+)"', html))
            assert named <= set(re.findall(r' id="([^"]+)"', html)), file


def test_an_award_whose_criteria_did_not_change_does_not_say_so_in_another_language(site: Path) -> None:
    for award in (site / "uk/awards").iterdir():
        here = (site / "awards" / award.name / "index.html").read_text(encoding="utf-8")
        there = (award / "index.html").read_text(encoding="utf-8")
        assert here.count('<details class="text">') == there.count('<details class="text">'), award.name


def test_what_is_not_translated_says_which_language_it_is(site: Path) -> None:
    text = (site / "ar/organisations/open-door-skills/index.html").read_text(encoding="utf-8")
    assert '<span lang="en-GB" dir="ltr">' in text
    assert "هذا النص غير مترجم بعد" in text
    text = (site / "ar" / BADGE / "index.html").read_text(encoding="utf-8")
    assert "لم يقرأ هذا النص بعد شخص يتحدث العربية" in text
    for tag in FURTHER:
        for path in SPOKEN.values():
            assert not re.search("[\ue010-\ue012]|%EE%80%9", (site / tag / path / "index.html").read_text("utf-8")), (
                path
            )


def test_html_is_valid_in_every_language(root: Path, site: Path, node: str, tmp_path: Path) -> None:
    paths = [str(site / tag / path / "index.html") for tag in ("ar", "uk") for path in SPOKEN.values()]
    assert [] == faults(root, node, tmp_path / "report.json", *paths)


@pytest.mark.parametrize("tag", FURTHER)
def test_pages_are_accessible_in_every_language(address: str, page: Page, axe: str, tag: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    for kind in ("home", "catalogue", "badge", "award", "pathway in order", "map", "meetings", "verify", "poster"):
        page.goto(f"{address}{tag}/{KINDS[kind]}")
        assert [] == violations(page, axe), kind
        width = page.evaluate("() => [document.documentElement.scrollWidth, window.innerWidth]")
        assert width[0] <= width[1], kind


def test_one_tap_leads_from_a_badge_to_its_page_in_another_script(address: str, page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    for name, tag, title in (("Українська", "uk", "бейдж"), ("العربية", "ar", "كتابة دليل")):
        page.goto(f"{address}{BADGE}")
        link = page.locator(".in-languages").get_by_role("link", name=name)
        expect(link).to_be_in_viewport()
        page.evaluate("() => { location.hash = '#lp-earn'; }")
        link.click()
        expect(page).to_have_url(f"{address}{tag}/{BADGE}#lp-earn")
        assert tag == page.locator("html").get_attribute("lang")
        expect(page.locator("h1")).to_contain_text(title)
    page.locator("#language-fold summary").click()
    page.locator("#language-fold").get_by_role("link", name="English", exact=True).click()
    expect(page).to_have_url(f"{address}{BADGE}#lp-earn")


def test_the_language_of_the_browser_is_offered_in_one_line_and_never_forced(browser: Any, address: str) -> None:
    for locale, tag, expected in (("uk-UA", "", "українською"), ("en-GB", "", None), ("ar", "uk/", "بالعربية")):
        one = browser.new_context(locale=locale)
        page = one.new_page()
        page.goto(f"{address}{tag}{BADGE}")
        assert page.url == f"{address}{tag}{BADGE}"
        shown = page.locator("[data-offer]:visible")
        if expected is None:
            expect(shown).to_have_count(0)
        else:
            expect(shown).to_have_count(1)
            expect(shown).to_contain_text(expected)
        assert [] == one.cookies()
        one.close()


def test_the_verdict_of_an_award_is_read_in_dari(address: str, page: Page) -> None:
    page.goto(f"{address}fa/{KINDS['award']}")
    verdict = page.locator("#award-verdict[data-verdict]")
    expect(verdict).to_have_attribute("data-verdict", re.compile("genuine"), timeout=20_000)
    expect(verdict).to_contain_text("نشان")
    assert not re.search(r"[۰-۹]", page.locator(".award-facts").first.inner_text())
    page.locator("#award-verdict details summary").first.click()
    assert not re.search(r"\b[A-Z]{3,}_[A-Z]+\b|verifier\.", verdict.inner_text())


def test_words_of_each_language_are_found(address: str, page: Page) -> None:
    """Pagefind has an index for each language; Ukrainian and Dari have no stems there, and are found by their
    beginnings."""
    for tag, word in (("uk", "співбесід"), ("ar", "المقابلات"), ("pl", "rozmowy"), ("fa", "مصاحبه")):
        page.goto(f"{address}{tag}/")
        page.locator("#search-open").click()
        page.locator("#search-words").fill(word)
        expect(page.locator("#search-results a").first).to_be_visible(timeout=15_000)
        links = page.locator("#search-results a").evaluate_all("(all) => all.map((one) => new URL(one.href).pathname)")
        assert all(f"/{tag}/" in link for link in links), (tag, links)


def test_a_poster_in_two_languages_and_a_certificate_are_one_sheet_each(address: str, page: Page) -> None:
    for tag in ("ar", "uk"):
        page.goto(f"{address}{tag}/{BADGE}poster/")
        pdf = PdfReader(io.BytesIO(page.pdf(format="A4", print_background=True, prefer_css_page_size=True)))
        words = "".join(one.extract_text() for one in pdf.pages)
        assert 1 == len(pdf.pages), tag
        assert "Writing evidence for a badge" in words
        boxes = page.locator(".sheet").evaluate("(one) => [one.scrollHeight, one.clientHeight]")
        assert boxes[0] <= boxes[1] + 1, "something does not fit on the sheet"
    page.goto(f"{address}ar/{KINDS['award']}")
    page.wait_for_selector("#award-verdict[data-verdict]")
    page.evaluate("window.print = () => {}")
    open_more(page)
    page.locator("#award-print").click()
    page.emulate_media(media="print")
    pdf = PdfReader(io.BytesIO(page.pdf(format="A4", print_background=True)))
    assert 1 == len(pdf.pages)
    # The letters that are drawn: each has its own shape at the beginning, in the middle and at the end of a word.
    drawn = joined(page, "الشارة")
    assert drawn < joined(page, "ا ل ش ا ر ة")


def joined(page: Page, text: str) -> float:
    """How wide a word is drawn: letters that are joined are narrower than those that stand alone."""
    width: float = page.evaluate(
        """(text) => {
          const one = document.createElement('span');
          one.textContent = text.replaceAll(' ', '\u200c');
          one.style.cssText = 'font: 40px serif; position: absolute; width: max-content';
          document.body.append(one);
          const { width } = one.getBoundingClientRect();
          one.remove();
          return width;
        }""",
        text,
    )
    return width


def test_diagrams_are_read_from_the_other_side_too(address: str, page: Page) -> None:
    """The first group stands at the right, and no word leaves its box."""
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{address}ar/map/")
    places = page.locator(".map-wide a").evaluate_all(
        """(all) => all.map((one) => {
          const box = one.querySelector('rect').getBoundingClientRect();
          const texts = [...one.querySelectorAll('text')].map((each) => each.getBoundingClientRect());
          return [box.left, texts.every((each) => each.left >= box.left - 1 && each.right <= box.right + 1)];
        })"""
    )
    assert places[0][0] > places[1][0]
    assert all(inside for _, inside in places)


def test_calendar_and_feed_are_in_the_language_and_their_events_are_the_same(site: Path) -> None:
    here, there = (Calendar.from_ical((site / path).read_bytes()) for path in ("meetings.ics", "uk/meetings.ics"))
    known = {str(one["UID"]): one for one in here.walk("VEVENT")}
    for one in there.walk("VEVENT"):
        assert known[str(one["UID"])]["DTSTART"].dt == one["DTSTART"].dt
    assert re.search("[а-яіїє]{5}", str(next(iter(there.walk("VEVENT")))["SUMMARY"])) or known
    feed = (site / "uk/feed.xml").read_text(encoding="utf-8")
    assert 'xml:lang="uk"' in feed
    assert f"{BASE}uk/badges/" in feed
    assert "\ue010" not in feed


def test_documents_name_their_languages(site: Path) -> None:
    here = json.loads((site / BADGE / "achievement.json").read_bytes())
    assert "en-GB" == here["inLanguage"]
    spoken = {one["inLanguage"]: one["id"] for one in here["related"] if "inLanguage" in one}
    # The standard has no word for easy English: that says of itself that it is English.
    named = [tag for tag in FURTHER if "-x-" not in tag]
    assert {tag: f"{BASE}{BADGE}achievement.{tag}.json" for tag in named} == spoken
    assert "en" == json.loads((site / BADGE / "achievement.en-x-easy.json").read_bytes())["inLanguage"]
    uk = json.loads((site / BADGE / "achievement.uk.json").read_bytes())
    assert ("uk", f"{BASE}{BADGE}achievement.uk.json") == (uk["inLanguage"], uk["id"])
    assert f"{BASE}uk/{BADGE}" == uk["criteria"]["id"]
    assert {"en-GB", "ar", "fa", "pl"} == {one["inLanguage"] for one in uk["related"] if "inLanguage" in one}
    older = json.loads((site / BADGE / "badge.uk.json").read_bytes())
    assert "uk" == older["@language"]
    assert {f"{BASE}{BADGE}badge.json"} < {one["id"] for one in older["related"]}


def test_a_changed_english_task_names_the_translations_that_are_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_base(monkeypatch)
    for name in ("badges", "network"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    (tmp_path / ".gitignore").write_text("/outbox/\n/.cache/\n")
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    save(tmp_path)
    source = tmp_path / BADGE / "badge.md"
    text = source.read_text(encoding="utf-8")
    task = re.search(r"  - name: (.+)", text)
    assert task
    source.write_text(text.replace(task[1], "Do something else.", 1), encoding="utf-8")
    found = _found(tmp_path, None)
    assert [] == found.problems
    old = {one.path: one.text for one in found.reminders if one.code == "translation-old"}
    assert {f"{BADGE}badge.{tag}.md" for tag in FURTHER} == set(old)
    assert all("and is 'Do something else.'" in text for text in old.values())


@pytest.mark.parametrize("tag", languages(ROOT / "overrides/locales"))
def test_days_and_names_are_those_of_cldr(root: Path, tag: str) -> None:
    strings = load_strings(root / "overrides/locales", tag)
    locale = strings.locale
    assert locale.months["format"]["wide"][11] in strings.date(date(2026, 11, 3))
    assert strings.browser_locale.endswith("-u-ca-gregory-nu-latn")
    assert Locale.parse(tag).text_direction == strings.direction
    own = yaml.safe_load((root / f"overrides/locales/{tag}/site.yml").read_text(encoding="utf-8"))["languages"]
    assert sorted(set(own["alphabet"]), key=own["alphabet"].index) == list(own["alphabet"])


def test_names_are_sorted_by_the_alphabet_of_the_language() -> None:
    def order(tag: str, *names: str) -> list[str]:
        return sorted(names, key=load_strings(ROOT / "overrides/locales", tag).order)

    assert ["ґанок", "дім", "єнот", "жук", "ікло", "їжак", "йод"] == order(
        "uk", "йод", "їжак", "єнот", "ґанок", "ікло", "жук", "дім"
    )
    assert ["as", "ąc", "bok", "łza", "mak", "źle", "że"] == order("pl", "że", "źle", "mak", "łza", "bok", "ąc", "as")
    assert ["باغ", "پل", "چای", "گل"] == order("fa", "گل", "چای", "پل", "باغ")
    assert ["Élan", "Emma"] == order("en", "Emma", "Élan")


def test_the_first_visit_in_arabic_is_small(site: Path, page: Page) -> None:
    server, here = serve(site)
    sizes: dict[str, int] = {}

    def seen(response: Any) -> None:
        path = response.url.removeprefix(here).split("?")[0]
        file = site / path / "index.html" if path.endswith("/") or not path else site / path
        if file.is_file():
            packed = gzip.compress(file.read_bytes(), 6) if file.suffix != ".woff2" else file.read_bytes()
            sizes[path] = len(packed)

    page.on("response", seen)
    page.goto(f"{here}ar/{BADGE}")
    page.wait_for_timeout(800)
    server.shutdown()
    assert "assets/type-arabic.woff2" in sizes
    assert sum(sizes.values()) <= 90_000, sizes
