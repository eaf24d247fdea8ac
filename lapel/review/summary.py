"""A change as a whole: pages, awards with their signatures, keys, addresses that would go, and what else it touches."""

from __future__ import annotations

import fnmatch
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..cache import Cache
from ..context import Context
from ..issuing.key_code import code_between
from ..ledger.base import git, named_base
from ..ledger.checking import verified
from ..ledger.line_check import Known
from ..ledger.stored_awards import Line, StoredAward, read_line
from ..model import CatalogueError, LapelError, Problem, paths
from ..model.addresses import Addresses
from ..outputs import open_context
from ..reports import is_signed, place_in_repository, published_address
from ..stream import Settings
from .changes import Change, Kind, changed_files, content_before, content_now, keys_of, read_changes

PIPELINES = re.compile(
    r"\.(?:github|gitlab|forgejo|gitea)/.*|\.gitlab-ci\.yml|(?:docs/)?CODEOWNERS|(?:.*/)?requirements[^/]*\.txt"
    r"|(?:.*/)?(?:hooks|overrides)/.*|(?:.*/)?(?:Makefile|pyproject\.toml|\.gitattributes|\.gitmodules)"
)
"""Paths in a repository of what decides what a pipeline runs, what runs on the pages, and who has to look."""


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
    signed: Mapping[str, Kind] = field(default_factory=dict)
    """Changed files of what was signed, which nobody reads line by line."""
    address: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.changes or self.signed or self.pipelines or self.others)

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
    inside = place_in_repository(root)
    everywhere = sorted(changed_files(_top(root), before)) if inside else sorted(files)
    # The settings can name programs, in ways that only their own reader knows.
    pipelines = [name for name in everywhere if PIPELINES.fullmatch(name) or name == f"{inside}mkdocs.yml"]
    signed = {name: kind for name, kind in files.items() if is_signed(name)}
    said = {f"{inside}{name}" for name in [*(one.source for one in changes), *signed]}
    awards = context.catalogue.awards if context else root
    there = _changed_there(awards, root, before, files)
    address = context.addresses.base if context else published_address(root)
    return Review(
        before,
        problems,
        changes,
        new_awards(awards, *there, context, settings),
        _new_lines(awards, *there),
        [_with_code(root, before, one.source, address) for one in changes if one.has_new_keys],
        list(_gone(changes, address)),
        pipelines,
        [name for name in everywhere if name not in pipelines and name not in said],
        signed,
        address,
    )


def _with_code(root: Path, base: str, source: str, address: str) -> str:
    """Whose keys change, and the code that the organisation's desk shows when it made the change: it is made here of
    the change, and never taken from what somebody wrote beside it."""
    before, after = keys_of(source, content_before(root, base, source)), keys_of(source, content_now(root / source))
    code = code_between(address, source, before, after)
    return f"{source} (the code on the telephone has to be {code})" if code else source


def _head(root: Path) -> str:
    return (git(root, "rev-parse", "HEAD") or b"").decode().strip()


def _target(root: Path) -> str | None:
    """The branch that this one is for, when everything here is committed and nobody named one; None for the last
    commit."""
    if git(root, "status", "--porcelain") != b"":
        return None
    for name in ("refs/remotes/origin/HEAD", "refs/remotes/origin/main", "refs/heads/main", "refs/heads/master"):
        found = git(root, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
        if found and found.decode().strip() != _head(root):
            return found.decode().strip()
    return None


def _top(root: Path) -> Path:
    found = git(root, "rev-parse", "--show-toplevel")
    return Path(found.decode().rstrip("\n")) if found else root


def _changed_there(awards: Path, root: Path, base: str, files: Mapping[str, Kind]) -> tuple[str, Mapping[str, Kind]]:
    """The commit to compare with where the awards are kept, and the changed files there. In a repository of their own
    only what is not committed there counts as new."""
    if awards == root:
        return base, files
    if git(awards, "cat-file", "-e", f"{base}^{{commit}}") is None:
        base = "HEAD"
    return base, changed_files(awards, base)


def base_commit(root: Path, base: str | None) -> str:
    """Where the branch left the commit that is compared with."""
    if base is None:
        try:
            base = named_base(root)
        except LookupError as error:
            raise LapelError(f"There is nothing to compare with: {error.args[0]}.") from None
        base = base if base and base != _head(root) else _target(root)
    found = git(root, "merge-base", "HEAD", base or "HEAD") if not (base or "").startswith("-") else None
    if not found:
        raise LapelError("There is nothing to compare with: name a commit with --base, and fetch the whole history.")
    return found.decode().strip()


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
            content = git(root, "cat-file", "blob", f"{base}:./{name.decode(errors='surrogateescape')}")
            found |= set((content or b"").split(b"\n"))
    return found


def _rows(file: Path) -> list[bytes]:
    try:
        return [] if file.is_symlink() else file.read_bytes().split(b"\n")
    except OSError:
        return []


def _new_lines(root: Path, base: str, files: Mapping[str, Kind]) -> int:
    """How many lines about withdrawn awards the commit does not have."""
    count = 0
    for name in files:
        if not name.endswith("/revocations.jsonl"):
            continue
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
