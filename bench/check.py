"""The processor time of checking 1,000 badges, after start-up, beside PyYAML reading the same files."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import yaml

from lapel.load import load

from . import synthetic

SIZE = 1000


def table() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        synthetic.catalogue(root, SIZE)
        start = time.process_time()
        load(root)
        ours = time.process_time() - start
        texts = [file.read_text(encoding="utf-8").split("---\n")[1] for file in root.glob("badges/*/badge.md")]
        start = time.process_time()
        for text in texts:
            yaml.load(text, Loader=yaml.SafeLoader)
        peer = time.process_time() - start
    yield f"| checking {SIZE} badges | processor time | ÷ PyYAML reading the same front matter |"
    yield "| --- | ---: | ---: |"
    yield f"| Lapel, everything checked | {ours:.2f} s | {ours / peer:.2f} |"
    yield f"| PyYAML alone | {peer:.2f} s | 1.00 |"
