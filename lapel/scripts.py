"""The scripts of the site, and what each is, byte for byte (W3C Subresource Integrity)."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from .model import paths
from .state import state_of
from .stream import Settings, Unit, made


def _scripts(settings: Settings) -> Iterator[tuple[str, Path]]:
    """Path and file of every script: those beside the templates, and the verifier as it was bundled."""
    for name, file in settings.assets.items():
        if file.suffix == ".js":
            yield f"assets/{name}", file
    if settings.verifier is not None:
        for file in sorted(settings.verifier.glob("*.js")):
            yield f"{paths.VERIFY}sw.js" if file.name == "sw.js" else f"assets/verifier/{file.name}", file


def script_units(settings: Settings) -> Iterator[Unit]:
    """Every script of the site."""
    hashes = integrity(settings)
    for path, file in _scripts(settings):
        yield made(path, hashes[path], file.read_bytes)


def integrity(settings: Settings) -> dict[str, str]:
    """The hash of each script by its path, as pages pin it and as ``scripts.json`` lists it."""
    return {path: _hash(file, *state_of(file.parent, file.name)) for path, file in _scripts(settings)}


@lru_cache(maxsize=512)
def _hash(file: Path, time: int, size: int) -> str:
    """Asked several times a build, of megabytes; ``time`` and ``size`` are those of the file."""
    return f"sha384-{base64.b64encode(hashlib.sha384(file.read_bytes()).digest()).decode()}"
