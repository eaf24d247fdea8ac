"""The page of an award that was forgotten at its earner's wish."""

from __future__ import annotations

from ..context import Context
from ..model import paths
from .data import Head
from .page import Page


def erased_page(context: Context, award: str) -> Page:
    """It says nothing but that."""
    data: Head = {"title": context.strings("erased.title")}
    return Page(paths.award(award), "erased", data)
