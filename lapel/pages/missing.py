"""The page for a missing address. It is shown at any depth."""

from __future__ import annotations

from ..context import Context
from ..model import paths
from .data import Head
from .page import Page


def missing_page(context: Context) -> Page:
    """A static host shows it for every address that it does not have."""
    data: Head = {"title": context.strings("missing.title")}
    return Page(paths.MISSING, "404", data)
