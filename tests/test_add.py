"""One more record: from flags, from a template, and what becomes of one that the network does not take."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from lapel.load import load
from lapel.starter.records import KINDS, asked
from tests.commands import lapel
from tests.terminal import typed

BADGE = {
    "name": "Reading a rota",
    "description": "Can read a work rota.",
    "issuers": "[anchor]",
    "activities": "[Read three rotas., {name: Talk about one., timeRequired: 20 minutes}]",
    "assessment.method": "We talk.",
    "assessment.assessor": "A librarian",
    "start": "hello@example.org",
    "evidence": "[Your answers]",
}
OTHERS = {
    "organisation": {
        "name": "Mill Lane Care",
        "description": "Cares.",
        "roles": "[consumer]",
        "email": "a@example.org",
    },
    "meeting": {
        "name": "First meeting",
        "description": "Come.",
        "date": "2027-01-20",
        "start": "14:00",
        "duration": "1 hour",
        "place": "The library",
        "town": "Fenmarket",
    },
    "pathway": {"name": "The way", "description": "A way.", "badges": "[first, second]", "rule": "all"},
    "news": {"title": "We began", "description": "The network began.", "date": "2026-11-02"},
    "guide": {"title": "How to come", "description": "The way to the room."},
}


def run(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return lapel("add", *words, "--root", root)


def flags(values: dict[str, str]) -> list[str]:
    return [word for key, value in values.items() for word in ("--set", f"{key}={value}")]


def test_a_badge_from_flags_says_what_was_given(small: Path) -> None:
    lines = ["--body", "You can find your shift.", "--body", "You can find who works with you."]
    done = run(small, "badge", *flags(BADGE), *lines)
    assert (0, "") == (done.returncode, done.stderr)
    badge = load(small).badges["reading-a-rota"]
    assert ["Read three rotas.", "Talk about one."] == [one.name for one in badge.activities]
    assert "hello@example.org" == badge.start.email
    assert "1. You can find your shift.\n2. You can find who works with you." == badge.body.strip()


@pytest.mark.parametrize("kind", OTHERS)
def test_every_other_kind_can_be_added(small: Path, kind: str) -> None:
    done = run(small, kind, *flags(OTHERS[kind]), "--body", "More words.")
    assert (0, "") == (done.returncode, done.stderr)
    assert done.stdout.startswith(f"Added {KINDS[kind].folder}/")
    load(small)


def test_a_record_that_lacks_something_is_not_left_behind(small: Path) -> None:
    done = run(small, "badge", "--set", "name=Half a badge")
    assert 1 == done.returncode
    assert "badges/half-a-badge/badge.md:2: 'activities' is missing" in done.stderr
    assert done.stderr.endswith("problems found. Nothing was added.\n")
    assert not (small / "badges/half-a-badge").exists()


def test_only_what_the_new_record_brings_is_named(small: Path) -> None:
    (small / "badges/second/badge.md").write_text("broken", encoding="utf-8")
    done = run(small, "badge", *flags({**BADGE, "issuers": "[nobody]"}))
    assert "names the organisation 'nobody'" in done.stderr
    assert "badges/second" not in done.stderr
    assert 0 == run(small, "badge", *flags(BADGE)).returncode


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["bagde"], "'bagde' cannot be added: choose from badge,"),
        (["badge"], "There is no terminal to ask in"),
        (["badge", "--template"], "Say the last part of its address with --slug"),
        (["badge", "--template", "--slug", "../../etc"], "cannot be part of an address"),
        (["badge", "--template", "--slug", "first"], "badges/first/badge.md is there already"),
        (["badge", "--set", "name"], "should be KEY=VALUE"),
        (["badge", "--set", "issuers=[a"], "is not YAML"),
        (["badge", "--set", "name=A", "--set", "name=B"], "names one key twice"),
        (["badge", "--template", "--slug", "x", "--set", "name=A"], "takes no --set"),
        (["meeting", "--template", "--slug", "2027-13-45-x"], "'2027-13-45' is no day"),
        (["badge", "--set", "name=Обучение"], "has no letter from a to z"),
        (["badge", "--set", "name=A", "--set", "assessment=1", "--set", "assessment.method=a"], "leave one out"),
        (["badge", "--set", "name=A", "--set", "assessment.method=a", "--set", "assessment=1"], "leave one out"),
        (["badge", "--set", "issuers=" + "[" * 5000], "is not YAML"),
        (["meeting", "--set", "name=A"], "Its day is needed for its address"),
        (["meeting", "--set", "name=A", "--set", "date=../../../etc"], "Its day is needed for its address"),
        (["news", "--set", "title=2027-01-2000", "--set", "date=x/y"], "Its day is needed for its address"),
    ],
)
def test_what_cannot_be_understood_is_said(small: Path, words: list[str], sentence: str) -> None:
    done = run(small, *words)
    assert 1 == done.returncode
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_questions_and_a_template(small: Path, kind: str) -> None:
    assert all(one.question.words and one.question.example for one in asked(KINDS[kind]))
    slug = "2027-01-20-new" if KINDS[kind].dated else "new"
    done = run(small, kind, "--template", "--slug", slug)
    assert 0 == done.returncode, done.stderr
    assert "Replace every 'Write here'" in done.stdout


def add(root: Path, kind: str, rows: list[str]) -> tuple[int, str]:
    command = [sys.executable, "-m", "lapel.cli.app", "add", kind, "--root", str(root)]
    return typed(command, "\n".join(rows) + "\n")


def test_an_answer_that_cannot_be_is_asked_for_again(small: Path) -> None:
    before = len(load(small).badges)
    name = load(small).organisations["anchor"].name
    rows = [
        *("Reading a rota", "Can read a work rota."),
        *("nobody", name.upper(), ""),
        *("expert", "starter"),
        *("", ""),  # no tags; a first activity is needed
        *("Read three rotas.", ""),
        *("", "We talk.", "A librarian", ""),
        *("nota@", "hello@example.org"),
        *("You can find your shift.", ""),
    ]
    code, shown = add(small, "badge", rows)
    assert 0 == code, shown
    assert f"There are: {name} (anchor)" in shown
    assert "That is not here: choose one of those above" in shown
    assert "That cannot be 'expert': choose (starter, intermediate, advanced)" in shown
    assert "It can wait: Enter leaves it out." in shown
    assert "1 of 12. " in shown
    badge = load(small).badges["reading-a-rota"]
    assert (("anchor",), "hello@example.org") == (badge.issuers, badge.start.email)
    assert before + 1 == len(load(small).badges)


def test_what_was_typed_is_not_lost_when_it_cannot_be_added(small: Path) -> None:
    rows = ["We began", "The network began.", "2026-11-02", "A long story.", ""]
    assert 0 == add(small, "news", rows)[0]
    code, shown = add(small, "news", rows)
    assert 1 == code
    assert "is there already" in shown
    assert "What you typed, so that it is not lost:" in shown
    assert "A long story." in shown.split("not lost:")[1]
