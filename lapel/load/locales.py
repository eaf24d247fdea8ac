"""Whether every language of the interface says everything: the same sentences, the same holes, its own plural forms.

A missing sentence would be a hole in a page, or a code in the face of an employer, on the day on which it is needed.
"""

from __future__ import annotations

import json
import re
import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml
from babel import Locale, UnknownLocaleError
from babel.plural import PluralRule

from ..model.problem import Problem
from ..state import state_of

SHOWN = "overrides/locales"
BASE = "en"
"""The language that all others are compared with."""
FIRST = "site.yml"
"""The file that every language has."""
GLOSSARY = "glossary.yml"
"""Holds no sentences of pages, but the words that texts of the language should use."""
PLAIN_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""Keeps every value a string: "no" is a word here."""
_CODE = "verifier.code."
FORMS = ("zero", "one", "two", "few", "many")
"""What CLDR knows beside ``other``."""


@dataclass(frozen=True)
class Sentence:
    """A sentence of a language, and where it stands."""

    text: str
    path: str
    line: int


def plural_forms(language: str) -> tuple[str, ...]:
    """The forms that a language counts in, as CLDR names them; ``other`` is always one."""
    return tuple(sorted({*_rule(language).tags, "other"}))


@lru_cache(maxsize=4096)
def plural_form(language: str, number: int) -> str:
    """The form for ``number`` things."""
    return str(_rule(language)(number))


@lru_cache(maxsize=64)
def _rule(language: str) -> PluralRule:
    """That of the language itself where CLDR does not know it with all that stands behind it ("en-XX")."""
    for name in (language, language.split("-")[0]):
        try:
            return Locale.parse(name, sep="-").plural_form
        except (UnknownLocaleError, ValueError):
            continue
    return PluralRule({})


def languages(folder: Path) -> list[str]:
    """The languages of the interface, by the names of their folders."""
    return sorted(one.name for one in folder.iterdir() if (one / FIRST).is_file()) if folder.is_dir() else []


def locale_problems(folder: Path, codes: Path | None = None) -> tuple[Problem, ...]:
    """``codes`` is the list of the verifier's codes (``codes.json`` of the bundle)."""
    files = [file for language in languages(folder) for file in sorted((folder / language).glob("*.yml"))]
    asked = [*files, *([codes] if codes else [])]
    return _looked_at(folder, codes, tuple((file, *state_of(file.parent, file.name)) for file in asked))


@lru_cache(maxsize=16)
def _looked_at(folder: Path, codes: Path | None, _: tuple[tuple[Path, int, int], ...]) -> tuple[Problem, ...]:
    """Ten thousand sentences are compared once, until a file of them changes."""
    return tuple(_problems(folder, codes))


def _problems(folder: Path, codes: Path | None) -> Iterator[Problem]:
    every: dict[str, dict[str, Sentence]] = {}
    for language in languages(folder):
        try:
            Locale.parse(language, sep="-")
        except (UnknownLocaleError, ValueError):
            text = f"'{language}' is no language: name the folder by its BCP 47 code"
            yield Problem(f"{SHOWN}/{language}/{FIRST}", 1, text, "sentence")
            continue
        found: dict[str, Sentence] = {}
        for one in sentences(folder, language):
            if isinstance(one, Problem):
                yield one
                continue
            key, sentence = one
            found[key] = sentence
            if fault := _hole_fault(sentence.text):
                yield Problem(sentence.path, sentence.line, f"'{key}' {fault}", "sentence")
        every[language] = found
        if codes is not None and codes.is_file():
            yield from _code_problems(language, found, json.loads(codes.read_text(encoding="utf-8")))
    counted = {head for found in every.values() for head in _families(found)}
    for language, found in every.items():
        yield from _plural_problems(language, counted, found)
    yield from _differences(every, counted)


def sentences(folder: Path, language: str) -> Iterator[tuple[str, Sentence] | Problem]:
    """Every sentence of a language with its dotted key, and a problem where there is none."""
    for file in sorted((folder / language).glob("*.yml")):
        if file.name != GLOSSARY:
            yield from _read(file, *state_of(file.parent, file.name))


@lru_cache(maxsize=64)
def _read(file: Path, time: int, size: int) -> tuple[tuple[str, Sentence] | Problem, ...]:
    """What one file says; ``time`` and ``size`` are those of the file, which is asked for more than once a build."""
    shown = f"{SHOWN}/{file.parent.name}/{file.name}"
    try:
        node = yaml.compose(file.read_text(encoding="utf-8"), Loader=PLAIN_LOADER)
    except (OSError, UnicodeDecodeError) as error:
        return (Problem(shown, 1, f"cannot be read ({error}): save it as UTF-8 text", "sentence"),)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        return (Problem(shown, line, f"is not YAML ({getattr(error, 'problem', error)}): mend that line", "sentence"),)
    if not isinstance(node, yaml.MappingNode):
        return (Problem(shown, 1, "should hold lines of the form 'key: sentence'", "sentence"),)
    return tuple(_walk(node, shown, ""))


