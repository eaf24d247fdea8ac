"""A git repository for tests."""

from __future__ import annotations

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest


def git(root: Path, *words: str, at: datetime | None = None) -> None:
    when = (at or datetime.now(UTC)).isoformat()
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(
        ["git", *identity, *words],
        cwd=root,
        check=True,
        capture_output=True,
        env={**os.environ, "GIT_COMMITTER_DATE": when, "GIT_AUTHOR_DATE": when},
    )


def save(root: Path) -> None:
    """Commits everything."""
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message=x")


def no_base(monkeypatch: pytest.MonkeyPatch) -> None:
    """What counts as published is the last commit, whatever the machine says that runs the tests."""
    for name in ("GITHUB_BASE_REF", "LAPEL_BASE", "CI_MERGE_REQUEST_DIFF_BASE_SHA"):
        monkeypatch.delenv(name, raising=False)
