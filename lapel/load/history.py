"""When each data file was last changed: what calendars and feeds need to know to follow a change.

Git knows it best. A file that differs from what was committed, and every file where there is no git, takes the time
that the file system gives. As long as the history of the main line is not rewritten, a later change gets a later time.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

MAX_SECONDS = 20
"""Git may be slow on a cold disk; longer than this is a fault of the machine."""


def last_changes(root: Path, sources: Iterable[str]) -> dict[str, datetime]:
    """The moment (UTC, whole seconds) of the last change of each source that is there, by source."""
    wanted = sorted(set(sources))
    committed = _committed(root, wanted)
    found: dict[str, datetime] = {}
    for source in wanted:
        seconds, dirty = committed.get(source, (0, True))
        if dirty:
            try:
                seconds = max(seconds, int((root / source).stat().st_mtime))
            except OSError:
                continue
        found[source] = datetime.fromtimestamp(seconds, UTC)
    return found


def _committed(root: Path, wanted: list[str]) -> dict[str, tuple[int, bool]]:
    """Seconds since 1970 of the latest commit of each source, and whether it differs from it; empty without git."""
    folders = sorted({source.split("/")[0] for source in wanted})
    if not folders:
        return {}
    # The main line only: a branch counts from the day on which it was merged, not from the day it was written.
    line = ["--first-parent", "-m", "--format=%x01%ct", "--name-only", "--relative", "--no-renames"]
    listed = _git(root, "log", *line, "--", *folders)
    changed = _git(root, "status", "--porcelain", "--no-renames", "--untracked-files=all", "--", *folders)
    if listed is None or changed is None:
        return {}
    prefix = (_git(root, "rev-parse", "--show-prefix") or b"").rstrip(b"\0\n").decode(errors="replace")
    dirty = {row[3:].decode(errors="replace").removeprefix(prefix) for row in changed.split(b"\0") if row}
    found: dict[str, int] = {}
    # A commit is "\x01<seconds>" and the paths that it touched.
    for commit in listed.split(b"\x01")[1:]:
        seconds, *paths = commit.split(b"\0")
        for path in paths:
            name = path.strip(b"\n").decode(errors="replace")
            found[name] = max(found.get(name, 0), int(seconds))  # clocks differ between people: never go back
    return {source: (found[source], source in dirty) for source in wanted if source in found}


def _git(root: Path, *words: str) -> bytes | None:
    """What git answers (with NUL between rows), or None where there is no git, no repository or no answer in time."""
    nul = [] if words[0] == "rev-parse" else ["-z"]
    try:
        done = subprocess.run(
            ["git", "-c", "core.fsmonitor=false", "-C", str(root), words[0], *nul, *words[1:]],
            capture_output=True,
            timeout=MAX_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None
