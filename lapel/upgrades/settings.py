"""``mkdocs.yml`` as blocks of lines: a key is changed or taken out, and everything else stays as somebody wrote it."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

import yaml

from ..load.site import SettingsLoader
from ..model import LapelError

FILE = "mkdocs.yml"


@dataclass
class Block:
    """A top-level key with the comments above it and the lines below it. ``form`` says how its value is written:
    ``list`` and ``mapping`` have a line for each entry, ``short`` is everything else. ``first`` is the line of the
    first entry, from 0, and ``indent`` the spaces before it."""

    key: str
    lines: list[str]
    value: Any = None
    form: str = "short"
    first: int = 0
    indent: int = 2

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


def blocks(text: str) -> list[Block]:
    """The blocks of a file. Comments and empty lines belong to the key below them; those at the end have none.

    Raises :class:`LapelError` for what is not YAML, or has no line of its own for each key.
    """
    root, values = _parsed(text)
    rows = text.rstrip("\n").split("\n")
    if root is None:
        return [Block("", rows)] if text.strip() else []
    if not isinstance(root, yaml.MappingNode) or root.flow_style or root.start_mark.column:
        raise LapelError(f"{FILE} should have each key on a line of its own, at its beginning: write it so first.")
    starts = [_above(rows, key.start_mark.line) for key, _ in root.value]
    ends = [*starts[1:], _above(rows, len(rows))]
    found = [Block("", rows[: starts[0]])] if starts[0] else []
    for (key, value), start, end in zip(root.value, starts, ends, strict=True):
        block = Block(str(key.value), rows[start:end], values.get(key.value))
        if isinstance(value, yaml.CollectionNode) and not value.flow_style and value.value:
            block.form = "list" if isinstance(value, yaml.SequenceNode) else "mapping"
            block.first, block.indent = value.start_mark.line - start, value.start_mark.column
        found.append(block)
    if ends[-1] < len(rows):
        found.append(Block("", rows[ends[-1] :]))
    return found


def _parsed(text: str) -> tuple[Any, dict[Any, Any]]:
    try:
        root = yaml.compose(text, Loader=SettingsLoader)
        found = yaml.load(text, Loader=SettingsLoader)  # noqa: S506 - a SafeLoader that skips unknown tags
    except (yaml.YAMLError, RecursionError, ValueError, TypeError) as error:
        raise LapelError(f"{FILE} cannot be read ({' '.join(str(error).split())[:200]}): mend it first.") from None
    return root, found if isinstance(found, dict) else {}


def _above(rows: list[str], line: int) -> int:
    """The first of the comments and empty lines that stand above ``line``."""
    while line and (not rows[line - 1].strip() or rows[line - 1].startswith("#")):
        line -= 1
    return line


def joined(parts: list[Block]) -> str:
    text = "\n".join(part.text for part in parts)
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n"


def with_entry(block: Block, name: str, value: Any = None) -> Block:
    """The block with one more entry before the others: ``name`` in a list, ``name: value`` in a mapping."""
    row = f"- {name}" if block.form == "list" else f"{name}: {'{}' if value is None else value}"
    if block.form != "short":
        return Block(block.key, _inserted(block, f"{' ' * block.indent}{row}"))
    shown = "\n".join(block.lines[len(comments(block)) :])
    if "!" in shown or (block.value and not isinstance(block.value, (list, dict))):
        raise _unreadable(block.key)
    if isinstance(block.value, dict) or (value is not None and not block.value):
        whole: Any = {name: value if value is not None else {}, **(block.value or {})}
    else:
        whole = [name, *(block.value or [])]
    return Block(block.key, [*comments(block), *written(block.key, whole)])


def _inserted(block: Block, row: str) -> list[str]:
    return [*block.lines[: block.first], row, *block.lines[block.first :]]


def with_value(block: Block, name: str, value: Any) -> Block:
    """The block of a mapping in which ``name`` has a plain value; where it had one, that line is replaced."""
    there = re.compile(rf"{' ' * block.indent}([\"']?){re.escape(name)}\1\s*:")
    at = next((number for number, row in enumerate(block.lines) if there.match(row)), None)
    if block.form == "mapping" and at is not None:
        return Block(block.key, [*block.lines[:at], f"{' ' * block.indent}{name}: {value}", *block.lines[at + 1 :]])
    if isinstance(block.value, dict) and block.form == "short":
        block = replace(block, value={key: one for key, one in block.value.items() if key != name})
    return with_entry(block, name, value)


def written(key: str, value: Any) -> list[str]:
    """The lines of a block that is written anew."""
    plain = yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=110) if value else ""
    return [f"{key}:", *(f"  {row}" for row in plain.rstrip("\n").split("\n") if row)]


def comments(block: Block) -> list[str]:
    """The comments above a block."""
    at = next((number for number, row in enumerate(block.lines) if row.strip() and not row.startswith("#")), 0)
    return block.lines[:at]


def refuse_loss(before: str, after: str, may_go: Collection[str]) -> None:
    """Raises :class:`LapelError` when a setting of ``before`` is not in ``after``: of a list or a mapping, each entry
    but those of the engine. ``may_go`` are the keys that the upgrade looks after itself."""
    _, old = _parsed(before)
    _, new = _parsed(after)
    for key, value in old.items():
        if key not in may_go and (key not in new or not _is_same(new[key], value)):
            raise _unreadable(key)
    kept = _entries(new.get("plugins"))
    for one in _entries(old.get("plugins")):
        if one not in kept:
            raise _unreadable("plugins")
    extra, now = old.get("extra") or {}, new.get("extra") or {}
    if not isinstance(extra, dict) or not isinstance(now, dict):
        raise _unreadable("extra")
    if not all(_is_same(now.get(key), value) for key, value in extra.items() if key != "lapel_format"):
        raise _unreadable("extra")


def _is_same(one: Any, other: Any) -> bool:
    try:
        return bool(one == other)
    except RecursionError:  # a value that holds itself
        return False


def _entries(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [{key: one} if one else key for key, one in value.items()]
    return value if isinstance(value, list) else []


def _unreadable(key: str) -> LapelError:
    return LapelError(
        f"{FILE}: '{key}' is written in a way that the upgrade could not keep: write it as a plain list or as lines of "
        "'key: value' first."
    )
