"""What the texts of a translation have in common with those of the original: too much, where they were not translated,
or too little, where an address or a number is another."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping

from ..model.problem import Problem

Key = tuple[str | int, ...]
SHOWN = 60
"""So many characters of a text are shown."""
_SENTENCE = re.compile(r"[^\W\d_]{2,} [^\W\d_A-Z]{2,}")
"""Two words, the second one small: a name alone is the same in every language."""
_FACTS = {
    "link": re.compile(r"\]\(\s*<?([^)\s>]+)|(https?://[^\s<>()\]\"']+)"),
    "e-mail address": re.compile(r"([\w.+-]+@[\w-]+(?:\.[\w-]+)+)"),
    # One digit alone is a word as often: "two people", "2 people".
    "number": re.compile(r"(\d{2,})"),
}
_MEND = {
    True: "which the original does not have: say what it says, or put it there first",
    False: "which the original has: say it as the original does",
}


def text_reminders(
    source: str, line: Callable[[Key], int], original: Mapping[Key, str], said: Mapping[Key, str]
) -> Iterator[Problem]:
    """``original`` and ``said`` are the texts by their places, of a translation that is not old; ``line`` says on which
    line of the file ``source`` a place is."""
    for place, text in said.items():
        for name, pattern in _FACTS.items():
            mine, theirs = _found(pattern, text), _found(pattern, original.get(place, ""))
            for fact in sorted(mine ^ theirs):
                has = fact in mine
                sentence = f"{'has' if has else 'leaves out'} the {name} '{fact[:SHOWN]}', {_MEND[has]}"
                yield Problem(source, line(place), sentence, "translation-differs")
    left = [(place, part) for place, text in said.items() for part in _same(text, original.get(place, ""))]
    if left:
        place, part = left[0]
        texts = "1 text is" if len(left) == 1 else f"{len(left)} texts are"
        sentence = f"{texts} still in the words of the original ('{' '.join(part.split())[:SHOWN]}')"
        mend = "translate it" if len(left) == 1 else "translate them"
        yield Problem(source, line(place), f"{sentence}: {mend}", "translation-same")


def _found(pattern: re.Pattern[str], text: str) -> set[str]:
    """Addresses and numbers; the digits of every script are one."""
    plain = "".join(str(unicodedata.decimal(one)) if one.isdecimal() else one for one in text)
    return {next(part for part in match.groups() if part).rstrip(".,;:") for match in pattern.finditer(plain)}


def _same(text: str, original: str) -> list[str]:
    """The paragraphs of a text that are those of the original."""
    theirs = {part.strip() for part in original.split("\n\n")}
    return [part for part in text.split("\n\n") if part.strip() in theirs and _SENTENCE.search(part)]
