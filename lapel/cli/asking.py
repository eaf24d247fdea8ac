"""Asking in a terminal, and again when an answer cannot be used."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import Any

import typer

from ..starter.questions import Question
from ..starter.write import NotWritten


def is_terminal() -> bool:
    """Whether there is somebody to ask."""
    return sys.stdin is not None and sys.stdin.isatty()


def needs_terminal(instead: str) -> None:
    """Raises :class:`NotWritten` when there is nobody to ask; ``instead`` says what to do then."""
    if not is_terminal():
        raise NotWritten(f"There is no terminal to ask in: {instead}.")


SHOWN = 12
"""Choices that are listed below a question."""


def ask(question: Question, default: str = "", number: str = "") -> Any:
    """One answer: a text, a list, or pairs; None when it was left out. ``number`` says how many there are."""
    typer.echo(f"\n{f'{number}. ' if number else ''}{question.words}")
    if question.choices:
        rows = [f"{name} ({slug})" for slug, name in sorted(question.choices.items(), key=lambda one: one[1])]
        more = f", and {len(rows) - SHOWN} more" if len(rows) > SHOWN else ""
        typer.secho(f"  There are: {', '.join(rows[:SHOWN])}{more}", dim=True)
    else:
        typer.secho(f"  For example: {question.example}", dim=True)
    if not question.needed and question.kind == "text" and not default:
        typer.secho("  It can wait: Enter leaves it out.", dim=True)
    if question.kind == "text":
        return _text(question, default)
    typer.secho("  One on each line; an empty line ends.", dim=True)
    found: list[Any] = []
    second = replace(question, words=question.second, needed=True)
    while (answer := _text(replace(question, needed=question.needed and not found))) is not None:
        if question.second:
            typer.echo(f"  {second.words}")
        found.append((answer, _text(second)) if question.second else answer)
    return found or None


def _text(question: Question, default: str = "") -> str | None:
    while True:
        try:
            answer = input(f"[{default}] > " if default else "> ").strip() or default
        except EOFError:
            raise NotWritten("The answers ended too early.") from None
        if not answer and not question.needed:
            return None
        fault = question.fault(answer) if answer else "is needed: write something"
        if fault is None:
            return question.value(answer)
        typer.secho(f"  That {fault}.", fg="yellow")


def yes(words: str, *, default: bool = False) -> bool:
    """Whether somebody agrees."""
    try:
        return typer.confirm(f"\n{words}", default=default)
    except typer.Abort:
        raise NotWritten("Stopped.") from None
