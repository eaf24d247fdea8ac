"""When a file was last changed: git's word where there is one, the file system's otherwise."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from lapel.load.history import last_changes
from tests.repository import git

START = datetime(2026, 11, 1, tzinfo=UTC)


def commit(root: Path, number: int) -> None:
    git(root, "add", "-A")
    git(root, "commit", "--quiet", "--allow-empty", "-m", "x", at=START + timedelta(days=number))


def write(root: Path, name: str, text: str) -> None:
    (root / "network").mkdir(exist_ok=True)
    (root / name).write_text(text, encoding="utf-8")


def test_each_file_has_the_time_of_its_own_last_commit(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    write(tmp_path, "network/a.md", "1")
    write(tmp_path, "network/b é.md", "1")
    commit(tmp_path, 0)
    write(tmp_path, "network/a.md", "2")
    commit(tmp_path, 1)
    found = last_changes(tmp_path, ["network/a.md", "network/b é.md", "network/none.md"])
    assert {"network/a.md": START + timedelta(days=1), "network/b é.md": START} == found


def test_what_is_not_committed_has_the_time_of_the_file(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    write(tmp_path, "network/a.md", "1")
    commit(tmp_path, 0)
    write(tmp_path, "network/a.md", "2")
    write(tmp_path, "network/new.md", "1")
    later = START + timedelta(days=9)
    for name in ("a", "new"):
        os.utime(tmp_path / f"network/{name}.md", (later.timestamp(), later.timestamp()))
    assert {later} == set(last_changes(tmp_path, ["network/a.md", "network/new.md"]).values())


def test_a_branch_counts_from_the_day_on_which_it_was_merged(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    write(tmp_path, "network/a.md", "1\n2\n3\n4\n5\n")
    commit(tmp_path, 0)
    git(tmp_path, "switch", "--quiet", "-c", "change")
    write(tmp_path, "network/a.md", "one\n2\n3\n4\n5\n")
    commit(tmp_path, 1)
    git(tmp_path, "switch", "--quiet", "main")
    write(tmp_path, "network/a.md", "1\n2\n3\n4\nfive\n")
    commit(tmp_path, 2)
    git(tmp_path, "merge", "--quiet", "--no-ff", "-m", "merge", "change", at=START + timedelta(days=3))
    assert {"network/a.md": START + timedelta(days=3)} == last_changes(tmp_path, ["network/a.md"])


def test_a_network_in_a_folder_of_a_repository_is_found(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    (tmp_path / "inner").mkdir()
    write(tmp_path / "inner", "network/a.md", "1")
    commit(tmp_path, 0)
    assert {"network/a.md": START} == last_changes(tmp_path / "inner", ["network/a.md"])
    write(tmp_path / "inner", "network/a.md", "2")
    assert START < last_changes(tmp_path / "inner", ["network/a.md"])["network/a.md"]


def test_a_shallow_copy_gives_a_later_time_and_never_an_earlier_one(tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    whole.mkdir()
    git(whole, "init", "--quiet")
    write(whole, "network/a.md", "1")
    commit(whole, 0)
    write(whole, "network/b.md", "1")
    commit(whole, 1)
    git(tmp_path, "clone", "--quiet", "--depth", "1", f"file://{whole}", "shallow")
    exact, shallow = (last_changes(one, ["network/a.md"])["network/a.md"] for one in (whole, tmp_path / "shallow"))
    assert exact <= shallow


def test_a_clock_that_is_behind_takes_no_time_back(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    for number, day in enumerate((5, 2)):
        write(tmp_path, "network/a.md", str(number))
        commit(tmp_path, day)
    assert {"network/a.md": START + timedelta(days=5)} == last_changes(tmp_path, ["network/a.md"])
