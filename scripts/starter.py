"""Writes the starter repository: what ``lapel new`` writes, with answers that somebody replaces."""

from __future__ import annotations

import shutil

from _root import ROOT

from lapel import __version__
from lapel.home import LOCALES
from lapel.starter.forges import FORGES
from lapel.starter.network import files
from lapel.starter.questions import first_questions
from lapel.starter.write import write_network
from lapel.strings import load_strings


def main() -> None:
    folder = ROOT / "dist" / "starter"
    shutil.rmtree(folder, ignore_errors=True)
    answers = {question.key: question.example for question in first_questions()}
    write_network(folder, files(answers, FORGES["github"], load_strings(LOCALES, "en"), __version__))
    print(f"{folder.relative_to(ROOT)}: {sum(file.is_file() for file in folder.rglob('*'))} files")


if __name__ == "__main__":
    main()
