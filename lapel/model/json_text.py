"""How every JSON document is written: UTF-8, readable, the same bytes for the same content."""

from __future__ import annotations

import json
from typing import Any


def json_bytes(document: Any) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def compact(document: dict[str, Any]) -> dict[str, Any]:
    """Leaves out what was not given: the standards know no null and no empty list."""
    return {key: value for key, value in document.items() if value not in (None, (), [], {}, "")}
