"""The page that searches the network's frameworks and writes the lines of an alignment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypedDict

from ..context import Context
from ..model import paths
from .data import Head, Link
from .page import Page


class AlignData(TypedDict):
    frameworks: list[Link]


class AlignPage(Head):
    align: AlignData


def align_page(context: Context, frameworks: Mapping[str, str]) -> Page:
    """``frameworks`` are the names of the frameworks by those of their files."""
    data: AlignPage = {
        "title": context.strings("align.title"),
        "description": context.strings("align.lead"),
        "align": {"frameworks": [{"name": name, "path": paths.framework(file)} for file, name in frameworks.items()]},
    }
    return Page(paths.ALIGN, "align", data)
