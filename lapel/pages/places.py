"""Where a place is, as a link to a map."""

from __future__ import annotations

from urllib.parse import quote

MAP = "https://www.openstreetmap.org/search?query="
"""A map that needs no account; a browser asks it only when somebody presses the link."""


def map_link(*words: str | None) -> str | None:
    """Where a place is; None without any words for it."""
    said = ", ".join(word for word in words if word)
    return f"{MAP}{quote(said, safe='')}" if said else None
