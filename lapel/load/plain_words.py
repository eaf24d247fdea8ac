"""Jargon in what people read: a reminder with the everyday word, never a problem. Each network decides for itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import yaml

from ..model.catalogue import Catalogue
from ..model.problem import Problem
from .locales import PLAIN_LOADER

_KEY = re.compile(r"\s*(?:- )?[A-Za-z]+:\s*")
_SKIPPED = re.compile(r"\s*(?:- )?(?:target\w*|achievementType|url|email|image|id|notes|consent).*|\s*#.*")
"""Lines that nobody reads as words of the network: addresses, other people's frameworks, comments."""
_CODE = re.compile(r"`[^`]*`|\]\([^)]*\)|https?://\S+")


def plain_words(catalogue: Catalogue, locales: Path) -> Iterator[Problem]:
    """A reminder for each word that has a plainer one, at its line. ``locales`` is the folder of the interface's
    sentences; the list of the network's language stands beside it."""
    words = _words(locales.parent / "words" / f"{catalogue.network.inLanguage.split('-')[0]}.yml")
    if not words:
        return
    pattern = re.compile(
        r"\b(" + "|".join(sorted(map(re.escape, words), key=len, reverse=True)) + r")\b", re.IGNORECASE
    )
    for source in _sources(catalogue):
        file = catalogue.root / source
        if not file.is_file():
            continue
        for number, line in enumerate(file.read_text(encoding="utf-8").split("\n"), 1):
            if _SKIPPED.fullmatch(line):
                continue
            for match in pattern.finditer(_CODE.sub(" ", _KEY.sub("", line, count=1))):
                yield Problem(source, number, f"says '{match[1]}': '{words[match[1].lower()]}' is plainer", "jargon")


def _sources(catalogue: Catalogue) -> Iterator[str]:
    groups = (catalogue.badges, catalogue.organisations, catalogue.pathways, catalogue.meetings)
    for group in (*groups, catalogue.guides, catalogue.news, catalogue.stories):
        yield from (one.source for one in group.values())
    single = (catalogue.network, catalogue.home, catalogue.verify, catalogue.map)
    yield from (one.source for one in single if one is not None)


@lru_cache(maxsize=4)
def _words(file: Path) -> dict[str, str]:
    if not file.is_file():
        return {}
    found: dict[str, str] = yaml.load(file.read_text(encoding="utf-8"), Loader=PLAIN_LOADER)  # noqa: S506 - plain text only
    return {word.lower(): plain for word, plain in found.items()}
