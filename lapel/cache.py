"""What is kept between builds, by its content: the same input never costs twice."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable
from pathlib import Path


class Cache:
    """A file of results: pictures, and signatures that were good. Without a file nothing is kept.
    Safe for several processes at once.

    It is one database and not a folder, because making a small file can cost more than drawing the picture.
    A cache that cannot be read or written is left alone: everything is made anew.
    """

    def __init__(self, file: Path | None) -> None:
        self._store = _open(file) if file is not None else None

    def get(self, kind: str, content: str, make: Callable[[], bytes]) -> bytes:
        """The result for ``content``; ``kind`` names the way it is made, and its version. What raises is not kept."""
        if self._store is None:
            return make()
        name = hashlib.sha256(f"{kind}\0{content}".encode()).digest()
        try:
            row = self._store.execute("SELECT result FROM results WHERE name = ?", (name,)).fetchone()
            if row is not None:
                return bytes(row[0])
            result = make()
            self._store.execute("INSERT OR REPLACE INTO results VALUES (?, ?)", (name, result))
        except sqlite3.Error:
            self._store = None
            return make()
        return result


def _open(file: Path) -> sqlite3.Connection | None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        store = sqlite3.connect(file, timeout=10, isolation_level=None)
        # Losing a cache in a power cut costs one build, so no write waits for the disk.
        store.execute("PRAGMA journal_mode = WAL")
        store.execute("PRAGMA synchronous = OFF")
        store.execute("CREATE TABLE IF NOT EXISTS results (name BLOB PRIMARY KEY, result BLOB NOT NULL) WITHOUT ROWID")
    except (OSError, sqlite3.Error):
        return None
    return store
