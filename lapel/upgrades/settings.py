"""``mkdocs.yml`` as blocks of lines: a key is changed or taken out, and everything else stays as somebody wrote it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import yaml

from ..load.site import SettingsLoader

_KEY = re.compile(r"([A-Za-z_][\w-]*):")


@dataclass
class Block:
    """A top-level key with the comments above it and the lines below it."""

    key: str
    lines: list[str]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def value(self) -> Any:
        """What the block says; special tags of MkDocs are left aside."""
        try:
            found = yaml.load(self.text + "\n", Loader=SettingsLoader)  # noqa: S506 - a SafeLoader that skips unknown tags
        except yaml.YAMLError:
            return None
        return found.get(self.key) if isinstance(found, dict) else None


def blocks(text: str) -> list[Block]:
    """The blocks of a file. Comments and empty lines belong to the key below them; those at the end have none."""
    found: list[Block] = []
    waiting: list[str] = []
    for line in text.rstrip("\n").split("\n"):
        match = _KEY.match(line)
        if match:
            found.append(Block(match[1], [*waiting, line]))
            waiting = []
        elif not line.strip() or line.startswith("#"):
            waiting.append(line)
        elif found and not waiting:
            found[-1].lines.append(line)
        elif found:  # a comment in the middle of a block
            found[-1].lines += [*waiting, line]
            waiting = []
        else:
            waiting.append(line)
    if waiting:
        found.append(Block("", waiting))
    return found


def joined(parts: list[Block]) -> str:
    text = "\n".join(part.text for part in parts)
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n"
