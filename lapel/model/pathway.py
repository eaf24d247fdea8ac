"""A pathway: badges in an order, with a rule that completes it."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field, WithJsonSchema

from .record import FileRecord, described, optional
from .scalars import Phrase, Sentence, Slug, refuse
from .vocabulary import Order


def _rule(value: str) -> int | None:
    words = str(value).lower().split()
    if words == ["all"]:
        return None
    if len(words) == 2 and words[0] == "any" and words[1].isascii() and words[1].isdigit() and int(words[1]) > 0:
        return int(words[1])
    raise refuse(f"cannot be '{str(value)[:40]}': write 'all', or 'any' and a number, like 'any 3'")


Rule = Annotated[
    int | None, BeforeValidator(_rule), WithJsonSchema({"type": "string", "pattern": "^(all|any [1-9][0-9]*)$"})
]
"""How many of the badges complete the pathway: None stands for all."""


class Pathway(FileRecord):
    """A pathway file: ``badges/pathways/<slug>.md``. Its Markdown body says more about it."""

    name: Phrase = described("The name of the pathway.", "Introduction to Work")
    description: Sentence = described("One sentence: where it leads.", "Four days that get you ready to look for work.")
    badges: tuple[Slug, ...] = described("The badges, in their order.", ["day-one", "day-two"], min_length=2)
    order: Order = Field(
        default=Order.ANY_ORDER,
        description="'in-order' when each comes after the one before, or 'any-order'.",
        examples=["in-order"],
    )
    rule: Rule = described("What completes it: 'all', or 'any 3' (any three of them).", "all")
    completion: Slug | None = optional("The badge that whoever completes it earns.", "introduction-to-work")

    @property
    def needed(self) -> int:
        """How many badges complete the pathway."""
        return len(self.badges) if self.rule is None else self.rule
