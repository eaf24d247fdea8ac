"""What a sheet of cards is made of: the command fills it in, and the desk fills in what the site rendered of it."""

from __future__ import annotations

from typing import TypedDict

from .data import Head


class Card(TypedDict):
    """``code`` is the QR code of the private link, an SVG; ``address`` is that of the page without the private part."""

    name: str
    badge: str
    until: str | None
    code: str
    address: str


class CardsPage(Head):
    cards: list[Card]
