"""The adapter to MkDocs, as a person meets it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from lapel.load import load
from lapel.model import CatalogueError
from lapel.state import MARK
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


def in_one_language(clone: Path) -> None:
    """Takes the translations away, where a test is not about them: they take most of the time of a build."""
    settings = clone / "network/network.yml"
    listed = yaml.safe_load(settings.read_text(encoding="utf-8"))["languages"]
    lines = settings.read_text(encoding="utf-8").splitlines(keepends=True)
    settings.write_text("".join(line for line in lines if line.strip("- \n") not in {"languages:", *listed}), "utf-8")
    for tag in listed:
        for folder in ("badges", "network"):
            for file in (clone / folder).rglob(f"*.{tag}.*"):
                file.unlink()


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
    assert "\n".join(lines) in build.stderr
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


def test_a_plain_folder_gets_the_same_site_without_a_generator(root: Path, site: Path, tmp_path: Path) -> None:
    script = [sys.executable, root / "scripts/build_outputs.py", tmp_path / "out"]
    done = subprocess.run(script, capture_output=True, text=True, env={**os.environ, **BUILD_DAY})
    assert 0 == done.returncode, done.stderr

    def tree(folder: Path) -> dict[str, bytes]:
        files = [file for file in folder.rglob("*") if file.is_file() and file.name != MARK]
        return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}

    ours, theirs = tree(tmp_path / "out"), tree(site)
    assert len(ours) > 500
    assert set(ours) == set(theirs)
    assert [] == [name for name, content in ours.items() if theirs[name] != content]


FREE = """\
---
title: Our history
---

# How we began

We met in [the library](../meetings/2026-09-16-first-meeting.md), and gave
[one badge](../../badges/managing-stress/badge.md).

=== "Then"

    A room.

=== "Now"

    | a | b |
    | - | - |
    | 1 | 2 |

![The room](room.png)
"""


def test_a_page_that_a_network_writes_for_itself_stands_in_the_same_frame(clone: Path) -> None:
    in_one_language(clone)
    settings = (clone / "mkdocs.yml").read_text(encoding="utf-8")
    tabs = "markdown_extensions:\n  - pymdownx.superfences\n  - pymdownx.tabbed:\n      alternate_style: true\n"
    (clone / "mkdocs.yml").write_text(settings.rstrip() + "\n" + tabs, encoding="utf-8")
    (clone / "network/history").mkdir()
    (clone / "network/history/first-year.md").write_text(FREE, encoding="utf-8")
    (clone / "network/history/room.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    guide = clone / "network/guides/what-a-badge-is.md"
    guide.write_text(guide.read_text(encoding="utf-8") + "\n[History](../history/first-year.md)\n", encoding="utf-8")
    build = mkdocs(clone, "build")
    assert 0 == build.returncode, build.stderr
    site = clone / "site"
    page = (site / "history/first-year/index.html").read_text(encoding="utf-8")
    assert "<title>Our history" in page
    assert 'href="../../meetings/2026-09-16-first-meeting/"' in page
    assert 'href="../../badges/managing-stress/"' in page
    assert "tabbed-set" in page
    assert '<nav class="menu"' in page
    assert (site / "history/room.png").exists()
    (styles,) = (site / "assets/stylesheets").glob("main.*.css")
    assert f'href="../../assets/stylesheets/{styles.name}"' in page
    assert 'href="../../history/first-year/"' in (site / "guides/what-a-badge-is/index.html").read_text("utf-8")
    assert "assets/stylesheets" not in (site / "guides/what-a-badge-is/index.html").read_text("utf-8")
    assert "/history/first-year/</loc>" in (site / "sitemap.xml").read_text("utf-8")
    (clone / "network/history/first-year.md").unlink()
    (clone / "network/history/room.png").unlink()
    guide.write_text(guide.read_text(encoding="utf-8").replace("\n[History](../history/first-year.md)\n", ""), "utf-8")
    build = mkdocs(clone, "build")
    assert 0 == build.returncode, build.stderr
    assert not (site / "history").exists()
    assert not (site / "assets/stylesheets").exists()


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("about.md", "Text.\n", "would have the address /about/"),
        ("Our Story.md", "Text.\n", "rename 'Our Story' to 'our-story'"),
        ("guide/x.md", "Text.\n", "nearly the name of a record: did you mean network/guides/x.md"),
        ("verfy.md", "Text.\n", "did you mean network/verify.md"),
        ("story.md", "<script>alert(1)</script>\n", "story.md:1: has HTML ('<script')"),
        ("story.md", "[a](nothing.md)\n", "which does not exist"),
        ("story.md", "[a](javascript:alert(1))\n", "link to the file"),
        ("story.md", "\n![a](../mkdocs.yml)\n", "story.md:2: shows '../mkdocs.yml', which is not here"),
        ("story.md", "![a](network.yml)\n", "is no PNG, JPEG, WebP or GIF"),
    ],
)
def test_what_a_free_page_may_not_be_is_a_problem(small: Path, name: str, text: str, expected: str) -> None:
    catalogues.write(small, {f"network/{name}": text})
    with pytest.raises(CatalogueError) as caught:
        load(small)
    assert expected in str(caught.value)
