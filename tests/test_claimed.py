"""Files that no record is made of: they stop the check, and none of them reaches the site."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest

from tests import catalogues
from tests.conftest import ROOT, mkdocs
from tests.test_load import problems

STRAYS = (
    "network/page.js",
    "network/assets/verifier/page.js",
    "network/verify/sw.js",
    "network/free.html",
    "network/organisations/anchor/did.json",
    "network/awards/x/credential.json",
    "network/status/anchor/1.json.html",
    "network/meetings/photo.png",
    "badges/first/script.svg",
    "badges/first/awards/notes.txt",
    "badges/first/deep/down/a.json",
    "badges/pathways/x.json",
)


@pytest.mark.parametrize("name", STRAYS)
def test_a_file_that_no_kind_claims_is_a_problem(small: Path, name: str) -> None:
    (small / name).parent.mkdir(parents=True, exist_ok=True)
    (small / name).write_text("x", encoding="utf-8")
    (problem,) = [one for one in problems(small) if one.startswith(f"{name}:1: ")]
    assert "delete it" in problem


@pytest.mark.parametrize(
    "name", ["network/guides/elsewhere", "network/style.css", "badges/first/image.png", "badges/x"]
)
def test_a_link_to_another_place_is_a_problem(small: Path, tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "secret.css").write_text("x", encoding="utf-8")
    (small / name).parent.mkdir(exist_ok=True)
    (small / name).symlink_to(elsewhere if "." not in name.rpartition("/")[2] else elsewhere / "secret.css")
    assert f"{name}:1: is a link to another place: put the file itself here" in problems(small)


def test_what_git_and_editors_leave_is_no_problem(small: Path) -> None:
    for name in ("network/.DS_Store", "badges/first/.gitkeep", "badges/README.md"):
        (small / name).write_text("", encoding="utf-8")
    assert [] == problems(small)


def test_a_file_of_the_network_never_reaches_the_site_as_it_lies_there(tmp_path: Path) -> None:
    """The check stops such a file; the build does not publish one that came after the check either."""
    root = tmp_path / "work"
    for name in ("badges", "network", "hooks", "overrides", "lapel", "scripts"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "mkdocs.yml", root)
    (root / "network" / "page.js").write_text("stray", encoding="utf-8")
    done = mkdocs(root, "--quiet", "build")
    assert 1 == done.returncode
    assert "network/page.js:1: is read by nothing" in done.stderr
    assert not (root / "site" / "page.js").exists()


def test_a_lone_fence_hides_nothing(small: Path) -> None:
    for body in ("```\n\n<script>alert(1)</script>\n", "Text\n\n~~~\n<img src=x>\n", "```\na\n```\n\n```\n<b>x</b>\n"):
        (small / "badges/first/badge.md").write_text(catalogues.badge("First") + body, encoding="utf-8")
        assert any("has HTML" in one for one in problems(small)), body
    closed = catalogues.badge("First") + "```\n<b>\n```\n"
    (small / "badges/first/badge.md").write_text(closed, encoding="utf-8")
    assert not any("has HTML" in one for one in problems(small))


def test_a_body_that_would_take_minutes_is_a_problem(small: Path) -> None:
    bodies = ["[" * 18_000, "![" * 9_000, "``" * 9_000, "<![" * 6_000, "<a " * 6_000, "1. " * 6_000, "> " * 9_000]
    bodies += ["a\n=\n" * 4_500, "# a\n" * 4_500, "- " * 9_000, "a\n---\n" * 3_000]
    for body in bodies:
        (small / "badges/first/badge.md").write_text(catalogues.badge("First") + body + "\n", encoding="utf-8")
        before = time.process_time()
        assert any("which no text needs: shorten it" in one for one in problems(small))
        assert time.process_time() - before < 5
