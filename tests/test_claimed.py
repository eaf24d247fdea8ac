"""Files that no record is made of: they stop the check, and none of them reaches the site."""

from __future__ import annotations

import re
import shutil
import time
from html.parser import HTMLParser
from pathlib import Path

import markdown
import pytest

from lapel.load.images import svg_faults
from lapel.pages.no_html import NoHtml
from lapel.pages.rendered import html_faults
from tests import catalogues, commands
from tests.building import ROOT, mkdocs
from tests.catalogues_check import problems

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


HTML = (
    "~~~\n\n<!--><img src=x onerror=alert(1)><meta http-equiv=refresh content='0;url=https://evil.example'>-->\n\n```\n",
    "<div>\n<img src=x onerror=alert(1)\n",
    '\\`<div class="verdict" id="verify">genuine</div>\n',
    "a <!-- x --> b <?php x ?> <![CDATA[ y ]]> <!DOCTYPE z>\n",
)


@pytest.mark.parametrize("body", HTML)
def test_what_looks_like_html_is_text_wherever_markdown_is_read(body: str) -> None:
    html = markdown.markdown(
        body, extensions=["footnotes", "tables", "admonition", "toc", "pymdownx.tasklist", NoHtml()]
    )
    reader = Tags()
    reader.feed(html)
    assert reader.found <= {"p", "code", "pre", "hr", "em"}, html
    assert not re.search(r"<[!?]", html)


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag)


def test_a_scheme_is_one_with_white_space_in_it_too() -> None:
    for address in ("java\nscript:alert(1)", "java\tscript:x", " javascript:x", "\x01javascript:x", "vbscript:x"):
        assert html_faults(f'<p><a href="{address}">x</a></p>'), address
    assert html_faults("<p>a<!-- b --></p>")
    assert [] == html_faults('<p><a href="../x/">x</a> <a href="https://a.example/b c">y</a></p>')


def test_pictures_that_take_long_to_draw_are_refused() -> None:
    masks = "".join(
        f'<mask id="m{n}"><rect width="9" height="9" mask="url(#m{n + 1})"/><rect width="8" height="8" '
        f'mask="url(#m{n + 1})"/></mask>'
        for n in range(30)
    )
    frame = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{}</svg>'
    assert svg_faults(frame.format(masks + '<rect width="9" height="9" mask="url(#m0)"/>'))
    assert svg_faults(frame.format(masks.replace("mask", "pattern") + '<rect width="9" height="9" fill="url(#m0)"/>'))
    blur = '<filter id="f">' + '<feMorphology radius="100000"/>' * 300 + '</filter><rect filter="url(#f)"/>'
    assert svg_faults(frame.format(blur))
    many = '<filter id="f">' + "<feGaussianBlur/>" * 50 + "</filter>" + '<rect filter="url(#f)"/>' * 100
    assert svg_faults(frame.format(many))
    assert [] == svg_faults(frame.format('<filter id="f"><feGaussianBlur/></filter><rect filter="url(#f)"/>'))


def test_names_differ_by_what_can_be_seen(small: Path) -> None:
    file = small / "network/organisations/anchor.md"
    text = file.read_text(encoding="utf-8")
    name = re.search(r"name: (.+)", text)
    assert name
    file.write_text(text.replace(name[0], f"{name[0][:8]}\u00ad{name[0][8:]}"), encoding="utf-8")
    assert any("invisible character U+00AD" in one for one in problems(small))


def test_what_is_no_file_of_ours_ends_in_no_traceback(small: Path) -> None:
    (small / "badges/first/awards/a.jsonl").mkdir(parents=True)
    (small / "badges/first/endorsements.jsonl").mkdir()
    (small / "network/status/anchor/2.json").mkdir(parents=True)
    (small / "network/status/anchor/revocations.jsonl").mkdir()
    for content in ("? " * 1500, "{" * 900, "- " * 1500):
        (small / "network/guides").mkdir(exist_ok=True)
        (small / "network/guides/x.md").write_text(f"---\n{content}\n---\n", encoding="utf-8")
        done = commands.lapel("check", small)
        assert "Traceback" not in done.stderr
        assert 1 == done.returncode
    for content in ("[]", "[" * 3000):
        (small / "mkdocs.yml").write_text(content, encoding="utf-8")
        done = commands.lapel("check", small)
        assert (1, False) == (done.returncode, "Traceback" in done.stderr)
