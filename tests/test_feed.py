"""The feed, read by ``feedparser``."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any

import feedparser

from lapel.documents.feed import EACH, Entry, feed
from lapel.model import Catalogue
from lapel.model.addresses import Addresses
from lapel.model.vocabulary import Status

BASE = Addresses("https://badges.example.org/")
NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)


def read(data: bytes) -> Any:
    found = feedparser.parse(data)
    assert not found.bozo, found.get("bozo_exception")
    assert "atom10" == found.version
    return found


def test_the_feed_tells_of_every_meeting_badge_and_piece_of_news(site: Path, sample: Catalogue) -> None:
    found = read((site / "feed.xml").read_bytes())
    assert (sample.network.name, "https://badges.example.org/") == (found.feed.title, found.feed.link)
    assert "https://badges.example.org/feed.xml" in [link.href for link in found.feed.links if link.rel == "self"]
    expected = {
        *(f"https://badges.example.org/meetings/{slug}/" for slug in sample.meetings),
        *(f"https://badges.example.org/news/{slug}/" for slug in sample.news),
        *(
            f"https://badges.example.org/badges/{badge.slug}/"
            for badge in sample.badges.values()
            if badge.status is Status.ACTIVE
        ),
        "https://badges.example.org/desk/",
    }
    assert expected == {entry.id for entry in found.entries} == {entry.link for entry in found.entries}
    times = [entry.updated_parsed for entry in found.entries]
    assert sorted(times, reverse=True) == times
    assert any(entry.title == "Meeting: Cancelled: Questions from managers" for entry in found.entries)
    assert {"meeting", "badge", "news", "desk"} == {entry.tags[0].term for entry in found.entries}


def test_text_stays_text(sample: Catalogue) -> None:
    hostile = "<script>alert(1)</script> & <b>more</b> ]]>"
    found = read(feed(sample, [Entry(hostile, "news/x/", hostile, "news", NOW, NOW)], BASE))
    (entry,) = found.entries
    # A title is plain text; a summary is HTML, in which the same text stands escaped.
    assert ("text/plain", hostile) == (entry.title_detail.type, entry.title)
    assert ("text/html", escape(hostile, quote=False)) == (entry.summary_detail.type, entry.summary)


def test_a_city_has_a_short_feed(sample: Catalogue) -> None:
    badges = [Entry("x", f"badges/{n}/", "x", "badge", NOW.replace(hour=n % 24)) for n in range(99)]
    found = read(feed(sample, [*badges, Entry("m", "meetings/m/", "x", "meeting", NOW.replace(year=2020))], BASE))
    assert EACH + 1 == len(found.entries)
    assert "m" == found.entries[-1].title
    assert 23 == found.entries[0].updated_parsed.tm_hour


def test_every_page_names_the_feed(site: Path) -> None:
    for place in ("index.html", "about/index.html", "badges/managing-stress/index.html"):
        text = (site / place).read_text(encoding="utf-8")
        assert 'type="application/atom+xml"' in text, place
