"""What the engine's own code is, byte for byte: a result that is kept is good only for the code that made it."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

HERE = Path(__file__).resolve().parent
LIBRARIES = (
    *("babel", "jinja2", "markdown", "markupsafe", "pymdown-extensions"),  # words and pages
    *("resvg", "qrcode", "pillow"),  # pictures
    *("orjson", "pydantic", "icalendar", "feedgenerator", "tzdata"),  # documents
    *("pyld", "cryptography", "openbadgeslib"),  # what is verified
    *("pagefind", "pagefind-bin"),
)
"""Every library that has its say in what is published."""


@cache
def code_digest(*parts: str, libraries: tuple[str, ...] = ()) -> str:
    """Of the files and folders named (below this package), and of the versions of ``libraries`` (distributions)."""
    whole = hashlib.sha256()
    for part in parts:
        place = HERE if part == "." else HERE / part
        for file in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            whole.update(f"{file.relative_to(HERE).as_posix()}\0".encode() + file.read_bytes())
    for name in libraries:
        whole.update(f"{name} {_version(name)}\0".encode())
    return whole.hexdigest()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "unknown"
