"""Asking in a terminal, and again when an answer cannot be used."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import Any

import typer

from ..starter.questions import Question
from ..starter.write import NotWritten


def needs_terminal(instead: str) -> None:
    """Raises :class:`NotWritten` when there is nobody to ask; ``instead`` says what to do then."""
    if sys.stdin is None or not sys.stdin.isatty():
        raise NotWritten(f"There is no terminal to ask in: {instead}.")


def ask(question: Question, default: str = "") -> Any:
    """One answer: a text, a list, or pairs; None when it was left out."""
    typer.echo(f"\n{question.words}")
    typer.secho(f"  For example: {question.example}", dim=True)
    if question.kind == "text":
        return _text(question, default)
    typer.secho("  One on each line; an empty line ends.", dim=True)
    found: list[Any] = []
    second = replace(question, words=question.second, needed=True)
    while (answer := _text(replace(question, needed=False))) is not None:
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
            return answer
        typer.secho(f"  That {fault}.", fg="yellow")


def yes(words: str, *, default: bool = False) -> bool:
    """Whether somebody agrees."""
    try:
        return typer.confirm(f"\n{words}", default=default)
    except typer.Abort:
        raise NotWritten("Stopped.") from None
