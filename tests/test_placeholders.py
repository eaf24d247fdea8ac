"""Text of a template never passes: it would be signed into every award."""

from __future__ import annotations

from pathlib import Path

import pytest

from lapel.model.kinds import MANY
from lapel.reference.template import template_text
from tests import catalogues
from tests.catalogues_check import problems


@pytest.mark.parametrize("kind", MANY, ids=lambda kind: kind.name)
def test_a_template_that_was_only_copied_is_named_line_by_line(small: Path, kind: object) -> None:
    text = template_text(kind)  # type: ignore[arg-type]
    place = kind.folder + ("/copied/" + kind.file if kind.file else "/2027-01-20-copied.md")  # type: ignore[attr-defined]
    (small / place).parent.mkdir(parents=True, exist_ok=True)
    (small / place).write_text(text, encoding="utf-8")
    lines = [
        number for number, line in enumerate(text.split("\n"), 1) if "Write here" in line and not line.startswith("#")
    ]
    named = {int(one.split(":")[1]) for one in problems(small) if "is still the text of the template" in one}
    assert lines
    assert set(lines) == named


@pytest.mark.parametrize(
    "line",
    [
        "1. Write here, in plain words, what somebody must do or show.",
        "2. This text is the criteria. It becomes part of every award, so it must still be clear in ten years.",
        "- “Write here what you did”",
        "> WRITE HERE",
        "**Write here** what you did",
        "_Write here what you did_",
        "| Write here | and there |",
        "a) Write here what you did",
        "iv. Write here what you did",
        "- [ ] Write here what you did",
        "1. - [x] *Write here* what you did",
        "Write  here, in plain words",
        "Write\u00a0here, in plain words",
        "\u200eWrite here",
        "(Write here)",
        "• Write here",
        "– Write here",
        "→ Write here",
        "1.1 Write here",
        "[Write here]",
        "‹Write here›",
        "`Write here`",
    ],
)
def test_a_line_of_an_older_template_is_named(small: Path, line: str) -> None:
    file = small / "badges/first/badge.md"
    file.write_text(catalogues.badge("First") + f"\n{line}\n", encoding="utf-8")
    number = file.read_text(encoding="utf-8").count("\n")
    (problem,) = problems(small)
    assert problem.startswith(f"badges/first/badge.md:{number}: is still the text of the template")


def test_words_that_only_speak_of_writing_pass(small: Path) -> None:
    words = "Write a page. Go. Write here what you felt. Write hereafter."
    text = catalogues.badge("First").replace("Do one thing.", words)
    (small / "badges/first/badge.md").write_text(text + "\nYou can say where to write: here.\n", encoding="utf-8")
    assert [] == problems(small)
