"""YAML read as text: every scalar stays the string that was written, and knows its line.

YAML's own types turn ``no`` into false, ``1.10`` into 1.1 and ``12:30`` into 750. Here the model decides
what a text means. Anchors, aliases, tags and second documents are refused: no data file needs them, and
aliases are how a small file becomes a large one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from ..model.problem import Problem

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MAX_DEPTH = 12

Tree = str | dict[str, Any] | list[Any] | None
Path = tuple[str | int, ...]


@dataclass
class Document:
    """What a piece of YAML says. ``lines`` gives the line of every key and list item by its path."""

    value: Tree
    lines: dict[Path, int] = field(default_factory=dict)


class _StopError(Exception):
    """The rest of the text cannot be read."""


class _Builder:
    """Builds a tree from parser events (YAML 1.2, section 3.1.2), noting problems on the way."""

    def __init__(self, text: str, shown: str, first_line: int) -> None:
        self.shown = shown
        self.first_line = first_line
        self.problems: list[Problem] = []
        self.lines: dict[Path, int] = {(): first_line}
        self.events: Iterator[Any] = yaml.parse(text, Loader=_Loader)

    def line(self, event: Any) -> int:
        return int(event.start_mark.line) + self.first_line

    def complain(self, event: Any, sentence: str, code: str) -> None:
        self.problems.append(Problem(self.shown, self.line(event), sentence, code))

    def next(self) -> Any:
        event = next(self.events)
        if isinstance(event, yaml.AliasEvent):
            self.complain(event, f"uses the YAML alias '*{event.anchor}': write the value out", "yaml-anchor")
            raise _StopError
        if getattr(event, "anchor", None):
            self.complain(
                event, f"uses the YAML anchor '&{event.anchor}': delete it, and write each value out", "yaml-anchor"
            )
        tag = getattr(event, "tag", None)
        if tag and tag != "!":
            self.complain(event, f"uses the YAML tag '{tag}': delete it", "yaml-anchor")
        return event

    def document(self) -> Tree:
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                break
        else:
            return None
        value = self.node(self.next(), ())
        next(self.events)
        last = next(self.events)
        if isinstance(last, yaml.DocumentStartEvent):
            self.complain(last, "starts a second YAML document: delete the line '---'", "yaml-keys")
        return value

    def node(self, event: Any, path: Path) -> Tree:
        if len(path) > MAX_DEPTH:
            self.complain(
                event, f"is nested more than {MAX_DEPTH} levels deep: no file of ours needs that", "yaml-deep"
            )
            raise _StopError
        if isinstance(event, yaml.ScalarEvent):
            # A plain empty scalar is a key that nobody filled in; '' in quotes is an empty text.
            return None if event.value == "" and not event.style else str(event.value)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(path)
        return self.mapping(path)

    def sequence(self, path: Path) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := self.next(), yaml.SequenceEndEvent):
            here = (*path, len(items))
            self.lines[here] = self.line(event)
            value = self.node(event, here)
            if value is None:
                self.complain(event, "has an empty item in a list: fill it in, or delete the line '-'", "key-empty")
            else:
                items.append(value)
        return items

    def mapping(self, path: Path) -> dict[str, Any]:
        items: dict[str, Any] = {}
        while not isinstance(key_event := self.next(), yaml.MappingEndEvent):
            key = self.node(key_event, path)
            if not isinstance(key, str):
                self.complain(key_event, "has a key that is not a word: write 'key: value'", "yaml-keys")
                raise _StopError
            here = (*path, key)
            line = self.line(key_event)
            first = self.lines.get(here)
            # What stands below a key that is there twice is read under another name, so that it is not reported too.
            value = self.node(self.next(), here if first is None else (*path, f"{key} (line {line})"))
            if first is not None:
                self.complain(
                    key_event, f"has the key '{key}' twice (first on line {first}): keep one of them", "key-twice"
                )
                continue
            self.lines[here] = line
            if value is None:
                self.complain(
                    key_event, f"has the key '{key}' without a value: fill it in, or delete the line", "key-empty"
                )
                items[key] = None
            else:
                items[key] = value
        return items


def parse_yaml(text: str, shown: str, first_line: int = 1) -> tuple[Document | None, list[Problem]]:
    """Reads one YAML mapping. ``first_line`` is the line of the file on which ``text`` starts.

    Returns None for the document when the text cannot be read to its end.
    """
    tabs = [number for number, line in enumerate(text.split("\n")) if "\t" in line[: len(line) - len(line.lstrip())]]
    if tabs:
        return None, [
            Problem(shown, first_line + number, "is indented with a tab: use two spaces for each step", "yaml-tab")
            for number in tabs
        ]
    builder = _Builder(text, shown, first_line)
    try:
        value = builder.document()
    except _StopError:
        return None, builder.problems
    except RecursionError:
        return None, [
            Problem(shown, first_line, "opens far too many brackets: no file of ours needs that", "yaml-deep")
        ]
    except yaml.YAMLError as error:
        return None, [*builder.problems, _syntax_problem(error, shown, first_line)]
    if value is None:
        return None, [
            *builder.problems,
            Problem(shown, first_line, "has no keys at all: see the template for what to write", "yaml-keys"),
        ]
    if not isinstance(value, dict):
        return None, [
            *builder.problems,
            Problem(shown, first_line, "should hold lines of the form 'key: value'", "yaml-keys"),
        ]
    return Document(value, builder.lines), builder.problems


_SYNTAX = (
    ("mapping values are not allowed", "has a colon and a space inside a value: put the whole value in quotes"),
    ("found unexpected end of stream", "opens a quotation mark and never closes it: close it"),
    (
        "did not find expected key",
        "is out of line or has a quotation mark inside a value: check its indentation and quotes",
    ),
    ("could not find expected ':'", "is not of the form 'key: value': add the colon, or indent it below its key"),
    ("cannot start any token", "starts a value with a special character: put the whole value in quotes"),
    ("control characters are not allowed", "has an invisible control character: delete it"),
    ("special characters are not allowed", "has an invisible control character: delete it"),
    ("expected ',' or", "opens a bracket and never closes it: close it, or put the value in quotes"),
)


def _syntax_problem(error: yaml.YAMLError, shown: str, first_line: int) -> Problem:
    mark = getattr(error, "problem_mark", None)
    what = str(getattr(error, "problem", "") or getattr(error, "reason", "") or error)
    sentence = next((text for sign, text in _SYNTAX if sign in what), None)
    line = first_line + (mark.line if mark else 0)
    return Problem(
        shown, line, sentence or f"is not YAML here ({what}): check its indentation and quotes", "yaml-syntax"
    )


def texts_in(value: Any, at: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every text of a document by its place, below ``at``."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield from texts_in(one, (*at, key))
    elif isinstance(value, list):
        for number, one in enumerate(value):
            yield from texts_in(one, (*at, number))
    elif isinstance(value, str):
        yield at, value
