"""Stories of people: never without their consent."""

from __future__ import annotations

from pathlib import Path

import pytest

from lapel.load.criteria import RULE, third_person
from tests import catalogues
from tests.catalogues_check import problems

STORY = """\
---
title: A story
person: Ada
quote: It helped.
consent: In writing.
date: 2026-11-01
badges: [first]
---
"""


def with_story(small: Path, text: str) -> list[str]:
    return problems(catalogues.write(small, {"network/stories/ada.md": text}))


def test_a_whole_story_has_no_problem(small: Path) -> None:
    assert [] == with_story(small, STORY)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("consent: In writing.\n", "", "network/stories/ada.md:2: 'consent' is missing"),
        ("consent: In writing.", "consent:", "network/stories/ada.md:5:"),
        ("[first]", "[frist]", "network/stories/ada.md:7: names the badge 'frist', which does not exist"),
        ("It helped.", "It helped. " * 60, "network/stories/ada.md:4:"),
    ],
)
def test_what_is_missing_is_named(small: Path, old: str, new: str, said: str) -> None:
    found = with_story(small, STORY.replace(old, new))
    assert 1 == len(found)
    assert found[0].startswith(said), found


def test_a_place_without_a_town_is_named(small: Path) -> None:
    text = catalogues.meeting("date: 2027-02-04\nstart: 15:00\nduration: 1 hour\nplace: The library\n")
    found = problems(catalogues.write(small, {"network/meetings/2027-02-04-one.md": text}))
    where = "network/meetings/2027-02-04-one.md:7: has a place without a town"
    assert [f"{where}: add 'town', so that people from elsewhere find it"] == found


def test_a_card_of_600_letters_is_named(small: Path) -> None:
    text = catalogues.meeting("date: 2027-02-04\nstart: 15:00\nduration: 1 hour\nurl: https://a.example.org/\n")
    long = text.replace("description: D", f"description: {'word ' * 120}")
    (problem,) = problems(catalogues.write(small, {"network/meetings/2027-02-04-one.md": long}))
    assert problem.startswith("network/meetings/2027-02-04-one.md:3:")
    assert "300" in problem


def test_the_mark_between_what_is_shown_and_the_criteria_belongs_to_nobody(small: Path) -> None:
    file = small / "badges/first/badge.md"
    file.write_text(file.read_text(encoding="utf-8") + "\n- Is cleared\n\n* * *\n\nMore.\n", encoding="utf-8")
    (problem,) = problems(small)
    assert "has the line '* * *', which has a meaning in what is signed: write '---'" in problem


def test_only_what_was_signed_as_such_is_said_in_the_third_person() -> None:
    assert ([], "- A\n- B\n\n---\n\nC") == third_person("- A\n- B\n\n---\n\nC")
    assert (["can do it."], "C") == third_person("- can do it." + RULE + "C")
