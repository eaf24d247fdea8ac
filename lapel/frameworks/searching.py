"""Finding in a framework what somebody means: full text with word stems, in SQLite's own index (FTS5, BM25)."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from .reading import Node

MOST = 10
_WORD = re.compile(r"\w+", re.UNICODE)


class Index:
    """An index of the nodes of one or more frameworks, in memory."""

    def __init__(self, nodes: Sequence[Node]) -> None:
        self._nodes = list(nodes)
        self._base = sqlite3.connect(":memory:")
        self._base.execute(
            "CREATE VIRTUAL TABLE nodes USING fts5(name, code, others, description, "
            "tokenize = 'porter unicode61 remove_diacritics 2')"
        )
        rows = ((one.name, one.code, one.others, one.description) for one in self._nodes)
        self._base.executemany("INSERT INTO nodes VALUES (?, ?, ?, ?)", rows)

    def find(self, words: str, most: int = MOST) -> list[Node]:
        """The nodes that fit best, first those that have every word. A name counts most, a description least."""
        asked = _WORD.findall(words)[:20]
        found: list[int] = []
        for joined in (" ", " OR "):  # FTS5: words side by side are all asked for
            query = joined.join(f'"{word}"*' for word in asked)
            if query and len(found) < most:
                rows = self._base.execute(
                    "SELECT rowid FROM nodes WHERE nodes MATCH ? ORDER BY bm25(nodes, 10, 8, 4, 1), rowid LIMIT ?",
                    (query, most),
                )
                found += [row for (row,) in rows if row not in found]
        return [self._nodes[row - 1] for row in found[:most]]


class Codes:
    """The codes of a framework."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        self._codes = {one.code for one in nodes if one.code}
        self._plain = {self._bare(one): one for one in self._codes}
        self._found: dict[str, str] = {}

    @staticmethod
    def _bare(code: str) -> str:
        return re.sub(r"\W", "", code).casefold()

    def nearest(self, code: str) -> str | None:
        """None when a code is one of them, otherwise the one that looks most alike, or an empty text."""
        if not self._codes or code in self._codes:
            return None
        if code not in self._found:
            same = self._plain.get(self._bare(code))
            self._found[code] = same or next(iter(get_close_matches(code, self._codes, n=1, cutoff=0.6)), "")
        return self._found[code]
