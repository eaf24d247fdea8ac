"""What is no problem of translations, and what whoever looks after a network should know: texts that are missing, that
are old, that nobody read, and words that a glossary says otherwise."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from ..model.catalogue import Catalogue
from ..model.languages import is_easy
from ..model.problem import Problem
from ..model.record import FileRecord
from ..model.translation import NOBODY, Translated, only_words, words_digest, words_of
from .locales import GLOSSARY, PLAIN_LOADER
from .text import MAX_BYTES, Parts, decode, split_front_matter
from .translation_files import translation_source
from .translation_texts import text_reminders
from .translations import text_of
from .yaml_text import parse_yaml, texts_in

NAMED = 5
"""So many files are named in one reminder."""
MAX_REVISIONS = 200
MAX_SECONDS = 20
BODY = ("text",)
"""The place of the body of a file among its texts."""
QUOTED = 80
"""So many characters of a text are shown."""
SHOWN = 3
"""So many differences of an original are shown."""


def translation_reminders(catalogue: Catalogue, locales: Path, sources: Mapping[str, FileRecord]) -> Iterator[Problem]:
    """``sources`` are the records that have words, by their files; ``locales`` is the folder of the sentences."""
    network = catalogue.network
    for language in network.languages:
        known = catalogue.translations.get(language, {})
        line = network.line("languages")
        if missing := [source for source in sources if source not in known]:
            kept = [source for source in missing if (catalogue.root / translation_source(source, language)).is_file()]
            if not is_easy(language):  # easy words are for the badges that people begin with
                text = f"{_files(missing)} not translated into '{language}' yet: 'lapel translate' makes the files"
                yield Problem(network.source, line, text, "translation-missing")
            for source in kept:
                path = translation_source(source, language)
                text = (
                    f"has other parts than {source} has by now, so readers see that: 'lapel translate' brings it along"
                )
                yield Problem(path, 1, text, "translation-old")
        if unread := [one.source for one in known.values() if one.read_by == NOBODY]:
            text = (
                f"{_files(unread)} in '{language}' that nobody has read who speaks it: when somebody did, "
                f"'lapel translate {language} FILE --read-by NAME' says so"
            )
            yield Problem(network.source, line, text, "translation-unread")
        # Easy words are words of the same language.
        terms = {} if is_easy(language) else _terms(locales / language.split("-")[0] / GLOSSARY)
        for source, one in known.items():
            record, then = sources[source], None
            if one.old:
                then = words_then(catalogue.root, source, record, translated_from(catalogue.root, one))
                text = _difference(catalogue.root, language, source, record, then)
                yield Problem(one.source, 1, text, "translation-old")
            if not is_easy(language):
                # Whoever names another original, or an old one, does not choose its addresses with that.
                yield from _texts(catalogue.root, record, one, (then or {}) if one.old else None)
            if one.read_by != NOBODY and not one.is_read:
                text = (
                    f"was changed since '{one.read_by}' read it, or nobody said what was read: ask again, then "
                    f"'lapel translate {language} {source} --read-by NAME' says it"
                )
                yield Problem(one.source, 1, text, "translation-unread")
            yield from _other_terms(record, one, terms)


def _files(sources: list[str]) -> str:
    shown = ", ".join(sources[:NAMED]) + (", …" if len(sources) > NAMED else "")
    return f"{len(sources)} {'file' if len(sources) == 1 else 'files'} ({shown})"


def _difference(
    root: Path, language: str, source: str, record: FileRecord, before: Mapping[tuple[str | int, ...], str] | None
) -> str:
    """What the original said when it was translated (None: nobody knows any more), and what it says now."""
    text = f"is a translation of older words of {source}"
    now = _words_now(root, source, record)
    if now is None or before is None:
        return f"{text}: compare the two, then 'lapel translate {language} {source}' writes what it is of now"
    then = {place_of(key): text for key, text in before.items() if key != BODY} | _lines(before.get(BODY, ""))
    changed: list[tuple[str, str | None, str | None]] = [
        (key, old, now.get(key)) for key, old in then.items() if now.get(key) != old
    ]
    changed += [(key, None, new) for key, new in now.items() if key not in then]
    rows = [f"{key} was {_quoted(old, new)} and is {_quoted(new, old)}" for key, old, new in changed[:SHOWN]]
    more = f", and {len(changed) - SHOWN} more" if len(changed) > SHOWN else ""
    return f"{text}: {'; '.join(rows)}{more} ('lapel translate {language} {source}' brings it along)"


def _texts(
    root: Path, record: FileRecord, one: Translated, then: Mapping[tuple[str | int, ...], str] | None
) -> Iterator[Problem]:
    """What stands in the texts of a translation that should be otherwise, or should not. ``then`` is what the original
    of an old one said."""

    def line(place: tuple[str | int, ...]) -> int:
        if place != BODY:
            return one.record.line(*place)
        text = text_of(root / one.source, one.source, [])
        return text.body_line if text else 1

    spec = words_of(type(record))
    original, said = (
        {**dict(texts_in(only_words(of.model_dump(mode="json"), spec), ())), BODY: of.body}
        for of in (record, one.record)
    )
    return text_reminders(one.source, line, original, said, then)


def _quoted(text: str | None, other: str | None) -> str:
    """A text, from a little before where it and the other begin to differ."""
    if text is None:
        return "not there"
    said, begin = " ".join(text.split()), 0
    if other is not None and len(said) > QUOTED:
        theirs = " ".join(other.split())
        alike = next((at for at, (mine, its) in enumerate(zip(said, theirs, strict=False)) if mine != its), len(theirs))
        begin = said.rfind(" ", 0, max(0, alike - QUOTED // 4)) + 1
    end = begin + QUOTED
    return f"'{'…' if begin else ''}{said[begin:end]}{'…' if end < len(said) else ''}'"


def translated_from(root: Path, one: Translated) -> str:
    """The digest that a translation names."""
    found = re.search(r"^translationOf: *[\"']?([0-9a-f]+)", (root / one.source).read_text(encoding="utf-8"), re.M)
    return found[1] if found else ""


def _words_now(root: Path, source: str, record: FileRecord) -> dict[str, str] | None:
    text = text_of(root / source, source, [])
    return None if text is None else _flat(only_words(text.document.value, words_of(type(record))), text.body)


def words_then(root: Path, source: str, record: FileRecord, digest: str) -> dict[tuple[str | int, ...], str] | None:
    """The words of the original as they were when somebody translated them, by their places, out of git; None where it
    has them not. The body has the place "text"."""
    kind = words_of(type(record))
    listed = _git(root, "log", f"-{MAX_REVISIONS}", "--format=%H", "--", source)
    until = time.monotonic() + MAX_SECONDS
    for revision in (listed or b"").decode().split():
        if time.monotonic() > until:
            return None
        size = _git(root, "cat-file", "-s", f"{revision}:./{source}")
        if size is None or int(size) > MAX_BYTES:
            continue  # no file of a record is so large: it was never read
        content = _git(root, "show", f"{revision}:./{source}")
        text, _ = decode(content, source) if content is not None else (None, [])
        if text is None:
            continue
        parts = split_front_matter(text, source)[0] if source.endswith(".md") else Parts(text, 1, "")
        document = parse_yaml(parts.yaml, source)[0] if parts else None
        if parts and document and words_digest(document.value, kind, parts.body) == digest:
            body = {BODY: parts.body} if parts.body.strip() else {}
            return dict(texts_in(only_words(document.value, kind), ())) | body
    return None


def _git(root: Path, *words: str) -> bytes | None:
    try:
        done = subprocess.run(["git", "-C", str(root), *words], capture_output=True, timeout=MAX_SECONDS)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None


def _flat(value: Any, body: str) -> dict[str, str]:
    """Every text by where it stands, as a person counts; the body line by line."""
    return {place_of(key): text for key, text in texts_in(value, ())} | _lines(body)


def place_of(key: tuple[str | int, ...]) -> str:
    """A place as a person counts: "activities 1 name"."""
    return " ".join(str(part + 1) if isinstance(part, int) else part for part in key)


def _lines(body: str) -> dict[str, str]:
    lines = [line for line in body.split("\n") if line.strip()]
    return {f"line {number} of the text": line for number, line in enumerate(lines, 1)}


def _other_terms(record: FileRecord, one: Translated, terms: Mapping[str, tuple[str, ...]]) -> Iterator[Problem]:
    """Terms of the glossary that the original uses and the translation says otherwise: once for each term."""
    spec = words_of(type(record))
    first = _flat(only_words(record.model_dump(mode="json"), spec), record.body)
    second = _flat(only_words(one.record.model_dump(mode="json"), spec), one.record.body)
    missed: set[str] = set()
    for key, text in first.items():
        said = second.get(key, "").casefold()
        for term, own in terms.items():
            if (
                term in missed
                or said in ("", text.casefold())
                or not re.search(rf"\b{re.escape(term)}s?\b", text, re.IGNORECASE)
            ):
                continue
            if not any(stem in said for stem in own):
                missed.add(term)
                sentence = f"says '{term}' otherwise than the glossary ({', '.join(own)}), in {key}"
                yield Problem(one.source, 1, f"{sentence}: use one word for one thing", "translation-term")


@lru_cache(maxsize=16)
def _terms(file: Path) -> dict[str, tuple[str, ...]]:
    """The terms of a glossary: in the language of the sentences, the beginnings of the words that stand for each."""
    if not file.is_file():
        return {}
    found: Any = yaml.load(file.read_text(encoding="utf-8"), Loader=PLAIN_LOADER)  # noqa: S506 - plain text only
    if not isinstance(found, dict):
        return {}
    return {
        str(term): tuple(stem.strip().casefold() for stem in str(stems).split(",") if stem.strip())
        for term, stems in found.items()
    }
