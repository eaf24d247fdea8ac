"""Who does the work: Dask Distributed (an extra, ``lapel[scale]``), or this process when there is nobody else."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any, Protocol, TypeVar

from ..model.problem import LapelError

T = TypeVar("T")
R = TypeVar("R")
AHEAD = 64
"""Shares that wait for each worker at most: the results of all never stand in memory at once."""


class EngineError(LapelError):
    """The work cannot be shared out; the text says why."""


class Engine(Protocol):
    """``each`` gives the result of ``work`` for every one of ``things``, in their order, however often it is tried."""

    def each(self, work: Callable[[T], R], things: Iterable[T]) -> Iterator[R]: ...


class Alone:
    """This process."""

    def each(self, work: Callable[[T], R], things: Iterable[T]) -> Iterator[R]:
        yield from map(work, things)


class Dask:
    """A cluster of Dask Distributed. A worker that goes is replaced by the others, and what it had is done again."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def each(self, work: Callable[[T], R], things: Iterable[T]) -> Iterator[R]:
        waiting: list[Any] = []
        rest = iter(things)
        most = AHEAD * max(1, len(self._client.scheduler_info(n_workers=-1)["workers"]))
        try:
            while True:
                # Each task is a work of its own: two equal ones are not one.
                waiting += [
                    self._client.submit(work, one, pure=False, retries=3) for one in islice(rest, most - len(waiting))
                ]
                if not waiting:
                    return
                first = waiting.pop(0)
                yield _result(first)
        finally:
            for one in waiting:
                one.cancel()


def _result(future: Any) -> Any:
    try:
        return future.result()
    except LapelError:
        raise
    except Exception as error:
        text = f"{type(error).__name__}: {str(error)[:160]}"
        raise EngineError(f"The workers could not do their part ({text}): look at their logs.") from error


@contextmanager
def dask(scheduler: str | None, workers: int) -> Iterator[Dask]:
    """The cluster at the address ``scheduler``, or one of ``workers`` processes on this computer. Whoever can reach a
    scheduler can run any program on its workers: it belongs into a network of one's own."""
    try:
        from distributed import Client, LocalCluster
    except ImportError:
        raise EngineError("Dask needs one more package: python -m pip install 'lapel[scale]'") from None
    for name in ("distributed", "distributed.scheduler", "distributed.nanny", "distributed.worker"):
        logging.getLogger(name).setLevel(logging.ERROR)  # that a worker was replaced is no news for a person
    if scheduler is not None:
        try:
            client = Client(scheduler, timeout="10s")
        except (OSError, ValueError, TimeoutError) as error:
            raise EngineError(f"The scheduler {scheduler[:80]} does not answer ({str(error)[:120]}).") from None
        with client:
            yield Dask(client)
        return
    cluster = LocalCluster(
        n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=":0", silence_logs=logging.ERROR
    )
    with cluster, Client(cluster) as client:
        yield Dask(client)
