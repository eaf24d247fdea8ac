"""The awards that the repository keeps: one signed credential a line, in ``badges/<slug>/awards/<batch>.jsonl``."""

from __future__ import annotations

import fnmatch
import json
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from ..credentials.identity import identity_hash
from ..model.problem import Problem

MAX_LINE = 256 * 1024


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file of awards, as it stands there."""

    path: str
    number: int
    badge: str
    raw: bytes


@dataclass(frozen=True)
class StoredAward:
    """One award: where it stands, its bytes as they are published, and what they say."""

    path: str
    line: int
    badge: str
    raw: bytes
    document: dict[str, Any]

    @property
    def id(self) -> str:
        """The random part of the award's address."""
        return str(self.document["id"]).rstrip("/").split("/")[-2]

    @property
    def issuer(self) -> str:
        """The DID of whoever awarded it."""
        return str(self.document["issuer"]["id"])

    @property
    def given(self) -> str:
        """The moment of the deed, or else the one from which the award is good (ISO 8601)."""
        return str(self.document.get("awardedDate") or self.document["validFrom"])

    def identities(self) -> Iterator[dict[str, Any]]:
        yield from self.document["credentialSubject"]["identifier"]

    def belongs_to(self, email: str) -> bool:
        """Whether the award names this e-mail address (already tidied)."""
        return is_address(self.identities(), email)

    def commits_to(self, name: str, salt: str) -> bool:
        """Whether the award commits to this name (already tidied) with this salt."""
        return is_name(self.identities(), name, salt)

    @property
    def status(self) -> tuple[str, int]:
        """The address of the status list, and the index in it."""
        entry = self.document["credentialStatus"]
        return str(entry["statusListCredential"]), int(entry["statusListIndex"])


def is_address(identities: Iterable[dict[str, Any]], email: str) -> bool:
    """Whether one of the IdentityObjects is this e-mail address (already tidied)."""
    return any(
        one["identityType"] == "emailAddress" and one["identityHash"] == identity_hash(email, one.get("salt", ""))
        for one in identities
    )


def is_name(identities: Iterable[dict[str, Any]], name: str, salt: str) -> bool:
    """Whether one of the IdentityObjects is this name (already tidied) with this salt."""
    wanted = identity_hash(name, salt)
    return any(one["identityType"] == "name" and one["identityHash"] == wanted for one in identities)


def to_line(document: dict[str, Any]) -> bytes:
    """A credential as one line, without the line end: these are the bytes that are published."""
    return orjson.dumps(document)


MARKS = re.compile(rb"^(?:<{7}|={7}|>{7}|\|{7})(?: |$)", re.MULTILINE)
"""What git writes where two branches changed the same lines."""
KEEP_BOTH = "keep the lines of both sides, and take out only the lines with the marks"


class _DoubleKeyError(ValueError):
    pass


def _no_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise _DoubleKeyError("it has a key twice")
    return made


def parse_json(raw: bytes) -> Any:
    """JSON without doubled keys; ``ValueError`` otherwise."""
    try:
        quick = orjson.loads(raw)
        # What is written again as it stands had no key twice: that is so for every line that is ours.
        if orjson.dumps(quick) == raw:
            return quick
    except (ValueError, TypeError):
        pass  # the strict parser says why
    try:
        return json.loads(raw, object_pairs_hook=_no_doubles, parse_constant=_refuse)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def _refuse(word: str) -> Any:
    raise ValueError(f"it has {word}, which is no JSON")


def read_lines(root: Path, pattern: str = "awards/*.jsonl") -> Iterator[Line | Problem]:
    """Every line of the files of awards, in a steady order; a problem where a file ends in the middle of one."""
    for file in _files(root, pattern):
        path = file.relative_to(root).as_posix()
        rows = file.read_bytes().split(b"\n")
        if rows[-1] != b"":
            yield Problem(path, len(rows), "ends in the middle of a line: get the file back from git", "signed-cut")
        for number, raw in enumerate(rows[:-1], 1):
            if len(raw) > MAX_LINE:
                text = f"is longer than {MAX_LINE // 1024} KiB: no award is, so get the line back from git"
                yield Problem(path, number, text, "signed-cut")
            elif MARKS.match(raw):
                yield Problem(path, number, f"is a mark of a merge: {KEEP_BOTH}", "merge-mark")
            else:
                yield Line(path, number, path.split("/")[1], raw)


def award_files(root: Path) -> Iterator[Path]:
    """The files of awards, in the order in which their lines are read."""
    yield from _files(root, "awards/*.jsonl")


def _files(root: Path, pattern: str) -> Iterator[Path]:
    """The files below the folder of each badge, in the order of their paths; a thousand badges have few of them."""
    folder, _, names = pattern.rpartition("/")
    try:
        badges = sorted(entry.path for entry in os.scandir(root / "badges") if entry.is_dir(follow_symlinks=False))
    except OSError:
        return
    for badge in badges:
        place = f"{badge}/{folder}"
        if os.path.isdir(place):  # noqa: PTH112 - asked a thousand times, and mostly in vain
            for file in sorted(Path(place).iterdir()):
                # Nothing that begins with a dot is ever published.
                is_wanted = fnmatch.fnmatch(file.name, names) and not file.name.startswith(".")
                if is_wanted and file.is_file() and not file.is_symlink():
                    yield file


def count_lines(root: Path) -> int:
    """About how many awards there are: for deciding how many processes read them."""
    sizes = [file.stat().st_size for file in _files(root, "awards/*.jsonl")]
    return sum(sizes) // 3000


def read_stored(root: Path) -> Iterator[StoredAward | Problem]:
    """Every award that is kept, and a problem for each line that cannot be one."""
    for line in read_lines(root):
        yield line if isinstance(line, Problem) else read_line(line)


def read_line(line: Line) -> StoredAward | Problem:
    """The award of a line, or why it cannot be one."""
    try:
        document = parse_json(line.raw)
    except (ValueError, TypeError) as error:
        return Problem(
            line.path, line.number, f"is not a credential ({error}): get the line back from git", "award-invalid"
        )
    if not _looks_like_a_credential(document):
        return Problem(line.path, line.number, "is not a credential: get the line back from git", "award-invalid")
    return StoredAward(line.path, line.number, line.badge, line.raw, document)


def _looks_like_a_credential(document: Any) -> bool:
    """Whether the parts that the rest of this package reads are there and of their kind."""
    try:
        subject, entry = document["credentialSubject"], document["credentialStatus"]
        identities = subject["identifier"]
        index = str(entry["statusListIndex"])
        return (
            bool(identities)
            and all(isinstance(one["identityHash"], str) and isinstance(one["identityType"], str) for one in identities)
            and isinstance(document["id"], str)
            and document["id"].count("/") >= 4
            and isinstance(entry["statusListCredential"], str)
            and index.isascii()
            and index.isdigit()
            and len(index) <= 9
            and isinstance(document["proof"], dict)
            and isinstance(document["issuer"]["id"], str)
            and isinstance(subject["achievement"]["id"], str)
        )
    except (KeyError, TypeError, AttributeError):
        return False
