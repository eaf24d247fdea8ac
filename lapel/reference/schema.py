"""JSON Schemas for editors: completion and red lines while one types."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from ..model.kinds import KINDS
from ..model.record import OWN_FIELDS, FileRecord

SCHEMAS: dict[str, type[FileRecord]] = {kind.name: kind.record for kind in KINDS}
"""The file name before ``.schema.json``, and the record it describes."""


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of one kind of file, as an editor reads YAML."""
    made = SCHEMAS[name].model_json_schema()
    for key in OWN_FIELDS:
        made["properties"].pop(key, None)
    made["required"] = [key for key in made.get("required", []) if key not in OWN_FIELDS]
    _tidy(made)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}


def _tidy(node: Any) -> None:
    """Takes out what an editor would only show as noise: generated titles, and null as a choice."""
    if isinstance(node, dict):
        if isinstance(node.get("title"), str):
            del node["title"]
        choices = node.get("anyOf")
        if isinstance(choices, list):
            choices = [choice for choice in choices if choice != {"type": "null"}]
            if len(choices) == 1:
                del node["anyOf"]
                node.update(choices[0])
        if node.get("default", ...) is None:
            del node["default"]
        for value in node.values():
            _tidy(value)
    elif isinstance(node, list):
        for value in node:
            _tidy(value)


@cache
def schema_text(name: str) -> str:
    return json.dumps(schema(name), ensure_ascii=False, indent=2) + "\n"
