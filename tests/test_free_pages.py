"""What a contributor could try with a page that the network writes for itself."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from lapel.load import load
from lapel.model import CatalogueError
from tests import catalogues
from tests.building import ROOT, SETTINGS, mkdocs

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"notes/.p.html": b"<script>", "notes/index.md": b"![a\\](.p.html)\n"}, "shows '.p.html', which is hidden"),
        ({".htaccess": b"x", "story.md": b"![c\\](.htaccess)\n"}, "which is hidden"),
        ({"story.md": b"![e](network.yml\n"}, "is no PNG, JPEG, WebP or GIF"),
        ({"a.png": b"<script>alert(1)</script>", "story.md": b"![x\\](a.png)\n"}, "is no PNG, JPEG, WebP or GIF"),
        ({"a.svg": b"<svg/>", "story.md": b"![x](a.svg)\n"}, "is no PNG, JPEG, WebP or GIF"),
        ({"pagefind/a.png": PNG, "story.md": b"![x](pagefind/a.png)\n"}, "the site needs /pagefind/ for itself"),
        ({"awards/a.png": PNG, "story.md": b"![x](awards/a.png)\n"}, "the site needs /awards/ for itself"),
        ({".hidden.md": b"Text.\n"}, "is hidden, or a link to another place"),
        ({"story.md": b"# S\n\n## Search\n"}, "the page itself has a part named 'search'"),
    ],
)
def test_nothing_but_checked_pictures_is_published_with_a_page(
    small: Path, files: dict[str, bytes], expected: str
) -> None:
    catalogues.write(small, {f"network/{name}": content for name, content in files.items()})
    with pytest.raises(CatalogueError) as caught:
        load(small)
    assert expected in str(caught.value)


def test_a_link_to_a_file_outside_is_a_problem(small: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", encoding="utf-8")
    (small / "network/leak.md").symlink_to(secret)
    (small / "network/room.png").symlink_to(secret)
    (small / "network/story.md").write_text("![a](room.png)\n", encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        load(small)
    assert "network/leak.md:1: is hidden, or a link" in str(caught.value)
    assert "shows 'room.png', which does not exist" in str(caught.value)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return catalogues.write(tmp_path, {**catalogues.good(), "mkdocs.yml": SETTINGS.format(root=ROOT)})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Note: the office is closed.\n\nRest.\n", "Note: the office is closed."),
        ("---\ntitle: T\ntemplate: nothere.html\n---\n\nText.\n", "<p>Text.</p>"),
        ("---\ntitle: T\ntemplate: home.html\n---\n\nText.\n", "<p>Text.</p>"),
    ],
)
def test_a_page_is_what_was_checked_and_no_more(site: Path, text: str, expected: str) -> None:
    (site / "network/history.md").write_text(text, encoding="utf-8")
    done = mkdocs(site, "build", "--quiet")
    assert 0 == done.returncode, done.stderr
    assert expected in (site / "site/history/index.html").read_text(encoding="utf-8")


def test_a_mistake_that_only_the_generator_finds_leaves_the_last_good_site(site: Path) -> None:
    page = site / "network/history.md"
    page.write_text("# H\n\nHello.\n", encoding="utf-8")
    assert 0 == mkdocs(site, "build", "--quiet").returncode
    before = {file: file.read_bytes() for file in (site / "site").rglob("*") if file.is_file()}
    page.write_text("# H\n\n> [x]: javascript:alert(1)\n\n[x]\n", encoding="utf-8")
    done = mkdocs(site, "build", "--quiet")
    assert 1 == done.returncode
    assert "network/history.md:1: its text becomes a link to 'javascript:alert(1)'" in done.stderr
    assert before == {file: file.read_bytes() for file in (site / "site").rglob("*") if file.is_file()}
    page.unlink()
    assert 0 == mkdocs(site, "build", "--quiet").returncode
    assert not (site / "site/history").exists()
    assert not (site / "site/assets/stylesheets").exists()


def test_a_site_that_lost_its_search_gets_it_again(site: Path) -> None:
    assert 0 == mkdocs(site, "build", "--quiet").returncode
    (site / "site/pagefind/pagefind.js").unlink()
    (site / "site/stray.html").write_text("x", encoding="utf-8")
    assert 0 == mkdocs(site, "build", "--quiet").returncode
    assert (site / "site/pagefind/pagefind.js").is_file()
    assert not (site / "site/stray.html").exists()


def test_a_failed_build_remembers_what_it_has_published(small: Path, tmp_path: Path) -> None:
    overrides = shutil.copytree(ROOT / "overrides", tmp_path / "own/overrides")
    out, listed = tmp_path / "out", tmp_path / "list.json"
    words = [out, "--root", small, "--overrides", overrides, "--published", listed, "--no-search"]

    def build() -> int:
        command = [sys.executable, ROOT / "scripts/build_outputs.py", *words]
        return subprocess.run(command, capture_output=True).returncode

    catalogues.write(small, {"network/guides/g.md": "---\ntitle: G\ndescription: D\n---\n\nText.\n"})
    assert 0 == build()
    page = overrides / "figures.html"
    good = page.read_text(encoding="utf-8")
    page.write_text(re.sub(r"(\{% block content %\})", r"\1{{ nothere.x }}", good), encoding="utf-8")
    assert 1 == build()
    page.write_text(good, encoding="utf-8")
    (small / "network/guides/g.md").unlink()
    assert 0 == build()
    assert not (out / "guides/g").exists()


def test_a_linked_template_is_a_problem(small: Path, tmp_path: Path) -> None:
    overrides = shutil.copytree(ROOT / "overrides", tmp_path / "own/overrides")
    (overrides / "extra.html").symlink_to(ROOT / "overrides/badge.html")
    command = [sys.executable, ROOT / "scripts/build_outputs.py", tmp_path / "o", "--root", small]
    done = subprocess.run([*command, "--overrides", overrides], capture_output=True, text=True)
    assert 1 == done.returncode
    assert "overrides/extra.html:1: is a link to another place" in done.stderr
