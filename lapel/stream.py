"""What a published file is, and what a build is told: the words of the contract with any site generator."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path


@dataclass(frozen=True)
class OutputFile:
    """A file of the published site. ``path`` is relative to its root; ``source`` is the file that made it."""

    path: str
    content: bytes
    source: str | None = None


@dataclass(frozen=True)
class Settings:
    """Where the templates and the results of earlier builds are, and what day it is.

    ``is_published`` says of an award (its id, and a digest of all that makes its files) whether the folder that is
    written to has it already, just so: then its files are not in the stream. ``verifier`` is the folder with the
    verifier's scripts as they were bundled.
    """

    overrides: Path
    cache: Path | None = None
    preview: bool = False
    today: date | None = None
    is_published: Callable[[str, str], bool] | None = None
    verifier: Path | None = None

    def day(self, zone: tzinfo) -> date:
        """The day of the build where the network is; ``SOURCE_DATE_EPOCH`` sets it for builds that can be repeated."""
        if self.today:
            return self.today
        seconds = os.environ.get("SOURCE_DATE_EPOCH", "")
        known = seconds.isascii() and seconds.isdigit() and len(seconds) < 11
        moment = datetime.fromtimestamp(int(seconds), UTC) if known else datetime.now(UTC)
        return moment.astimezone(zone).date()
