"""The adapter to MkDocs, as a person meets it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import catalogues
from tests.building import BUILD_DAY, ROOT, mkdocs


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A copy of everything that git tracks or would track, without what was made."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in listed.stdout.split("\n"):
        if name and (ROOT / name).is_file():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def test_breaking_a_badge_stops_check_and_build_with_the_same_lines(clone: Path) -> None:
    badge = clone / "badges/managing-stress/badge.md"
    text = badge.read_text(encoding="utf-8")
    badge.write_text(
        text.replace("level: starter", "levl: starter").replace("7 days", "a week or so"), encoding="utf-8"
    )
    check = subprocess.run([sys.executable, "scripts/check.py"], cwd=clone, capture_output=True, text=True)
    build = mkdocs(clone, "build")
    assert (1, 1) == (check.returncode, build.returncode)
    lines = [line for line in check.stderr.splitlines() if line.startswith("badges/managing-stress/badge.md:")]
    assert 2 == len(lines)
    assert check.stderr.strip() in build.stderr
    assert "Traceback" not in check.stderr + build.stderr
    assert not (clone / "site/index.html").exists()


def test_a_writer_that_fails_stops_the_build_with_its_reason(clone: Path) -> None:
    (clone / "overrides/poster.html").write_text("{{ no.such.thing }}", encoding="utf-8")
    build = mkdocs(clone, "build")
    assert 1 == build.returncode
    assert "'no' is undefined" in build.stderr


def test_another_network_needs_only_its_own_files(clone: Path) -> None:
    for folder in ("badges", "network"):
        shutil.rmtree(clone / folder)
    settings = (clone / "mkdocs.yml").read_text(encoding="utf-8").replace("badges.example.org/", "host.example/a/b")
    catalogues.write(clone, {**catalogues.good(), "mkdocs.yml": settings})
    build = mkdocs(clone, "build")
    assert 0 == build.returncode, build.stderr
    page = (clone / "site/badges/second/index.html").read_text(encoding="utf-8")
    assert '<link rel="canonical" href="https://host.example/a/b/badges/second/">' in page
    missing = (clone / "site/404.html").read_text(encoding="utf-8")
    assert 'href="/a/b/badges/"' in missing


def test_a_dirty_build_is_refused(root: Path, tmp_path: Path) -> None:
    build = mkdocs(root, "build", "--dirty", "--site-dir", str(tmp_path / "site"))
    assert build.returncode != 0
    assert "--dirty leaves most pages out of the search" in build.stderr


def test_a_plain_folder_gets_the_same_documents_without_a_generator(root: Path, site: Path, tmp_path: Path) -> None:
    script = [sys.executable, root / "scripts/build_outputs.py", tmp_path / "out"]
    done = subprocess.run(script, capture_output=True, text=True, env={**os.environ, **BUILD_DAY})
    assert 0 == done.returncode, done.stderr
    written = {
        file.relative_to(tmp_path / "out").as_posix() for file in (tmp_path / "out").rglob("*") if file.is_file()
    }
    finished = {name for name in written if not name.endswith(".md")}
    assert len(finished) > 150
    for name in finished:
        assert (site / name).read_bytes() == (tmp_path / "out" / name).read_bytes(), name
    pages = {name.removesuffix("index.md") for name in written - finished}
    assert set() == {page for page in pages if not (site / page / "index.html").is_file()}
