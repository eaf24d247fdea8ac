"""The ledger in shares: a file of awards, or a part of one, by its place in bytes, so that nobody reads the rest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..ledger.stored_awards import Line, award_files
from ..model.problem import LapelError

LINES = 500
"""Of one share: a second or two of work, so that little is lost with a worker."""


class ShareError(LapelError):
    """A worker sees another ledger than whoever shared it out; the text says where."""


@dataclass(frozen=True)
class LedgerShare:
    """``count`` lines of the file ``path`` from line ``number`` on, which stand at ``offset`` and have ``size`` bytes.
    ``digest`` is their SHA-256 in hexadecimal digits."""

    path: str
    number: int
    count: int
    offset: int
    size: int
    digest: str

    @property
    def name(self) -> str:
        """What it is called beside its results: the same as long as nothing before it changes."""
        return f"{self.path.replace('/', '-').removesuffix('.jsonl')}-{self.number}.json"


def shares(root: Path, lines: int = LINES) -> Iterator[LedgerShare]:
    """All of the ledger below ``root``, in its order. The check names a file that ends in the middle of a line."""
    for file in award_files(root):
        path = file.relative_to(root).as_posix()
        with file.open("rb") as stream:
            number, offset = 1, 0
            while rows := [row for row in (stream.readline() for _ in range(lines)) if row.endswith(b"\n")]:
                content = b"".join(rows)
                digest = hashlib.sha256(content).hexdigest()
                yield LedgerShare(path, number, len(rows), offset, len(content), digest)
                number, offset = number + len(rows), offset + len(content)


def lines_of(root: Path, share: LedgerShare) -> list[Line]:
    """The lines of a share. Raises :class:`ShareError` when they are not those that were shared out."""
    try:
        with (root / share.path).open("rb") as stream:
            stream.seek(share.offset)
            content = stream.read(share.size)
    except OSError as error:
        raise ShareError(
            f"{root / share.path} cannot be read here ({error.strerror}): give each worker the network."
        ) from None
    if hashlib.sha256(content).hexdigest() != share.digest:
        raise ShareError(f"{root / share.path} is another file here: give each worker the same commit of the network.")
    badge = share.path.split("/")[1]
    return [Line(share.path, share.number + at, badge, raw) for at, raw in enumerate(content.split(b"\n")[:-1])]
