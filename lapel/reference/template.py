"""The commented template: every key that a badge file may have, with what it says and an example."""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Iterator
from functools import cache

import yaml
from pydantic import BaseModel

from ..load.placeholders import WRITE_HERE
from ..model.kinds import Kind
from .fields import FieldFacts, facts

COPY = """\
# A new badge: copy this file to badges/a-short-name/badge.md, and change what it says.
# The name of the folder becomes the address: small letters, digits and hyphens.
"""
HEAD = """\
# Every text that begins with 'Write here' waits for your words.
# Lines that start with '#' are comments. Take the '# ' away to use such a key.
"""
BODIES = {
    "badge": "You have earned this badge when you can do these things:\n\n"
    "1. Write here, in plain words, what somebody must do or show. It becomes part of every award, so it "
    "must still be clear in ten years.\n",
    "organisation": "Write here what people should know about the organisation, or take this line out.\n",
    "meeting": "Write here what the meeting is about, or take this line out.\n",
    "pathway": "Write here whom this way is for and where it leads, or take this line out.\n",
    "news": "Write here what happened.\n",
    "story": "Write here what the person did, and what came of it, in their own words where you can.\n",
    "guide": "Write here what somebody who is new needs to know, in short sentences.\n",
}
"""What stands below the keys, by the name of the kind."""
SHOWN = {"meeting": ("duration", "place", "town")}
"""Keys of which one at least is needed, or another that says the same."""


def template_text(kind: Kind, *, copied: bool = False) -> str:
    """The template of a kind; ``copied`` is said of one that stands beside the records and waits to be copied."""
    up = "../" * (kind.folder.count("/") + 1 + (1 if kind.file else 0))
    if copied:
        up = "../../"
    schema = f"# yaml-language-server: $schema={up}schemas/{kind.name}.schema.json\n#\n"
    lines = "\n".join(_lines(kind.record, 0, SHOWN.get(kind.name, ())))
    return f"---\n{schema}{COPY if copied else ''}{HEAD}{lines}\n---\n\n{BODIES[kind.name]}"


@cache
def short_text(kind: Kind) -> str:
    """What has to be there and nothing else, without a comment: for an address, which cannot be long."""
    front, body = template_text(kind).rsplit("---\n\n", 1)
    kept = [line for line in front.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return "\n".join([*kept, "---", "", body])


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
        value = f"{WRITE_HERE}, for example: {field.example}" if field.is_free and not hidden else field.example
        yield from (
            yaml.safe_dump({field.key: value}, allow_unicode=True, sort_keys=False, width=96).rstrip().split("\n")
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
