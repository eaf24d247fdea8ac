"""A change as a whole: pages, awards with their signatures, keys, addresses that would go, and what else it touches."""

from __future__ import annotations

import fnmatch
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..cache import Cache
from ..context import Context
from ..ledger.base import git, named_base
from ..ledger.checking import verified
from ..ledger.line_check import Known
from ..ledger.stored_awards import Line, StoredAward, read_line
from ..load.site import read_site
from ..model import CatalogueError, LapelError, Problem, paths
from ..model.addresses import Addresses
from ..outputs import open_context
from ..stream import Settings
from .changes import DATA, SIGNED, Change, Kind, changed_files, read_changes

PIPELINES = (".github/*", ".gitlab-ci.yml", ".gitlab/*", ".forgejo/*", ".gitea/*", "CODEOWNERS", "requirements*.txt")
"""What decides what a pipeline runs and who has to look."""


@dataclass(frozen=True)
class NewAwards:
    """Awards of one badge by one issuer that are new. ``good`` of them have a signature that was verified; None when
    nothing was verified, because the data has problems."""

    badge: str
    issuer: str
    count: int
    good: int | None


@dataclass(frozen=True)
class Review:
    """``gone`` are addresses that are published and would not be any more; ``pipelines`` and ``others`` are changed
    files outside the data."""

    base: str
    problems: list[Problem]
    changes: list[Change]
    awards: list[NewAwards]
    withdrawals: int
    keys: list[str]
    gone: list[str]
    pipelines: list[str]
    others: list[str]
    address: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.changes or self.awards or self.withdrawals or self.pipelines or self.others)

    def of(self, kind: Kind) -> list[Change]:
        return [one for one in self.changes if one.kind is kind]


def review(root: Path, settings: Settings, base: str | None = None) -> Review:
    """What is otherwise than in ``base`` (left out: where the branch left its target, or the last commit).

    Raises :class:`LapelError` without git, or without that commit.
    """
    problems: list[Problem] = []
    context = None
    try:
        context = open_context(root, settings)
    except CatalogueError as error:
        problems = error.problems
        try:
            # The awards may be what is wrong: their signatures are still looked at, one by one.
            context = open_context(root, settings, awards=False)
        except CatalogueError:
            context = None
    before = base_commit(root, base)
    files = changed_files(root, before)
    changes = list(read_changes(root, before, files))
    address = context.addresses.base if context else _address(root)
    return Review(
        before,
        problems,
        changes,
        new_awards(root, before, files, context, settings),
        _new_lines(root, before, [name for name in files if name.endswith("/revocations.jsonl")]),
        [one.source for one in changes if any(key == "verificationMethod" for key, _ in one.keys)],
        list(_gone(changes, address)),
        [name for name in files if any(fnmatch.fnmatch(name, one) for one in PIPELINES)],
        [
            name
            for name in files
            if not name.startswith(DATA) and not any(fnmatch.fnmatch(name, one) for one in PIPELINES)
        ],
        address,
    )


def base_commit(root: Path, base: str | None) -> str:
    """Where the branch left the commit that is compared with."""
    if base is None:
        try:
            base = named_base(root)
        except LookupError as error:
            raise LapelError(f"There is nothing to compare with: {error.args[0]}.") from None
    found = git(root, "merge-base", "HEAD", base or "HEAD") if not (base or "").startswith("-") else None
    if not found:
        raise LapelError("There is nothing to compare with: name a commit with --base, and fetch the whole history.")
    return found.decode().strip()


def _address(root: Path) -> str:
    try:
        return read_site(root / "mkdocs.yml").base
    except CatalogueError:
        return ""


def new_awards(
    root: Path, base: str, files: Mapping[str, Kind], context: Context | None, settings: Settings
) -> list[NewAwards]:
    """The awards that the change brings, by badge and issuer; a line that only moved is not new."""
    touched = [name for name in files if fnmatch.fnmatch(name, "badges/*/awards/*.jsonl")]
    old = _lines(root, base, touched)
    if context is None:
        counts: Counter[tuple[str, str]] = Counter()
        for name in touched:
            for number, raw in enumerate(_rows(root / name), 1):
                if raw and raw not in old:
                    one = read_line(Line(name, number, name.split("/")[1], raw))
                    counts[name.split("/")[1], _issuer(one, None)] += 1
        return [NewAwards(*key, count, None) for key, count in sorted(counts.items())]
    if not touched:
        return []
    total: Counter[tuple[str, str]] = Counter()
    good: Counter[tuple[str, str]] = Counter()
    for line, known in verified(context.catalogue, context.addresses, Cache(settings.cache)):
        if isinstance(line, Line) and line.path in touched and line.raw not in old:
            key = (line.badge, _issuer(read_line(line), context.addresses))
            total[key] += 1
            good[key] += isinstance(known, Known)
    return [NewAwards(*key, count, good[key]) for key, count in sorted(total.items())]


def _issuer(one: StoredAward | Problem, addresses: Addresses | None) -> str:
    if isinstance(one, Problem):
        return "?"
    return one.issuer.rpartition(":")[2] if addresses is None or one.issuer.startswith("did:web:") else one.issuer


def _lines(root: Path, base: str, names: list[str]) -> set[bytes]:
    """Every award that the badges of these files had."""
    found: set[bytes] = set()
    for badge in {name.split("/")[1] for name in names}:
        listed = git(root, "ls-tree", "-r", "-z", "--name-only", base, "--", f"badges/{badge}/awards") or b""
        for name in listed.split(b"\0")[:-1]:
            content = git(root, "cat-file", "blob", f"{base}:./{name.decode(errors='replace')}")
            found |= set((content or b"").split(b"\n"))
    return found


def _rows(file: Path) -> list[bytes]:
    try:
        return [] if file.is_symlink() else file.read_bytes().split(b"\n")
    except OSError:
        return []


def _new_lines(root: Path, base: str, names: list[str]) -> int:
    """How many lines of these files the commit does not have."""
    count = 0
    for name in names:
        before = set((git(root, "cat-file", "blob", f"{base}:./{name}") or b"").split(b"\n"))
        count += sum(1 for row in _rows(root / name) if row and row not in before)
    return count


def _gone(changes: list[Change], address: str) -> Iterator[str]:
    """The addresses of the pages and documents of what is taken away, or becomes a draft."""
    for one in changes:
        drafted = any(key == "status" and row.after == "draft" for key, row in one.keys)
        hidden = one.kind is Kind.REMOVED and not one.draft
        if one.page is None or not (hidden or (one.kind is Kind.CHANGED and drafted)):
            continue
        yield address + one.page
        slug = one.page.rstrip("/").rpartition("/")[2]
        if one.source.startswith("badges/") and not one.source.startswith("badges/pathways/"):
            yield from (address + path for path in (paths.achievement(slug), paths.badge_class(slug), paths.qr(slug)))
        elif one.source.startswith("network/organisations/"):
            yield from (address + path for path in (paths.did_document(slug), paths.profile(slug)))


def is_signed(source: str) -> bool:
    """Whether a file holds what was signed, which nobody reads line by line."""
    return any(fnmatch.fnmatch(source, f"{one}*") for one in SIGNED)
