"""The generated files that are kept in the repository, and whether they are as the model would make them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..model.badge import Achievement
from ..model.kinds import KINDS
from ..model.problem import Problem
from .schema import SCHEMAS, schema_text
from .template import template_text

MEND = "is not what the model says any more: run 'make generate' and commit what it changes"


def generated_files() -> Iterator[tuple[str, str]]:
    """Path from the root of the repository, and text."""
    badge = next(kind for kind in KINDS if kind.record is Achievement)
    yield "badges/TEMPLATE.md", template_text(badge, copied=True)
    for name in SCHEMAS:
        yield f"schemas/{name}.schema.json", schema_text(name)


def generated_problems(root: Path) -> list[Problem]:
    """A problem for each generated file that is missing or old."""
    problems = []
    for path, text in generated_files():
        try:
            current = (root / path).read_text(encoding="utf-8")
        except OSError:
            current = ""
        if current != text:
            problems.append(Problem(path, 1, MEND, "generated-old"))
    return problems
