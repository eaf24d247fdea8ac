"""The canonical form that is signed: RDFC-1.0 over JSON-LD 1.1, in safe mode."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from ..model.problem import LapelError
from .contexts import ContextError, document_loader


class UnsafeDocumentError(LapelError):
    """Something in the document would not be signed, or would be signed in different ways by different programs."""


def canonical(document: dict[str, Any]) -> str:
    """The canonical N-Quads of a JSON-LD document (RDF Dataset Canonicalization 1.0).

    Safe mode (VC Data Integrity 1.0, section 2.4.1): a term that no context defines raises
    :class:`UnsafeDocumentError`, and so does text that programs are known to escape or sort differently.
    """
    from pyld import jsonld  # a tenth of a second that most commands can do without

    _refuse_odd_text(document)
    dropped: list[str] = []
    try:
        expanded = jsonld.expand(document, {"documentLoader": document_loader}, on_property_dropped=dropped.append)
        if dropped:
            names = ", ".join(sorted({str(name) for name in dropped}))
            raise UnsafeDocumentError(f"no context defines '{names}', so it would not be signed")
        options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": document_loader}
        form = str(jsonld.normalize(expanded, options))
    except ContextError as error:
        raise UnsafeDocumentError(str(error)) from error
    except jsonld.JsonLdError as error:
        cause = error.__cause__ if isinstance(error.__cause__, ContextError) else error
        raise UnsafeDocumentError(f"not JSON-LD that can be signed: {cause}") from error
    if _sorted_in_two_ways(form):
        raise UnsafeDocumentError("an emoji and a rare letter stand where programs sort them differently: change one")
    return form


_ABOVE = re.compile("[\U00010000-\U0010ffff]").search
_BELOW = re.compile("[\ue000-\uffff]").search


def _sorted_in_two_ways(form: str) -> bool:
    """Whether a program that sorts by UTF-16 code unit would put the lines in another order than the standard's."""
    if not (_ABOVE(form) and _BELOW(form)):
        return False
    lines = form.split("\n")[:-1]
    return sorted(lines, key=lambda line: line.encode("utf-16-be")) != lines


def _refuse_odd_text(node: Any) -> None:
    """Control characters are escaped differently by our peers; letters for private use mean nothing to others."""
    if isinstance(node, dict):
        for key, value in node.items():
            _refuse_odd_text(key)
            _refuse_odd_text(value)
    elif isinstance(node, list):
        for value in node:
            _refuse_odd_text(value)
    elif isinstance(node, str):
        for character in node:
            if unicodedata.category(character) in ("Cc", "Cs", "Co") and character not in "\n\t\r":
                raise UnsafeDocumentError(f"the text has the character U+{ord(character):04X}, which cannot be signed")
