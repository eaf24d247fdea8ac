"""Nothing is signed on top of a loss: fewer lines than git has would bring withdrawn badges back, or give one twice."""

from __future__ import annotations

from ..context import Context
from ..ledger.base import git
from ..ledger.erasures import erased_by_issuer, is_forgotten
from ..ledger.signatures import AwardError, organisations_by_did

KEPT = (
    "badges/*/awards/*.jsonl",
    "badges/*/awards/*.jwt",
    "badges/*/endorsements.jsonl",
    "network/status/*/revocations.jsonl",
    "network/status/*/erasures.jwt",
)


def refuse_lost(context: Context) -> None:
    """:class:`AwardError` when a line that the last commit has is not here any more; nothing where there is no git."""
    root = context.catalogue.awards
    specs = [f":(glob){pattern}" for pattern in KEPT]
    changed = git(root, "diff", "--numstat", "-z", "--no-renames", "--relative", "HEAD", "--", *specs)
    by_did = organisations_by_did(context.catalogue, context.addresses)
    for row in (changed or b"").split(b"\0"):
        parts = row.split(b"\t")
        if len(parts) != 3 or parts[1] in (b"0", b"-"):
            continue
        path = parts[2].decode(errors="replace")
        before = (git(root, "show", f"HEAD:./{path}") or b"").split(b"\n")
        file = root / path
        now = set(file.read_bytes().split(b"\n")) if file.is_file() else set()
        erased = erased_by_issuer(root)
        if any(line and line not in now and not is_forgotten(line, erased, by_did) for line in before):
            raise AwardError(
                f"{path} has lost lines that git has, and what is signed now would be wrong: get them back with "
                f"'git checkout HEAD -- {path}'."
            )
