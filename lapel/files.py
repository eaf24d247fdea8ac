"""Puts a file in its place: whole, or not at all."""

from __future__ import annotations

import os
import threading
from pathlib import Path


def write_whole(target: Path, content: bytes) -> None:
    """Replaces ``target`` in one step, so that nobody ever reads half of it."""
    try:
        if target.read_bytes() == content:
            return
    except OSError:
        pass
    temporary = target.with_name(f".{target.name}.{os.getpid()}-{threading.get_ident()}.part")
    try:
        temporary.write_bytes(content)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
