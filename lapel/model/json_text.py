"""How every JSON document is written: UTF-8, readable, the same bytes for the same content."""

from __future__ import annotations

from typing import Any

import orjson


def json_bytes(document: Any) -> bytes:
    return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def compact(document: dict[str, Any]) -> dict[str, Any]:
    """Leaves out what was not given: the standards know no null and no empty list."""
    return {key: value for key, value in document.items() if value not in (None, (), [], {}, "")}
