"""What an export brings: a badge or an organisation, as far as it says anything of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from ..model import LapelError


class ImportFault(LapelError):  # noqa: N818 - a fault of a file, named as one
    """A file, or one thing in it, that cannot come; the text says why."""


class HereAlready(ImportFault):
    """What the network has; it stays as it is."""


@dataclass
class Brought:
    """``data`` are keys of our record, ``body`` is its Markdown, ``picture`` an address, a ``data:`` address, or the
    name of a file beside the export. ``issuer`` is the organisation that gives the badge: what is known of it, or its
    address. ``ids`` are the names that other things of the same export call it by. ``notes`` say what could not come,
    and why."""

    kind: Literal["badge", "organisation"]
    data: dict[str, Any]
    shown: str
    body: str = ""
    picture: str = ""
    caption: str = ""
    issuer: dict[str, Any] | str | None = None
    criteria: str = ""
    """The address of the criteria, when they stand on a page of their own."""
    ids: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)
