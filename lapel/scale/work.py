"""What a worker does with a share: it verifies its lines, or writes what they are published as."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from ..award_files import award_maker
from ..context import Context
from ..ledger.line_check import Known, LineCheck
from ..ledger.stored_awards import Line
from ..outputs import open_context, renderer
from ..publishing.order import is_page
from ..publishing.stores import KEPT, Store, open_store
from ..stream import Settings, Unit
from .shares import LedgerShare, lines_of


@dataclass(frozen=True)
class Task:
    """One run over the ledger of the network in ``root``, which every worker has at this path."""

    root: str
    run: str
    """A name of its own: what a worker has read for an earlier run is not used again."""
    settings: Settings


class _Site:
    """What is read once by a worker for a run."""

    def __init__(self, task: Task) -> None:
        root = Path(task.root)
        self.settings = replace(task.settings, cache=None)
        self.context: Context = open_context(root, self.settings, awards=False)
        self._check: LineCheck | None = None
        self._maker: Callable[[Line], Unit] | None = None

    @property
    def check(self) -> LineCheck:
        self._check = self._check or LineCheck(self.context.catalogue, self.context.addresses)
        return self._check

    @property
    def maker(self) -> Callable[[Line], Unit]:
        if self._maker is None:
            self._maker = award_maker(self.context, self.settings, renderer(self.context, self.settings))
        return self._maker


@lru_cache(maxsize=1)
def _site(task: Task) -> _Site:
    return _Site(task)


@lru_cache(maxsize=1)
def _store(target: str) -> Store:
    return open_store(target)


def verify_share(task: Task, share: LedgerShare) -> list[Known | str]:
    """What is known of each line, or why it is bad."""
    site = _site(task)
    return [site.check(line) for line in lines_of(site.context.catalogue.awards, share)]


def write_share(task: Task, share: LedgerShare, target: str) -> tuple[int, int]:
    """Puts the files of each award of the share into the store, documents before the page. What was put before and is
    made of the same is left. Returns how many awards were put, and how many were there."""
    site, store = _site(task), _store(target)
    before = _kept(store, share)
    now: dict[str, str] = {}
    put = 0
    for line in lines_of(site.context.catalogue.awards, share):
        unit = site.maker(line)
        now[unit.key] = unit.digest
        if before.get(unit.key) == unit.digest:
            continue
        for file in sorted(unit.make(), key=lambda file: is_page(file.path)):
            store.put(file.path, file.content)
        put += 1
    if now != before:
        store.put(f"{KEPT}{share.name}", json.dumps(now).encode())
    return put, share.count - put


def _kept(store: Store, share: LedgerShare) -> dict[str, str]:
    try:
        found = json.loads(store.get(f"{KEPT}{share.name}") or b"{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
