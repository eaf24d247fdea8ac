"""What somebody sees who waits longer than a moment: that it goes on, and for how long it has."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

PATIENCE = 1.0
"""Seconds after which something is shown."""


@contextmanager
def waiting(words: str) -> Iterator[None]:
    """Shows ``words`` and the time on the terminal while the work lasts, from the second second on. What a program
    reads is never touched: it goes to standard error, and only where that is a terminal."""
    if not sys.stderr.isatty():
        yield
        return
    over = threading.Event()
    thread = threading.Thread(target=_show, args=(words, over), daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _show(words: str, over: threading.Event) -> None:
    start = monotonic()
    if over.wait(PATIENCE):
        return
    columns = (SpinnerColumn(), TextColumn(f"{words} …"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("")
        shown.tasks[0].start_time = (shown.get_time() or 0) - (monotonic() - start)
        while not over.wait(0.2):
            shown.update(task)
