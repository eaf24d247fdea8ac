"""Frameworks as they are published: CASE packages (1EdTech, Competencies and Academic Standards Exchange 1.0 and 1.1),
ESCO and O*NET tables, and lists of one's own.

A file is read whole and bounded, and nothing is asked of any host. Addresses become ``https:``, because an alignment
has no other.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unicodedata import category

from ..model.problem import LapelError
from ..model.scalars import https_url

FOLDER = "network/frameworks"
"""Where a network keeps frameworks of its own choice."""
ENDINGS = (".csv", ".tsv", ".txt", ".json")
MAX_BYTES = 64 << 20
MAX_NODES = 200_000
MAX_TEXT = 1000
"""Characters of a description; the rest is on the framework's own page."""
FORMS = (
    "a CSV file whose first line is name,url (and code, description, framework), a CASE package (JSON with CFDocument "
    "and CFItems), a table of ESCO (conceptUri, preferredLabel), or one of O*NET (O*NET-SOC Code, Title; or Element "
    "ID, Element Name)"
)


class FrameworkError(LapelError):
    """A file that is no framework; the text says why."""


@dataclass(frozen=True)
class Node:
    """One thing of a framework; the names are those of ``Alignment`` without ``target``."""

    name: str
    url: str
    framework: str
    code: str = ""
    description: str = ""
    type: str = ""
    others: str = ""
    """Other names, for the search alone."""


def read_framework(file: Path) -> list[Node]:
    """The nodes of a file. Raises :class:`FrameworkError`."""
    try:
        size = file.stat().st_size
        if size > MAX_BYTES:
            raise FrameworkError(
                f"{file.name} has {size >> 20} MiB, and {MAX_BYTES >> 20} is the most: take a part of it."
            )
        text = file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise FrameworkError(f"{file.name} cannot be read ({error.strerror}): check the path.") from None
    except UnicodeDecodeError:
        raise FrameworkError(f"{file.name} is not UTF-8 text: {FORMS} is read.") from None
    found = _case(text, file) if text.lstrip()[:1] == "{" else _table(text, file)
    nodes: list[Node] = []
    try:
        for node in found:
            if len(nodes) >= MAX_NODES:
                raise FrameworkError(f"{file.name} has more than {MAX_NODES:,} rows: take a part of it.")
            nodes.append(node)
    except csv.Error as error:
        raise FrameworkError(f"{file.name} is not a table ({error}): {FORMS} is read.") from None
    if not nodes:
        raise FrameworkError(f"{file.name} has nothing with a name and an address in it: {FORMS} is read.")
    return nodes


def _node(
    name: Any, url: Any, framework: str, code: Any = "", text: Any = "", kind: str = "", others: Any = ""
) -> Node | None:
    """A node, or None for a row without a name or without an address that a reader can open."""
    shown = " ".join(str(name or "").split())[:300]
    address = re.sub(r"^http://", "https://", str(url or "").strip())
    try:
        https_url(address)
    except ValueError:
        return None
    plain = f"{shown}{code}{text}{framework}{others}"
    if not shown or any(category(one) == "Cs" for one in plain):
        return None
    shown = "".join(one for one in shown if one.isprintable())
    words = "".join(one for one in " ".join(str(text or "").split()) if one.isprintable())
    words = words if len(words) <= MAX_TEXT else words[: MAX_TEXT - 1].rsplit(" ", 1)[0] + "…"
    return Node(
        shown, address, framework, str(code or "").strip()[:100], words, kind, " ".join(str(others or "").split())
    )


def _case(text: str, file: Path) -> Iterator[Node]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FrameworkError(f"{file.name} is not JSON ({str(error)[:80]}): {FORMS} is read.") from None
    document, items = (data.get("CFDocument"), data.get("CFItems")) if isinstance(data, dict) else (None, None)
    if not isinstance(document, dict) or not isinstance(items, list):
        raise FrameworkError(f"{file.name} is JSON without CFDocument and CFItems: {FORMS} is read.")
    title = str(document.get("title") or file.stem)[:300]
    for item in items:
        if isinstance(item, dict):
            full = item.get("fullStatement")
            short = item.get("abbreviatedStatement")
            node = _node(
                short or full, item.get("uri"), title, item.get("humanCodingScheme"), full if short else "", "CFItem"
            )
            if node:
                yield node


Row = Mapping[str, str | None]


def _esco(row: Row, _: str) -> Node | None:
    others = f"{row.get('altlabels') or ''} {row.get('hiddenlabels') or ''}"
    text = row.get("description") or row.get("definition")
    return _node(row["preferredlabel"], row["concepturi"], "ESCO", row.get("code"), text, "ceasn:Competency", others)


def _onet_job(row: Row, _: str) -> Node | None:
    code = (row["o*net-soc code"] or "").strip()
    url = f"https://www.onetonline.org/link/summary/{code}"
    return _node(row["title"], url if code else "", "O*NET-SOC", code, row.get("description"))


def _onet_element(row: Row, _: str) -> Node | None:
    code = (row["element id"] or "").strip()
    url = f"https://www.onetonline.org/find/descriptor/result/{code}"
    return _node(row["element name"], url if code else "", "O*NET", code, row.get("description"), "ceasn:Competency")


def _own(row: Row, name: str) -> Node | None:
    said = {key: row.get(key) or row.get(f"target{key}") for key in ("name", "url", "code", "description", "type")}
    framework = row.get("framework") or row.get("targetframework") or name
    return _node(said["name"], said["url"], framework, said["code"], said["description"], said["type"] or "")


TABLES: tuple[tuple[tuple[str, ...], Callable[[Row, str], Node | None]], ...] = (
    (("concepturi", "preferredlabel"), _esco),
    (("o*net-soc code", "title"), _onet_job),
    (("element id", "element name"), _onet_element),
    (("name", "url"), _own),
    (("targetname", "targeturl"), _own),
)
"""The columns that a table is known by, in small letters, and what makes a node of a row of it."""


def _table(text: str, file: Path) -> Iterator[Node]:
    head = text[:8192].split("\n", 1)[0]
    mark = max("\t,;", key=head.count)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    columns = [(name or "").strip().lower() for name in rows.fieldnames or []]
    make = next((make for needed, make in TABLES if set(needed) <= set(columns)), None)
    if make is None:
        raise FrameworkError(f"{file.name} has none of the tables that are known: {FORMS} is read.")
    rows.fieldnames = columns
    for row in rows:
        if node := make(row, file.stem.replace("-", " ")):
            yield node
