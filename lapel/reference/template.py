"""The commented template: every key that a badge file may have, with what it says and an example."""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Iterator

import yaml
from pydantic import BaseModel

from ..model.badge import Achievement
from .fields import FieldFacts, facts

HEAD = """\
---
# yaml-language-server: $schema=../../schemas/badge.schema.json
#
# A new badge: copy this file to badges/a-short-name/badge.md, and change what it says.
# The name of the folder becomes the address: small letters, digits and hyphens.
# Lines that start with '#' are comments. Take the '# ' away to use such a key.
"""
FOOT = """\
---

You have earned this badge when you can do these things:

1. Write here, in plain words, what somebody must do or show.
2. This text is the criteria. It becomes part of every award, so it must still be clear in ten years.
"""


def template_text() -> str:
    return HEAD + "\n".join(_lines(Achievement, 0)) + "\n" + FOOT


def _lines(model: type[BaseModel], indent: int, shown: Collection[str] = ()) -> Iterator[str]:
    """``shown`` names keys that may be left out and are written all the same."""
    for field in facts(model):
        hidden = not field.needed and field.key not in shown
        note = field.description if field.needed else f"{field.description} (may be left out)"
        if indent == 0:
            yield ""
        yield from (f"{' ' * indent}# {line}" for line in textwrap.wrap(note, 96 - indent))
        mark = "# " if hidden else ""
        yield from (f"{' ' * indent}{mark}{line}" for line in _value(field, hidden))


def _value(field: FieldFacts, hidden: bool) -> Iterator[str]:
    """The key and its example. A record that must be there shows its own keys; a hidden one only the example."""
    if field.record is None or hidden:
        yield from (
            yaml.safe_dump({field.key: field.example}, allow_unicode=True, sort_keys=False, width=96)
            .rstrip()
            .split("\n")
        )
        return
    yield f"{field.key}:"
    example = field.example[0] if field.is_list else field.example
    inner = list(_lines(field.record, 4 if field.is_list else 2, example))
    if field.is_list:
        first = next(number for number, line in enumerate(inner) if not line.lstrip().startswith("#"))
        yield from inner[:first]
        yield "  - " + inner[first].lstrip()
        yield from inner[first + 1 :]
    else:
        yield from inner
