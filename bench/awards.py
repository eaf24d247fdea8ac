"""Building 100,000 awards, beside writing the same bytes as plain files; and building again after one more."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lapel.credentials.multikey import to_multikey
from lapel.credentials.organisation_keys import add_key
from lapel.issuing.batch import Batch
from lapel.issuing.plan import Holdings
from lapel.issuing.recipients import Recipient
from lapel.issuing.run import all_stored, embedded
from lapel.model.organisation import VerificationMethod
from lapel.outputs import open_context
from lapel.stream import Settings

from . import synthetic

ROOT = Path(__file__).resolve().parent.parent
KEY = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"a key for the benchmark only").digest())
COUNT = int(os.environ.get("LAPEL_BENCH_AWARDS", "100000"))
BADGES = 20


def network(root: Path) -> None:
    """Twenty badges of one issuer with a key."""
    synthetic.catalogue(root, BADGES)
    for file in root.glob("badges/*/badge.md"):
        text = file.read_text(encoding="utf-8")
        head, _, rest = text.partition("issuers:\n")
        rows = rest.split("\n")
        while rows[0].startswith("- "):
            rows.pop(0)
        file.write_text(f"{head}issuers:\n- org-0\n" + "\n".join(rows), encoding="utf-8")
    file = root / "network/organisations/org-0.md"
    today = datetime.now(UTC).date()
    key = VerificationMethod(id="key-1", publicKeyMultibase=to_multikey(KEY.public_key()), created=today)
    file.write_text(add_key(file.read_text(encoding="utf-8"), key), encoding="utf-8")


def award(root: Path, count: int, batch: str) -> float:
    """Makes awards as award.py does, but for what is handed over. Returns how many a second."""
    context = open_context(root, Settings(ROOT / "overrides"), awards=False)
    issuer = context.catalogue.organisations["org-0"]
    desk = Batch.open(
        context, issuer, Holdings(all_stored(root), []), datetime.now(UTC).replace(microsecond=0), lambda *_: KEY
    )
    badges = [(badge, embedded(context, badge.slug)) for badge in context.catalogue.badges.values()]
    start = time.perf_counter()
    for number in range(count):
        badge, achievement = badges[number % len(badges)]
        desk.make(Recipient(number, f"Person {number}", f"{batch}{number}@example.org"), badge, achievement, None)
        desk.letters.clear()
    rate = count / (time.perf_counter() - start)
    for path, content in desk.files(batch).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    return rate


def _apart(root: Path, count: int, batch: str) -> float:
    """In a process of its own: the memory of this one is counted to its children's."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(award, root, count, batch).result()


def build(root: Path, out: Path, listed: Path) -> tuple[float, float]:
    """Seconds and megabytes of one build: check, verify, publish."""
    command = [sys.executable, str(ROOT / "scripts/build_outputs.py"), str(out), "--root", str(root)]
    start = time.perf_counter()
    with subprocess.Popen([*command, "--published", str(listed)], stdout=subprocess.DEVNULL) as child:
        _, code, usage = os.wait4(child.pid, 0)
        child.returncode = code
    if code:
        raise RuntimeError("the build failed")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def plain(source: Path, target: Path) -> float:
    """Seconds for writing what ``source`` holds, read beforehand a folder at a time."""
    total = 0.0
    for folder, _, names in os.walk(source):
        files = [(name, (Path(folder) / name).read_bytes()) for name in names]
        here = target / Path(folder).relative_to(source)
        start = time.perf_counter()
        here.mkdir(parents=True, exist_ok=True)
        for name, content in files:
            (here / name).write_bytes(content)
        total += time.perf_counter() - start
    return total


def table() -> Iterator[str]:
    shutil.rmtree(ROOT / ".cache", ignore_errors=True)
    (ROOT / ".cache").mkdir()  # on the disk, where a site is built
    with tempfile.TemporaryDirectory(dir=ROOT / ".cache") as name:
        root, out, listed = Path(name) / "network", Path(name) / "site", Path(name) / "published.json"
        network(root)
        rate = _apart(root, COUNT, "many")
        first, megabytes = build(root, out, listed)
        written = plain(out, Path(name) / "plain")
        shutil.rmtree(Path(name) / "plain")
        # One more award, in a batch of its own.
        _apart(root, 1, "one")
        second, _ = build(root, out, listed)
        count = sum(1 for _ in (out / "awards").iterdir())
    yield f"{count - 1:,} awards, signed and verified at {rate:,.0f} a second"
    yield ""
    yield "| what | seconds | against | ratio |"
    yield "| --- | ---: | --- | ---: |"
    yield f"| writing the same bytes as plain files | {written:.1f} | | |"
    yield f"| first build: read, verify, publish | {first:.1f} | the plain write | {first / written:.2f} |"
    yield f"| second build, after one new award | {second:.1f} | the first build | {second / first:.3f} |"
    yield ""
    yield f"Memory of the first build: {megabytes:.0f} MB"
