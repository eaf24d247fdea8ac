"""Answers that stand in a file: read, checked, and every fault of them named at its line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from ..load.text import read_text
from ..load.yaml_text import Document, parse_yaml
from ..model.problem import CatalogueError, Problem
from .questions import Answers, Question


def read_answers(file: Path, questions: Sequence[Question]) -> Answers:
    """The answers in a YAML file: a key for each question. Raises :class:`CatalogueError` with every fault."""
    text, problems = read_text(file, file.name)
    if text is None:
        raise CatalogueError(problems)
    document, faults = parse_yaml(text, file.name, 1)
    problems += faults
    if document is None or not isinstance(document.value, dict):
        raise CatalogueError(
            problems or [Problem(file.name, 1, "should hold lines of the form 'key: answer'", "answers")]
        )
    problems += _faults(document, file.name, questions)
    if problems:
        raise CatalogueError(problems)
    known = {one.key: one for one in questions}
    return {key: _value(known[key], answer) for key, answer in document.value.items() if answer not in (None, "", [])}


def _faults(document: Document, shown: str, questions: Sequence[Question]) -> Iterator[Problem]:
    given: dict[str, Any] = document.value  # type: ignore[assignment]
    known = {one.key: one for one in questions}
    for key, answer in given.items():
        line = document.lines.get((key,), 1)
        if key not in known:
            near = get_close_matches(key, known, n=1, cutoff=0.6)
            mend = f"did you mean '{near[0]}'?" if near else "'lapel new --questions' lists what is asked"
            yield Problem(shown, line, f"has an unknown key '{key}': {mend}", "answers")
            continue
        yield from (Problem(shown, line, f"'{key}' {fault}", "answers") for fault in _answer_faults(known[key], answer))
    for one in questions:
        if one.needed and given.get(one.key) in (None, ""):
            yield Problem(
                shown,
                1,
                f"says nothing of '{one.key}' ({one.words}): add it, like '{one.key}: {one.example}'",
                "answers",
            )


def _answer_faults(question: Question, answer: Any) -> Iterator[str]:
    if answer is None:
        return
    if question.kind == "text":
        if not isinstance(answer, str):
            yield "should be one text"
        elif answer and (fault := question.fault(answer)):
            yield fault
        return
    rows = answer if isinstance(answer, list) else None
    if rows is None:
        yield "should be a list: write each item on its own line after '- '"
        return
    for row in rows:
        if question.kind == "list" and not isinstance(row, str):
            yield "should be a list of texts"
        elif question.kind == "pairs" and not (isinstance(row, dict) and set(row) == {"name", "target"}):
            yield "should be a list of items with the keys 'name' and 'target'"
        else:
            parts = [row] if isinstance(row, str) else list(row.values())
            yield from (fault for part in parts if (fault := question.fault(str(part))))


def _value(question: Question, answer: Any) -> Any:
    if question.kind == "pairs":
        return [(row["name"], row["target"]) for row in answer]
    return [question.value(row) for row in answer] if question.kind == "list" else question.value(answer)


def template(first: Sequence[Question], later: Sequence[Question]) -> str:
    """A file of answers to fill in: every question is a comment above its key."""
    rows = ["# Answers for 'lapel new FOLDER --answers THIS-FILE'. What is needed comes first.", ""]
    for question in [*first, *later]:
        needed = "" if question.needed else " (can wait)"
        mark = "" if question.needed else "# "
        rows += [f"# {question.words}{needed}", f"#   for example: {question.example}"]
        rows += [f"{mark}{question.key}:", ""]
    return "\n".join(rows)
