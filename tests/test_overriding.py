"""A network's own templates: they fill blocks that exist, and what is gone is named."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from lapel.model import CatalogueError
from lapel.outputs import open_context, stream
from lapel.stream import Settings


@pytest.fixture
def settings(root: Path, small: Path) -> Settings:
    own = small / "overrides"
    own.mkdir()
    return Settings(root / "overrides", today=date(2026, 11, 21), own=own)


def problems(root: Path, settings: Settings) -> list[str]:
    with pytest.raises(CatalogueError) as caught:
        open_context(root, settings)
    return [str(one) for one in caught.value.problems]


def write(settings: Settings, name: str, text: str) -> None:
    assert settings.own
    (settings.own / name).write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    "text",
    [
        "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}",
        '{% extends "' + "a" * 5000 + '.html" %}',
        '{% extends "../../../etc/passwd" %}',
        '{% extends "a\\x00b.html" %}',
        '{% include "nope.html" %}',
        '{% import "lapel/nope.html" as nope %}',
        '{% from "../x.html" import y %}',
    ],
)
def test_a_template_that_cannot_be_read_is_named(small: Path, settings: Settings, text: str) -> None:
    write(settings, "badge.html", text)
    (one,) = problems(small, settings)
    assert one.startswith("overrides/badge.html:1: ")


def test_templates_that_extend_each_other_are_named(small: Path, settings: Settings) -> None:
    write(settings, "badge.html", '{% extends "home.html" %}')
    write(settings, "home.html", '{% extends "badge.html" %}')
    assert ["extends itself by way of" in one for one in problems(small, settings)] == [True, True]


def test_a_block_that_is_filled_stands_on_the_page(small: Path, settings: Settings) -> None:
    text = '{% extends "lapel/badge.html" %}{% block after_content %}<p>Ask at the desk.</p>{% endblock %}'
    write(settings, "badge.html", text)
    write(settings, "layout.html", '{% extends "lapel/layout.html" %}{% block footer %}Our foot{% endblock %}')
    made = {file.path: file.content for file in stream(open_context(small, settings), settings)}
    assert b"<p>Ask at the desk.</p>" in made["badges/first/index.html"]
    assert b"Our foot" in made["badges/first/index.html"]
    assert b"Our foot" in made["404.html"]
    assert b"Ask at the desk" not in made["index.html"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            '{% extends "lapel/badge.html" %}\n{% block after_contnt %}x{% endblock %}',
            "overrides/badge.html:2: fills the block 'after_contnt', which 'lapel/badge.html' does not have: "
            "did you mean 'after_content'?",
        ),
        (
            '{% extends "lapel/badges.html" %}',
            "overrides/badge.html:1: extends 'lapel/badges.html', and there is no such template: "
            "did you mean 'lapel/badge.html'?",
        ),
        ('{% extends "badge.html" %}', "overrides/badge.html:1: extends itself: write 'lapel/badge.html'"),
        ("\n{% block %}", "overrides/badge.html:2: cannot be read"),
    ],
)
def test_what_is_gone_is_named_at_its_line(small: Path, settings: Settings, text: str, sentence: str) -> None:
    write(settings, "badge.html", text)
    (problem,) = problems(small, settings)
    assert problem.startswith(sentence)


def test_faults_of_templates_and_of_data_come_together(small: Path, settings: Settings) -> None:
    write(settings, "badge.html", '{% extends "lapel/none.html" %}')
    (small / "badges/first/badge.md").write_text("broken", encoding="utf-8")
    assert 2 == len({one.split(":")[0] for one in problems(small, settings)})


def test_every_block_and_every_template_is_written_down(root: Path) -> None:
    text = (root / "docs/overrides.md").read_text(encoding="utf-8")
    templates = sorted((root / "overrides").glob("*.html"))
    blocks = {name for file in templates for name in re.findall(r"block (\w+)", file.read_text(encoding="utf-8"))}
    named = set(re.findall(r"^\| `(\w+)` \|", text, re.M))
    text = "\n".join(row for row in text.split("\n") if not re.match(r"\| `\w+` \|", row))
    assert blocks == named
    inner = {"layout.html", "filtered.html", "network.html", "cards.html"}
    assert [] == [file.name for file in templates if file.name not in inner and f"`{file.stem}`" not in text]
