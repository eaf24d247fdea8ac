"""The map of a network: who does what, and what it leads to for whom."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import model_validator

from .record import FileRecord, Record, described, many, optional
from .scalars import Sentence, Slug, Text, Title, refuse
from .vocabulary import Role, Sector


class ActorGroup(Record):
    """A kind of people or organisations, with what they do."""

    id: Slug = described("A short name; arrows use it.", "employers")
    name: Title = described("What the group is called.", "Employers")
    examples: tuple[Title, ...] = many("Who belongs to it.", ["Shops", "Care homes"])
    does: tuple[Sentence, ...] = described("What the group does.", ["Ask for badges in a job advert"], min_length=1)
    leadsTo: tuple[Slug, ...] = many("The groups and outcomes that come of it (their ids).", ["working-life"])
    role: Role | None = optional("Members of the network with this role belong to the group.", "consumer")
    sector: Sector | None = optional("Members of this sector belong to the group.", "employer")


class Layer(Record):
    """Groups that stand side by side on the map."""

    name: Title = described("What the groups have in common.", "Who holds it together")
    groups: tuple[ActorGroup, ...] = described(
        "The groups.", [{"id": "employers", "name": "Employers", "does": ["Read badges"]}], min_length=1
    )


class Outcome(Record):
    """What all this leads to for somebody: soon, later, and for good."""

    id: Slug = described("A short name; arrows use it.", "working-life")
    name: Title = described("For whom, or where.", "Employers and working life")
    soon: tuple[Sentence, ...] = many("What shows first.", ["More employers know what a badge is"])
    later: tuple[Sentence, ...] = many("What shows in a year or two.", ["Job adverts name badges"])
    lasting: tuple[Sentence, ...] = many("What stays.", ["People stay in their jobs for longer"])


class SystemMap(FileRecord):
    """The map: ``network/map.yml``."""

    title: Title = described("The title of the page.", "Who does what")
    lead: Text = described("The sentence below it.", "Nobody does this alone.")
    layers: tuple[Layer, ...] = described(
        "The groups, layer by layer, from those who hold it together to those who do the work.",
        [{"name": "Members", "groups": [{"id": "employers", "name": "Employers", "does": ["Read badges"]}]}],
        min_length=1,
    )
    outcomesName: Title = described("The heading above the outcomes.", "What it leads to")
    outcomes: tuple[Outcome, ...] = described(
        "What it leads to, and for whom.", [{"id": "working-life", "name": "Employers"}], min_length=1
    )

    @property
    def groups(self) -> list[ActorGroup]:
        return [group for layer in self.layers for group in layer.groups]

    @property
    def names(self) -> dict[str, str]:
        """The names of all groups and outcomes by id, in their order."""
        return {group.id: group.name for group in self.groups} | {one.id: one.name for one in self.outcomes}

    def arrows(self) -> Iterator[tuple[str, str]]:
        """Every arrow as the ids of its two ends."""
        for group in self.groups:
            for target in dict.fromkeys(group.leadsTo):
                yield group.id, target

    @model_validator(mode="after")
    def _can_be_read(self) -> SystemMap:
        if len(self.groups) + len(self.outcomes) > 60:
            raise refuse("has more than 60 groups and outcomes, which nobody can read: leave some out")
        if len(list(self.arrows())) > 150:
            raise refuse("has more than 150 arrows, which nobody can follow: leave some out")
        return self
