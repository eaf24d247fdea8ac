"""Forms for people who do not touch a file: what a forge asks, and the record that its text becomes.

A form is made of the same questions as ``lapel add`` asks. GitHub and Forgejo show them as fields and keep the answers
as Markdown, each below its question as a heading; GitLab shows that text to be filled in. So one reader is enough.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import yaml

from ..model import CatalogueError, LapelError, Problem
from ..model.catalogue import Catalogue
from ..model.kinds import Kind
from .forges import Forge
from .records import BODY, KINDS, Asked, asked, with_choices

OFFERED = {
    "badge": ("Propose a badge", "Something that people can do, and should be able to show."),
    "meeting": ("Announce a meeting", "A meeting of the network, or of a part of it."),
    "organisation": ("Join the network", "An organisation that wants to award badges, or to ask for them."),
}
"""By kind: the name of its form, and what it is for."""
WRONG = "wrong-award"
MAX_FORM = 64 * 1024
"""Bytes of a filled-in form; a forge takes as much."""
NOTHING = "_No response_"
_BOX = re.compile(r"- \[([ xX])\] +(.*)")
_CHOICES = re.compile(r"one of: ([^)]+)\)")
_MARK = re.compile(r"(?:[-*•]|\d{1,3}[.)])\s+")


def form_files(forge: Forge) -> dict[str, str]:
    """Path and text of every form of a forge."""
    if forge.name == "gitlab":
        return {f"{forge.forms}/{kind}.md": _as_text(KINDS[kind]) for kind in OFFERED} | {
            f"{forge.forms}/{WRONG}.md": _wrong_text()
        }
    return {f"{forge.forms}/{kind}.yml": _as_fields(KINDS[kind]) for kind in OFFERED} | {
        f"{forge.forms}/{WRONG}.yml": _wrong_fields()
    }


def label(question: Asked) -> str:
    """What stands above a field: the first sentence of its question, without a full stop."""
    return question.question.words.partition(" (")[0].partition(". ")[0].rstrip(".")


def _labels(kind: Kind) -> dict[str, Asked | None]:
    """The questions by their labels; None is the text below the keys."""
    return {label(one): one for one in asked(kind)} | {BODY[kind.name][0].partition("? ")[0].rstrip("?") + "?": None}


def _as_fields(kind: Kind) -> str:
    name, about = OFFERED[kind.name]
    fields: list[dict[str, Any]] = [
        _said("Everybody can read what you write here: leave out names of people who earn badges.")
    ]
    for words, one in _labels(kind).items():
        many = one is None or one.question.kind == "list"
        example = BODY[kind.name][1] if one is None else one.question.example
        attributes: dict[str, Any] = {"label": words}
        more = "" if one is None else one.question.words
        choices = _CHOICES.search(more)
        if choices:
            attributes["options"] = choices[1].split(", ")
            attributes |= {"multiple": True} if many else {}
            many, more = False, ""
        else:
            attributes["placeholder"] = example
        if hint := " ".join(
            part for part in (more if more.rstrip(".") != words else "", "One on each line." if many else "") if part
        ):
            attributes["description"] = hint
        field: dict[str, Any] = {
            "type": "dropdown" if choices else "textarea" if many else "input",
            "id": ("-".join(one.place) if one else "body").lower(),
            "attributes": attributes,
        }
        if one is not None and one.question.needed:
            field["validations"] = {"required": True}
        fields.append(field)
    return _form(name, about, f"{name}: ", fields)


def _wrong_fields() -> str:
    return _form(
        "Report a wrong award",
        "A badge that somebody should not have, or that says something wrong.",
        "Wrong award: ",
        [
            _said("Everybody can read what you write here. Write no names: the address of the award's page is enough."),
            {
                "type": "input",
                "id": "award",
                "attributes": {"label": "The address of the award", "placeholder": "https://www.example.org/awards/…/"},
                "validations": {"required": True},
            },
            {
                "type": "textarea",
                "id": "wrong",
                "attributes": {"label": "What is wrong with it?"},
                "validations": {"required": True},
            },
        ],
    )


def _form(name: str, about: str, title: str, fields: list[dict[str, Any]]) -> str:
    form = {"name": name, "description": about, "title": title, "body": fields}
    return yaml.safe_dump(form, allow_unicode=True, sort_keys=False, width=110)


def _said(text: str) -> dict[str, Any]:
    return {"type": "markdown", "attributes": {"value": text}}


def _as_text(kind: Kind) -> str:
    rows = [f"<!-- {OFFERED[kind.name][1]} Everybody can read this: leave out names of people who earn badges. -->\n"]
    for words, one in _labels(kind).items():
        many = one is None or one.question.kind == "list"
        example = BODY[kind.name][1] if one is None else one.question.example
        needed = "" if one is not None and one.question.needed else " It may be left out."
        rows.append(f"### {words}\n\n<!-- For example: {example}{' One on each line.' if many else ''}{needed} -->\n\n")
    return "\n".join(rows)


def _wrong_text() -> str:
    return (
        "<!-- Everybody can read this. Write no names: the address of the award's page is enough. -->\n\n"
        "### The address of the award\n\n\n### What is wrong with it?\n\n"
    )


def read_form(
    text: str, shown: str, catalogue: Catalogue | None = None
) -> tuple[Kind, dict[tuple[str, ...], Any], list[str]]:
    """The kind of record that a filled-in form is about, the answers by their place, and the lines of the text.

    ``shown`` is the name of the file for messages, ``catalogue`` what can be named by its name.
    Raises :class:`CatalogueError` with every fault.
    """
    if len(text.encode()) > MAX_FORM:
        raise LapelError(f"{shown} is larger than {MAX_FORM // 1024} KiB: that is no filled-in form.")
    kind, sections, faults = _sections(text, shown)
    known = _labels(kind)
    answers: dict[tuple[str, ...], Any] = {}
    body: list[str] = []
    for words, plain in known.items():
        one = with_choices(plain, catalogue) if plain and catalogue else plain
        line, lines = sections.get(words, (1, []))
        if one is None:
            body = lines
        elif one.question.kind == "list":
            if _CHOICES.search(one.question.words):  # a forge writes what was chosen on one line
                lines = [part for row in lines for part in row.split(", ")]
            answers[one.place] = [_value(one, row, shown, line, words, faults) for row in lines]
        elif lines:
            answers[one.place] = _value(one, " ".join(lines), shown, line, words, faults)
        if one is not None and one.question.needed and not lines:
            faults.append(Problem(shown, line, f"has no answer to '{words}', which is needed: write one", "form"))
    if faults:
        raise CatalogueError(faults)
    return kind, answers, body


def _value(one: Asked, answer: str, shown: str, line: int, words: str, faults: list[Problem]) -> str:
    fault = one.question.fault(answer)
    if fault:
        faults.append(Problem(shown, line, f"answers '{words}' with '{answer[:60]}', which {fault}", "form"))
    return one.question.value(answer)


def _sections(text: str, shown: str) -> tuple[Kind, dict[str, tuple[int, list[str]]], list[Problem]]:
    """The answers as lines, by the question above them, and the kind whose questions these are."""
    rows = list(_rows(text))
    headings = {heading for _, row in rows if (heading := _heading(row))}
    found = [(len(headings & set(_labels(KINDS[name]))), name) for name in OFFERED]
    best, name = max(found)
    if best < 2:
        raise LapelError(
            f"{shown} is no filled-in form of a network: its questions stand there as '### The name of …'."
        )
    kind, known = KINDS[name], _labels(KINDS[name])
    sections: dict[str, tuple[int, list[str]]] = {}
    faults: list[Problem] = []
    here: list[str] = []
    for number, row in rows:
        heading = _heading(row)
        if heading and heading in known:
            if heading in sections:
                faults.append(Problem(shown, number, f"asks '{heading}' twice: keep one of the answers", "form"))
            here = sections.setdefault(heading, (number, []))[1]
        elif row and row != NOTHING:
            box = _BOX.fullmatch(row)
            if box is None or box[1] != " ":
                here.append(_MARK.sub("", box[2] if box else row, count=1))
    return kind, sections, faults


def _heading(row: str) -> str:
    """The text of a heading of Markdown; empty for any other line."""
    mark, _, text = row.partition(" ")
    return text.strip().rstrip("#").rstrip() if mark in ("##", "###") else ""


def _rows(text: str) -> Iterator[tuple[int, str]]:
    """The lines without comments and without space around them; what was commented out keeps its line numbers."""
    kept, rest = [], text.replace("\r\n", "\n")
    while rest:
        before, start, inside = rest.partition("<!--")
        comment, end, after = inside.partition("-->")
        kept.append(before)
        if not end:
            kept.append(start + inside)
            break
        kept.append("\n" * comment.count("\n"))
        rest = after
    yield from ((number, row.strip()) for number, row in enumerate("".join(kept).split("\n"), 1))


def form_text(body: Any, shown: str) -> str:
    """The text of a form: of a file as a forge's tool saves it (JSON with ``body``, or plain text)."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return str(body)
    if isinstance(data, dict) and isinstance(said := data.get("body", data.get("description")), str):
        return said
    raise LapelError(f"{shown} is JSON without the text of a form ('body'): save the issue's text in a file.")
