"""Work that is killed in the middle, in a process of its own."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from lapel.publishing.run import publish_site
from lapel.publishing.stores import open_store

KILLED = 9


def in_child(work: Callable[[], object]) -> int:
    """Runs ``work`` in a process of its own; returns how it ended."""
    child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException:
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def killed_at(step: int, work: Callable[[], object]) -> int:
    """Runs ``work``, and kills it at the ``step``-th thing that it does to a disk; :data:`KILLED` when that came."""

    def dying() -> None:
        count = 0

        def counted(original: Callable[..., Any]) -> Callable[..., Any]:
            def wrapper(*words: Any, **more: Any) -> Any:
                nonlocal count
                count += 1
                if count == step:
                    os._exit(KILLED)
                return original(*words, **more)

            return wrapper

        for name in ("rename", "replace", "mkdir", "open", "write_bytes"):
            setattr(Path, name, counted(getattr(Path, name)))
        os.fsync = counted(os.fsync)
        work()

    return in_child(dying)


def published(site: Path, store: str, folder: str) -> None:
    """What ``lapel publish --delete`` does, for a process that is killed in the middle of it."""
    publish_site(site, open_store(store), folder=folder, delete=True)
