"""A whole site of which the awards are made in parts, straight into the store where it is published.

The coordinator reads and checks everything that is not an award, and the ledger as a whole (places, withdrawals, what
was published before) from what the workers found out about each line. So the rules stand in one place, and the bytes
are those of one computer.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ..award_files import erased_units
from ..cache import Cache
from ..context import Context
from ..ledger.checking import remember
from ..ledger.line_check import LineCheck
from ..model.problem import CatalogueError
from ..outputs import award_problems, renderer
from ..publishing.stores import open_store
from ..record_files import RecordProofs
from ..stream import Settings
from .engine import Engine
from .shares import LedgerShare, lines_of, shares
from .work import Task, verify_share, write_share


@dataclass(frozen=True)
class Written:
    """Awards that were put into the store, and those that were there already."""

    put: int
    same: int


def task_of(root: Path, settings: Settings) -> Task:
    return Task(str(root.resolve()), secrets.token_hex(8), settings)


def verify_ledger(engine: Engine, context: Context, settings: Settings, task: Task) -> None:
    """Verifies every line that nobody has verified yet, and keeps what is known of the good ones; then checks the
    ledger as a whole. Raises :class:`CatalogueError` with every reason why it may not be published."""
    cache, check = Cache(settings.cache), LineCheck(context.catalogue, context.addresses)
    root = context.catalogue.awards

    def unknown() -> Iterator[LedgerShare]:
        for share in shares(root):
            if any(remember(cache, check, line) is None for line in lines_of(root, share)):
                asked.append(share)
                yield share

    asked: list[LedgerShare] = []
    for number, found in enumerate(engine.each(partial(verify_share, task), unknown())):
        for line, known in zip(lines_of(root, asked[number]), found, strict=True):
            remember(cache, check, line, known)
        cache.flush()
    problems = award_problems(context, settings.cache)
    if problems:
        raise CatalogueError(problems)


def write_awards(engine: Engine, context: Context, settings: Settings, task: Task, target: str) -> Written:
    """Puts every award into the store ``target``. The ledger was checked before."""
    root = context.catalogue.awards
    put = same = 0
    work = partial(_write, task, target)
    for new, there in engine.each(work, shares(root)):
        put, same = put + new, same + there
    store = open_store(target)
    for unit in erased_units(context, renderer(context, settings), RecordProofs(root)):
        for file in unit.make():
            store.put(file.path, file.content)
    return Written(put, same)


def _write(task: Task, target: str, share: LedgerShare) -> tuple[int, int]:
    return write_share(task, share, target)
