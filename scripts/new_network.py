"""Starts a network of your own: asks the questions of the canvas one by one, and writes the files.

    scripts/new_network.py ../our-network
    scripts/new_network.py ../our-network < answers.txt

An empty line leaves an answer out. A list ends with an empty line.
"""

from __future__ import annotations

import os
import shlex
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer
from _root import ROOT

from lapel.load import open_network
from lapel.model import LapelError
from lapel.reference.new_network import TERM, Question, files, questions
from lapel.reference.template import template_text
from lapel.strings import load_strings

LOCALES = ROOT / "overrides" / "locales"


class Stop(LapelError):  # noqa: N818 - it is no error of the program
    """Nothing can be written; the text says why."""


class Asker:
    """Asks in a terminal, and again when an answer cannot be used. Piped answers are read line by line."""

    def __init__(self) -> None:
        if sys.stdin is None:
            raise Stop("There is nothing to read answers from. Nothing was written.")
        self.terminal = sys.stdin.isatty()
        self.rows: list[str] = []

    def line(self, prompt: str) -> str:
        if self.terminal:
            print(prompt, end="", flush=True)
        try:
            row = sys.stdin.buffer.readline().decode("utf-8")
        except UnicodeDecodeError:
            where = f"Line {len(self.rows) + 1} of the answers"
            raise Stop(f"{where} is not UTF-8 text: save the file as 'UTF-8'. Nothing was written.") from None
        if row or not self.terminal:
            self.rows.append(row.strip())
            return row.strip()
        raise Stop("The answers ended too early. Nothing was written.")

    def text(self, question: Question, prompt: str = "> ") -> str | None:
        """One answer; None when it was left out."""
        while True:
            answer = self.line(prompt)
            if not answer and not question.needed:
                return None
            fault = question.fault(answer) if answer else "is needed: write something"
            if fault is None:
                return answer
            if not self.terminal:
                where = f"Line {len(self.rows)} of the answers ('{question.words}')"
                raise Stop(f"{where} {fault}. Nothing was written.")
            self.rows.pop()
            print(f"  That {fault}.")

    def ask(self, question: Question) -> Any:
        if self.terminal:
            end = "" if question.kind == "text" else " (one on each line; an empty line ends)"
            print(f"\n{question.words}{end}\n  For example: {question.example}")
        if question.kind == "text":
            return self.text(question)
        found: list[Any] = []
        second = replace(question, words=question.second, needed=True)
        while (answer := self.text(question)) is not None:
            found.append((answer, self.text(second, f"  {second.words} ")) if question.second else answer)
        return found or None

    def keep(self) -> str:
        """Where the answers of a terminal were put, so that nobody types them twice; empty for piped ones."""
        if not self.terminal:
            return ""
        with tempfile.NamedTemporaryFile("w", prefix="answers-", suffix=".txt", delete=False, encoding="utf-8") as file:
            file.write("\n".join(self.rows) + "\n")
        return f"\nYour answers are in {file.name}: mend them there, and pipe the file in."


def settings_text(folder: Path, answers: dict[str, Any]) -> str:
    """The settings of this Lapel with the new name and address; what it lends is named from the new folder."""
    rows = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").split("\n")
    lent = {name: os.path.relpath(ROOT / name, folder).replace(os.sep, "/") for name in ("overrides", "hooks")}
    return "\n".join(_settings_rows(rows, answers, lent))


def _settings_rows(rows: list[str], answers: dict[str, Any], lent: dict[str, str]) -> Iterator[str]:
    inside = ""
    for row in rows:
        key = row.split(":")[0]
        inside = key if row and not row.startswith((" ", "#")) else inside
        # The links to this repository, and where it keeps its own awards, are not for others.
        if key in ("repo_url", "edit_uri") or row == "  - overrides" or inside == "extra":
            continue
        if key == "site_name":
            yield f"site_name: {_quoted(answers['name'])}"
        elif key == "site_url":
            yield f"site_url: {answers['site_url'].rstrip('/')}/"
        elif row == "  custom_dir: overrides":
            yield f"  custom_dir: {lent['overrides']}"
        elif row == "  - hooks/catalogue.py":
            yield f"  - {lent['hooks']}/catalogue.py"
        else:
            yield row


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def refuse_taken(folder: Path) -> None:
    """Before anything is asked: a network that is there is never written over."""
    if folder.exists() and not folder.is_dir():
        raise Stop(f"{folder} is a file. Name a folder. Nothing was written.")
    if any(folder.is_relative_to(ROOT / name) for name in ("badges", "network", "lapel", "overrides")):
        raise Stop(f"{folder} is inside this Lapel. Choose a folder beside it. Nothing was written.")
    taken = next((name for name in ("mkdocs.yml", "badges", "network") if (folder / name).exists()), None)
    if taken:
        raise Stop(f"{folder / taken} is there already. Choose an empty folder, or move it away. Nothing was written.")


def write(folder: Path, made: dict[str, str]) -> None:
    """All files or none: they are made elsewhere, checked, and then moved in."""
    with tempfile.TemporaryDirectory(prefix="new-network-") as name:
        beside = Path(name)
        for path, text in made.items():
            (beside / path).parent.mkdir(parents=True, exist_ok=True)
            (beside / path).write_text(text, encoding="utf-8")
        try:
            open_network(beside, LOCALES)
        except LapelError as error:
            raise Stop(f"These answers make no network:\n{error.report()}") from None
        folder.mkdir(parents=True, exist_ok=True)
        for entry in sorted(beside.iterdir()):
            if not (folder / entry.name).exists():
                shutil.move(entry, folder / entry.name)


def main(
    folder: Annotated[Path, typer.Argument(help="The folder of the new network. It may not exist yet.")],
) -> None:
    """Asks the questions of the canvas and writes mkdocs.yml, badges/ and network/ to FOLDER."""
    folder = folder.resolve()
    try:
        refuse_taken(folder)
        asker = Asker()
        answers = {question.key: asker.ask(question) for question in questions()}
        answers = {key: answer for key, answer in answers.items() if answer is not None}
        strings = load_strings(LOCALES, "en")
        made = files(
            answers,
            settings=settings_text(folder, answers),
            headline=strings("new_network.headline"),
            steps=strings("new_network.steps"),
            template=template_text(),
        )
        try:
            write(folder, made)
        except Stop as stop:
            raise Stop(f"{stop}{asker.keep()}") from None
    except (Stop, OSError) as stop:
        print(stop, file=sys.stderr)
        raise typer.Exit(1) from None
    except KeyboardInterrupt:
        print("\nStopped. Nothing was written.", file=sys.stderr)
        raise typer.Exit(1) from None
    if 0 < sum(key in answers for key in TERM) < len(TERM):
        print("The term was left out: it needs a first day, a length and a day of review. Add it to network.yml.")
    python, check = (shlex.quote(os.path.relpath(path)) for path in (sys.executable, ROOT / "scripts" / "check.py"))
    print(f"Your network is in {folder}. Check it with: {python} {check} {shlex.quote(str(folder))}")
    print(f"See it with: {python} -m mkdocs serve --config-file {shlex.quote(str(folder / 'mkdocs.yml'))}")


if __name__ == "__main__":
    typer.run(main)
