"""The desk: the page on which an issuer awards in the browser, and the cell, the frame in which the key is opened."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import TypedDict

from ..context import Context
from ..model import paths
from ..strings import Strings
from .data import Head
from .page import Page


class DeskData(TypedDict):
    words: dict[str, str]


class DeskPage(Head):
    desk: DeskData


class CellData(TypedDict):
    """``policy`` is the Content-Security-Policy: this script and this style by their hashes, and nothing else."""

    words: dict[str, str]
    script: str
    style: str
    policy: str


class CellPage(Head):
    cell: CellData


def desk_page(context: Context) -> Page:
    """The frame of the tool; ``desk/src`` and ``desk/ui`` are the tool."""
    data: DeskPage = {
        "title": context.strings("desk.title"),
        "description": context.strings("desk.lead"),
        "desk": {"words": _words(context.strings, "desk.")},
    }
    return Page(paths.DESK, "desk", data)


def cell_page(context: Context, script: str, style: str) -> Page:
    """The cell, whole in one file: it may ask no host, so everything stands in it."""
    # What ends a script in HTML has to be written otherwise; in a script it says the same.
    safe = re.sub(r"<(?=/script|!--|script)", r"\\x3C", script, flags=re.IGNORECASE).strip()
    data: CellPage = {
        "title": context.strings("cell.title"),
        "cell": {
            "words": _words(context.strings, "cell."),
            "script": safe,
            "style": style.strip(),
            "policy": (
                f"default-src 'none'; script-src {_hash(safe)}; style-src {_hash(style.strip())}; "
                "base-uri 'none'; form-action 'none'"
            ),
        },
    }
    return Page(paths.DESK_CELL, "cell", data)


def _words(strings: Strings, start: str) -> dict[str, str]:
    return {key: text for key, text in strings.texts.items() if key.startswith(start)}


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
