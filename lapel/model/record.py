"""What all records have in common: closed sets of keys, each key described once."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from .scalars import Body


class Record(BaseModel):
    """A part of a data file. Unknown keys are refused, and a record never changes once made."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=False)


class FileRecord(Record):
    """A record that is a file: it knows its slug, its place in the repository and its Markdown body."""

    slug: str = Field(exclude=True)
    source: str = Field(exclude=True)
    body: Body = Field(default="", exclude=True)
    lines: dict[tuple[str | int, ...], int] = Field(default_factory=dict, exclude=True, repr=False)

    def line(self, *where: str | int) -> int:
        """The line of the value at ``where`` (keys and list positions), or of its nearest parent."""
        while where and where not in self.lines:
            where = where[:-1]
        return self.lines.get(where, 1)


OWN_FIELDS = frozenset(FileRecord.model_fields)
"""Fields that the loader fills in; nobody writes them in a file."""


def described(description: str, example: Any, **more: Any) -> Any:
    """A field that must be given, with the sentence and the example that every reader of the model is shown."""
    return Field(description=description, examples=[example], **more)


def optional(description: str, example: Any, **more: Any) -> Any:
    """A field that may be left out (then it is None)."""
    return Field(default=None, description=description, examples=[example], **more)


def many(description: str, example: list[Any], **more: Any) -> Any:
    """A list that may be left out (then it is empty)."""
    return Field(default=(), description=description, examples=[example], **more)
