"""The built site: what was promised is there, and every link leads somewhere."""

from __future__ import annotations

import json
import posixpath
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lapel.ledger.stored_awards import StoredAward, read_stored
from lapel.model import Catalogue
from lapel.model.vocabulary import Status
from lapel.reference.page import fields_guides

BASE = "https://badges.example.org/"


class Reader(HTMLParser):
    """Gathers the links, the loaded files and the ids of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.ids: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            self.attributes.append((name, value or ""))
            if name == "id":
                self.ids.append(value or "")
            if name == "href" and tag == "a":
                self.links.append(value or "")
            elif name in ("src", "href", "srcset", "poster", "data", "action") and (tag, name) != ("a", "href"):
                self.loads.append(value or "")


def pages(site: Path) -> dict[str, Reader]:
    return {
        file.relative_to(site).as_posix(): Reader(file.read_text(encoding="utf-8")) for file in site.rglob("*.html")
    }


def promised(sample: Catalogue) -> set[str]:
    """Every address of the design that this issue of the site promises."""
    paths = {"index.html", "badges/index.html", "index.json", "meetings/index.html", "404.html"}
    for slug in sample.badges:
        names = ("index.html", "badge.json", "achievement.json", "image.svg", "image.png", "qr.svg", "qr.png")
        paths |= {f"badges/{slug}/{name}" for name in (*names, "poster/index.html")}
    paths |= {f"pathways/{slug}/index.html" for slug in sample.pathways}
    for slug in sample.organisations:
        paths |= {f"organisations/{slug}/{name}" for name in ("index.html", "issuer.json", "profile.json", "did.json")}
    for one in read_stored(sample.root):
        assert isinstance(one, StoredAward)
        paths |= {f"awards/{one.id}/{name}" for name in ("index.html", "credential.json", "assertion.json")}
    paths |= {"registry.json", "organisations/fenmarket-homes/status/1.json"}
    paths |= {f"meetings/{slug}/index.html" for slug in sample.meetings}
    paths |= {f"meetings/{slug}.ics" for slug in sample.meetings} | {f"news/{slug}/index.html" for slug in sample.news}
    paths |= {"meetings.ics", "feed.xml", "figures.json", "news/index.html", "meetings/actions/index.html"}
    paths |= {f"{place}/index.html" for place in ("about", "map", "figures", "organisations", "verify")}
    return paths | {f"guides/{slug}/index.html" for slug in (*sample.guides, *(one.slug for one in fields_guides()))}


def test_every_promised_address_exists(site: Path, sample: Catalogue) -> None:
    assert len(promised(sample)) > 180
    assert set() == {place for place in promised(sample) if not (site / place).is_file()}


def test_the_network_is_as_large_as_it_says(sample: Catalogue) -> None:
    active = [badge for badge in sample.badges.values() if badge.status is Status.ACTIVE]
    assert len(active) >= 14
    assert len(sample.organisations) >= 5


def test_every_internal_link_and_fragment_leads_somewhere(site: Path) -> None:
    read = pages(site)
    broken = []
    for place, page in read.items():
        if place == "404.html":
            continue
        for link in [*page.links, *page.loads]:
            parts = urlsplit(link)
            if parts.scheme or link.startswith("//"):
                continue
            target = posixpath.normpath(posixpath.join(posixpath.dirname(place), unquote(parts.path)))
            target = place if not parts.path else target
            file = site / target
            if file.is_dir():
                target = posixpath.normpath(f"{target}/index.html")
            if not (site / target).is_file():
                broken.append(f"{place}: {link}")
            elif target.endswith("verify/index.html") and parts.fragment.startswith("url="):
                pass  # what to check, and no part of the page
            elif parts.fragment and parts.fragment not in read[target].ids:
                broken.append(f"{place}: {link} (no such part)")
            elif (site / target).is_dir() or (not parts.path.endswith("/") and file.is_dir() and parts.path != "."):
                broken.append(f"{place}: {link} (a folder without its slash)")
    assert [] == broken


def test_no_page_loads_anything_from_another_host_or_runs_script_of_its_own(site: Path) -> None:
    for place, page in pages(site).items():
        for address in page.loads:
            # The one address that a page names in full is its own.
            own = address.startswith((BASE, "data:image/png;base64,"))
            assert not urlsplit(address).scheme or own, f"{place}: {address}"
        assert [] == [name for name, _ in page.attributes if name.startswith("on") or name == "style"], place


def test_no_id_stands_twice_on_a_page(site: Path) -> None:
    for place, page in pages(site).items():
        assert len(page.ids) == len(set(page.ids)), place


def test_every_page_says_what_a_browser_may_load(site: Path) -> None:
    for file in site.rglob("*.html"):
        text = file.read_text(encoding="utf-8")
        assert "default-src &#39;none&#39;" in text or "default-src 'none'" in text, file
        assert "unsafe-inline" not in text, file
        assert '<meta name="referrer" content="no-referrer">' in text, file


def test_a_criteria_page_tells_its_parts_in_order(site: Path) -> None:
    text = (site / "badges/tenancy-readiness/index.html").read_text(encoding="utf-8")
    expected = ["start", "earn", "criteria", "evidence", "judged", "limits", "value", "next", "share"]
    found = re.findall(r'<h2 id="lp-([a-z-]+)"', text)
    assert expected == [name for name in found if name in expected]
    assert "28 days" in text


def test_a_shared_link_shows_the_badge(site: Path) -> None:
    text = (site / "badges/managing-stress/index.html").read_text(encoding="utf-8")
    for name, value in [
        ("og:title", "Managing stress"),
        ("og:url", f"{BASE}badges/managing-stress/"),
        ("og:image", f"{BASE}assets/share/badges--managing-stress.jpg"),
        ("og:site_name", "Open Door Badge Network"),
    ]:
        assert f'<meta property="{name}" content="{value}">' in text


def test_search_engines_read_a_credential(site: Path) -> None:
    text = (site / "badges/english-for-the-workplace/index.html").read_text(encoding="utf-8")
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    assert found
    document = json.loads(found[1])
    assert "EducationalOccupationalCredential" == document["@type"]
    assert "P3Y" == document["validFor"]
    assert "Meadowbank Care" in [item["name"] for item in document["recognizedBy"]]


def test_edit_links_lead_to_the_source_file(site: Path) -> None:
    edit = "https://forge.example.org/open-door/badges/edit/main/"
    for place, source in [
        ("badges/managing-stress", "badges/managing-stress/badge.md"),
        ("organisations/meadowbank-care", "network/organisations/meadowbank-care.md"),
        ("pathways/introduction-to-work", "badges/pathways/introduction-to-work.md"),
        ("guides/what-a-badge-is", "network/guides/what-a-badge-is.md"),
        (".", "network/index.md"),
    ]:
        assert f'href="{edit}{source}"' in (site / place / "index.html").read_text(encoding="utf-8"), place


def test_a_retired_badge_shows_its_successor_and_a_draft_is_not_built(site: Path) -> None:
    text = (site / "badges/job-club-attendance/index.html").read_text(encoding="utf-8")
    assert "has not been awarded since 31 August 2026" in text
    assert 'href="../../badges/finding-and-applying-for-jobs/"' in text
    assert not (site / "badges/working-in-a-team").exists()
    assert "working-in-a-team" not in (site / "index.json").read_text(encoding="utf-8")


def test_nothing_of_the_theme_is_published_that_no_page_uses(site: Path) -> None:
    assert [] == [str(file) for file in site.rglob("*.map")]
    assert not (site / "assets/javascripts").exists()
    assert [] == list((site / "pagefind").glob("pagefind-ui*"))
