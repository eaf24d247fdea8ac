"""The same work on many things, by several processes where that is worth it.

Only where a process can be a copy of this one: nothing has to be sent to it then. What it makes is sent back.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from multiprocessing import current_process, get_context
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")

_work: Callable[[Any], Any]
_things: Sequence[Any]


def each(work: Callable[[T], R], things: Sequence[T], worth: int) -> list[R]:
    """What ``work`` makes of each of ``things``, in their order. ``worth`` is how many are worth a process."""
    parts = min(os.cpu_count() or 1, len(things) // worth)
    # A worker of somebody else may start none of its own.
    if parts < 2 or sys.platform != "linux" or current_process().daemon:
        return [work(one) for one in things]
    with ProcessPoolExecutor(
        parts, mp_context=get_context("fork"), initializer=_start, initargs=(work, things)
    ) as pool:
        made = list(pool.map(_part, range(parts), repeat(parts)))
    return [made[number % parts][number // parts] for number in range(len(things))]


def _start(work: Callable[[Any], Any], things: Sequence[Any]) -> None:
    global _work, _things
    _work, _things = work, things


def _part(part: int, parts: int) -> list[Any]:
    return [_work(one) for one in _things[part::parts]]
