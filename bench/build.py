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
SIZES = (100, 1000, 2000)
ROUNDS = {100: 3, 1000: 3, 2000: 1}


def memory() -> str | None:
    """A folder in memory, where there is one: some disks take longer to make a file than we to fill it."""
    return "/dev/shm" if Path("/dev/shm").is_dir() and shutil.disk_usage("/dev/shm").free > 2**31 else None  # noqa: S108


def seconds(folder: Path, cache: Path | None) -> float:
    """The time on the clock of one build into a new folder. ``cache`` is emptied first when it is given."""
    for old in (folder / "site", cache):
        if old is not None:
            shutil.rmtree(old, ignore_errors=True)
    env = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", "mkdocs", "-q", "build"], cwd=folder, check=True, env=env)
    return time.perf_counter() - start


def table() -> Iterator[str]:
    """Cold: no picture is kept from an earlier build. Warm: only pages are made anew."""
    yield "| badges | plain MkDocs + Material | Lapel, cold | Lapel, warm | cold ÷ plain | warm ÷ plain |"
    yield "| ---: | ---: | ---: | ---: | ---: | ---: |"
    cache = ROOT / ".cache"
    for size in SIZES:
        with tempfile.TemporaryDirectory(dir=memory()) as name:
            ours, plain = Path(name) / "ours", Path(name) / "plain"
            synthetic.catalogue(ours, size)
            synthetic.plain(plain, size)
            rows = []
            for _ in range(ROUNDS[size]):  # interleaved, so that all three meet the same weather
                rows.append((seconds(plain, None), seconds(ours, cache), seconds(ours, None)))
            base, cold, warm = (median(column) for column in zip(*rows, strict=True))
        yield f"| {size} | {base:.1f} s | {cold:.1f} s | {warm:.1f} s | {cold / base:.2f} | {warm / base:.2f} |"
