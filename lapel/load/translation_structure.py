"""Whether a translation has the parts of its original, no more and no others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..model.problem import Problem
from ..model.translation import Spec, only_words
from .links import HEADING, prose_lines
from .yaml_text import Document

MEND = "see 'lapel translate'"
Key = tuple[str | int, ...]


@dataclass(frozen=True)
class Text:
    """A file as it was read: its front matter, its body, and the line on which the body starts."""

    document: Document
    body: str
    body_line: int


def structure_problems(source: str, own: Text, value: Any, original: Text, spec: Spec) -> Iterator[Problem]:
    """Where a translation has other parts than its original."""
    wanted = only_words(original.document.value, spec)
    yield from _compare(source, own, value, wanted, original.document.value, spec, ())


def _compare(
    source: str, own: Text, value: Any, wanted: Any, whole: Any, spec: bool | Spec, at: tuple[str | int, ...]
) -> Iterator[Problem]:
    line = line_of(own.document.lines, at)
    name = next((part for part in reversed(at) if isinstance(part, str)), "")
    if isinstance(wanted, dict):
        if not isinstance(value, dict):
            yield Problem(
                source, line, f"'{name}' should hold keys of its own, as in the original", "translation-structure"
            )
            return
        for key in value:
            if key in wanted:
                yield from _compare(source, own, value[key], wanted[key], whole[key], inner(spec, key), (*at, key))
            elif isinstance(whole, dict) and key in whole and key not in _keys(spec):
                words = ", ".join(_keys(spec))
                sentence = f"'{key}' is the same in every language: delete it (what is translated here: {words})"
                yield Problem(source, line_of(own.document.lines, (*at, key)), sentence, "translation-words")
            else:
                sentence = f"'{key}' is not in the original: delete it, or add it there first"
                yield Problem(source, line_of(own.document.lines, (*at, key)), sentence, "translation-structure")
        for key in wanted:
            if key not in value:
                sentence = f"'{'.'.join(map(str, (*at, key)))}' is not translated: add it ({MEND})"
                yield Problem(source, line, sentence, "translation-structure")
    elif isinstance(wanted, list):
        if not isinstance(value, list) or len(value) != len(wanted):
            count = len(value) if isinstance(value, list) else "no"
            sentence = (
                f"'{name}' has {count} items, and the original has {len(wanted)}: give it the same, in the same order"
            )
            yield Problem(source, line, sentence, "translation-structure")
            return
        for number, (one, other) in enumerate(zip(value, wanted, strict=True)):
            yield from _compare(source, own, one, other, whole[number], spec, (*at, number))
    elif not isinstance(value, str):
        sentence = f"'{name}' should be one text, as in the original: write it on one line after the colon"
        yield Problem(source, line, sentence, "translation-structure")


def inner(spec: bool | Spec, key: str) -> bool | Spec:
    return spec if isinstance(spec, bool) else spec[key]


def _keys(spec: bool | Spec) -> list[str]:
    return [] if isinstance(spec, bool) else list(spec)


def line_of(lines: Mapping[tuple[str | int, ...], int], at: tuple[str | int, ...]) -> int:
    while at and at not in lines:
        at = at[:-1]
    return lines.get(at, 1)


def body_problems(source: str, own: Text, original: Text) -> Iterator[Problem]:
    """The same headings: links lead to them by the names of the original."""
    wanted, found = (_levels(one.body) for one in (original, own))
    if wanted != found:
        sentence = f"has {len(found)} headings in its text, and the original has {len(wanted)}"
        if len(wanted) == len(found):
            sentence = "has headings of other sizes than the original"
        yield Problem(source, own.body_line, f"{sentence}: give it the same", "translation-structure")
    if bool(original.body.strip()) != bool(own.body.strip()):
        sentence = "has no text below its keys, and the original has" if original.body.strip() else "has more text"
        yield Problem(source, own.body_line, f"{sentence}: give it the same parts", "translation-structure")


def _levels(body: str) -> list[int]:
    return [len(match[1]) for _, line in prose_lines(body) if (match := HEADING.match(line))]
