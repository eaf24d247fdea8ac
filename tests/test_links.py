from __future__ import annotations

import markdown
import pytest

from lapel.load.links import headings, links, page_of, prose_lines, rewrite_links

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
