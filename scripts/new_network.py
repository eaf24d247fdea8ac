"""Starts a network of your own: asks the questions of the canvas one by one, and writes the files.

    scripts/new_network.py ../our-network
    scripts/new_network.py ../our-network < answers.txt

An empty line leaves an answer out. A list ends with an empty line.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
from _root import ROOT

from lapel.load import open_network
from lapel.model import CatalogueError
from lapel.pages.strings import load_strings
from lapel.reference.new_network import Question, files, questions
from lapel.reference.template import template_text

LOCALES = ROOT / "overrides" / "locales"


class Stop(Exception):  # noqa: N818 - it is no error of the program
    """Nothing can be written; the text says why."""


class Asker:
    """Asks in a terminal, and again when an answer cannot be used. Piped answers are read line by line."""

    def __init__(self) -> None:
        self.terminal = sys.stdin.isatty()
        self.number = 0

    def line(self, prompt: str) -> str:
        if self.terminal:
            print(prompt, end="", flush=True)
        row = sys.stdin.readline()
        self.number += 1
        return row.strip()

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
                raise Stop(f"Line {self.number} of the answers ('{question.words}') {fault}. Nothing was written.")
            print(f"  That {fault}.")

    def ask(self, question: Question) -> Any:
        if self.terminal:
            end = "" if question.kind == "text" else " (one on each line; an empty line ends)"
            print(f"\n{question.words}{end}\n  For example: {question.example}")
        if question.kind == "text":
            return self.text(question)
        found: list[Any] = []
        while (answer := self.text(question)) is not None:
            if question.kind == "pairs":
                target = self.line(f"  {question.second} ")
                if not target:
                    raise Stop(f"Line {self.number} of the answers: '{answer}' has no target. Nothing was written.")
                found.append((answer, target))
            else:
                found.append(answer)
        return found or None


def settings_text(folder: Path, answers: dict[str, Any]) -> str:
    """The settings of this Lapel with the new name and address; what it lends is named from the new folder."""
    rows = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").split("\n")
    lent = {name: os.path.relpath(ROOT / name, folder).replace(os.sep, "/") for name in ("overrides", "hooks")}
    return "\n".join(_settings_rows(rows, answers, lent))


def _settings_rows(rows: list[str], answers: dict[str, Any], lent: dict[str, str]) -> Iterator[str]:
    for row in rows:
        key = row.split(":")[0]
        if key in ("repo_url", "edit_uri") or row == "  - overrides":
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


def write(folder: Path, made: dict[str, str]) -> None:
    """All files or none: they are made beside the folder, checked, and then moved in."""
    taken = [path for path in made if (folder / path).exists() and path != ".gitignore"]
    taken += [name for name in ("badges", "network") if (folder / name).exists()]
    if taken:
        raise Stop(
            f"{folder / taken[0]} is there already. Choose an empty folder, or move it away. Nothing was written."
        )
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".new-network-") as name:
        beside = Path(name)
        for path, text in made.items():
            (beside / path).parent.mkdir(parents=True, exist_ok=True)
            (beside / path).write_text(text, encoding="utf-8")
        try:
            open_network(beside, LOCALES)
        except CatalogueError as error:
            raise Stop(f"These answers make no network:\n{error.report()}") from None
        if (folder / ".gitignore").exists():
            (beside / ".gitignore").unlink()
        for entry in sorted(beside.iterdir()):
            shutil.move(entry, folder / entry.name)


def main(
    folder: Annotated[Path, typer.Argument(help="The folder of the new network. It may not exist yet.")],
) -> None:
    """Asks the questions of the canvas and writes mkdocs.yml, badges/ and network/ to FOLDER."""
    folder = folder.resolve()
    asker, answers = Asker(), {}
    try:
        for question in questions():
            answer = asker.ask(question)
            if answer is not None:
                answers[question.key] = answer
        strings = load_strings(LOCALES, "en")
        made = files(
            answers,
            settings=settings_text(folder, answers),
            headline=strings("new_network.headline"),
            steps=strings("new_network.steps"),
            template=template_text(),
        )
        write(folder, made)
    except Stop as stop:
        print(stop, file=sys.stderr)
        raise typer.Exit(1) from None
    except (KeyboardInterrupt, OSError) as error:
        print(f"Stopped: {error or 'nothing was written'}.", file=sys.stderr)
        raise typer.Exit(1) from None
    python = os.path.relpath(sys.executable)
    print(f"Your network is in {folder}. Check it with: {python} scripts/check.py {folder}")
    print(f"See it with: {python} -m mkdocs serve --config-file {folder / 'mkdocs.yml'}")


if __name__ == "__main__":
    typer.run(main)
