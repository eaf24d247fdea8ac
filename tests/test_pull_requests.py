"""Broken pull requests: the exact lines of the check in every form, and the review as text and as a page."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import html5lib
import pytest
from typer.testing import CliRunner

from lapel.cli.app import app
from tests.awarding import FILE, run
from tests.pull_requests import (
    APPROVED,
    BADGE,
    PULL_REQUESTS,
    REVIEWED,
    edit,
    good_change,
    published,
    said_by_check,
    said_by_review,
    steady,
)
from tests.repository import git, no_base, save

CHANGES = {**PULL_REQUESTS, "good_change": good_change}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    no_base(monkeypatch)
    return published(tmp_path)


@pytest.mark.parametrize(("name", "change"), CHANGES.items(), ids=CHANGES)
def test_a_pull_request_is_explained(name: str, change: Callable[[Path], None], root: Path) -> None:
    change(root)
    said = said_by_check(root) | (said_by_review(root) if name in REVIEWED else {})
    for ending, text in said.items():
        assert (APPROVED / f"{name}.{ending}").read_text(encoding="utf-8") == steady(text), ending


def test_ten_of_them_are_broken() -> None:
    broken = [one for one in PULL_REQUESTS if "::error" in (APPROVED / f"{one}.github").read_text(encoding="utf-8")]
    assert 10 == len(broken)


def test_words_of_a_change_do_nothing_on_the_page_of_the_review(root: Path) -> None:
    PULL_REQUESTS["hostile_words"](root)
    said = said_by_review(root)
    tree = html5lib.parse(said["html"], namespaceHTMLElements=False)
    assert [] == [one.tag for one in tree.iter() if one.tag in ("script", "a", "iframe", "form", "link", "img")]
    # In the summary a forge draws what is no block of HTML as Markdown: nothing of the change stands there.
    loose = [line for line in said["md"].splitlines() if not line.startswith("<")]
    assert not any(word in line for line in loose for word in ("evil", "@", "javascript", "alert"))


def test_invisible_characters_are_shown(root: Path) -> None:
    edit(root, BADGE, ("You did one thing.", "You did \u202eone thing."))
    assert "You did [U+202E]one thing." in said_by_review(root)["md"]


def test_the_branch_is_compared_with_where_it_left_its_target(root: Path) -> None:
    git(root, "switch", "--quiet", "--create", "other")
    edit(root, BADGE, ("You did one thing.", "You did two things."))
    save(root)
    git(root, "switch", "--quiet", "main")
    edit(root, "badges/second/badge.md", ("You did one thing.", "You did three things."))
    save(root)
    git(root, "switch", "--quiet", "other")
    done = CliRunner().invoke(app, ["review", "--root", str(root), "--base", "main"])
    assert 0 == done.exit_code, done.output
    assert "two things" in done.stdout
    assert "three things" not in done.stdout


def test_a_review_needs_something_to_compare_with(root: Path) -> None:
    for base in ("no-such", "--help"):
        done = CliRunner().invoke(app, ["review", "--root", str(root), f"--base={base}"])
        assert 1 == done.exit_code
        assert "nothing to compare with" in done.output


def test_a_large_change_is_cut_to_what_a_comment_holds(root: Path) -> None:
    edit(root, BADGE, ("You did one thing.", "\n\n".join(f"You did thing {n} {'x' * 300}." for n in range(600))))
    text = said_by_review(root)["md"]
    assert len(text) <= 60_000
    assert "This is not all" in text


def test_the_review_is_written_whole_into_a_folder(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    out = tmp_path_factory.mktemp("review")
    done = CliRunner().invoke(app, ["review", "--root", str(root), "--out", str(out)])
    assert 0 == done.exit_code, done.output
    assert ["review.html", "review.md"] == sorted(file.name for file in out.iterdir())
    assert "Nothing that is published changes." in (out / "review.md").read_text(encoding="utf-8")


def test_a_network_in_a_folder_of_its_repository_names_files_from_the_root_of_it(
    root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outer = tmp_path_factory.mktemp("outer")
    subprocess.run(["git", "init", "--quiet", str(outer)], check=True)
    inner = outer / "our network"
    root.rename(inner)
    (inner / ".git").rename(outer / "old-git")
    edit(inner, BADGE, ("name: First", "nme: First"))
    done = CliRunner().invoke(app, ["check", str(inner), "--format", "github"])
    assert "::error file=our network/badges/first/badge.md,line=2,title=key-missing::" in done.stdout
    out = outer / "report.json"
    done = CliRunner().invoke(app, ["check", str(inner), "--format", "gitlab", "--out", str(out)])
    assert 1 == done.exit_code
    assert "problems found" in done.output
    assert "our network/badges/first/badge.md" in {row["location"]["path"] for row in json.loads(out.read_text())}


def test_a_pipeline_outside_the_folder_of_the_network_is_seen(
    root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outer = tmp_path_factory.mktemp("outer")
    (root / ".git").rename(root.parent / "old-git")
    root.rename(outer / "net")
    git(outer, "init", "--quiet")
    save(outer)
    (outer / ".github/workflows").mkdir(parents=True)
    (outer / ".github/workflows/new.yml").write_text("on: push\n")
    edit(outer / "net", "mkdocs.yml", ("site_name", "hooks: [x.py]\nsite_name"))
    found = said_by_review(outer / "net")["md"]
    assert "It changes what the pipeline runs" in found
    assert "<code>.github/workflows/new.yml</code>" in found
    assert "<code>net/mkdocs.yml</code>" in found


def test_awards_that_are_kept_apart_are_counted_and_placed(network: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    no_base(monkeypatch)
    (network / "ledger/badges").mkdir(parents=True)
    edit(network, "mkdocs.yml", ("site_name", "extra:\n  awards: ledger\nsite_name"))
    (network / ".gitignore").write_text("/outbox/\n")
    git(network, "init", "--quiet")
    save(network)
    run(network, "first", people="name\nAda\nBo\n")
    assert (network / "ledger" / FILE).is_file()
    assert "<td>2</td><td>all 2 good</td>" in said_by_review(network)["md"]
    save(network)
    edit(network / "ledger", FILE, ("A badge for tests", "The best badge"))
    assert f"::error file=ledger/{FILE},line=1" in said_by_check(network)["github"]


def test_what_is_too_large_to_be_shown_says_so(root: Path) -> None:
    (root / BADGE).write_text("x" * (600 << 10))
    assert "It is not shown here" in said_by_review(root)["md"]
    assert "It is not shown here" in said_by_review(root)["html"]
