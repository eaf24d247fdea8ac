"""The desk: the page on which an issuer awards in the browser, and the cell, the frame in which the key is opened."""

from __future__ import annotations

import base64
import hashlib
import re
from html import unescape
from typing import TypedDict

from ..context import Context
from ..model import paths
from ..strings import Strings
from .data import Head
from .page import Page


class DeskData(TypedDict):
    """``digest`` is the SHA-256 of the desk in one file, None where there is none."""

    words: dict[str, str]
    digest: str | None


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


class AloneData(TypedDict):
    """``known`` is what the desk would read of the site, as JSON in the order in which it is signed; ``frame`` is the
    cell as a document."""

    words: dict[str, str]
    known: str
    frame: str
    script: str
    style: str
    policy: str


class AlonePage(Head):
    alone: AloneData


def desk_page(context: Context, digest: str | None = None) -> Page:
    """The frame of the tool; ``desk/src`` and ``desk/ui`` are the tool."""
    data: DeskPage = {
        "title": context.strings("desk.title"),
        "description": context.strings("desk.lead"),
        "desk": {"words": _words(context.strings, "desk."), "digest": digest},
    }
    return Page(paths.DESK, "desk", data)


def cell_page(context: Context, script: str, style: str) -> Page:
    """The cell, whole in one file: it may ask no host, so everything stands in it."""
    safe = _in_html(script)
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


def alone_page(context: Context, known: str, cell: bytes, script: str, style: str) -> Page:
    """The desk in one file, which is opened from a disk. ``cell`` is the page of the cell: it stands in a frame inside,
    under the policy of both."""
    frame = cell.decode()
    safe = _in_html(script)
    policy = unescape(frame.partition('"Content-Security-Policy"')[2].partition(">")[0])
    inner = re.findall(r"'sha256-[A-Za-z0-9+/=]+'", policy)
    scripts, styles = [_hash(safe), *inner[:1]], [_hash(style.strip()), *inner[1:2]]
    data: AlonePage = {
        "title": context.strings("desk.title"),
        "alone": {
            "words": _words(context.strings, "desk."),
            "known": known.replace("<", "\\u003c"),
            "frame": frame,
            "script": safe,
            "style": style.strip(),
            "policy": (
                f"default-src 'none'; script-src {' '.join(scripts)}; style-src {' '.join(styles)}; "
                "img-src data: blob:; media-src blob:; base-uri 'none'; form-action 'none'"
            ),
        },
    }
    return Page(paths.DESK_ALONE, "desk_alone", data)


def _in_html(script: str) -> str:
    """A script as it stands inside HTML: what would end it is written otherwise, and says the same."""
    return re.sub(r"<(?=/script|!--|script)", r"\\x3C", script, flags=re.IGNORECASE).strip()


def _words(strings: Strings, start: str) -> dict[str, str]:
    return {key: text for key, text in strings.texts.items() if key.startswith(start)}


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
