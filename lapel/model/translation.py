"""What a record says in another language: who said it so, who read it, and of which words it is a translation."""

from __future__ import annotations

import hashlib
import json
import types
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from .record import OWN_FIELDS, FileRecord, Record, described, optional
from .scalars import Line, Words

Spec = Mapping[str, "bool | Spec"]
"""The fields of a model that hold words: True, or the fields of the model inside."""
NOBODY = "nobody yet"
"""What ``readBy`` says before somebody who speaks the language has read the text."""
_SHOWN = 16


class Translation(Record):
    """The keys that every translation has, beside the words themselves."""

    translationOf: Line = described(
        "The digest of the original's words; 'lapel translate' writes it. Another digest there means the text is old.",
        "4f0c9a1be7d25360",
    )
    by: Line = described("Who translated it.", "The translation group of Open Door Skills")
    readBy: Line = described(
        f"Who read it and speaks the language, or '{NOBODY}'. Readers are told.", "A support worker from Lviv"
    )
    readOf: Line | None = optional(
        "The digest of the words that were read; 'lapel translate … --read-by' writes it. Another digest here means "
        "that the text was changed since, and readers are told that nobody has read it.",
        "91b7d25c0f4e6a38",
    )


@dataclass(frozen=True)
class Translated:
    """A record in another language. ``source`` is the file of the translation; ``old``: the original has changed;
    ``is_read``: these very words were read by ``read_by``."""

    record: FileRecord
    source: str
    by: str
    read_by: str
    old: bool = False
    is_read: bool = False


@cache
def words_of(model: type[BaseModel]) -> Spec:
    """Which fields of a model hold words."""
    found: dict[str, bool | Spec] = {}
    for name, field in model.model_fields.items():
        if name in OWN_FIELDS:
            continue
        spec = any(isinstance(one, Words) for one in field.metadata) or _spec(field.annotation)
        if spec:
            found[name] = spec
    return found


def _spec(annotation: Any) -> bool | Spec:
    """True for words, the fields of a model with words in it, False for anything else."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return words_of(annotation) or False
    if get_origin(annotation) is Annotated:
        inner, *marks = get_args(annotation)
        return any(isinstance(one, Words) for one in marks) or _spec(inner)
    if get_origin(annotation) in (tuple, Union, types.UnionType):
        return next((found for one in get_args(annotation) if (found := _spec(one))), False)
    return False


def only_words(value: Any, spec: bool | Spec) -> Any:
    """The part of a document that holds words, in the order of the document."""
    if isinstance(value, list):
        return [only_words(one, spec) for one in value]
    if isinstance(value, dict) and not isinstance(spec, bool):
        return {key: found for key, one in value.items() if key in spec and (found := only_words(one, spec[key])) != {}}
    return value if spec is True else {}


def words_digest(value: Any, spec: Spec, body: str) -> str:
    """The digest of what a document says in words, and of its body."""
    said = json.dumps([only_words(value, spec), body], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:_SHOWN]
