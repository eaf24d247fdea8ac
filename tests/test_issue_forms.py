"""Issue forms: what a forge shows, and the file that a filled-in one becomes."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from lapel.cli.app import app
from lapel.load import load
from lapel.model import CatalogueError, LapelError
from lapel.starter.forges import FORGES
from lapel.starter.issue_forms import OFFERED, form_files, label, read_form
from lapel.starter.records import KINDS, asked

ANSWERS = {
    "The name of the badge": "Mending a bicycle",
    "One sentence: what the badge says about the person who holds it": "Can mend a flat tyre.",
    "The organisations that may award it": "Anchor",
    "How far along the road it is meant for": "starter",
    "What the earner does, as an order: start with a verb": "- Take off the wheel.\n- Find the hole.",
    "What to send, and how much of it": "_No response_",
    "How it is judged": "Somebody looks.",
    "By whom": "A mechanic",
    "How to start": "The desk of the library",
    "What must somebody do or show?": "You can mend a flat tyre.\n\nYou put the tools back.",
}


def filled(**other: str) -> str:
    answers = {**ANSWERS, **{name.replace("_", " "): text for name, text in other.items()}}
    return "".join(f"### {question}\n\n{answer}\n\n" for question, answer in answers.items())


def add(root: Path, text: str | bytes, *words: str, name: str = "issue.md") -> tuple[int, str]:
    file = root.parent / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    done = CliRunner().invoke(app, ["add", *words, "--from-issue", str(file), "--root", str(root)])
    return done.exit_code, done.output


def test_a_filled_in_form_becomes_the_file_of_a_draft(small: Path) -> None:
    code, said = add(small, filled())
    assert (0, True) == (
        code,
        said.startswith("Added badges/mending-a-bicycle/badge.md. 'lapel serve' shows it.\nIt is a"),
    )
    badge = load(small, drafts=True).badges["mending-a-bicycle"]
    assert ("draft", ("anchor",), "The desk of the library") == (badge.status, badge.issuers, badge.start.askAt)
    assert ["Take off the wheel.", "Find the hole."] == [one.name for one in badge.activities]
    assert "You can mend a flat tyre." in badge.body


def test_what_a_tool_of_the_forge_saved_is_read_too(small: Path) -> None:
    assert 0 == add(small, json.dumps({"title": "x", "body": filled()}), name="issue.json")[0]


@pytest.mark.parametrize("forge", FORGES)
def test_a_form_asks_what_the_command_asks(forge: str) -> None:
    files = form_files(FORGES[forge])
    assert 4 == len(files)
    for kind in OFFERED:
        text = next(text for path, text in files.items() if Path(path).stem == kind)
        for one in asked(KINDS[kind]):
            assert label(one) in text.replace("\n      ", " "), (kind, one.place)


@pytest.mark.parametrize("kind", OFFERED)
def test_the_examples_of_a_form_are_a_good_answer(kind: str) -> None:
    form = yaml.safe_load(form_files(FORGES["github"])[f".github/ISSUE_TEMPLATE/{kind}.yml"])
    text = ""
    for field in form["body"]:
        said = field["attributes"]
        if field["type"] != "markdown":
            text += f"### {said['label']}\n\n{said.get('placeholder', said.get('options', [''])[0])}\n\n"
    found, answers, body = read_form(text, "issue.md")
    assert kind == found.name
    assert {one.place for one in asked(found)} == set(answers)
    assert body


def test_the_forms_of_forges_are_what_forges_take(tmp_path: Path) -> None:
    for path, text in form_files(FORGES["github"]).items():
        (tmp_path / Path(path).name).write_text(text, encoding="utf-8")
    files = sorted(map(str, tmp_path.iterdir()))
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-issue-forms", *files]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (0, "ok -- validation done\n") == (done.returncode, done.stdout)


def test_every_fault_of_a_form_is_named_with_its_line(small: Path) -> None:
    text = filled(By_whom="_No response_", How_it_is_judged="").replace("starter", "for everybody")
    code, said = add(small, text)
    assert 1 == code
    assert "issue.md:13: answers 'How far along the road it is meant for' with 'for everybody'" in said
    assert "issue.md:26: has no answer to 'How it is judged', which is needed: write one [form]" in said
    assert "has no answer to 'By whom'" in said
    assert not (small / "badges/mending-a-bicycle").exists()


HOSTILE = {
    "a question twice": (filled() + filled(), "asks 'The name of the badge' twice"),
    "no form": ("Please add a badge about bicycles.", "is no filled-in form"),
    "an empty file": ("", "is no filled-in form"),
    "another JSON": ('{"number": 7}', "is JSON without the text of a form"),
    "not text": (b"\xff\xfe\x00", "is not UTF-8"),
    "ten megabytes": (filled() + "x" * (10 << 20), "the most"),
    "a script": (filled(What_must_somebody_do_or_show="x").replace("You can mend", "<script>You"), "has HTML"),
    "keys in a name": (filled().replace("Mending a bicycle", "x\nstatus: active\n---"), ""),
    "a path as a name": (filled().replace("Mending a bicycle", "../../../etc/passwd"), ""),
    "another organisation": (filled().replace("Anchor", "Nobody"), "which is not here: choose one of those above"),
    "a template left": (filled().replace("Somebody looks.", "Write here how"), "is still the text of the template"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_answers_write_nothing_or_a_plain_record(name: str, small: Path) -> None:
    text, sentence = HOSTILE[name]
    before = {file for file in small.rglob("*") if file.is_file()}
    code, said = add(small, text)
    new = {file for file in small.rglob("*") if file.is_file()} - before
    assert "Traceback" not in said
    if sentence:
        assert sentence in said
        assert (1, set()) == (code, new)
    else:
        assert 0 == code
        assert all(file.is_relative_to(small / "badges") for file in new)
        new_ones = [one for slug, one in load(small, drafts=True).badges.items() if slug not in load(small).badges]
        assert ["draft"] == [one.status for one in new_ones]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=400))
def test_no_text_breaks_the_reader(text: str) -> None:
    for form in (text, filled().replace("A mechanic", text)):
        with contextlib.suppress(LapelError, CatalogueError):
            read_form(form, "issue.md")


def test_the_kind_is_known_by_its_questions(small: Path) -> None:
    code, said = add(small, filled(), "meeting")
    assert (1, True) == (code, "is about another kind of record" in said)
    assert 2 == CliRunner().invoke(app, ["add", "--from-issue"]).exit_code
    assert "Say what to add" in CliRunner().invoke(app, ["add", "--root", str(small)]).output
