"""From a tree of text to a record of the model, or to sentences that say why not."""

from __future__ import annotations

import types
from collections.abc import Callable
from difflib import get_close_matches
from enum import StrEnum
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from ..model.problem import Problem
from ..model.record import OWN_FIELDS, FileRecord
from ..model.scalars import Body
from .yaml_text import Document, Path

Kind = TypeVar("Kind", bound=FileRecord)


TWINS = {
    "url": ("website", "web", "homepage", "link", "address"),
    "name": ("title", "heading", "headline"),
    "title": ("name", "heading", "headline"),
    "description": ("summary", "lead", "abstract", "intro"),
    "email": ("mail", "e-mail", "contact"),
    "telephone": ("phone", "tel", "mobile"),
    "date": ("day", "when"),
    "start": ("time", "begins", "from"),
    "end": ("until", "ends", "to"),
    "place": ("where", "location", "venue", "room"),
    "issuers": ("issuer", "organisation", "organization", "by"),
    "roles": ("role",),
    "tags": ("tag", "keywords", "topics", "subjects"),
    "image": ("picture", "icon", "logo", "badge"),
    "inLanguage": ("language", "lang", "locale"),
    "achievementType": ("type", "kind"),
    "validity": ("expires", "validFor", "expiry"),
    "timeRequired": ("time", "duration", "hours"),
    "duration": ("length", "timeRequired"),
    "prerequisites": ("requires", "needs", "prerequisite"),
    "badges": ("steps", "badge"),
    "activities": ("tasks", "steps"),
}
"""By the key that our records have: what else people call it."""


_CODES = {
    "missing": "key-missing",
    "extra_forbidden": "key-unknown",
    "enum": "value-choice",
    "string_type": "value-shape",
    "tuple_type": "value-shape",
    "list_type": "value-shape",
    "model_type": "value-shape",
    "model_attributes_type": "value-shape",
    "dict_type": "value-shape",
    "string_too_long": "value-length",
    "too_short": "value-length",
    "too_long": "value-length",
}
"""The names of rules, by what Pydantic calls a fault."""

_BODY = TypeAdapter(Body)


def build(
    kind: type[Kind], document: Document, *, slug: str, source: str, body: str = ""
) -> tuple[Kind | None, list[Problem]]:
    """Makes a ``kind`` of ``document``; every fault becomes a problem at its own line."""
    value = document.value
    assert isinstance(value, dict)
    problems = [
        Problem(
            source,
            document.lines[(key,)],
            f"has the key '{key}', which a file cannot set: delete the line",
            "key-reserved",
        )
        for key in value
        if key in OWN_FIELDS
    ]
    data = {key: item for key, item in value.items() if key not in OWN_FIELDS}
    try:
        record = kind.model_validate({**data, "slug": slug, "source": source, "body": body, "lines": document.lines})
    except ValidationError as error:
        faults = error.errors(include_url=False)
        inside = {fault["loc"][:-1] for fault in faults if fault["loc"]}
        for fault in faults:
            if fault["input"] is None and fault["type"] != "missing":
                continue  # a key without a value: the reader said so already
            if fault["type"] == "too_short" and fault["loc"] in inside:
                continue  # the items that are there have faults of their own
            problems.append(Problem(source, _line(document, fault["loc"]), _sentence(kind, fault), _code(fault)))
        return None, problems
    return (None if problems else record), problems


def value_fault(check: Callable[[Any], object], value: Any) -> str | None:
    """Why one value cannot be used, as the end of a sentence that begins with its name; None when it can."""
    try:
        check(value)
    except ValidationError as error:
        return _sentence(BaseModel, {**error.errors(include_url=False)[0], "loc": ()}).removeprefix("'' ")
    except PydanticCustomError as error:
        return error.message()
    return None


def partial(kind: type[Kind], document: Document, *, slug: str, source: str, body: str = "") -> Kind:
    """What could be read of a record that has faults: each field that is good, and nothing for each other.

    Only for looking at what it points to: a field without a value is None, or an empty list.
    """
    value = document.value if isinstance(document.value, dict) else {}
    found: dict[str, Any] = {}
    for key, field in kind.model_fields.items():
        if key in OWN_FIELDS:
            continue
        annotation: Any = Annotated[(field.annotation, *field.metadata)] if field.metadata else field.annotation
        is_list = get_origin(field.annotation) is tuple
        try:
            found[key] = TypeAdapter(annotation).validate_python(value[key])
        except (KeyError, ValidationError):
            found[key] = () if is_list else None
    try:
        body = _BODY.validate_python(body)
    except ValidationError:
        body = ""  # nobody reads on in what is too long to be read
    return kind.model_construct(**found, slug=slug, source=source, body=body, lines=document.lines)


