"""The same work on many things, by several processes where that is worth it.

A process that is a copy of this one needs nothing sent to it, and starts at once: but only Linux copies safely, and
only while this process has no threads, whose locks would be copied as they stand.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import active_children, current_process, get_context
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")

LOOKS = 1.0
"""Seconds between two looks of a worker at whether the process that started it is still there."""


def processors() -> int:
    """How many processors this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def each(work: Callable[[T], R], things: Sequence[T], worth: int) -> list[R]:
    """What ``work`` makes of each of ``things``, in their order. ``worth`` is how many are worth a process."""
    parts = min(processors(), len(things) // worth)
    made = spread(lambda part: [work(one) for one in things[part::parts]], parts) if parts > 1 else None
    if made is None:
        return [work(one) for one in things]
    return [made[number % parts][number // parts] for number in range(len(things))]


def spread(work: Callable[[int], R], parts: int, *, can_be_sent: bool = False) -> list[R] | None:
    """What ``work`` makes of each part, by a process for each; None where there are none: then it is done here.

    ``can_be_sent`` says that ``work`` can be pickled, for systems that do not copy. What ``work`` raises is raised
    here. A system that has no room for a further process, or that ends one, is no fault of the work: None again.
    """
    if current_process().daemon:  # a worker of somebody else may start none of its own
        return None
    is_copied = sys.platform == "linux"
    if (is_copied and threading.active_count() > 1) or (not is_copied and not can_be_sent):
        return None
    before = set(active_children())
    pool: ProcessPoolExecutor | None = None
    try:
        pool = ProcessPoolExecutor(
            parts,
            mp_context=get_context("fork" if is_copied else "spawn"),
            initializer=_start,
            initargs=(work, os.getpid()),
        )
        answers = list(pool.map(_part, range(parts)))
    except (OSError, BrokenProcessPool):
        _end(pool, before)
        return None
    except BaseException:
        _end(pool, before)
        raise
    pool.shutdown()
    for _, fault in answers:
        if fault is not None:
            raise fault
    return [made for made, _ in answers]


def worker(parent: int) -> None:
    """What every worker does first: it leaves Ctrl-C to ``parent``, which ends it, and ends when ``parent`` did."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def look() -> None:
        while os.getppid() == parent:
            time.sleep(LOOKS)
        os._exit(1)

    threading.Thread(target=look, daemon=True).start()


def _end(pool: ProcessPoolExecutor | None, before: set[Any]) -> None:
    """Ends the workers at once: nobody wants what they make, and some may wait for others that never came."""
    for child in set(active_children()) - before:
        child.kill()
    if pool is not None:
        pool.shutdown(cancel_futures=True)


_work: Callable[[int], Any]


def _start(work: Callable[[int], Any], parent: int) -> None:
    global _work
    _work = work
    worker(parent)


def _part(part: int) -> tuple[Any, BaseException | None]:
    """The answer, or the fault: what is raised by itself can then only be a fault of the processes."""
    try:
        return _work(part), None
    except Exception as fault:
        return None, fault
