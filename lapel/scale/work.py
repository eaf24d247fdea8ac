"""What a worker does with a share: it verifies its lines, or writes what they are published as."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from ..award_files import award_maker
from ..context import Context
from ..ledger.line_check import Known, LineCheck
from ..ledger.stored_awards import Line
from ..model.problem import Problem
from ..outputs import open_context, renderer, spoken_renderers
from ..publishing.order import is_page
from ..publishing.stores import Store, open_store
from ..stream import Settings, Unit
from ..unchanged import files_digest
from .shares import LedgerShare, ShareError, lines_of

Made = dict[str, str]
"""Of what each award of a share was made, by the folder of the award."""


@dataclass(frozen=True)
class Task:
    """One run over the ledger of the network in ``root``, which every worker has at this path."""

    root: str
    run: str
    """A name of its own: what a worker has read for an earlier run is not used again."""
    settings: Settings
    made_of: str
    """The digest of the network and of the code: a worker with others would make other bytes."""


def made_of(context: Context, settings: Settings) -> str:
    catalogue = context.catalogue
    apart = [catalogue.awards] if catalogue.awards != catalogue.root else []
    return files_digest(catalogue.root, settings, apart)


class _Site:
    """What is read once by a worker for a run."""

    def __init__(self, task: Task) -> None:
        root = Path(task.root)
        self.settings = replace(task.settings, cache=None)
        self.context: Context = open_context(root, self.settings, awards=False)
        if made_of(self.context, self.settings) != task.made_of:
            raise ShareError(
                f"{root} is another network here, or Lapel is: give each worker the same commit and release."
            )
        self._check: LineCheck | None = None
        self._maker: Callable[[Line | Problem], list[Unit]] | None = None

    @property
    def check(self) -> LineCheck:
        self._check = self._check or LineCheck(self.context.catalogue, self.context.addresses)
        return self._check

    @property
    def maker(self) -> Callable[[Line | Problem], list[Unit]]:
        if self._maker is None:
            spoken = spoken_renderers(self.context, self.settings)
            self._maker = award_maker(self.context, self.settings, renderer(self.context, self.settings), spoken)
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


def write_share(task: Task, target: str, job: tuple[LedgerShare, Made]) -> Made:
    """Puts the files of each award of the share into the store, documents before the page. ``job`` has the share, and
    of what the awards were made that are there: of the same, nothing is put. Returns of what each was made now."""
    site, store = _site(task), _store(target)
    share, before = job
    now: Made = {}
    for line in lines_of(site.context.catalogue.awards, share):
        for unit in site.maker(line):
            now[unit.key] = unit.digest
            if before.get(unit.key) != unit.digest:
                for file in sorted(unit.make(), key=lambda file: is_page(file.path)):
                    store.put(file.path, file.content)
    return now
