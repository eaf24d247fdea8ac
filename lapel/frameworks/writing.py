"""Alignments in the file of a badge: added below what is there, with every other line as it was."""

from __future__ import annotations

import re
from collections.abc import Sequence

import yaml

from ..load.text import split_front_matter
from ..load.yaml_text import parse_yaml
from ..model.problem import CatalogueError, LapelError
from .reading import Node

_KEY = re.compile(r"[A-Za-z]")


def as_yaml(nodes: Sequence[Node]) -> str:
    """Items of a list ``alignment``, each line indented by two spaces."""
    rows = [
        {
            key: value
            for key, value in (
                ("targetName", one.name),
                ("targetUrl", one.url),
                ("targetFramework", one.framework),
                ("targetCode", one.code),
                ("targetDescription", one.description),
                ("targetType", one.type),
            )
            if value
        }
        for one in nodes
    ]
    text = yaml.safe_dump(rows, allow_unicode=True, sort_keys=False, width=110)
    return "".join(f"  {line}\n" for line in text.splitlines())


def with_alignment(text: str, source: str, nodes: Sequence[Node]) -> tuple[str, int]:
    """The text of a badge's file with the nodes in it, and how many of them are new. Raises :class:`LapelError` for a
    file that has to be mended first."""
    parts, faults = split_front_matter(text, source)
    document, more = parse_yaml(parts.yaml, source, parts.yaml_line) if parts else (None, [])
    if parts is None or document is None or not isinstance(document.value, dict) or faults or more:
        raise CatalogueError([*faults, *more])
    there = document.value.get("alignment")
    known = {str(one.get("targetUrl")) for one in there if isinstance(one, dict)} if isinstance(there, list) else set()
    new = [one for one in nodes if one.url not in known]
    if not new:
        return text, 0
    lines = text.split("\n")
    end = next(number for number, line in enumerate(lines[1:], 1) if line.rstrip() == "---")
    if there is None:
        block = ["alignment:", *as_yaml(new).rstrip("\n").split("\n")]
        at = document.lines[("alignment",)] - 1 if ("alignment",) in document.lines else end
        return "\n".join([*lines[:at], *block, *lines[at + (at < end) :]]), len(new)
    start = document.lines[("alignment",)]
    if not re.fullmatch(r"alignment:\s*(?:#.*)?", lines[start - 1]):
        raise LapelError(
            f"{source}:{start}: 'alignment' stands on one line: write each item on its own line after '- '."
        )
    item = lines[document.lines[("alignment", 0)] - 1]
    indent = item[: len(item) - len(item.lstrip())]
    last = next((number for number in range(start, end) if _KEY.match(lines[number])), end)
    while last > start and (not lines[last - 1].strip() or lines[last - 1].lstrip().startswith("#")):
        last -= 1
    block = [indent + line[2:] for line in as_yaml(new).rstrip("\n").split("\n")]
    return "\n".join([*lines[:last], *block, *lines[last:]]), len(new)
