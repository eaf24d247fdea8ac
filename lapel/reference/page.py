"""The page "Fields of a badge": the model in words, for people who write badge files."""

from __future__ import annotations

from collections.abc import Iterator

import yaml
from pydantic import BaseModel

from ..model.badge import Achievement
from ..model.network import Guide
from .fields import FieldFacts, facts

TITLE = "Fields of a badge"
DESCRIPTION = "Everything that a badge file can say, for people who write one."
SLUG = "fields-of-a-badge"

_INTRODUCTION = """\
A badge is one file: `badges/a-short-name/badge.md`. Copy `badges/TEMPLATE.md` to begin. The part between the two \
lines `---` holds the keys below. The text after it is the criteria: what somebody must do or show.

The names of the keys are those of the Open Badges standard, where it has one.
"""


def fields_guide() -> Guide:
    """The page as a guide of its own; it is made at every build, so it is never old."""
    body = _INTRODUCTION + "\n" + "\n".join(_tables(Achievement, "All keys", set()))
    return Guide(title=TITLE, description=DESCRIPTION, order=900, slug=SLUG, source="lapel/model/badge.py", body=body)


def _tables(model: type[BaseModel], heading: str, seen: set[type[BaseModel]]) -> Iterator[str]:
    seen.add(model)
    fields = list(facts(model))
    yield f"## {heading}\n"
    yield "| Key | What it says | How it is written |\n| --- | --- | --- |"
    for field in fields:
        needed = " **Needed.**" if field.needed else ""
        yield f"| `{field.key}` | {_cell(field.description)}{needed} | {_written(field)} |"
    yield ""
    for field in fields:
        if field.record is not None and field.record not in seen:
            yield from _tables(field.record, f"Inside “{field.key}”", seen)


def _written(field: FieldFacts) -> str:
    if field.record is not None:
        return _cell(field.kind)
    shown = (
        yaml.safe_dump(field.example, default_flow_style=True, allow_unicode=True, width=200)
        .replace("\n...\n", "")
        .strip()
    )
    return f"{_cell(field.kind)}, like `{_cell(shown)}`"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
