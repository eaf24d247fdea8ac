from __future__ import annotations

import re
from pathlib import Path

import markdown
import pytest

from lapel.load import load
from lapel.load.links import OWN_IDS, headings, links, page_of, prose_lines, rewrite_links
from lapel.model import CatalogueError
from tests import catalogues

SOURCE = "badges/first/badge.md"


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ("badges/first/badge.md", "badges/first/"),
        ("badges/pathways/way.md", "pathways/way/"),
        ("network/organisations/org.md", "organisations/org/"),
        ("network/guides/g.md", "guides/g/"),
        ("network/index.md", ""),
        ("README.md", None),
        ("badges/first/image.svg", None),
    ],
)
def test_every_kind_of_file_has_its_page(source: str, place: str | None) -> None:
    assert place == page_of(source)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("[a](../second/badge.md)", "[a](/badges/second/)"),
        ("[a](../second/badge.md#part)", "[a](/badges/second/#part)"),
        ('[a](../second/badge.md "Title")', '[a](/badges/second/ "Title")'),
        ("[a](https://e.example/badge.md)", "[a](https://e.example/badge.md)"),
        ("[a](#part)", "[a](#part)"),
        ("[a][r]\n\n[r]: ../second/badge.md", "[a][r]\n\n[r]: /badges/second/"),
        ("[a](../../network/guides/g.md) and [b](badge.md)", "[a](/guides/g/) and [b](/badges/first/)"),
    ],
)
def test_links_to_files_become_links_to_pages(written: str, expected: str) -> None:
    assert expected == rewrite_links(written, SOURCE, lambda place: f"/{place}")


def test_code_is_not_prose() -> None:
    body = "a `[x](y)` b\n```\n[z](z)\n```\n[c](d)"
    assert [(0, []), (4, ["d"])] == [(number, list(links(line))) for number, line in prose_lines(body)]


def test_headings_have_the_ids_that_the_site_gives_them() -> None:
    body = "\n\n".join(
        f"## {text}"
        for text in ("Café Zeit", "Use `badge.md`", "Time", "Time", "3. Allow – enough (time)!", "A [link](x.md) here")
    )
    reader = markdown.Markdown(extensions=["toc"])
    reader.convert(body)
    given = {token["id"] for token in reader.toc_tokens}  # type: ignore[attr-defined]
    assert given == headings(body)


# Pages in which somebody's headings stand beside the page's own ids.
WITH_A_BODY = "badge organisation meeting guide news home free_page verify pathway layout".split()


def test_every_id_of_a_page_with_a_body_is_known(root: Path) -> None:
    files = [root / f"overrides/{name}.html" for name in WITH_A_BODY]
    files += sorted((root / "overrides/parts").glob("*.html"))
    found = {one for file in files for one in re.findall(r' id="([^"]*)"', file.read_text(encoding="utf-8"))}
    named = {one for one in found if not one.startswith("lp-") and "{{" not in one}
    assert named <= OWN_IDS
    assert {"filter-{{ filter.name }}", "filter-{{ box[0] }}"} >= {one for one in found if one.startswith("filter-{")}


@pytest.mark.parametrize("heading", ["Search", "LP content", "lp -- Step 1", "Copy link"])
def test_a_heading_that_would_take_a_name_of_the_page_is_a_problem(small: Path, heading: str) -> None:
    text = f"---\ntitle: G\ndescription: D\n---\n\n## {heading}\n"
    catalogues.write(small, {"network/guides/g.md": text})
    with pytest.raises(CatalogueError, match=r"g\.md:6: has the heading .* word the heading in another way"):
        load(small)
