"""What the texts of a translation have in common with those of the original: too much, where they were not translated,
or too little, where an address or a number is another."""

from __future__ import annotations

import html
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
    "link": re.compile(r"\]\(\s*<?([^)\s>]+)|^ {0,3}\[[^\]\n]+\]:\s*<?([^\s>]+)|(https?://[^\s<>()\]\"']+)", re.M),
    "e-mail address": re.compile(r"([\w.+-]+@[\w-]+(?:\.[\w-]+)+)"),
    # One digit alone is a word as often ("two people", "2 people"), but not beside a sign of money or of parts.
    "number": re.compile(r"(\d{2,}|\d(?=\s?[^\W\d_]?[$£€%]|\s?(?:GBP|EUR|USD)\b)|(?<=[$£€])\d|(?<=[$£€]\s)\d)"),
}
_MEND = {
    True: "which the original does not have: say what it says, or put it there first",
    False: "which the original has: say it as the original does",
}


def text_reminders(
    source: str,
    line: Callable[[Key], int],
    original: Mapping[Key, str],
    said: Mapping[Key, str],
    then: Mapping[Key, str] | None = None,
) -> Iterator[Problem]:
    """``original`` and ``said`` are the texts by their places; ``line`` says on which line of ``source`` a place
    is. Of a translation that is old ``then`` is what its original said: only what neither of the two says is told."""
    for place, text in said.items():
        for name, pattern in _FACTS.items():
            mine, theirs = _found(pattern, text), _found(pattern, original.get(place, ""))
            odd = mine ^ theirs if then is None else mine - theirs - _found(pattern, then.get(place, ""))
            for fact in sorted(odd):
                has = fact in mine
                sentence = f"{'has' if has else 'leaves out'} the {name} '{fact[:SHOWN]}', {_MEND[has]}"
                yield Problem(source, line(place), sentence, "translation-differs")
    if then is not None:
        return
    left = [(place, part) for place, text in said.items() for part in _same(text, original.get(place, ""))]
    if left:
        place, part = left[0]
        texts = "1 text is" if len(left) == 1 else f"{len(left)} texts are"
        sentence = f"{texts} still in the words of the original ('{' '.join(part.split())[:SHOWN]}')"
        mend = "translate it" if len(left) == 1 else "translate them"
        yield Problem(source, line(place), f"{sentence}: {mend}", "translation-same")


def _found(pattern: re.Pattern[str], text: str) -> set[str]:
    """Addresses and numbers as readers will see them; the digits of every script are one."""
    plain = "".join(str(unicodedata.decimal(one)) if one.isdecimal() else one for one in html.unescape(text))
    return {next(part for part in match.groups() if part).rstrip(".,;:") for match in pattern.finditer(plain)}


def _same(text: str, original: str) -> list[str]:
    """The paragraphs of a text that are those of the original."""
    theirs = {part.strip() for part in original.split("\n\n")}
    return [part for part in text.split("\n\n") if part.strip() in theirs and _SENTENCE.search(part)]
