"""One more record in a network: what has to be known of it, where its file stands, and the text of the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel

from ..model import CatalogueError, LapelError
from ..model.kinds import MANY, Kind
from ..model.scalars import slugify
from ..outputs import open_context
from ..reference.fields import FieldFacts, facts
from ..stream import Settings
from ..write import write_whole
from .questions import Question, is_writable

KINDS = {kind.name: kind for kind in MANY}
"""What can be added, by name."""
ASKED_TOO = {
    "badge": ("level", "tags", "evidence", "limits"),
    "meeting": ("duration", "place", "url", "agenda"),
    "organisation": ("url",),
    "pathway": ("rule", "completion"),
    "guide": ("audience",),
}
"""By kind: what may be left out, and belongs to nearly every record of the kind."""
BODY = {
    "badge": "What must somebody do or show? It becomes part of every award.",
    "organisation": "What else should people know about it?",
    "meeting": "What is it about?",
    "pathway": "Whom is this way for, and where does it lead?",
    "news": "What happened?",
    "guide": "What does it say?",
}


@dataclass(frozen=True)
class Asked:
    """A question, and the keys under which its answer stands. ``each``: the answers are records with this one key.
    ``is_way``: the answer says by its form which key it belongs to (an address, an email address, a place)."""

    place: tuple[str, ...]
    question: Question
    each: str = ""
    is_way: bool = False


def asked(kind: Kind) -> Iterator[Asked]:
    """The questions of a kind, in the order of its fields."""
    yield from _asked(kind.record, (), ASKED_TOO.get(kind.name, ()))


def _asked(model: type[BaseModel], above: tuple[str, ...], too: tuple[str, ...]) -> Iterator[Asked]:
    for field in facts(model):
        if not field.needed and field.key not in too:
            continue
        place = (*above, field.key)
        if field.record is None:
            yield Asked(place, _question(field, ".".join(place), field.needed))
        elif field.is_list:
            inner = next(one for one in facts(field.record) if one.is_free and one.needed)
            yield Asked(place, _question(inner, ".".join(place), field.needed, "list"), inner.key)
        else:
            needed = [one for one in facts(field.record) if one.needed]
            if needed:
                yield from _asked(field.record, place, ())
            else:  # one of several ways is enough, such as an address to write to
                yield Asked(
                    place, Question(".".join(place), field.description, "hello@example.org", needed=True), is_way=True
                )


def _question(field: FieldFacts, key: str, needed: bool, kind: str = "") -> Question:
    kind = kind or ("list" if field.is_list else "text")
    example = field.example[0] if isinstance(field.example, list) else field.example
    words = field.description if field.is_free or field.is_list else f"{field.description} ({field.kind})"
    return Question(key, words.replace("`", ""), str(example), kind, needed)


def gathered(answers: Mapping[tuple[str, ...], Any], questions: Mapping[tuple[str, ...], Asked]) -> dict[str, Any]:
    """The keys of a record from answers by their place."""
    made: dict[str, Any] = {}
    for place, answer in answers.items():
        if answer in (None, "", []):
            continue
        here = made
        for part in place[:-1]:
            here = here.setdefault(part, {})
        asked_for = questions.get(place)
        if asked_for and asked_for.each and isinstance(answer, list):
            here[place[-1]] = [row if isinstance(row, dict) else _item(place, asked_for.each, row) for row in answer]
        elif asked_for and asked_for.is_way and isinstance(answer, str):
            here[place[-1]] = {_way(answer): answer}
        else:
            here[place[-1]] = answer
    return made


def _item(place: tuple[str, ...], each: str, text: str) -> dict[str, str]:
    """Evidence has a kind, too: what an earner brings in, until somebody says more."""
    return {"genre": "any", each: text} if place == ("evidence",) else {each: text}


def _way(text: str) -> str:
    """Which way to start a text is."""
    if text.startswith("https://"):
        return "url"
    return "email" if "@" in text and " " not in text else "askAt"


def source_of(kind: Kind, data: Mapping[str, Any], slug: str | None = None) -> str:
    """The path of the file of a new record. Raises :class:`LapelError` when its name gives none."""
    said = str(data.get("name") or data.get("title") or "")
    name = slug or slugify(said)
    if not slug and not is_writable(said):
        raise LapelError("The name has no letter from a to z, which its address needs: say one with --slug.")
    if slug and slugify(slug) != slug:
        raise LapelError(f"'{slug}' cannot be part of an address: write '{slugify(slug)}'.")
    if kind.dated and not name[:10].replace("-", "").isdigit():
        name = f"{data.get('date', '')}-{name}"
    return f"{kind.folder}/{name}/{kind.file}" if kind.file else f"{kind.folder}/{name}.md"


def record_text(kind: Kind, data: Mapping[str, Any], body: list[str]) -> str:
    """The file: keys in the order of the model, and the body; a badge's criteria are numbered."""
    order = list(kind.record.model_fields)
    known = sorted(data, key=lambda key: order.index(key) if key in order else len(order))
    keys = yaml.safe_dump({key: data[key] for key in known}, allow_unicode=True, sort_keys=False, width=110)
    up = "../" * (kind.folder.count("/") + 1 + (1 if kind.file else 0))
    schema = f"# yaml-language-server: $schema={up}schemas/{kind.name}.schema.json\n"
    rows = (
        [f"{number}. {row}" for number, row in enumerate(body, 1)] if kind.name == "badge" and len(body) > 1 else body
    )
    text = ("\n" if kind.name == "badge" else "\n\n").join(rows)
    return f"---\n{schema}{keys}---\n" + (f"\n{text}\n" if text else "")


def add_record(root: Path, source: str, text: str) -> None:
    """Writes the file when the network takes it: the faults that it has or brings are raised, and nothing is left."""
    place = root / source
    if place.exists():
        raise LapelError(f"{source} is there already: choose another name.")
    before = _faults(root)
    is_new = not place.parent.exists()
    place.parent.mkdir(parents=True, exist_ok=True)
    write_whole(place, text.encode())
    brought = [one for one in _faults(root) if one not in before]
    if brought:
        place.unlink()
        if is_new:
            place.parent.rmdir()
        raise CatalogueError(brought)


def _faults(root: Path) -> list[Any]:
    try:
        open_context(root, Settings.of(root, preview=True), awards=False)
    except CatalogueError as error:
        return error.problems
    return []
