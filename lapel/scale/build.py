"""A whole site of which the awards are made in parts, straight into the store where it is published.

The coordinator reads and checks everything that is not an award, and the ledger as a whole (places, withdrawals, what
was published before) from what the workers found out about each line. So the rules stand in one place, and the bytes
are those of one computer.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

from ..award_files import erased_units
from ..cache import Cache
from ..context import Context
from ..ledger.checking import recall, remember
from ..ledger.line_check import Known, LineCheck
from ..model.paths import AWARDS
from ..model.problem import CatalogueError
from ..outputs import award_problems, renderer
from ..publishing.stores import open_store
from ..record_files import RecordProofs
from ..stream import Settings
from .engine import Engine
from .shares import LedgerShare, ShareError, lines_of, shares
from .work import Made, Task, made_of, verify_share, write_share

KIND = "awards in parts"
"""In the cache: of what the awards of a share were made that were put."""


@dataclass(frozen=True)
class Written:
    """Awards that were put into the store, and those that were there already."""

    put: int
    same: int


def task_of(context: Context, settings: Settings) -> Task:
    """The work on this network: on one day, whenever it ends."""
    fixed = replace(settings, today=settings.day(context.catalogue.network.zone))
    root = str(context.catalogue.root.resolve())
    return Task(root, secrets.token_hex(8), fixed, made_of(context, fixed))


def verify_ledger(engine: Engine, context: Context, settings: Settings, task: Task) -> list[LedgerShare]:
    """Verifies every line that nobody has verified yet, and keeps what is known of the good ones; then checks the
    ledger as a whole. Returns the shares that were verified, which are what may be written. Raises
    :class:`CatalogueError` with every reason why the ledger may not be published."""
    cache, check = Cache(settings.cache), LineCheck(context.catalogue, context.addresses)
    root = context.catalogue.awards

    def unknown() -> Iterator[LedgerShare]:
        for share in every:
            if any(recall(cache, check, line) is None for line in lines_of(root, share)):
                asked.append(share)
                yield share

    asked: list[LedgerShare] = []
    every = list(shares(root))
    for number, found in enumerate(engine.each(partial(verify_share, task), unknown())):
        for line, known in zip(lines_of(root, asked[number]), found, strict=True):
            if isinstance(known, Known):
                remember(cache, check, line, known)
        cache.flush()
    problems = award_problems(context, settings.cache)
    if problems:
        raise CatalogueError(problems)
    if every != list(shares(root)):
        raise ShareError("The ledger changed while it was verified: type the same again.")
    return every


def write_awards(
    engine: Engine,
    context: Context,
    settings: Settings,
    task: Task,
    target: str,
    every: list[LedgerShare] | None = None,
) -> Written:
    """Puts every award into the store ``target``, and takes away what is left there of forgotten ones. The ledger was
    checked before, and ``every`` are the shares that were verified. Of what each award was made is kept here, and
    believed of what is there."""
    root, store, cache = context.catalogue.awards, open_store(target), Cache(settings.cache)
    there = {path.rpartition("/")[0] + "/" for path in store.names(AWARDS) if path.endswith("/index.html")}
    put = same = 0
    sent: list[tuple[LedgerShare, Made]] = []

    def jobs() -> Iterator[tuple[LedgerShare, Made]]:
        for share in shares(root) if every is None else every:
            before = _before(cache, target, share)
            sent.append((share, {award: digest for award, digest in before.items() if award in there}))
            yield sent[-1]

    for number, now in enumerate(engine.each(partial(write_share, task, target), jobs())):
        share, before = sent[number]
        same += sum(before.get(award) == digest for award, digest in now.items())
        put += sum(before.get(award) != digest for award, digest in now.items())
        cache.put(KIND, f"{target}\n{share.name}", json.dumps(now).encode())
        cache.flush()
        sent[number] = (share, {})
    for unit in erased_units(context, renderer(context, task.settings), RecordProofs(root)):
        files = {file.path: file.content for file in unit.make()}
        for path in set(store.names(unit.key)) - files.keys():
            store.remove(path)
        for path, content in files.items():
            store.put(path, content)
    return Written(put, same)


def _before(cache: Cache, target: str, share: LedgerShare) -> Made:
    found: Made = json.loads(cache.find(KIND, f"{target}\n{share.name}") or b"{}")
    return found