def _walk(node: yaml.Node, shown: str, prefix: str) -> Iterator[tuple[str, Sentence] | Problem]:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            name = f"{prefix}.{key.value}".lstrip(".")
            if name in seen:
                yield Problem(
                    shown, key.start_mark.line + 1, f"has the key '{name}' twice: keep one of them", "sentence"
                )
            seen.add(name)
            yield from _walk(value, shown, name)
    elif isinstance(node, yaml.ScalarNode) and (node.style or node.value not in ("", "null", "~")):
        yield prefix, Sentence(node.value, shown, line)
    else:
        yield Problem(shown, line, f"'{prefix}' is no sentence: write one, or delete the line", "sentence")


@lru_cache(maxsize=16384)  # each sentence is compared with that of each other language
def holes(text: str) -> frozenset[str]:
    """The names between braces in a sentence. ``ValueError`` when a brace has no partner."""
    if "{" not in text and "}" not in text:
        return frozenset()
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def _hole_fault(text: str) -> str | None:
    try:
        names = holes(text)
        plain = all(not spec and not turned for _, name, spec, turned in string.Formatter().parse(text) if name)
    except ValueError:
        return "has a brace without its partner: write '{name}'"
    if not plain:
        return "has a hole with more than its name: write '{name}'"
    odd = next((name for name in names if not re.fullmatch(r"[a-z_][a-z0-9_]*", name)), None)
    return None if odd is None else f"has the hole '{{{odd}}}': a hole has a name in small letters"


def _families(found: Mapping[str, Sentence]) -> set[str]:
    """The keys that count something: there is a form ``other`` and one more form beside it."""
    heads = {key.removesuffix(".other") for key in found if key.endswith(".other")}
    return {head for head in heads if any(f"{head}.{form}" in found for form in FORMS)}


def _plural_problems(language: str, counted: set[str], found: Mapping[str, Sentence]) -> Iterator[Problem]:
    forms = plural_forms(language)
    for head in sorted(head for head in counted if f"{head}.other" in found):
        other = found[f"{head}.other"]
        for form in forms:
            if f"{head}.{form}" not in found:
                sentence = f"'{head}' has no form '{form}', which '{language}' counts with: add '{form}' beside 'other'"
                yield Problem(other.path, other.line, sentence, "sentence")
        for form in FORMS:
            if form not in forms and (extra := found.get(f"{head}.{form}")):
                sentence = f"'{head}' has the form '{form}', which '{language}' does not count with: delete it"
                yield Problem(extra.path, extra.line, sentence, "sentence")


def _code_problems(language: str, found: Mapping[str, Sentence], codes: list[str]) -> Iterator[Problem]:
    file = f"{SHOWN}/{language}/verifier.yml"
    for code in codes:
        if f"{_CODE}{code}" not in found:
            yield Problem(file, 1, f"has no sentence for the code {code}: add it under 'verifier: code:'", "sentence")


def _differences(every: Mapping[str, Mapping[str, Sentence]], counted: set[str]) -> Iterator[Problem]:
    """What one language says and another does not. All are compared with one, so that nothing is said for each pair."""
    base = BASE if BASE in every else min(every, default=BASE)
    for other in every:
        if other != base:
            yield from _missing(base, every[base], other, every[other], counted)
            yield from _missing(other, every[other], base, every[base], counted)


def _missing(
    one: str, theirs: Mapping[str, Sentence], language: str, found: Mapping[str, Sentence], counted: set[str]
) -> Iterator[Problem]:
    """What ``one`` says and ``language`` does not; holes are compared once of the two ways."""
    for key, sentence in theirs.items():
        head, _, form = key.rpartition(".")
        if head in counted and form in FORMS:
            continue  # which forms there are is the language's own affair
        own = found.get(key)
        if own is None:
            shown = sentence.path.replace(f"/{one}/", f"/{language}/")
            yield Problem(shown, 1, f"has no sentence '{key}', which {one} has: add it", "sentence")
        elif one == BASE and _safe(own.text) != _safe(sentence.text):
            wanted = ", ".join(f"{{{name}}}" for name in sorted(_safe(sentence.text))) or "none"
            text = f"'{key}' has other holes than in {one} ({wanted}): give it the same"
            yield Problem(own.path, own.line, text, "sentence")


def _safe(text: str) -> frozenset[str]:
    try:
        return holes(text)
    except ValueError:
        return frozenset()
