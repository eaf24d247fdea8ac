"""The reports of the check, read by what others wrote for these forms."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sarif_pydantic import Sarif
from typer.testing import CliRunner

from lapel.cli.app import app
from lapel.model import Problem
from lapel.reports import FORMATS, Found, github, gitlab, sarif, text
from tests import catalogues

PROBLEMS = [
    Problem("badges/first/badge.md", 3, "has the key 'cost' twice: keep one of them", "key-twice"),
    Problem("network/a b,c:d%.md", 1, "says 100 %\n::error::x\r\nmore", "value"),
]
FOUND = Found(PROBLEMS, [Problem("network/network.yml", 1, "is open", "canvas-open")], {"badges": 2}, "net/")
NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)


def test_sarif_is_read_by_another_model() -> None:
    found = Sarif.model_validate_json(sarif(FOUND))
    (run,) = found.runs
    assert "2.1.0" == found.version
    rules = {rule.id: rule for rule in run.tool.driver.rules or []}
    results = run.results or []
    assert ["key-twice", "value", "canvas-open"] == [one.rule_id for one in results]
    assert ["error", "error", "note"] == [one.level.value for one in results if one.level]
    place = (results[1].locations or [])[0].physical_location
    assert place
    assert place.artifact_location
    assert "net/network/a b,c:d%.md" == unquote(place.artifact_location.uri or "")
    assert {"key-twice", "value", "canvas-open"} == set(rules)
    for one in results:
        assert one.rule_id == (run.tool.driver.rules or [])[one.rule_index or 0].id


def commands(report: str) -> list[tuple[str, dict[str, str], str]]:
    """Workflow commands as a runner reads them."""
    found = []
    for line in report.split("\n"):
        match = re.fullmatch(r"::(error|notice) ([^\r]*?)::([^\r]*)", line)
        assert match, line
        said = dict(part.split("=", 1) for part in match[2].split(","))
        plain = {"%3A": ":", "%2C": ",", "%0D": "\r", "%0A": "\n", "%25": "%"}
        for code, sign in plain.items():
            said = {name: value.replace(code, sign) for name, value in said.items()}
        message = match[3]
        for code in ("%0D", "%0A", "%25"):
            message = message.replace(code, plain[code])
        found.append((match[1], said, message))
    return found


@given(NAMES, st.text(max_size=80), st.integers(1, 9999))
def test_nothing_in_a_problem_becomes_a_command_of_its_own(path: str, sentence: str, line: int) -> None:
    found = commands(github(Found([Problem(path, line, sentence, "value")])))
    assert [
        ("error", {"file": path, "line": str(line), "title": "value"}, f"{sentence} (lapel explain value)")
    ] == found


def test_a_code_quality_report_has_what_the_host_asks_for() -> None:
    rows = json.loads(gitlab(FOUND))
    assert 3 == len({row["fingerprint"] for row in rows})
    for row in rows:
        assert {"description", "check_name", "fingerprint", "severity", "location"} == set(row)
        assert row["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert row["location"]["lines"]["begin"] >= 1
    moved = Found([Problem(one.path, one.line + 7, one.text, one.code) for one in PROBLEMS])
    same = Found(PROBLEMS)
    assert [row["fingerprint"] for row in json.loads(gitlab(same))] == [
        row["fingerprint"] for row in json.loads(gitlab(moved))
    ]


def test_the_address_of_the_site_leads_to_the_explanation() -> None:
    found = Found(PROBLEMS[:1], base="https://badges.example.org/net/")
    assert "(https://badges.example.org/net/guides/problems/#key-twice)" in github(found)
    assert "helpUri" in sarif(found)
    assert "helpUri" not in sarif(FOUND)


def test_text_says_the_code_and_the_count() -> None:
    assert text(FOUND).endswith("[value]\n2 problems found. 'lapel explain' and a code says more.")
    assert "net" not in text(FOUND).split(":")[0]


@pytest.mark.parametrize("form", FORMATS)
def test_every_form_is_written_by_the_command(form: str, tmp_path: Path) -> None:
    root = catalogues.write(tmp_path / "net", catalogues.good() | {"badges/first/badge.md": "x"})
    done = CliRunner().invoke(app, ["check", str(root), "--format", form])
    assert 1 == done.exit_code
    assert "front-matter" in done.output
    out = tmp_path / "report"
    done = CliRunner().invoke(app, ["check", str(root), "--format", form, "--out", str(out)])
    assert "front-matter" in out.read_text(encoding="utf-8")
    assert "[front-matter]" in done.output


def test_a_code_is_explained_and_a_wrong_one_leads_to_it() -> None:
    done = CliRunner().invoke(app, ["explain", "key-twice"])
    assert (0, True, True) == (done.exit_code, "Wrong" in done.output, "Right" in done.output)
    done = CliRunner().invoke(app, ["explain", "key-twce"])
    assert (1, True) == (done.exit_code, "did you mean 'key-twice'?" in done.output)
