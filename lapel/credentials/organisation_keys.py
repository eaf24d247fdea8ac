"""The public keys in an organisation's file: which is in force, and how a new one gets in."""

from __future__ import annotations

import re
from datetime import date

from ..model.organisation import Profile, VerificationMethod

_KEY = re.compile(r"^verificationMethod:\s*(?:#.*)?$")
_EMPTY = re.compile(r"^verificationMethod:\s*(?:\[\s*\]|~|null)\s*(?:#.*)?$")


def why_not_in_force(key: VerificationMethod, day: date, *, even_stopped: bool = False) -> str | None:
    """Why ``key`` may not have signed on ``day``; None when it may. ``even_stopped``: that it was stopped as unsafe is
    no reason."""
    if day < key.created:
        return f"which was made on {key.created}"
    if key.revoked and day >= key.revoked and not even_stopped:
        return f"which was not safe from {key.revoked}"
    if key.expires and day > key.expires:
        return f"which ended on {key.expires}"
    return None


def in_force(organisation: Profile, day: date) -> list[VerificationMethod]:
    """The keys that may sign on ``day``: in use, not run out, not unsafe. The newest comes first, and one that ends
    today after one that goes on."""
    keys = [key for key in organisation.verificationMethod if why_not_in_force(key, day) is None]
    return sorted(keys, key=lambda key: (key.expires != day, key.created, key.id), reverse=True)


def next_name(organisation: Profile, day: date) -> str:
    """A name for a new key that no key of the organisation ever had: "key-2026-11", "key-2026-11-2"…"""
    taken = {key.id for key in organisation.verificationMethod}
    base = f"key-{day:%Y-%m}"
    return next(name for name in (base, *(f"{base}-{n}" for n in range(2, 1000))) if name not in taken)


def add_key(text: str, key: VerificationMethod) -> str:
    """The organisation's file with ``key`` added, and every other line as it was. ``ValueError`` when its keys are
    written in another way than one below the other."""
    lines = [f"  - id: {key.id}", f"    publicKeyMultibase: {key.publicKeyMultibase}", f"    created: {key.created}"]
    rows = text.split("\n")
    for number, row in enumerate(rows):
        if _KEY.match(row):
            return "\n".join([*rows[: number + 1], *lines, *rows[number + 1 :]])
        if _EMPTY.match(row):
            return "\n".join([*rows[:number], "verificationMethod:", *lines, *rows[number + 1 :]])
        if row.startswith(("verificationMethod", '"verificationMethod', "'verificationMethod")):
            raise ValueError(
                "has its keys on one line: write 'verificationMethod:' and below it a '- id:' for each key"
            )
    end = rows.index("---", 1)
    return "\n".join([*rows[:end], "verificationMethod:", *lines, *rows[end:]])


def set_date(text: str, key: str, field: str, day: date) -> str:
    """The file with ``field`` (``expires`` or ``revoked``) of one key set, and every other line as it was."""
    rows = text.split("\n")
    named = re.compile(rf"\s*-\s+id:\s*([\"']?){re.escape(key)}\1\s*(?:#.*)?$")
    start = next((number for number, row in enumerate(rows) if named.match(row)), None)
    if start is None:
        raise ValueError(f"has no key '{key}' written as '- id: {key}'")
    indent = " " * (rows[start].index("id:"))
    end = start + 1
    while end < len(rows) and rows[end].startswith(indent) and rows[end].strip():
        if re.match(rf"{indent}{field}:", rows[end]):
            return "\n".join([*rows[:end], f"{indent}{field}: {day}", *rows[end + 1 :]])
        end += 1
    return "\n".join([*rows[:end], f"{indent}{field}: {day}", *rows[end:]])
