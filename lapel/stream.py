"""What a published file is, and what a build is told: the words of the contract with any site generator."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from itertools import islice
from pathlib import Path
from typing import TypeVar

from . import home

T = TypeVar("T")


@dataclass(frozen=True)
class OutputFile:
    """A file of the published site. ``path`` is relative to its root; ``source`` is the file that made it."""

    path: str
    content: bytes
    source: str | None = None


@dataclass(frozen=True)
class Unit:
    """Files that are made of the same, and made only when they are wanted.

    ``key`` is the path of the one file, or a folder with all its files when it ends in ``/``. ``digest`` is that of
    everything that they are made of: who has them with the same digest does not call ``make``.
    """

    key: str
    digest: str
    make: Callable[[], Iterable[OutputFile]]
    source: str | None = None


@dataclass(frozen=True)
class Share:
    """The part of the work that one of ``parts`` processes does: every ``parts``-th thing."""

    part: int = 0
    parts: int = 1

    @property
    def first(self) -> bool:
        """Whether this one does what cannot be shared."""
        return self.part == 0

    def of(self, things: Iterable[T]) -> Iterator[T]:
        return islice(things, self.part, None, self.parts)


WHOLE = Share()
APART = "LAPEL_AWARDS_APART"
"""Set for a build whose awards are written by others."""


def whole(path: str, content: bytes, source: str | None = None) -> Unit:
    """A file that costs nothing to make."""
    return Unit(path, hashlib.sha256(content).hexdigest(), lambda: [OutputFile(path, content, source)], source)


def made(path: str, digest: str, make: Callable[[], bytes], source: str | None = None) -> Unit:
    """A file that is made by ``make`` of what ``digest`` stands for."""
    return Unit(path, digest, lambda: [OutputFile(path, make(), source)], source)


@dataclass(frozen=True)
class Settings:
    """Where the templates and the results of earlier builds are, and what day it is.

    ``verifier`` is the folder with the verifier's scripts as they were bundled, ``own`` that with a network's own
    templates and styles: a file in it stands in the place of the engine's file of the same name.
    """

    overrides: Path
    cache: Path | None = None
    preview: bool = False
    today: date | None = None
    verifier: Path | None = None
    free_pages: bool = False
    """Whether somebody renders the pages that the network writes for itself."""
    own: Path | None = None
    apart: bool = False
    """Whether somebody else writes the awards, in parts."""

    @classmethod
    def of(cls, root: Path, *, preview: bool = False, free_pages: bool = False, own: Path | None = None) -> Settings:
        """Those of the network in ``root``, as every command has them. ``own`` is ``overrides/`` unless it is named."""
        own = own or root / "overrides"
        return cls(
            home.OVERRIDES,
            cache=home.cache_file(),
            preview=preview,
            verifier=home.bundle(),
            free_pages=free_pages,
            own=own if own.is_dir() and not own.samefile(home.OVERRIDES) else None,
            apart=os.environ.get(APART) == "1",
        )

    @property
    def templates(self) -> list[Path]:
        """The folders of templates: what stands in the first is taken first."""
        return [self.own, self.overrides] if self.own else [self.overrides]

    @property
    def assets(self) -> dict[str, Path]:
        """The styles, pictures and small scripts of the pages, by name."""
        folders = [folder / "assets" for folder in reversed(self.templates)]
        files = (file for folder in folders if folder.is_dir() for file in sorted(folder.iterdir()))
        found = {file.name: file for file in files if file.is_file() and not file.is_symlink()}
        return dict(sorted(found.items()))

    @property
    def codes(self) -> Path | None:
        """The list of the codes that the verifier's checks end with."""
        return self.verifier / "codes.json" if self.verifier else None

    def day(self, zone: tzinfo) -> date:
        """The day of the build where the network is; ``SOURCE_DATE_EPOCH`` sets it for builds that can be repeated."""
        if self.today:
            return self.today
        seconds = os.environ.get("SOURCE_DATE_EPOCH", "")
        known = seconds.isascii() and seconds.isdigit() and len(seconds) < 11
        moment = datetime.fromtimestamp(int(seconds), UTC) if known else datetime.now(UTC)
        return moment.astimezone(zone).date()
