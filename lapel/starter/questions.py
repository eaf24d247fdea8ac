"""What has to be known to begin a network, and what can wait: the questions of the canvas.

Nothing here asks or writes: :mod:`lapel.cli.new` does, with whatever stands on the other side of the terminal.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Annotated, Any, get_args

from pydantic import TypeAdapter, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

from ..load.typed import value_fault
from ..model.canvas import Canvas, Invited, Measure, Representation, SubGroup
from ..model.network import Network
from ..model.organisation import Profile
from ..model.rhythm import Rhythm, Term
from ..model.scalars import HttpsUrl, Name, Text, refuse

REPOSITORY = "At which address will the files be kept (a repository on GitHub, GitLab, Codeberg or your own forge)?"
SITE = "At which address will the site be published? It stands inside every badge: choose it once."
Answers = Mapping[str, Any]
"""By the key of the question: a text, a list of texts, or a list of pairs. What was left out is not there."""


_TEXT: Callable[[str], object] = TypeAdapter(Text).validate_python


@dataclass(frozen=True)
class Question:
    """``kind`` is 'text' (one line), 'list' (lines up to an empty one) or 'pairs' (two lines each, likewise)."""

    key: str
    words: str
    example: str
    kind: str = "text"
    needed: bool = False
    second: str = ""
    """What is asked for the second line of a pair."""
    check: Callable[[str], object] = _TEXT

    choices: Mapping[str, str] = field(default_factory=dict)
    """The slugs of which one is meant, and the names of what they are of; either may be the answer."""

    def fault(self, answer: str) -> str | None:
        """Why an answer cannot be used, as a sentence; None when it can."""
        if self.choices and self.value(answer) not in self.choices:
            near = get_close_matches(answer, [*self.choices, *self.choices.values()], n=1, cutoff=0.5)
            return f"is not here: {f'did you mean {near[0]!r}?' if near else 'choose one of those above'}"
        return value_fault(self.check, self.value(answer))

    def value(self, answer: str) -> str:
        """What is kept of an answer."""
        named = {name.casefold(): slug for slug, name in self.choices.items()}
        chosen = named.get(answer.casefold(), answer)
        try:
            checked = self.check(chosen)
        except (ValidationError, PydanticCustomError):
            return chosen
        return checked if type(checked) is str else chosen  # a name is one line, an address has no spaces around it


def first_questions() -> Iterator[Question]:
    """What a site cannot be without, in the order in which it is asked."""
    yield _of("name", "What is the network called?", Network.model_fields["name"])
    yield _of("description", "What is it for, in one sentence?", Network.model_fields["description"])
    yield _of("territory", "Where does it work?", Network.model_fields["territory"])
    yield _of("email", "Which email address may people write to?", Network.model_fields["email"])
    anchor = _of("anchor", "Which organisation looks after it?", Profile.model_fields["name"])
    yield replace(anchor, check=_anchor)
    yield _of("anchor_does", "What does that organisation do, in one sentence?", Profile.model_fields["description"])
    yield replace(_plain("repository", REPOSITORY, "https://github.com/our-network/badges", HttpsUrl), needed=False)
    yield replace(_plain("site_url", SITE, "https://badges.example.org/", HttpsUrl), needed=False)
    yield _of("timeZone", "In which time zone does it meet?", Network.model_fields["timeZone"], needed=False)


def later_questions() -> Iterator[Question]:
    """What can wait: the rhythm, the term and the canvas. Each stands in ``network.yml`` until it has its answer."""
    every = _of("every", "How often does it meet?", Rhythm.model_fields["every"], needed=False)
    yield replace(every, check=lambda answer: Rhythm.model_validate({"every": answer}))
    yield _of("starts", "On which day does it start?", Term.model_fields["starts"], needed=False)
    yield _of("length", "For how long, before somebody decides again?", Term.model_fields["length"], needed=False)
    yield _of("review", "On which day do you decide whether to go on?", Term.model_fields["review"], needed=False)
    for key, said in Canvas.model_fields.items():
        yield from _of_canvas(key, said)


def _of(key: str, words: str, said: FieldInfo, *, needed: bool = True) -> Question:
    check = TypeAdapter(_annotation(said)).validate_python
    return Question(key, words, str((said.examples or [""])[0]), needed=needed, check=check)


def _plain(key: str, words: str, example: str, kind: Any) -> Question:
    return Question(key, words, example, needed=True, check=TypeAdapter(kind).validate_python)


def _anchor(answer: str) -> str:
    """The name becomes part of addresses, so some of it must be writable there."""
    name: str = TypeAdapter(Name).validate_python(answer)
    if not is_writable(answer):
        raise refuse("has no letter from a to z, which its address needs: add the name in these letters, too")
    return name


def is_writable(name: str) -> bool:
    """Whether something of a name can stand in an address."""
    return any(letter.isascii() and letter.isalnum() for letter in unicodedata.normalize("NFKD", name))


def _annotation(said: FieldInfo) -> Any:
    """The type of a single value, with its checks."""
    kind = said.annotation
    return Annotated[(kind, *said.metadata)] if said.metadata else kind


def _of_canvas(key: str, said: FieldInfo) -> Iterator[Question]:
    extra = said.json_schema_extra
    words = str(extra["question"]) if isinstance(extra, dict) else key
    example = (said.examples or [""])[0]
    inside = get_args(said.annotation)
    if Representation in inside or Invited in inside:
        kind = Representation if Representation in inside else Invited
        for side, part in kind.model_fields.items():
            shown = (part.examples or [""])[0]
            text = isinstance(shown, str)
            asked = f"{words} {part.description}"
            yield Question(f"{key}.{side}", asked, shown if text else shown[0], "text" if text else "list")
    elif Measure in inside:
        shown = example[0]
        yield Question(key, words, shown["name"], "pairs", second=f"What do you want to reach? ({shown['target']})")
    elif SubGroup in inside:
        yield Question(key, words, example[0]["lead"])
    elif isinstance(example, list):
        yield Question(key, words, example[0], "list")
    else:
        yield Question(key, words, example)
