"""Forgetting an award at the earner's wish: its lines go, and a line that the issuer signs says that they did."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ..context import Context
from ..credentials.signing import sign_claims
from ..ledger.endorsements import endorsements_by_subject
from ..ledger.erasures import Erasure, erasures_file, read_erasures
from ..ledger.recording import digest_of
from ..ledger.signatures import AwardError
from ..ledger.stored_awards import StoredAward, to_line
from ..ledger.tokens import read_tokens
from ..model import paths
from ..model.problem import Problem
from .revoke import award_and_issuer
from .run import all_stored
from .signer import OpenKey, Signer
from .transaction import MEMORY, keep, locked, remember


@dataclass(frozen=True)
class Forgotten:
    """What was done: the award, and the folders of the outbox that had something of it."""

    award: str
    folders: list[Path]


def erase(context: Context, award: str, open_key: OpenKey) -> Forgotten:
    """Takes an award out of the ledger and out of this computer's memory, whether it stands or is withdrawn.

    Its place in the list stays taken, as does its withdrawal. :class:`AwardError` with nothing changed.
    """
    root = context.catalogue.awards
    now = datetime.now(UTC).replace(microsecond=0)
    with locked(context.catalogue.root, root) as box:
        if award in read_erasures(root) and not any(one.id == award for one in all_stored(root)):
            # It may have been cut off before this computer forgot it too.
            if folders := list(_forget(box, award)):
                return Forgotten(award, folders)
            raise AwardError("That award is forgotten already.")
        try:
            one, issuer = award_and_issuer(context, all_stored(root), remember(box), award)
        except AwardError:
            meant = {one.award for one in remember(box) if award.strip() in (one.email, one.name)}
            cut = sorted(meant & set(read_erasures(root)))
            if folders := [folder for name in cut for folder in _forget(box, name)]:
                return Forgotten(", ".join(cut), folders)
            raise
        signer = Signer(issuer, context.addresses, now, open_key)
        lines = dict(_lines(context, one))
        files = {path: _without(root / path, rows) for path, rows in lines.items()}
        also = sorted({digest_of(row) for rows in lines.values() for row in rows} - {digest_of(one.raw)})
        address, index = one.status
        said = Erasure(
            one.id,
            one.badge,
            int(address.rpartition("/")[2].removesuffix(".json")),
            index,
            digest_of(one.raw),
            also,
            now.date().isoformat(),
        )
        path = erasures_file(issuer.slug)
        before = (root / path).read_bytes() if (root / path).exists() else b""
        files[path] = before + sign_claims(said.claims, signer.private, signer.method).encode() + b"\n"
        keep(root, box, f"erase-{now:%Y-%m-%d}", {}, files)
        folders = list(_forget(box, one.id))
    return Forgotten(one.id, folders)


def _lines(context: Context, one: StoredAward) -> Iterator[tuple[str, set[bytes]]]:
    """Every line about the award, by the file in which it is."""
    root = context.catalogue.awards
    found: dict[str, set[bytes]] = {one.path: {one.raw}}
    for token in read_tokens(root):
        if not isinstance(token, Problem) and token[2].get("jti") == one.document["id"]:
            found.setdefault(token[0].path, set()).add(token[0].raw)
    page = context.addresses.of(one.document["id"])(paths.award(one.id))
    for said in endorsements_by_subject(root).get(page, []):
        found.setdefault(said.path, set()).add(said.raw)
    yield from found.items()


def _without(file: Path, gone: set[bytes]) -> bytes:
    return b"".join(row + b"\n" for row in file.read_bytes().split(b"\n") if row and row not in gone)


def _forget(box: Path, award: str) -> Iterator[Path]:
    """Takes the award out of this computer's memory. Yields the folders whose letters still name the person."""
    for file in sorted(box.glob(f"*/{MEMORY}")):
        rows = file.read_bytes().splitlines()
        kept = [row for row in rows if json.loads(row).get("award") != award]
        if len(kept) == len(rows):
            continue
        temporary = file.with_name(f".{file.name}.part")
        temporary.write_bytes(b"".join(to_line(json.loads(row)) + b"\n" for row in kept))
        temporary.replace(file)
        yield file.parent
