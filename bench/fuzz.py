"""A million damaged badges of every format, seeded: no false genuine, no exception, nothing that takes too long."""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Iterator

from .build import ROOT

RUNS = 1_000_000
SHARES = 2


def table() -> Iterator[str]:
    """Runs ``LAPEL_FUZZ_RUNS`` inputs (a million when it says nothing), in two processes with seeds of their own."""
    runs = int(os.environ.get("LAPEL_FUZZ_RUNS", RUNS))
    seed = int(os.environ.get("LAPEL_FUZZ_SEED", "20261123"))
    start = time.monotonic()
    shares = [
        subprocess.Popen(
            ["node", "--test", "verifier/test/fuzz.test.mjs"],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "LAPEL_FUZZ_RUNS": str(runs // SHARES), "LAPEL_FUZZ_SEED": str(seed + share)},
        )
        for share in range(SHARES)
    ]
    outputs = [share.communicate()[0] for share in shares]
    for share, output in zip(shares, outputs, strict=True):
        if share.returncode:
            raise SystemExit(output[-4000:])
    held = sum(int(found[1]) for output in outputs if (found := re.search(r"^# pass (\d+)$", output, re.MULTILINE)))
    seconds = time.monotonic() - start
    yield f"{runs} inputs, seeds {seed} to {seed + SHARES - 1}: {held} properties held, none failed, in {seconds:.0f} s"
