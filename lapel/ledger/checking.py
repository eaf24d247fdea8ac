"""Whether every award that is kept may be published. Each fault is a problem at its file and line."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context

from ..cache import Cache
from ..code import code_digest
from ..model.addresses import Addresses
from ..model.catalogue import Catalogue
from ..model.problem import Problem
from ..processes import processors, worker
from . import tokens
from .base import git
from .endorsements import endorsement_problems
from .erasures import erasure_problems, places
from .line_check import Known, LineCheck
from .record_check import record_problems
from .revocations import status_problems
from .since import since_problems
from .stored_awards import Line, read_lines

_ID = re.compile(rb'"id":"(https://[^"]{1,500}/)awards/[a-z2-7]{26}/credential\.json"')
CHUNK = 8000
"""Lines that are looked at together."""
WORTH_SHARING = 2000
"""From so many new lines on, starting processes costs less than it saves."""


def award_problems(
    catalogue: Catalogue, addresses: Addresses, cache: Cache, *, signing: bool = False
) -> Iterator[Problem]:
    """Every reason why something that is kept of awards may not be published. Holds few awards in memory.

    ``signing``: the record is about to be signed, so that it lacks a signature is no reason. ``cache`` remembers the
    lines that were good, under the same organisations, keys and rules.
    """
    if moved := _moved(catalogue, addresses):
        yield moved  # one cause, named once: each award and each list would say the same
        return
    badges: dict[str, str] = {}
    seen: dict[object, tuple[str, int]] = {}
    lists: dict[str, tuple[str, int]] = {}
    numbers: set[str] = set()
    index_of: dict[str, tuple[str, int]] = {}
    for line, known in verified(catalogue, addresses, cache):
        here = (line.path, line.line if isinstance(line, Problem) else line.number)
        if not isinstance(known, Known):
            yield Problem(*here, known, line.code if isinstance(line, Problem) else "award-invalid")
            continue
        for key, what in ((known.id, "the id"), ((known.address, known.bit), "the place in the status list")):
            first = seen.setdefault(key, here)
            if first != here:
                mend = "get both files back from git" if what == "the id" else "two branches took the same place"
                yield Problem(*here, f"has {what} of {first[0]}:{first[1]}: {mend}", "award-twice")
                break
        badges[known.id] = here[0].split("/")[1]
        index_of[known.id] = (known.address, known.bit)
        lists.setdefault(known.address, here)
        numbers |= set(known.endorsements)
    faults = list(erasure_problems(catalogue, addresses))
    yield from faults
    here_still = dict(badges)
    for one, _, address in () if faults else places(catalogue.awards, addresses):
        if badge := here_still.get(one.award):
            text = f"has the line of {one.award}, which was forgotten: run 'lapel erase {one.award}' again"
            yield Problem(f"badges/{badge}/awards", 1, text, "award-forgotten")
        if taken := seen.get((address, one.index)):
            yield Problem(
                *taken,
                "has the place of a forgotten award in the status list: get the file back from git",
                "award-forgotten",
            )
        badges.setdefault(one.award, one.badge)
        index_of.setdefault(one.award, (address, one.index))
    for former in addresses.formerly:
        if not any(address.startswith(former) for address, _ in index_of.values()):
            text = f"names {former} under 'formerly', where nothing was given that is here: take it out"
            yield Problem(catalogue.network.source, catalogue.network.line("formerly"), text, "formerly-unused")
    yield from tokens.token_problems(catalogue, addresses)
    yield from endorsement_problems(catalogue, addresses, badges, numbers)
    yield from status_problems(catalogue, addresses, lists, index_of, badges, set(badges) - set(here_still))
    yield from record_problems(catalogue, addresses, signing=signing)
    yield from since_problems(catalogue, addresses)
    yield from _never_in_git(catalogue)


def _never_in_git(catalogue: Catalogue) -> Iterator[Problem]:
    """What names people, and what a check would believe without looking."""
    why = {"outbox": "what is in outbox/ names people", ".cache": "what is in .cache/ says what need not be checked"}
    for row in (git(catalogue.root, "ls-files", "-z", "--", *why) or b"").split(b"\0")[:-1]:
        name = row.decode(errors="replace")
        mend = "take it out with 'git rm --cached', and out of the history too if it was published"
        yield Problem(name, 1, f"is in git, and {why[name.partition('/')[0]]}: {mend}", "private-in-git")


def _moved(catalogue: Catalogue, addresses: Addresses) -> Problem | None:
    """Whether every award that is kept was given at an address that the site does not have, and says of none."""
    count, bases = 0, set()
    for line in read_lines(catalogue.awards):
        found = _ID.search(line.raw) if isinstance(line, Line) else None
        if found is None or found[1].decode() in (addresses.base, *addresses.formerly):
            return None
        count += 1
        bases.add(found[1].decode())
    if len(bases) != 1:
        return None
    (old,) = bases
    awards = f"{count} awards name" if count > 1 else "an award names"
    text = f"says that the site is at {addresses.base}, and {awards} {old}: if the site moved, write"
    ways = f"'formerly: [{old}]' in network/network.yml; otherwise put 'site_url: {old}' back"
    return Problem("mkdocs.yml", 1, f"{text} {ways}", "site-moved")


def verified(catalogue: Catalogue, addresses: Addresses, cache: Cache) -> Iterator[tuple[Line | Problem, Known | str]]:
    """Every line in order, with what is known of it, or why it is bad. New lines are shared by all processors."""
    check = LineCheck(catalogue, addresses)
    lines = read_lines(catalogue.awards)
    pool: ProcessPoolExecutor | None = None
    try:
        while chunk := list(islice(lines, CHUNK)):
            found: list[Known | str | None] = [
                line.text if isinstance(line, Problem) else recall(cache, check, line) for line in chunk
            ]
            new = [number for number, known in enumerate(found) if known is None]
            todo = [line for number in new if isinstance(line := chunk[number], Line)]
            if len(todo) > WORTH_SHARING and pool is None and processors() > 1:
                pool = ProcessPoolExecutor(
                    mp_context=get_context("spawn"), initializer=_start, initargs=(catalogue, addresses, os.getpid())
                )
            results = pool.map(_work, todo, chunksize=100) if pool else map(check, todo)
            for number, result in zip(new, results, strict=True):
                found[number] = result
                if isinstance(line := chunk[number], Line) and isinstance(result, Known):
                    remember(cache, check, line, result)
            cache.flush()
            for line, known in zip(chunk, found, strict=True):
                yield line, known or ""
    finally:
        if pool:
            pool.shutdown(cancel_futures=True)


def recall(cache: Cache, check: LineCheck, line: Line) -> Known | None:
    """What was found out about a good line, under the rules that decide about it; None for any other."""
    return _unpack(cache.find(*_name(check, line)))


def remember(cache: Cache, check: LineCheck, line: Line, known: Known) -> None:
    """Keeps what is known of a good line."""
    cache.put(*_name(check, line), json.dumps(known).encode())


def _name(check: LineCheck, line: Line) -> tuple[str, str]:
    return f"award {rules_digest()}", f"{check.rules(line.badge)}\n{line.raw!r}"


def rules_digest() -> str:
    """Of every rule that decides about a line: a good line is good under these only."""
    return code_digest("ledger", "credentials", "model", libraries=("pyld", "cryptography", "openbadgeslib"))


def _unpack(packed: bytes | None) -> Known | None:
    return Known(*json.loads(packed)) if packed is not None else None


def _start(catalogue: Catalogue, addresses: Addresses, parent: int) -> None:
    """A process that verifies lines starts."""
    worker(parent)
    global _check
    _check = LineCheck(catalogue, addresses)


def _work(line: Line) -> Known | str:
    return _check(line)


_check: LineCheck
