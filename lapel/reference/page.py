"""The pages "Fields of a badge", "Fields of a meeting" and so on: the model in words, for people who write files."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import yaml
from pydantic import BaseModel

from ..model.kinds import MANY, SINGLE, Kind
from ..model.network import Guide
from .fields import FieldFacts, facts

SLUG = "fields-of-a-badge"
"""The page that the list of guides leads to; it leads to the others."""
NETWORK = next(kind for kind in SINGLE if kind.name == "network")
WRITTEN = (*MANY, NETWORK)
"""The kinds that have such a page."""
NAMES = {"news": "a piece of news", "network": "the network"}


def _named(kind: Kind) -> str:
    return NAMES.get(kind.name, f"{'an' if kind.name[0] in 'aeiou' else 'a'} {kind.name}")


def slug_of(kind: Kind) -> str:
    return f"fields-of-{_named(kind).replace(' ', '-')}"


@cache
def fields_guides() -> tuple[Guide, ...]:
    """The pages as guides; they are made at every build, so they are never old. The first is the one to be listed."""
    return tuple(_guide(kind, number) for number, kind in enumerate(WRITTEN))


def _guide(kind: Kind, number: int) -> Guide:
    named = _named(kind)
    where = f"{kind.folder}/a-short-name/{kind.file}" if kind.folder and kind.file else kind.file
    where = where or f"{kind.folder}/{'2027-01-20-' if kind.dated else ''}a-short-name.md"
    begin = "`lapel add " + kind.name + "` asks what it needs, or copy a file that is there." if kind.folder else ""
    form = "It holds the keys below."
    if not kind.file.endswith(".yml"):
        form = "It begins with the keys below, between two lines `---`. The text comes after them."
    body = (
        f"The file of {named} is `{where}`. {form} {begin}\n\n"
        "The names of the keys are those of the Open Badges standard, where it has one.\n\n"
        + "\n".join(_tables(kind.record, "All keys", set()))
    )
    if slug_of(kind) == SLUG:
        others = ", ".join(f"[{_named(one)}](../{slug_of(one)}/)" for one in WRITTEN if slug_of(one) != SLUG)
        body += (
            f"\n## Other files\n\nThere is a page like this one for {others}.\n\n"
            "[What the check says](../problems/) explains every problem, with an example.\n"
        )
    return Guide(
        title=f"Fields of {named}",
        description=f"Everything that the file of {named} can say, for people who write one.",
        order=900 + number,
        slug=slug_of(kind),
        source="lapel/model/kinds.py",
        body=body,
    )


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
