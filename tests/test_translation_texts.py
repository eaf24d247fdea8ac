"""What a translation has in common with its original: the same addresses and numbers, and no sentence left over."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.catalogues_check import reminders
from tests.rule_breaking_words import spoken

UK = "badges/first/badge.uk.md"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("[Тут](https://evil.example/pay)", "has the link 'https://evil.example/pay', which the original does not"),
        ("Пишіть bo@evil.example", "has the e-mail address 'bo@evil.example', which the original does not"),
        ("Ви зробили це за ٥٠ фунтів", "has the number '50', which the original does not"),
        ("Пишіть: pay&commat;evil.example", "has the e-mail address 'pay@evil.example', which"),
        ("Ви\n\n[a]: https://evil.example/\n", "has the link 'https://evil.example/', which the original does not"),
        ("Це коштує £9", "has the number '9', which the original does not"),
        ("Це коштує 9 €", "has the number '9', which the original does not"),
        ("Без адреси", "leaves out the link 'https://good.example/', which the original has: say it as"),
    ],
)
def test_another_address_or_number_than_the_original_has_is_told(small: Path, said: str, expected: str) -> None:
    good = "[Here](https://good.example/), at 12.30"
    original = small / "badges/first/badge.md"
    original.write_text(f"{original.read_text(encoding='utf-8').rstrip()}\n\n{good}\n", encoding="utf-8")
    file = spoken(small)
    same = "[Тут](https://good.example/), о ۱۲.۳۰"
    text = file.read_text(encoding="utf-8").replace("Ви зробили одну річ.", f"Ви зробили.\n\n{same}")
    file.write_text(text, encoding="utf-8")
    assert [] == reminders(small, "translation-differs")
    more = said if "Без" not in said else ""
    file.write_text(text.replace(same, f"{same} {more}" if more else "о 12.30"), encoding="utf-8")
    (found,) = reminders(small, "translation-differs")
    line = file.read_text(encoding="utf-8").split("\n").index("Ви зробили.") + 1
    assert found.startswith(f"{UK}:{line}: ")
    assert expected in found


def test_a_translation_that_is_old_may_not_name_an_address_of_its_own(small: Path) -> None:
    """Whoever translates says of which words: with a wrong digest everything would pass as old."""
    file = spoken(small)
    text = file.read_text(encoding="utf-8").replace("Ви зробили одну річ.", "Пишіть на pay@evil.example.")
    file.write_text(re.sub(r"translationOf: \S+", "translationOf: 0123456789abcdef", text), encoding="utf-8")
    assert [1] == [len(reminders(small, "translation-old"))]
    (found,) = reminders(small, "translation-differs")
    assert "has the e-mail address 'pay@evil.example', which the original does not have" in found
