"""Frameworks in the forms in which they are published: read, searched, and written into a badge."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page, expect
from typer.testing import CliRunner

from lapel.cli.app import app
from lapel.frameworks.reading import MAX_BYTES, FrameworkError, Node, read_framework
from lapel.frameworks.searching import Codes, Index
from lapel.frameworks.writing import with_alignment
from lapel.load import load
from tests import catalogues

CASE: dict[str, Any] = {
    "CFDocument": {"title": "Adult core curriculum", "uri": "https://case.example.org/d", "identifier": "d"},
    "CFItems": [
        {
            "identifier": "a",
            "uri": "https://case.example.org/ims/case/v1p0/CFItems/a",
            "fullStatement": "Speak clearly to be heard and understood.",
            "abbreviatedStatement": "Speak clearly",
            "humanCodingScheme": "SLc/E2.1",
            "CFItemType": "Skill",
        },
        {"identifier": "b", "uri": "http://case.example.org/b", "fullStatement": "Listen for detail."},
        {"identifier": "c", "fullStatement": "No address."},
        "no item",
    ],
}
ESCO = (
    "conceptType,conceptUri,skillType,reuseLevel,preferredLabel,altLabels,description\n"
    "KnowledgeSkillCompetence,http://data.europa.eu/esco/skill/1,skill/competence,transversal,manage time,"
    '"plan time\nkeep time","Plan one\'s work, so that it is done in time."\n'
)
ONET = "O*NET-SOC Code\tTitle\tDescription\n31-1121.00\tHome Health Aides\tMonitor the health status of a person.\n"
ELEMENTS = (
    "Element ID\tElement Name\tDescription\n2.A.1.b\tActive Listening\tGiving full attention to what others say.\n"
)
OWN = "name;url;code\nZuhören;https://www.example.org/zuhoeren;Z-1\n"


def file(folder: Path, name: str, content: str | bytes) -> Path:
    place = folder / name
    place.write_bytes(content if isinstance(content, bytes) else content.encode())
    return place


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        (
            "core.json",
            json.dumps(CASE),
            [
                Node(
                    "Speak clearly",
                    "https://case.example.org/ims/case/v1p0/CFItems/a",
                    "Adult core curriculum",
                    "SLc/E2.1",
                    "Speak clearly to be heard and understood.",
                    "CFItem",
                ),
                Node("Listen for detail.", "https://case.example.org/b", "Adult core curriculum", type="CFItem"),
            ],
        ),
        (
            "skills_en.csv",
            "\ufeff" + ESCO,
            [
                Node(
                    "manage time",
                    "https://data.europa.eu/esco/skill/1",
                    "ESCO",
                    description="Plan one's work, so that it is done in time.",
                    type="ceasn:Competency",
                    others="plan time keep time",
                )
            ],
        ),
        (
            "Occupation Data.txt",
            ONET,
            [
                Node(
                    "Home Health Aides",
                    "https://www.onetonline.org/link/summary/31-1121.00",
                    "O*NET-SOC",
                    "31-1121.00",
                    "Monitor the health status of a person.",
                )
            ],
        ),
        (
            "Content Model Reference.txt",
            ELEMENTS,
            [
                Node(
                    "Active Listening",
                    "https://www.onetonline.org/find/descriptor/result/2.A.1.b",
                    "O*NET",
                    "2.A.1.b",
                    "Giving full attention to what others say.",
                    "ceasn:Competency",
                )
            ],
        ),
        ("unsere-liste.csv", OWN, [Node("Zuhören", "https://www.example.org/zuhoeren", "unsere liste", "Z-1")]),
    ],
)
def test_each_form_is_read(tmp_path: Path, name: str, content: str, expected: list[Node]) -> None:
    assert expected == read_framework(file(tmp_path, name, content))


BAD: dict[str, tuple[str | bytes, str]] = {
    "another-table.csv": ("title,link\nx,https://www.example.org/\n", "has none of the tables that are known"),
    "another.json": ('{"skills": []}', "is JSON without CFDocument and CFItems"),
    "broken.json": ('{"CFDocument": ', "is not JSON"),
    "deep.json": ('{"a":' + "[" * 100_000, "is not JSON"),
    "empty.csv": ("", "has none of the tables"),
    "no-rows.csv": ("name,url\n", "has nothing with a name and an address"),
    "no-https.csv": ("name,url\nx,javascript:alert(1)\nx,file:///etc/passwd\n", "has nothing with a name"),
    "utf-16.csv": (OWN.encode("utf-16"), "is not UTF-8"),
    "zip.csv": (b"PK\x03\x04" + bytes(range(256)), "is not UTF-8"),
    "wide.csv": ('name,url\n"' + "x" * 200_000 + '",https://www.example.org/\n', "is not a table"),
}


@pytest.mark.parametrize("name", BAD)
def test_another_file_is_refused_with_a_sentence(tmp_path: Path, name: str) -> None:
    content, sentence = BAD[name]
    with pytest.raises(FrameworkError, match=sentence):
        read_framework(file(tmp_path, name, content))


def test_a_file_of_200_mb_is_not_read(tmp_path: Path) -> None:
    place = tmp_path / "huge.csv"
    with place.open("wb") as stream:
        stream.truncate(200 << 20)
    assert MAX_BYTES < place.stat().st_size
    with pytest.raises(FrameworkError, match="has 200 MiB, and 64 is the most"):
        read_framework(place)


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=600) | st.text(max_size=300).map(str.encode))
def test_no_file_breaks_the_reader(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name, text in (("a.csv", content), ("b.csv", b"name,url\n" + content), ("c.json", b"{" + content)):
            with contextlib.suppress(FrameworkError):
                assert all(one.url.startswith("https://") for one in read_framework(file(Path(folder), name, text)))


NODES = [
    Node("Active listening", "https://a.example/1", "F", "L-1", "Give attention to others."),
    Node("Writing letters", "https://a.example/2", "F", "W-1", "Listen to what a letter has to say."),
    Node("Reading", "https://a.example/3", "F", "R-1", others="listened books"),
]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("listening", ["L-1", "R-1", "W-1"]),
        ("letters", ["W-1"]),
        ("L-1", ["L-1", "W-1", "R-1"]),
        ("listen letters", ["W-1", "L-1", "R-1"]),
        ('" OR 1 --', ["R-1", "L-1", "W-1"]),
        ("nothing of it", []),
        ("", []),
    ],
)
def test_words_find_what_fits_best(words: str, expected: list[str]) -> None:
    found = [one.code for one in Index(NODES).find(words)]
    assert expected[:1] == found[:1]
    assert set(found) <= set(expected)


@given(st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_no_words_break_the_search(words: str) -> None:
    Index(NODES).find(words)


def test_a_misspelt_code_leads_to_the_right_one() -> None:
    codes = Codes(NODES)
    assert (None, "L-1", "") == (codes.nearest("L-1"), codes.nearest("l1"), codes.nearest("something else"))
    assert None is Codes([Node("x", "https://a.example/", "F")]).nearest("L1")


def add(root: Path, *words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["align", "first", *words, "--root", str(root)])
    return done.exit_code, done.output


def test_what_is_picked_stands_in_the_badge_and_nothing_else_changes(small: Path, tmp_path: Path) -> None:
    core = file(tmp_path, "core.json", json.dumps(CASE))
    before = (small / "badges/first/badge.md").read_text(encoding="utf-8")
    code, said = add(small, "speak", "--from", str(core), "--pick", "1")
    assert (0, True) == (code, "Wrote 1 alignment into badges/first/badge.md." in said)
    (one,) = load(small).badges["first"].alignment
    assert ("Speak clearly", "SLc/E2.1", "CFItem") == (one.targetName, one.targetCode, one.targetType)
    assert set(before.splitlines()) < set((small / "badges/first/badge.md").read_text(encoding="utf-8").splitlines())
    assert "has this already" in add(small, "speak", "--from", str(core), "--pick", "1")[1]
    assert "Wrote 1" in add(small, "listen", "--from", str(core), "--pick", "1")[1]
    assert 2 == len(load(small).badges["first"].alignment)


def test_items_are_added_to_a_list_with_its_own_indent_and_comments() -> None:
    text = catalogues.badge(
        "First", "alignment:\n- targetName: X\n  targetUrl: https://a.example/x\n# a remark\n\ncost: Free\n"
    )
    new, count = with_alignment(text, "badges/first/badge.md", NODES[:1])
    assert 1 == count
    assert "- targetName: X\n  targetUrl: https://a.example/x\n- targetName: Active listening\n" in new
    assert new.index("Active listening") < new.index("# a remark") < new.index("cost: Free")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["x"], "There is no framework: put one into network/frameworks/"),
        (["x", "--from", "no-such.csv"], "cannot be read"),
    ],
)
def test_what_cannot_be_done_is_said(small: Path, words: list[str], sentence: str) -> None:
    code, said = add(small, *words)
    assert (1, True) == (code, sentence in said)
    assert "Nothing was changed." in said


def test_a_choice_that_is_none_and_a_badge_that_is_none(small: Path, tmp_path: Path) -> None:
    core = str(file(tmp_path, "core.json", json.dumps(CASE)))
    assert "'9' is no choice" in add(small, "speak", "--from", core, "--pick", "9")[1]
    assert "Nothing fits" in add(small, "zzz", "--from", core)[1]
    done = CliRunner().invoke(app, ["align", "../first", "x", "--root", str(small)])
    assert "There is no badge" in done.output


def test_a_list_on_one_line_is_left_to_its_writer(small: Path, tmp_path: Path) -> None:
    core = str(file(tmp_path, "core.json", json.dumps(CASE)))
    row = "alignment: [{targetName: X, targetUrl: 'https://a.example/'}]\n"
    (small / "badges/first/badge.md").write_text(catalogues.badge("First", row), encoding="utf-8")
    assert "stands on one line" in add(small, "speak", "--from", core, "--pick", "1")[1]


def test_hostile_texts_of_a_framework_stay_texts(small: Path, tmp_path: Path) -> None:
    rows = io.StringIO()
    table = csv.writer(rows)
    table.writerows([["name", "url", "description"], ["a: b\n---\nstatus: draft", "https://a.example/", "'\"{% x %}"]])
    ours = file(tmp_path, "ours.csv", rows.getvalue())
    assert 0 == add(small, "status", "--from", str(ours), "--pick", "1")[0]
    badge = load(small).badges["first"]
    assert ("active", "a: b --- status: draft") == (badge.status, badge.alignment[0].targetName)


def test_the_page_finds_and_writes_lines_that_the_engine_reads(page: Page, address: str, small: Path) -> None:
    page.goto(f"{address}align/")
    page.get_by_label("What do you look for?").fill("safe")
    page.locator("form#align button[type=submit]").click()
    page.get_by_label("Being safe and legal online").check()
    text = page.get_by_label("The lines for the file of the badge").input_value()
    badge = catalogues.badge("First", text)
    (small / "badges/first/badge.md").write_text(badge, encoding="utf-8")
    (one,) = load(small).badges["first"].alignment
    assert ("Being safe and legal online", "Essential digital skills framework (England)") == (
        one.targetName,
        one.targetFramework,
    )
    page.get_by_label("What do you look for?").fill("zzz")
    page.locator("form#align button[type=submit]").click()
    expect(page.get_by_role("status").first).to_have_text("Nothing fits these words. Try fewer, or others.")
