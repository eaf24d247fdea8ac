"""Which commit counts as published: what the check compares with."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

from ..fetch import FetchFault, fetch
from ..model import paths
from ..model.addresses import Addresses
from ..model.catalogue import Catalogue

PUBLISHED = "published"
"""``LAPEL_BASE=published`` asks the site itself, so that what was merged and never published counts for nothing."""
MAX_SECONDS = 20
SILENT = "git does not answer here: look whether it is installed, and whether the folder belongs to you"
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
Ask = Callable[[str, int, str], bytes]


def bases(catalogue: Catalogue, addresses: Addresses, ask: Ask = fetch) -> dict[Path, str | None]:
    """The commit that counts as published, by the repository it is in: ``LAPEL_BASE``, the target of a pull request,
    or the last commit. None where there is no git, nothing was published, or ``LAPEL_BASE`` is ``none``.

    ``LookupError``, with the reason, when the one that is named is not there.
    """
    # Where the awards were moved to another folder, those of the network's own repository are still looked for.
    places = list(dict.fromkeys((catalogue.root, catalogue.awards)))
    if os.environ.get("LAPEL_BASE") != PUBLISHED:
        return {place: named_base(place) for place in places}
    rows: list[str] = []
    silent: FetchFault | None = None
    for each in addresses.all:  # on the day of a move, only the old address has a site
        try:
            rows = ask(each(paths.COMMIT), 1000, "text/plain").decode("ascii").split()
            break
        except UnicodeDecodeError:
            break
        except FetchFault as fault:
            silent = fault if silent is None or fault.status is None else silent
    else:
        if silent and silent.status in (404, 410, 424):  # no site yet, or one of an older release
            if any(git(place, "rev-parse", "--is-shallow-repository") == b"true\n" for place in places):
                raise LookupError("git has a part of the history: fetch the whole of it (fetch-depth: 0)")
            return {place: _commit(place, "HEAD^") for place in places}
        if not any(_was_ever_signed(place) for place in places):  # an address of one's own may not lead anywhere yet
            return dict.fromkeys(places)
        raise LookupError(
            f"{silent}. Run it again later; for the first publication of all, say LAPEL_BASE=none for one run"
        )
    if not rows or not all(_COMMIT.fullmatch(row) for row in rows):
        raise LookupError(f"{addresses(paths.COMMIT)} names no commit: say LAPEL_BASE=none for one run")
    found: dict[Path, str | None] = {}
    if len(rows) != len(places):
        raise LookupError("the awards moved to another folder since: say LAPEL_BASE=none for one run")
    for place, row in zip(places, rows, strict=False):
        found[place] = _commit(place, row)
        if found[place] is None:
            raise LookupError(_absent(row))
    return found


def named_base(root: Path) -> str | None:
    """The commit that ``LAPEL_BASE`` or the pipeline names, or the last one; raises and is None as :func:`bases`."""
    target = os.environ.get("GITHUB_BASE_REF")
    # A tag can have the name of a branch: the branch is meant.
    named = os.environ.get("LAPEL_BASE") or (f"refs/remotes/origin/{target}" if target else None)
    named = named or os.environ.get("CI_MERGE_REQUEST_DIFF_BASE_SHA")
    if named == "none":
        return None
    if git(root, "rev-parse", "--is-inside-work-tree") is None:
        if os.environ.get("LAPEL_BASE") or any((one / ".git").exists() for one in (root, *root.parents)):
            raise LookupError(SILENT)
        return None
    found = _commit(root, named or "HEAD")
    if found is None and named:
        raise LookupError(_absent(named))
    return found


def _commit(root: Path, name: str) -> str | None:
    """The commit of that name; None when there is none here."""
    found = git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    return found.decode().strip() if found else None


def _was_ever_signed(root: Path) -> bool:
    found = git(
        root, "log", "-1", "--format=%H", "--", "badges/*/awards", "badges/*/endorsements.jsonl", "network/status"
    )
    return found is None or bool(found.strip())


def _absent(name: str) -> str:
    return f"git has no commit '{name[:80]}' here, so fetch the whole history (fetch-depth: 0)"


def commits(catalogue: Catalogue) -> list[str]:
    """The commits that a site is made of, of the network and of its awards where they are kept apart; none when a file
    is otherwise than in its commit, since then nobody could compare with it."""
    found = []
    for place in dict.fromkeys((catalogue.root, catalogue.awards)):
        changed = git(place, "status", "--porcelain", "--untracked-files=all", "--", "badges", "network", "mkdocs.yml")
        commit = _commit(place, "HEAD")
        if changed is None or changed.strip() or commit is None:
            return []
        found.append(commit)
    return found


def git(root: Path, *words: str, stdin: bytes | None = None) -> bytes | None:
    """What git answers; None when it does not, or says no."""
    try:
        done = subprocess.run(
            ["git", "-c", "core.fsmonitor=false", "-C", str(root), *words],
            capture_output=True,
            input=stdin,
            timeout=MAX_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None
