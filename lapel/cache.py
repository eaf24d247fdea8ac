"""What is kept between builds, by its content: the same input never costs twice."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable
from pathlib import Path

TOGETHER = 64
"""How many results are written at once: each write by itself costs as much as verifying a signature."""


class Cache:
    """A file of results: pictures, and signatures that were good. Without a file nothing is kept.
    Safe for several processes at once.

    It is one database and not a folder, because making a small file can cost more than drawing the picture.
    A cache that cannot be read or written is left alone: everything is made anew.
    """

    def __init__(self, file: Path | None) -> None:
        self._store = _open(file) if file is not None else None
        self._waiting: dict[bytes, bytes] = {}

    def get(self, kind: str, content: str, make: Callable[[], bytes]) -> bytes:
        """The result for ``content``; ``kind`` names the way it is made, and its version. What raises is not kept."""
        found = self.find(kind, content)
        if found is None:
            found = make()
            self.put(kind, content, found)
        return found

    def find(self, kind: str, content: str) -> bytes | None:
        """The result for ``content``, when it is known."""
        if self._store is None:
            return None
        name = _name(kind, content)
        if name in self._waiting:
            return self._waiting[name]
        try:
            row = self._store.execute("SELECT result FROM results WHERE name = ?", (name,)).fetchone()
        except sqlite3.Error:
            self._store = None
            return None
        return bytes(row[0]) if row is not None else None

    def put(self, kind: str, content: str, result: bytes) -> None:
        """Keeps the result for ``content``."""
        if self._store is None:
            return
        self._waiting[_name(kind, content)] = result
        if len(self._waiting) >= TOGETHER:
            self.flush()

    def flush(self) -> None:
        """Writes what waits, in one go: who holds the file while it makes results keeps all others from writing."""
        waiting, self._waiting = self._waiting, {}
        if not waiting or self._store is None:
            return
        try:
            self._store.execute("BEGIN IMMEDIATE")
            self._store.executemany("INSERT OR REPLACE INTO results VALUES (?, ?)", waiting.items())
            self._store.execute("COMMIT")
        except sqlite3.Error:
            self._store = None


def _name(kind: str, content: str) -> bytes:
    return hashlib.sha256(f"{kind}\0{content}".encode()).digest()


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
