"""One more record in a network: what has to be known of it, where its file stands, and the text of the file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel

from ..files import write_whole
from ..model import CatalogueError, LapelError
from ..model.catalogue import Catalogue
from ..model.kinds import MANY, Kind
from ..model.scalars import slugify
from ..outputs import open_context
from ..reference.fields import FieldFacts, facts
from ..stream import Settings
from .questions import Question, is_writable

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?=-|\Z)")
KINDS = {kind.name: kind for kind in MANY}
"""What can be added, by name."""
ASKED_TOO = {
    "badge": ("level", "tags", "evidence", "limits"),
    "meeting": ("duration", "place", "town", "url", "agenda"),
    "organisation": ("url",),
    "pathway": ("rule", "completion"),
    "guide": ("audience",),
}
"""By kind: what may be left out, and belongs to nearly every record of the kind."""
BODY = {
    "badge": (
        "What must somebody do or show? It becomes part of every award.",
        "You can say what you do well, and give an example of it.",
    ),
    "organisation": ("What else should people know about it?", "We run a job club every Tuesday."),
    "meeting": ("What is it about?", "Two employers show how they read an application."),
    "pathway": ("Whom is this way for, and where does it lead?", "For people who have not worked in England yet."),
    "news": ("What happened?", "A food maker promises interviews to badge holders."),
    "guide": ("What does it say?", "A badge says what somebody did, and who looked at it."),
    "story": ("What happened, from the beginning?", "She cooked for twelve years before she came here."),
}
"""By kind: what is asked for the text below the keys, and an example of it."""
POINTS_TO = {"issuers": "organisation", "badges": "badge", "completion": "badge"}
"""Keys whose values are slugs, and of which kind."""


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
                check = _way_check(field.record)
                question = Question(".".join(place), field.description, "hello@example.org", needed=True, check=check)
                yield Asked(place, question, is_way=True)


def _way_check(record: type[BaseModel]) -> Callable[[str], object]:
    return lambda text: record.model_validate({_way(text): text})


def _question(field: FieldFacts, key: str, needed: bool, kind: str = "") -> Question:
    kind = kind or ("list" if field.is_list else "text")
    example = field.example[0] if isinstance(field.example, list) else field.example
    is_plain = field.is_free or (field.is_list and "one of" not in field.kind)
    words = field.description if is_plain else f"{field.description} ({field.kind})"

    def check(answer: str) -> object:
        return field.validate([answer] if field.is_list else answer)

    return Question(key, words.replace("`", ""), str(example), kind, needed, check=check)


def with_choices(asked_for: Asked, catalogue: Catalogue) -> Asked:
    """The question with the records that its answer can name; they show what there is, and take a name for a slug."""
    kind = POINTS_TO.get(asked_for.place[-1])
    if kind is None:
        return asked_for
    records = catalogue.badges if kind == "badge" else catalogue.organisations
    found = {slug: one.name for slug, one in records.items()}
    return replace(asked_for, question=replace(asked_for.question, choices=found))


def gathered(answers: Mapping[tuple[str, ...], Any], questions: Mapping[tuple[str, ...], Asked]) -> dict[str, Any]:
    """The keys of a record from answers by their place."""
    made: dict[str, Any] = {}
    for place, answer in answers.items():
        if answer in (None, "", []):
            continue
        here = made
        for part in place[:-1]:
            here = here.setdefault(part, {})
            if not isinstance(here, dict):
                raise LapelError(f"'{'.'.join(place)}' and '{part}' cannot both have a value: leave one out.")
        if isinstance(here.get(place[-1]), dict):
            raise LapelError(f"'{place[-1]}' has a value of its own and keys inside: leave one out.")
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
    day = str(data.get("date") or "")
    if kind.dated and (found := _DAY.match(name)) and not _is_day(found[0]):
        raise LapelError(f"'{found[0]}' is no day: write it like 2027-01-20.")
    if kind.dated and not _DAY.match(name) and not _DAY.fullmatch(day):
        raise LapelError("Its day is needed for its address: say it like --set date=2027-01-20.")
    if not slug and not is_writable(said):
        raise LapelError("The name has no letter from a to z, which its address needs: say one with --slug.")
    if slug and slugify(slug) != slug:
        raise LapelError(f"'{slug}' cannot be part of an address: write '{slugify(slug)}'.")
    if kind.dated and not _DAY.match(name):
        name = f"{day}-{name}"
    return f"{kind.folder}/{name}/{kind.file}" if kind.file else f"{kind.folder}/{name}.md"


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


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
