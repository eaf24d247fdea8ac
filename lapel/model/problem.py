"""What is wrong with a catalogue, said so that a person can mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from unicodedata import category


@dataclass(frozen=True, order=True)
class Problem:
    """One fault in our own data.

    ``path`` is relative to the root of the repository, with ``/`` between its parts; ``line`` counts
    from 1 (1 when the whole file is meant); ``text`` is one sentence that says what is wrong and how
    to mend it; ``code`` is the name of the rule, which does not change (``lapel explain`` tells of each).
    Problems sort by place.
    """

    path: str
    line: int
    text: str
    code: str

    def __str__(self) -> str:
        return _on_one_line(f"{self.path}:{self.line}: {self.text}")


def _on_one_line(text: str) -> str:
    """``text`` with its control characters named: a file name with a new line in it is no line of ours."""
    if text.isprintable():
        return text
    return "".join(
        one if one.isprintable() or category(one) not in ("Cc", "Cs", "Zl", "Zp") else f"[U+{ord(one):04X}]"
        for one in text
    )


class LapelError(Exception):
    """Something that a person has to know of and can mend; every error of ours that is meant for people is one."""

    def report(self, outcome: str = "") -> str:
        """What to print: the text, then what became of the work ("Nothing was changed.")."""
        return f"{self}\n{outcome}" if outcome else str(self)


class CatalogueError(LapelError):
    """The catalogue cannot be built; ``problems`` holds every reason, in order of place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__(self.report())

    def __reduce__(self) -> tuple[type[CatalogueError], tuple[list[Problem]]]:
        """It goes from one process to another with its problems."""
        return type(self), (self.problems,)

    def report(self, outcome: str = "Nothing was built.") -> str:
        """The text that every door (check, build, pull request) prints: a line each, then the count."""
        count = len(self.problems)
        noun = "problem" if count == 1 else "problems"
        lines = [f"{one} [{one.code}]" for one in self.problems]
        return "\n".join([*lines, f"{count} {noun} found. {outcome}".rstrip()])
