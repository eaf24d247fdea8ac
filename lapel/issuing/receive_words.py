"""The words that an award carries away, beside those that its badge has here.

A signature says who signed, not that they read every word: the page of a desk may be older than the site, or somebody
may have changed it. What differs is no fault, and the person who publishes it has to see it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson

from ..context import Context
from ..credentials.endorsement import profile_of
from ..ledger.stored_awards import StoredAward
from ..model.organisation import Profile
from ..model.scalars import clean_text
from .run import embedded

OWN = ("endorsement", "related", "version")
"""What an award has of a badge for reasons of its own: who spoke for it, in which language it was read, its edition."""
LONGEST = 600
"""Letters of a text that are shown."""


class SignedWords:
    """Looks at what awards say of their badge and their issuer. ``said`` is what a maintainer has to read, once
    for all awards that are alike."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._looked_at: dict[bytes, str | None] = {}
        self.said: list[str] = []

    def __call__(self, award: StoredAward, issuer: Profile) -> str | None:
        """Why no award may say so: it has letters that nobody sees. Other words are only told."""
        achievement, profile = award.document["credentialSubject"]["achievement"], award.document["issuer"]
        key = orjson.dumps([award.badge, {**achievement, **dict.fromkeys(OWN)}, profile])
        if key not in self._looked_at:
            self._looked_at[key] = _unseen([achievement, profile])
            here = embedded(self._context, award.badge)
            self.said += _other_words(award.badge, "badge", achievement, here)
            self.said += _other_words(award.badge, "issuer", profile, profile_of(issuer, self._context.addresses))
        return self._looked_at[key]


def _unseen(value: Any) -> str | None:
    for text in _texts(value):
        try:
            clean_text(text)
        except ValueError:
            return "has letters that nobody sees in what it says of the badge"
    return None


def _other_words(badge: str, of: str, signed: dict[str, Any], here: dict[str, Any]) -> Iterator[str]:
    for key in signed | here:
        own, other = (" · ".join(_texts(one.get(key))) for one in (signed, here))
        if key not in OWN and own != other:
            yield (
                f"An award of '{badge}' was signed with other words of its {of}. Its {key}: {_short(own)}. Here it is: "
                f"{_short(other)}. If your site did not say so on that day, do not commit it, and ask the issuer."
            )


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)


def _short(text: str) -> str:
    return repr(f"{text[:LONGEST]}…" if len(text) > LONGEST else text or "nothing")