def _line(document: Document, where: Path) -> int:
    while where and where not in document.lines:
        where = where[:-1]
    return document.lines.get(where, 1)


def _sentence(kind: type[BaseModel], fault: Any) -> str:
    place = [part for part in fault["loc"] if isinstance(part, str)]
    key = place[-1] if place else ""
    name, given = f"'{key}'", fault.get("input")
    match fault["type"]:
        case "missing":
            hint = _field_hint(kind, fault["loc"])
            return f"{name} is missing: add it{hint}"
        case "extra_forbidden":
            return f"has an unknown key {name}: {_mend(key, _keys_at(kind, fault['loc'][:-1]))}"
        case "enum":
            options = _options(fault)
            return f"{name} cannot be '{str(given)[:40]}': {_suggest(str(given), options, 'choose')} ({_list(options)})"
        case "string_type":
            return f"{name} should be one text, but is {_shape(given)}: write it on one line after the colon"
        case "tuple_type" | "list_type":
            return f"{name} should be a list, but is {_shape(given)}: write each item on its own line after '- '"
        case "model_type" | "model_attributes_type" | "dict_type":
            return f"{name or 'an item'} should hold keys of its own, but is {_shape(given)}: see the template"
        case "string_too_long":
            return f"{name} is longer than {fault['ctx']['max_length']} characters: shorten it"
        case "too_short":
            return f"{name} has {fault['ctx']['actual_length']} items, and {fault['ctx']['min_length']} is the least"
        case "too_long":
            return f"{name} has more than {fault['ctx']['max_length']} items: keep the ones that matter most"
        case "int_parsing" | "int_type":
            return f"{name} should be a whole number, but is '{str(given)[:40]}'"
        case code if code.startswith("date"):
            return f"{name} should be a day like '2026-11-21', but is '{str(given)[:40]}'"
        case "lapel":
            return f"{name} {fault['msg']}" if key else f"{fault['msg']}"
    return f"{name} cannot be used ({fault['msg']}): see the list of fields"


def _code(fault: Any) -> str:
    """The name of the rule that a fault of Pydantic breaks."""
    if fault["type"] == "lapel" and not any(isinstance(part, str) for part in fault["loc"]):
        return "values-together"
    return _CODES.get(fault["type"], "value")


def _suggest(word: str, options: list[str], otherwise: str) -> str:
    near = get_close_matches(word, options, n=1, cutoff=0.6)
    return f"did you mean '{near[0]}'?" if near else otherwise


def _mend(key: str, keys: list[str]) -> str:
    """What to write instead of an unknown key: another word for the same thing, or one that looks alike."""
    twin = next((one for one in keys if key in TWINS.get(one, ())), None)
    return (
        f"write '{twin}' instead" if twin else _suggest(key, keys, "take the line out, or write it into the text below")
    )


def _list(options: list[str]) -> str:
    return ", ".join(options)


def _shape(value: Any) -> str:
    if isinstance(value, dict):
        return "a group of keys"
    return "a list" if isinstance(value, list) else f"the text '{str(value)[:40]}'"


def _options(fault: Any) -> list[str]:
    # Pydantic gives the members as "'a', 'b' or 'c'".
    return str(fault["ctx"]["expected"]).replace(" or ", ", ").replace("'", "").split(", ")


def _unwrap(annotation: Any) -> type[BaseModel] | None:
    """The record class inside Optional, tuple and Annotated, if there is one."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel) and not issubclass(annotation, StrEnum):
        return annotation
    if get_origin(annotation) in (tuple, Union, types.UnionType, Annotated):
        return next((found for part in get_args(annotation) if (found := _unwrap(part))), None)
    return None


def _model_at(kind: type[BaseModel], place: tuple[str | int, ...]) -> type[BaseModel]:
    for part in place:
        if isinstance(part, str) and part in kind.model_fields:
            kind = _unwrap(kind.model_fields[part].annotation) or kind
    return kind


def _keys_at(kind: type[BaseModel], place: tuple[str | int, ...]) -> list[str]:
    return [key for key in _model_at(kind, place).model_fields if key not in OWN_FIELDS]


def _field_hint(kind: type[BaseModel], place: tuple[str | int, ...]) -> str:
    field = _model_at(kind, place[:-1]).model_fields.get(str(place[-1]))
    example = field.examples[0] if field and field.examples else None
    return f", like '{place[-1]}: {example}'" if isinstance(example, str) else " (the template shows how)"
