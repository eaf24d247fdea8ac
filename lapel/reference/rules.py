"""Every rule that a network can break: what it is called, why it is there, a wrong example and a right one.

The rules stand in ``lapel/rules/*.yml``. The page of a network, ``lapel explain`` and the reports of the check are made
of them, and a test breaks each rule by its own example.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field

from ..model.network import Guide

FOLDER = Path(__file__).resolve().parent.parent / "rules"
SLUG = "problems"
"""The last part of the page's address; each rule has its code as a fragment there."""
BADGE = "badges/first/badge.md"


GROUPS = {
    "files": "Files, keys and values",
    "translations": "Translations",
    "content": "Names, texts, pictures and settings",
    "signed": "Awards, keys and what was published",
}
"""The files of rules, and the headings of their parts on the page."""


class Part(StrEnum):
    """What an example is a part of: ``keys`` and ``body`` of the file (``keys`` stand in place of those of the same
    name), the whole ``file``, lines to ``add`` at its end, its ``name`` alone, or what somebody has ``done``."""

    KEYS = "keys"
    BODY = "body"
    FILE = "file"
    ADD = "add"
    NAME = "name"
    DONE = "done"


class Rule(BaseModel):
    """``others``: what the network has besides, by path, as keys of the file. ``reminder``: it stops nothing."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str
    group: str
    title: str
    why: str
    wrong: str
    right: str
    part: Part = Part.KEYS
    file: str = BADGE
    others: Mapping[str, Mapping[str, Any]] = Field(default={}, alias="with")
    reminder: bool = False


@cache
def rules() -> dict[str, Rule]:
    """All rules by their codes, in the order of their files."""
    return {
        code: Rule(code=code, group=file, **row)
        for file in GROUPS
        for code, row in yaml.safe_load((FOLDER / f"{file}.yml").read_text(encoding="utf-8")).items()
    }


def rule_text(rule: Rule) -> str:
    """A rule in Markdown, below its heading."""
    words = ("Now", "Better") if rule.reminder else ("Wrong", "Right")
    if rule.part in (Part.NAME, Part.DONE):
        wrong, right = (
            f"{word}: {_shown(text, rule.part)}" for word, text in zip(words, (rule.wrong, rule.right), strict=True)
        )
    else:
        kind = "yaml" if rule.part in (Part.KEYS, Part.ADD) else "text"
        wrong, right = (
            f"{word}, in `{rule.file}`:\n\n```{kind}\n{text.rstrip()}\n```"
            for word, text in zip(words, (rule.wrong, rule.right), strict=True)
        )
    return f"**{rule.title}.** {rule.why}\n\n{wrong}\n\n{right}\n"


def _shown(text: str, part: Part) -> str:
    return f"`{text}`" if part is Part.NAME else f"{text.rstrip('.')}."


@cache
def problems_guide() -> Guide:
    """The page that explains every problem, made at every build."""
    body = (
        "`lapel check` names each problem with its file, its line and a code between brackets. Here is what each code "
        "means. `lapel explain` and the code shows the same on your screen.\n\n"
    )
    for file, heading in GROUPS.items():
        body += f"## {heading}\n\n"
        body += "\n".join(f"### {one.code}\n\n{rule_text(one)}" for one in rules().values() if one.group == file) + "\n"
    return Guide(
        title="What the check says",
        description="Every problem that the check can find, why it is one, and how to mend it.",
        order=990,
        slug=SLUG,
        source="lapel/reference/rules.py",
    ).model_copy(update={"body": body})  # longer than a guide that people write may be
