"""Canonical forms of credentials that are alike: a batch shares its badge, so most of the work is done once.

JSON-LD expansion is nine tenths of the cost of :func:`~.canonical.canonical`. Credentials of one badge differ in a
few values only. The first of its kind goes the whole way with a mark in the place of each such value; every
other one puts its values there. Values move blank nodes, so the first-degree hash of each blank node that
touches one is made anew, the labels are given anew and the lines are sorted anew (RDF Dataset Canonicalization
1.0, sections 4.4.3 and 4.6). Whatever this cannot decide for certain goes the whole way: two nodes with the same
hash, an odd address, an address that stands twice.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Callable, Iterator
from typing import Any

import orjson

from .canonical import UnsafeDocumentError, canonical

_IRI, _TEXT = True, False
# What differs between the credentials of one badge, by place: an address, or a text. A list stands for each member.
_DIFFERS: dict[str, Any] = {
    "id": _IRI,
    "validFrom": _TEXT,
    "awardedDate": _TEXT,
    "validUntil": _TEXT,
    "credentialStatus": {"id": _IRI, "statusListIndex": _TEXT},
    "evidence": {"id": _IRI, "narrative": _TEXT},
    "credentialSubject": {
        "narrative": _TEXT,
        "identifier": {"identityHash": _TEXT, "salt": _TEXT},
        "result": {"value": _TEXT},
    },
}
_PLAIN_IRI = re.compile(r"https://[A-Za-z0-9._~:/?#@!$&'()*+,;=%-]+").fullmatch
# Text without these needs no thought: nothing to escape in another way, nothing that sorts in another way.
_ODD = re.compile("[^\n\r\t\u0020-\u007e\u00a0-\ud7ff]").search
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_ESCAPED = re.compile('[\\\\"\n\r\t]').search
_TERM = re.compile(r'<[^>]*>|_:c14n\d+|"(?:[^"\\]|\\.)*"(?:\^\^<[^>]*>|@[A-Za-z0-9-]+)?')
MAX_KINDS = 512
"""How many kinds are kept at once."""


class _SlowRoadError(Exception):
    """The quick way is not certain here."""


class Canonicaliser:
    """Gives the same text as :func:`~.canonical.canonical`, and raises the same errors. Not for several threads."""

    def __init__(self) -> None:
        self._kinds: dict[bytes, _Kind | None] = {}

    def __call__(self, document: dict[str, Any]) -> str:
        try:
            values: list[tuple[bool, str]] = []

            def hole(is_iri: bool, text: str) -> str:
                values.append((is_iri, text))
                return ""

            key = orjson.dumps(_with(document, _DIFFERS, hole))
            if key not in self._kinds:
                if len(self._kinds) >= MAX_KINDS:
                    self._kinds.clear()
                self._kinds[key] = None
                return self._first(key, document, values)
            kind = self._kinds[key]
            if kind is None:
                raise _SlowRoadError
            return kind.canonical(values)
        except (_SlowRoadError, UnsafeDocumentError, TypeError):
            return canonical(document)

    def _first(self, key: bytes, document: dict[str, Any], values: list[tuple[bool, str]]) -> str:
        """The first of its kind goes both ways: the quick one is used from then on only if both agree."""
        whole = canonical(document)
        kind = _Kind(document)
        if kind.canonical(values) == whole:
            self._kinds[key] = kind
        return whole


def _with(node: Any, tree: dict[str, Any], mark: Callable[[bool, str], str]) -> Any:
    """The document with ``mark(is an address, text)`` in the place of all that differs."""
    if type(node) is list:
        return [_with(one, tree, mark) for one in node]
    if type(node) is not dict:
        return node
    made = node.copy()
    for key, kind in tree.items():
        value = made.get(key)
        if value is None:
            continue
        if type(kind) is dict:
            made[key] = _with(value, kind, mark)
        elif type(value) is str:
            made[key] = mark(kind, value)
    return made


class _Kind:
    """The canonical form of one kind of document, with holes for values and labels of blank nodes."""

    def __init__(self, document: dict[str, Any]) -> None:
        secret = secrets.token_hex(8)
        holes: dict[str, int] = {}

        def mark(is_iri: bool, _: str) -> str:
            text = f"{'https://' if is_iri else ''}{secret}.{len(holes)}."
            holes[text] = len(holes)
            return text

        quads = [_TERM.findall(line) for line in canonical(_with(document, _DIFFERS, mark)).split("\n")[:-1]]
        self._size = len(holes)
        hole = re.compile("|".join(re.escape(text) for text in sorted(holes, key=len, reverse=True)) or "(?!)")
        labels = sorted({term for quad in quads for term in quad if term.startswith("_:")})
        self._iris = {term[1:-1] for quad in quads for term in quad if term.startswith("<")} - set(holes)
        place = {label: self._size + number for number, label in enumerate(labels)}

        def form(lines: list[list[str]], me: str | None) -> _Form:
            return _Form(lines, lambda term: _blank(term, me), lambda text: holes[text], hole, place)

        self._whole = form(quads, None)
        self._nodes: list[_Form | str] = []
        for label in labels:
            own = form([quad for quad in quads if label in quad], label)
            self._nodes.append(own if own.order else _digest(own.lines([])))

    def canonical(self, values: list[tuple[bool, str]]) -> str:
        filled = []
        iris = set()
        for is_iri, text in values:
            if is_iri:
                if not _PLAIN_IRI(text) or text in self._iris or text in iris:
                    raise _SlowRoadError
                iris.add(text)
            elif _ODD(text):
                raise _SlowRoadError
            elif _ESCAPED(text):
                text = text.translate(_ESCAPES)
            filled.append(text)
        hashes = [node if isinstance(node, str) else _digest(node.lines(filled)) for node in self._nodes]
        if len(set(hashes)) != len(hashes) or len(filled) != self._size:
            raise _SlowRoadError
        order = {digest: number for number, digest in enumerate(sorted(hashes))}
        filled += [f"_:c14n{order[digest]}" for digest in hashes]
        return "\n".join(self._whole.lines(filled)) + "\n"


class _Form:
    """Lines with holes, filled by one formatting operation. ``order`` names the value for each hole."""

    def __init__(
        self,
        quads: list[list[str]],
        blank: Callable[[str], str | None],
        number: Callable[[str], int],
        hole: re.Pattern[str],
        place: dict[str, int],
    ) -> None:
        self.order: list[int] = []

        def pieces(term: str) -> Iterator[str]:
            if term.startswith("_:"):
                fixed = blank(term)
                if fixed is None:
                    self.order.append(place[term])
                yield fixed or "%s"
                return
            at = 0
            for found in hole.finditer(term):
                yield term[at : found.start()].replace("%", "%%") + "%s"
                self.order.append(number(found[0]))
                at = found.end()
            yield term[at:].replace("%", "%%")

        fixed, moving = [], []
        for quad in quads:
            before = len(self.order)
            row = " ".join("".join(pieces(term)) for term in quad) + " ."
            if len(self.order) == before:
                fixed.append(row % ())
            else:
                moving.append(row)
        self._fixed, self._moving = sorted(fixed), "\n".join(moving)

    def lines(self, values: list[str]) -> list[str]:
        # Most lines are sorted already, which the sort notices.
        if not self.order:
            return self._fixed
        rows = self._fixed + (self._moving % tuple([values[at] for at in self.order])).split("\n")
        rows.sort()
        return rows


def _blank(term: str, me: str | None) -> str | None:
    """How a blank node is written when node ``me`` is hashed (section 4.6.3); None: its label is a hole."""
    if me is None:
        return None
    return "_:a" if term == me else "_:z"


def _digest(rows: list[str]) -> str:
    return hashlib.sha256(("\n".join(rows) + "\n").encode()).hexdigest()
