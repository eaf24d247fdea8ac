"""Credentials of a folder or a bucket, verified in parts: each with the same verifier as on the page."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from ..publishing.stores import open_store
from ..verifier import ask_verifier
from .engine import Engine, EngineError

ENDINGS = (".json", ".jwt", ".png", ".svg", ".pdf", ".txt")
"""Files that can have a badge in them."""
SIZE = 100
"""Files of one share: starting the verifier costs as much as some thirty of them."""
MOST = 32 << 20
"""Bytes of one file."""
UNREAD: Mapping[str, Any] = {
    "verdict": "undetermined",
    "facts": None,
    "proven": None,
    "checks": [],
    "recipient": None,
    "hosts": [],
    "unreached": ["This file could not be read, or has more than 32 MiB."],
}
"""Of a file that is gone, or too large: nobody looked at it."""


@dataclass(frozen=True)
class Batch:
    """``place`` is a folder or ``s3://…``; ``order`` is what the verifier is told besides."""

    place: str
    order: Mapping[str, Any] = field(hash=False)


def verify_all(engine: Engine, batch: Batch, names: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The result for each file, in their order."""
    rest = iter(names)
    parts = list(iter(lambda: tuple(islice(rest, SIZE)), ()))
    for part, results in zip(parts, engine.each(partial(verify_part, batch), parts), strict=True):
        yield from zip(part, results, strict=True)


def names_of(place: str) -> list[str]:
    """The files of a folder or a bucket that can have a badge in them. Raises :class:`EngineError` for none."""
    names = sorted(name for name in open_store(place).names() if name.lower().endswith(ENDINGS))
    if not names:
        raise EngineError(f"{place} has no file that can be a badge ({', '.join(ENDINGS)}).")
    return names


def verify_part(batch: Batch, names: tuple[str, ...]) -> list[dict[str, Any]]:
    """What a worker does: the results for its files. What cannot be read is a result, too."""
    store = open_store(batch.place)
    with tempfile.TemporaryDirectory() as folder:
        files: dict[int, str] = {}
        for number, name in enumerate(names):
            content = store.get(name)
            if content is not None and len(content) <= MOST:
                file = Path(folder, f"{number}{Path(name).suffix.lower()}")
                file.write_bytes(content)
                files[number] = str(file)
        answers = iter(ask_verifier({**batch.order, "inputs": [*files.values()]}) if files else [])
        return [next(answers) if number in files else dict(UNREAD) for number in range(len(names))]
