"""The map: who does what, and what it leads to for whom. The picture and the list say the same."""

from __future__ import annotations

from typing import TypedDict

from ..context import Context
from ..model import paths
from ..model.system_map import ActorGroup, SystemMap
from .cards import organisation_link
from .data import Head, OrganisationLink
from .page import Page


class Target(TypedDict):
    id: str
    name: str


class Group(Target):
    """``members`` is None for a group that no member of the network can belong to."""

    examples: list[str]
    does: list[str]
    works_through: list[Target]
    leads_to: list[Target]
    members: list[OrganisationLink] | None


class Layer(TypedDict):
    name: str
    groups: list[Group]


class Outcome(Target):
    """``led_by`` are the groups whose work leads to it."""

    stages: list[tuple[str, list[str]]]
    led_by: list[Target]


class MapData(TypedDict):
    """``wide`` and ``narrow`` are SVGs."""

    wide: str
    narrow: str
    layers: list[Layer]
    outcomes_name: str
    outcomes: list[Outcome]


class MapPage(Head):
    map: MapData


def map_page(context: Context, drawing: SystemMap, wide: str, narrow: str) -> Page:
    """``wide`` and ``narrow`` are the SVGs of :mod:`lapel.pictures.system_map`, for large and small screens."""
    data: MapPage = {
        "title": drawing.title,
        "description": drawing.lead,
        "map": {
            "wide": wide,
            "narrow": narrow,
            "layers": [
                {"name": layer.name, "groups": [_group(context, group, drawing) for group in layer.groups]}
                for layer in drawing.layers
            ],
            "outcomes_name": drawing.outcomesName,
            "outcomes": [
                {
                    "id": one.id,
                    "name": one.name,
                    "stages": [(stage, list(getattr(one, stage))) for stage in ("soon", "later", "lasting")],
                    "led_by": [
                        {"id": group.id, "name": group.name} for group in drawing.groups if one.id in group.leadsTo
                    ],
                }
                for one in drawing.outcomes
            ],
        },
    }
    return Page(paths.MAP, "map", data, source=drawing.source)


def _group(context: Context, group: ActorGroup, drawing: SystemMap) -> Group:
    members = [
        organisation_link(context, one.slug)
        for one in context.catalogue.members
        if (group.role and group.role in one.roles) or (group.sector and group.sector is one.sector)
    ]
    leads_to: list[Target] = [{"id": target, "name": drawing.names[target]} for target in dict.fromkeys(group.leadsTo)]
    outcomes = {one.id for one in drawing.outcomes}
    return {
        "id": group.id,
        "name": group.name,
        "examples": list(group.examples),
        "does": list(group.does),
        "works_through": [one for one in leads_to if one["id"] not in outcomes],
        "leads_to": [one for one in leads_to if one["id"] in outcomes],
        "members": members if group.role or group.sector else None,
    }
