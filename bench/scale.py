"""Awards in parts on a local cluster, with a worker killed on the way; and catalogues of up to 5,000 badges."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lapel.outputs import award_problems, open_context
from lapel.publish import publish
from lapel.published import Published
from lapel.scale.build import task_of, verify_ledger, write_awards
from lapel.scale.engine import Dask
from lapel.stream import Settings

from .awards import ROOT, _apart, network

COUNT = int(os.environ.get("LAPEL_BENCH_SCALE", "200000"))
WORKERS = 3


def digest(folder: Path) -> tuple[int, int, str]:
    """Files, bytes, and one digest of every path and content below the folder of awards."""
    whole, files, size = 0, 0, 0
    for place, _, names in os.walk(folder / "awards"):
        for name in names:
            content = Path(place, name).read_bytes()
            path = Path(place, name).relative_to(folder).as_posix()
            whole ^= int.from_bytes(hashlib.sha256(f"{path}\0".encode() + content).digest())
            files, size = files + 1, size + len(content)
    return files, size, f"{whole:064x}"


def table() -> Iterator[str]:
    (ROOT / ".cache").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=ROOT / ".cache", prefix="scale") as name:
        yield from _awards(Path(name))


def _awards(folder: Path) -> Iterator[str]:
    from distributed import Client, LocalCluster

    root = folder / "network"
    network(root)
    rate = _apart(root, COUNT, "many")
    yield f"{COUNT:,} awards, signed at {rate:,.0f} a second; {os.cpu_count()} processors"
    yield ""
    plain = Settings(ROOT / "overrides")
    context = open_context(root, plain, awards=False)
    settings = Settings(
        ROOT / "overrides", cache=folder / "cache.sqlite", today=plain.day(context.catalogue.network.zone)
    )
    yield f"| what | seconds | awards a second | with each of {WORKERS} workers |"
    yield "| --- | ---: | ---: | ---: |"
    with (
        LocalCluster(n_workers=WORKERS, threads_per_worker=1, processes=True, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        task = task_of(context, settings)
        start = time.perf_counter()
        verify_ledger(Dask(client), context, settings, task)
        yield _row("verify every line, check the ledger", time.perf_counter() - start)
        killer = threading.Thread(target=_kill, args=(client, folder / "parts"), daemon=True)
        killer.start()
        start = time.perf_counter()
        done = write_awards(Dask(client), context, settings, task, str(folder / "parts"))
        yield _row("render and write, one worker killed", time.perf_counter() - start)
        killer.join(1)
        state = "alive" if killer.is_alive() else "killed"
    parts = digest(folder / "parts")
    shutil.rmtree(folder / "parts")
    start = time.perf_counter()
    problems = award_problems(context, folder / "cache.sqlite")
    publish(context, settings, Published(folder / "one"), search=False)
    yield _row("one machine: the same and the other pages", time.perf_counter() - start)
    one = digest(folder / "one")
    yield ""
    yield f"{done.put + done.same:,} awards put, {len(problems)} problems, a worker {state}"
    yield f"{parts[0]:,} files, {parts[1] / 1e9:.2f} GB, {parts[1] / COUNT:,.0f} bytes an award"
    yield f"The same bytes as on one machine: {'yes' if parts == one else 'NO'} ({parts[2][:16]}, {one[2][:16]})"


def _row(what: str, seconds: float) -> str:
    return f"| {what} | {seconds:.0f} | {COUNT / seconds:,.0f} | {COUNT / seconds / WORKERS:,.0f} |"


def _kill(client: Any, out: Path) -> None:
    """Ends a worker as a machine ends that loses its power, when a part of the awards is there."""
    victim = next(iter(client.run(os.getpid).values()))
    while not out.is_dir() or len(os.listdir(out / "awards")) < COUNT // 4:  # noqa: PTH208 - names alone
        time.sleep(0.5)
    os.kill(victim, signal.SIGKILL)
