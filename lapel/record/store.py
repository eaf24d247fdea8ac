"""The record as the repository keeps it, below ``network/record/``.

``entries/<number>.jsonl``   the entries, :data:`CHUNK` in a file
``checkpoints/<size>``       every checkpoint that was signed; the largest is the newest
``edge.txt``                 the right edge of the tree at the newest checkpoint, so that adding reads nothing else
``state.json``               what the last entry stands for: the lists of withdrawn awards, the list of issuers
``registry.json``            the list of issuers as it was signed
``delegation.json``          in which the anchor says who signs the record
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from ..model.problem import LapelError
from .merkle import Frontier

FOLDER = "network/record"
DELEGATION = f"{FOLDER}/delegation.json"
STATE = f"{FOLDER}/state.json"
REGISTRY = f"{FOLDER}/registry.json"
EDGE = f"{FOLDER}/edge.txt"
CHUNK = 4096
KEPT = re.compile(
    r"network/record/(?:entries/[0-9]{6}\.jsonl|checkpoints/[1-9][0-9]{0,9}|edge\.txt"
    r"|(?:state|registry|delegation)\.json)"
)


class RecordError(LapelError):
    """The record cannot be read or gone on with; the text says why and how to mend it."""


def chunk_file(number: int) -> str:
    return f"{FOLDER}/entries/{number:06d}.jsonl"


def checkpoint_file(size: int) -> str:
    return f"{FOLDER}/checkpoints/{size}"


def has_record(root: Path) -> bool:
    return (root / FOLDER).is_dir()


def checkpoint_sizes(root: Path) -> list[int]:
    """The sizes at which checkpoints were signed, the smallest first."""
    folder = root / FOLDER / "checkpoints"
    names = [file.name for file in folder.iterdir() if file.is_file()] if folder.is_dir() else []
    return sorted(int(name) for name in names if re.fullmatch(r"[1-9][0-9]{0,9}", name))


def entry_lines(root: Path) -> Iterator[tuple[str, int, bytes]]:
    """Every line of the entries, with its file and its number in it; in order."""
    folder = root / FOLDER / "entries"
    for file in sorted(one for one in folder.glob("*.jsonl") if one.is_file()) if folder.is_dir() else []:
        path = file.relative_to(root).as_posix()
        rows = file.read_bytes().split(b"\n")
        for number, row in enumerate(rows[:-1] if rows[-1] == b"" else rows, 1):
            yield path, number, row


def read_edge(content: bytes, size: int) -> Frontier:
    """The right edge of a tree of that size; ``ValueError`` when it is none."""
    return Frontier(size, [base64.b64decode(row, validate=True) for row in content.split()])


def edge_text(edge: Frontier) -> bytes:
    return b"".join(base64.b64encode(one) + b"\n" for one in edge.hashes)


@dataclass(frozen=True)
class State:
    """What the network said last: by the path of each list its digest, the moment from which it counts and the one at
    which it was recorded; and the digest of the list of issuers."""

    lists: Mapping[str, tuple[str, str, str]]
    registry: str

    @property
    def content(self) -> bytes:
        lists = {
            path: {"digest": digest, "from": start, "at": at}
            for path, (digest, start, at) in sorted(self.lists.items())
        }
        return orjson.dumps({"registry": self.registry, "lists": lists})


def read_state(content: bytes) -> State:
    """``ValueError``, ``KeyError`` or ``TypeError`` when it is none."""
    said: Any = orjson.loads(content)
    lists = {path: (str(row["digest"]), str(row["from"]), str(row["at"])) for path, row in said["lists"].items()}
    state = State(lists, said["registry"])
    if state.content != content:
        raise ValueError("it is not written as 'lapel record sign' writes it")
    return state
