"""Every page is valid HTML (html-validate), whatever its kind.

Rules of style are off, and WCAG technique H32: the filters act at once and send nothing, so there is nothing
to submit.
"""

from __future__ import annotations

from pathlib import Path

from tests.pages import FURTHER, faults


def test_every_page_is_valid(root: Path, node: str, site: Path, tmp_path: Path) -> None:
    # What they are in other languages is made by the same templates: test_languages looks at one of each kind.
    others = tuple(f"{site}/{tag}/" for tag in FURTHER)
    pages = [page for page in map(str, site.rglob("*.html")) if not page.startswith(others)]
    assert len(pages) > 50
    assert [] == faults(root, node, tmp_path / "report.json", *pages)


def test_a_page_that_is_not_valid_would_be_noticed(root: Path, node: str, site: Path, tmp_path: Path) -> None:
    page = (site / "index.html").read_text(encoding="utf-8").replace("</h1>", "<p></p></h1>", 1)
    (tmp_path / "bad.html").write_text(page, encoding="utf-8")
    assert faults(root, node, tmp_path / "report.json", str(tmp_path / "bad.html"))
