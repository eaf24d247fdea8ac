"""A network of one's own, from answers that are piped in."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from lapel.load import load
from lapel.model.canvas import Canvas
from lapel.reference.new_network import Question, questions
from tests.building import ROOT, mkdocs

SCRIPT = str(ROOT / "scripts/new_network.py")
FIRST = {
    "name": "Riverside: mend it!",
    "description": "Badges for people who mend things, 'yes' and \"no\".",
    "territory": "no",
    "email": "hello@riverside.example.org",
    "site_url": "https://riverside.example.org/badges",
    "anchor": "Riverside Repair Café",
    "anchor_does": "A café where neighbours mend things # together.",
    "timeZone": "Europe/Paris",
    "every": "6 weeks",
    "starts": "2027-01-10",
    "length": "2 years",
    "review": "2028-12-01",
}


def answers(given: dict[str, str]) -> str:
    """The lines of somebody who answers every question, lists with two items."""
    rows: list[str] = []
    for question in questions():
        if question.key in given:
            rows += [given[question.key], *([""] if question.kind == "list" else [])]
        elif question.kind == "list":
            rows += [f"{question.key} one: a", f"{question.key} two", ""]
        elif question.kind == "pairs":
            rows += ["People with a badge", "30 in two years", ""]
        else:
            rows.append(f"About {question.key}")
    return "\n".join(rows) + "\n"


def run(folder: Path, text: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, SCRIPT, str(folder)], input=text, capture_output=True, text=True)


def test_piped_answers_make_a_network_that_builds(tmp_path: Path) -> None:
    done = run(tmp_path, answers(FIRST))
    assert (0, "") == (done.returncode, done.stderr)
    network = load(tmp_path).network
    assert (FIRST["name"], FIRST["description"], "no") == (network.name, network.description, network.territory)
    assert [] == list(network.canvas.empty())
    assert ("drivers one: a", "drivers two") == network.canvas.drivers
    assert "About subGroups" == network.canvas.subGroups[0].lead
    assert ("People with a badge", "30 in two years") == (
        network.canvas.success[0].name,
        network.canvas.success[0].target,
    )
    built = mkdocs(tmp_path, "build", "--quiet")
    assert (0, "") == (built.returncode, built.stderr)
    page = (tmp_path / "site/about/index.html").read_text(encoding="utf-8")
    assert "Riverside: mend it!" in page
    assert "drivers two" in page
    for place in ("index.html", "meetings.ics", "figures/index.html", "registry.json", "organisations/index.html"):
        assert (tmp_path / "site" / place).is_file(), place
    check = subprocess.run(
        [sys.executable, "scripts/check.py", str(tmp_path)], cwd=ROOT, capture_output=True, text=True
    )
    assert (0, "0 badges, 1 organisation, no problem found\n") == (check.returncode, check.stdout)


def test_only_what_is_needed_is_enough(tmp_path: Path) -> None:
    rows = [FIRST[question.key] for question in questions() if question.needed]
    done = run(tmp_path / "new" / "folder", "\n".join(rows))
    assert (0, "") == (done.returncode, done.stderr)
    network = load(tmp_path / "new" / "folder").network
    assert list(Canvas.model_fields) == [key for key, _ in network.canvas.empty()]
    text = (tmp_path / "new/folder/network/network.yml").read_text(encoding="utf-8")
    assert all(f"  # {key}:\n" in text for key in Canvas.model_fields), "every heading is there to be filled in"


@pytest.mark.parametrize(
    ("key", "answer", "sentence"),
    [
        ("email", "nope", "is not an e-mail address: 'nope' should look like 'name@example.org'"),
        ("site_url", "http://riverside.example.org/", "uses http:"),
        ("name", "", "is needed: write something"),
        ("every", "often", "is not a length of time"),
        ("starts", "tomorrow", "is not a day: 'tomorrow' should look like '2026-11-21'"),
        ("timeZone", "Moon", "is not a time zone"),
        ("every", "2 hours", "cannot be read"),
        ("anchor", "Обучение", "has no letter from a to z"),
        ("drivers", "x" * 2001, "is longer than 2000 characters: shorten it"),
    ],
)
def test_a_bad_answer_is_named_and_nothing_is_written(tmp_path: Path, key: str, answer: str, sentence: str) -> None:
    done = run(tmp_path / "new", answers({**FIRST, key: answer}))
    number = 1 + [question.key for question in questions()].index(key)
    assert "" == done.stdout
    assert 1 == done.returncode
    assert done.stderr.startswith(f"Line {number} of the answers")
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "new").exists()


def test_answers_that_fit_alone_and_not_together_are_a_problem(tmp_path: Path) -> None:
    done = run(tmp_path, answers({**FIRST, "review": "2020-01-01"}))
    assert 1 == done.returncode
    assert "is reviewed before it starts" in done.stderr
    assert [] == list(tmp_path.iterdir())


def test_a_network_that_is_there_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "badges").mkdir()
    (tmp_path / "badges" / "mine.txt").write_text("mine")
    done = run(tmp_path, answers(FIRST))
    assert 1 == done.returncode
    assert "is there already" in done.stderr
    assert ["mine.txt"] == [file.name for file in tmp_path.rglob("*") if file.is_file()]


@pytest.mark.parametrize(
    ("folder", "sentence"), [("file", "is a file"), (str(ROOT / "network" / "new"), "is inside this Lapel")]
)
def test_a_folder_that_cannot_be_is_named_before_anything_is_asked(tmp_path: Path, folder: str, sentence: str) -> None:
    (tmp_path / "file").touch()
    done = run(tmp_path / folder, "")
    assert 1 == done.returncode
    assert sentence in done.stderr


def test_answers_in_another_encoding_are_named(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, SCRIPT, str(tmp_path / "new")], input="Café\n".encode("latin-1"), capture_output=True
    )
    assert (1, b"Line 1 of the answers is not UTF-8 text: save the file as 'UTF-8'. Nothing was written.\n") == (
        done.returncode,
        done.stderr,
    )


def test_half_a_term_is_left_out_and_said(tmp_path: Path) -> None:
    done = run(tmp_path / "a b", answers({**FIRST, "review": ""}))
    assert 0 == done.returncode, done.stderr
    assert "The term was left out" in done.stdout
    assert load(tmp_path / "a b").network.term is None
    assert f"'{tmp_path}/a b'" in done.stdout


def test_every_heading_of_the_canvas_is_asked_for() -> None:
    asked = {question.key.partition(".")[0] for question in questions()}
    assert set(Canvas.model_fields) <= asked
    assert all(question.words and question.example for question in questions())


def test_in_a_terminal_it_asks_again_after_a_bad_answer(tmp_path: Path) -> None:
    rows: list[str] = []
    for question in questions():
        rows += ["nope"] if question.key == "email" else []
        rows.append(FIRST[question.key] if question.needed else "")
    master, slave = pty.openpty()
    process = subprocess.Popen([sys.executable, SCRIPT, str(tmp_path / "new")], stdin=slave, stdout=slave, stderr=slave)
    os.close(slave)
    os.write(master, ("\n".join(rows) + "\n").encode())
    shown = b""
    while True:
        try:
            part = os.read(master, 65536)
        except OSError:
            break
        if not part:
            break
        shown += part
    assert 0 == process.wait(timeout=60)
    os.close(master)
    text = shown.decode()
    assert "What is the network called?" in text
    assert "For example: Open Door Badge Network" in text
    assert "That is not an e-mail address: 'nope' should look like 'name@example.org'." in text
    assert (tmp_path / "new/network/network.yml").is_file()


def test_a_question_without_a_rule_takes_every_answer() -> None:
    assert Question("key", "words", "example").fault("anything") is None
