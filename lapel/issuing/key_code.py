"""The code of a change of keys: what an issuer reads out on the telephone, and a maintainer compares."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

_NEW = {"id", "publicKeyMultibase", "created"}
_DATES = ("expires", "revoked")


def key_code(base: str, source: str, add: Iterable[object], dates: Iterable[Iterable[object]]) -> str:
    """64 bits of a digest of all of it: ``add`` is the name, the key and the day of a new one, or nothing; each of
    ``dates`` is the name of a key, the field and the day. The desk makes the same (``desk/src/keys.js``)."""
    said = [base, source, [str(one) for one in add], sorted([str(part) for part in one] for one in dates)]
    digest = hashlib.sha256(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()[:16]
    return " ".join(re.findall("....", digest))


def code_between(base: str, source: str, before: Any, after: Any) -> str | None:
    """The code of what was changed in the keys of a file, both as YAML reads them; None for what no desk changes."""
    try:
        old, new = _by_name(before), _by_name(after)
        added = [new[name] for name in new if name not in old]
        if len(added) > 1 or any(set(one) != _NEW for one in added) or not set(old) <= set(new):
            return None
        dates = []
        for name, one in old.items():
            fixed = [{key: value for key, value in each.items() if key not in _DATES} for each in (one, new[name])]
            if fixed[0] != fixed[1] or any(field in one and field not in new[name] for field in _DATES):
                return None
            changed = [field for field in _DATES if one.get(field) != new[name].get(field)]
            dates += [(name, field, new[name][field]) for field in changed]
    except (TypeError, KeyError, AttributeError):
        return None
    if not added and not dates:
        return None
    return key_code(
        base, source, [added[0][key] for key in ("id", "publicKeyMultibase", "created")] if added else [], dates
    )


def _by_name(keys: Any) -> dict[str, Mapping[str, Any]]:
    named = {str(one["id"]): one for one in keys or []}
    if len(named) < len(keys or []):
        raise KeyError("a name twice")
    return named
