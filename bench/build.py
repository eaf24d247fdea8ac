"""Building N badges with all their documents, pictures and posters, beside plain MkDocs with N equal pages."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from . import synthetic

ROOT = Path(__file__).resolve().parent.parent
SIZES = (100, 1000, 5000)
ROUNDS = {100: 3, 1000: 3, 5000: 1}


def memory() -> str | None:
    """A folder in memory, where there is one: some disks take longer to make a file than we to fill it."""
    return "/dev/shm" if Path("/dev/shm").is_dir() and shutil.disk_usage("/dev/shm").free > 2**31 else None  # noqa: S108


def built(folder: Path, *empty: Path) -> tuple[float, float]:
    """The time on the clock of one build, and the megabytes of its largest process. ``empty`` are folders that are
    taken away first."""
    for old in empty:
        shutil.rmtree(old, ignore_errors=True)
    env = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    start = time.perf_counter()
    with subprocess.Popen([sys.executable, "-m", "mkdocs", "-q", "build"], cwd=folder, env=env) as child:
        _, code, usage = os.wait4(child.pid, 0)
        child.returncode = code
    if code:
        raise RuntimeError("the build failed")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def seconds(folder: Path, *empty: Path) -> float:
    return built(folder, *empty)[0]


def change(folder: Path, number: int) -> None:
    """Somebody writes a line into one badge."""
    file = folder / "badges/badge-3/badge.md"
    file.write_text(f"{file.read_text(encoding='utf-8')}\nLine {number}.\n", encoding="utf-8")


def table() -> Iterator[str]:
    """Cold: nothing is kept from an earlier build, no picture either. Then a build when nothing changed, and one when a
    line of one badge did."""
    yield "| badges | plain MkDocs + Material | cold | nothing changed | one badge changed | ÷ plain |"
    yield "| ---: | ---: | ---: | ---: | ---: | --- |"
    cache, most = ROOT / ".cache", 0.0
    for size in SIZES:
        with tempfile.TemporaryDirectory(dir=memory()) as name:
            ours, plain = Path(name) / "ours", Path(name) / "plain"
            synthetic.catalogue(ours, size)
            synthetic.plain(plain, size)
            rows = []
            for number in range(ROUNDS[size]):  # interleaved, so that all meet the same weather
                base = seconds(plain, plain / "site")
                cold, megabytes = built(ours, ours / "site", cache)
                most = max(most, megabytes)
                same = seconds(ours)
                change(ours, number)
                rows.append((base, cold, same, seconds(ours)))
            base, *others = (median(column) for column in zip(*rows, strict=True))
        shown = " | ".join(f"{one:.1f} s" for one in (base, *others))
        yield f"| {size} | {shown} | {', '.join(f'{one / base:.2f}' for one in others)} |"
    yield f"Most memory of one process of ours: {most:.0f} MB"
