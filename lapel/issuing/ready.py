"""Whether the site shows what was awarded: letters are sent when it does, and not before."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from ..fetch import FetchFault, fetch
from ..model import paths
from ..model.addresses import Addresses
from ..model.problem import LapelError
from .plan import Handed
from .transaction import MEMORY, read_memory

ASKED = 50
"""Of a larger run so many awards are asked for, chosen at random."""
MAX_BYTES = 256 * 1024
Ask = Callable[[str, int, str], bytes]


@dataclass(frozen=True)
class Shown:
    """What the site shows of one run: of ``asked`` awards, ``missing`` are not there or are otherwise."""

    folder: Path
    awards: int
    asked: int
    missing: int
    why: str = ""


def runs_of(box: Path, names: Iterable[str]) -> list[tuple[Path, list[Handed]]]:
    """The runs in the outbox with what they handed over; ``names`` are their folders, none are all.
    :class:`LapelError` for a folder that is none."""
    wanted = list(names)
    folders = [file.parent for file in sorted(box.glob(f"*/{MEMORY}"))]
    if unknown := [name for name in wanted if name not in {folder.name for folder in folders}]:
        raise LapelError(f"There is no run '{unknown[0]}' in {box}.")
    chosen = [folder for folder in folders if not wanted or folder.name in wanted]
    runs = [(folder, list(read_memory(folder / MEMORY))) for folder in chosen]
    # Withdrawing and signing lists leave runs that hand nothing over; one whose awards were forgotten has letters.
    return [(folder, awards) for folder, awards in runs if awards or (folder / "letters.csv").is_file()]


def shown_run(folder: Path, awards: list[Handed], addresses: Addresses, ask: Ask = fetch) -> Shown:
    """Asks the site for the awards of a run."""
    asked = random.sample(awards, ASKED) if len(awards) > ASKED else awards
    missing, why = 0, ""
    for one in asked:
        try:
            content = ask(addresses(paths.credential(one.award)), MAX_BYTES, "application/json")
        except FetchFault as fault:
            missing, why = missing + 1, why or str(fault)
            continue
        if one.digest and hashlib.sha256(content).hexdigest() != one.digest:
            missing, why = missing + 1, why or f"{addresses(paths.award(one.award))} shows another badge"
    return Shown(folder, len(awards), len(asked), missing, why)
