"""A page that a network writes for itself: Markdown that is no record, rendered by the site generator."""

from __future__ import annotations

from dataclasses import dataclass

FOLDER = "network"


@dataclass(frozen=True)
class FreePage:
    """``path`` is where it is published ("history/"), ``source`` its file, ``line`` the first line of ``body``.

    ``pictures`` are the files beside it that it shows, relative to the root of the repository.
    """

    path: str
    source: str
    title: str
    description: str
    body: str
    line: int = 1
    pictures: tuple[str, ...] = ()


def free_path(source: str) -> str:
    """Where the page is published, as MkDocs names it: ``network/a/b.md`` is ``a/b/``, ``a/index.md`` is ``a/``."""
    inner = source.removeprefix(f"{FOLDER}/").removesuffix(".md")
    return f"{inner.removesuffix('/index')}/"
