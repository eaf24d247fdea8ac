"""The JSON-LD contexts that a credential of ours names: installed with a package, pinned by hash, never fetched.

Only the data files of the package are read; none of its code runs here.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ..model.problem import LapelError

VC_2 = "https://www.w3.org/ns/credentials/v2"
OB_3 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"

# Address, file of the package, SHA-256 of the file.
PINNED: dict[str, tuple[str, str]] = {
    VC_2: ("credentials-v2.json", "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734"),
    # The edition of June 2026. Everything that we sign means the same in the edition of April 2025.
    OB_3: ("ob-v3p0-context-3.0.3.json", "3d34f4d4ef1bce691106e63798beb5e7b862ba841423f5ee1e53ab7ddf3bca84"),
}


class ContextError(LapelError):
    """A context is not one of ours, or its file is not the one that we know."""


@cache
def _load(address: str) -> dict[str, Any]:
    try:
        name, expected = PINNED[address]
    except KeyError:
        raise ContextError(f"the context {address} is not one that we know") from None
    package = find_spec("openbadgeslib")
    if package is None or package.origin is None:
        raise ContextError("the package with the contexts is not installed: run 'make site' once")
    file = Path(package.origin).parent / "ob3" / "contexts" / name
    content = file.read_bytes()
    if hashlib.sha256(content).hexdigest() != expected:
        raise ContextError(f"{file.name} is not the file that we know: its SHA-256 differs")
    document: dict[str, Any] = json.loads(content)
    return document


def document_loader(address: str, options: Any = None) -> dict[str, Any]:
    """For PyLD: answers with a pinned context, and refuses every other address."""
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": address,
        "document": _load(address),
    }
