"""The fields of a record as plain facts, read off the model: the one source of everything in this package."""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from ..model.duration import Duration
from ..model.record import OWN_FIELDS


@dataclass(frozen=True)
class FieldFacts:
    """One key: what it says, whether it must be there, an example, and the record below it if there is one."""

    key: str
    needed: bool
    description: str
    example: Any
    kind: str
    record: type[BaseModel] | None
    is_list: bool
    is_free: bool
    """Whether it is a text in one's own words: not an address, a name of a file, a day, or one of a few words."""
    validate: Callable[[Any], object]
    """Raises a fault of Pydantic for a value that the key cannot have."""


@cache  # a validator for each field takes long to make
def facts(model: type[BaseModel]) -> tuple[FieldFacts, ...]:
    """The fields that a person writes, in the order of the model."""
    return tuple(_facts(model))


def _facts(model: type[BaseModel]) -> Iterator[FieldFacts]:
    for key, field in model.model_fields.items():
        if key in OWN_FIELDS:
            continue
        types_inside = list(_leaves(field.annotation))
        record = next((kind for kind in types_inside if isinstance(kind, type) and issubclass(kind, BaseModel)), None)
        is_list = any(get_origin(part) is tuple for part in _parts(field.annotation))
        yield FieldFacts(
            key=key,
            needed=field.is_required(),
            description=str(field.description),
            example=_example(field),
            kind=_kind(field, types_inside, record, is_list),
            record=record,
            is_list=is_list,
            is_free=_is_free(field),
            validate=_adapter(field).validate_python,
        )


def _adapter(field: FieldInfo) -> TypeAdapter[Any]:
    annotation: Any = Annotated[(field.annotation, *field.metadata)] if field.metadata else field.annotation
    return TypeAdapter(annotation)


def _is_free(field: FieldInfo) -> bool:
    try:
        _adapter(field).validate_python("Any words, with a comma.")
    except ValidationError:
        return False
    return True


def _example(field: FieldInfo) -> Any:
    return field.examples[0] if field.examples else None


def _parts(annotation: Any) -> Iterator[Any]:
    yield annotation
    if get_origin(annotation) in (Union, types.UnionType, Annotated, tuple):
        for part in get_args(annotation):
            yield from _parts(part)


def _leaves(annotation: Any) -> Iterator[Any]:
    for part in _parts(annotation):
        if get_origin(part) is None and part not in (type(None), Ellipsis):
            yield part


def _kind(field: FieldInfo, leaves: list[Any], record: type[BaseModel] | None, is_list: bool) -> str:
    """What a value looks like, in words."""
    classes = [leaf for leaf in leaves if isinstance(leaf, type)]
    choice = next((leaf for leaf in classes if issubclass(leaf, StrEnum)), None)
    if choice is not None:
        word = "one of: " + ", ".join(f"`{member.value}`" for member in choice)
    elif record is not None:
        word = "keys of its own, see below"
    elif Duration in classes:
        word = "a length of time"
    elif bool in classes:
        word = "`yes` or `no`"
    elif int in classes:
        word = "`all`, or `any` and a number" if "all" in (field.examples or []) else "a whole number"
    elif any(leaf.__name__ == "date" for leaf in classes):
        word = "a day"
    else:
        word = "text"
    return (
        f"a list of {word}"
        if is_list and record is None and choice is None
        else (f"a list; {word}" if is_list else word)
    )
