"""The scripts of the site, and what each is, byte for byte (W3C Subresource Integrity)."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator

from .model import paths
from .stream import OutputFile, Settings


def script_files(settings: Settings) -> Iterator[OutputFile]:
    """Every script of the site: those beside the templates, and the verifier as it was bundled."""
    for file in sorted((settings.overrides / "assets").glob("*.js")):
        if not file.is_symlink():
            yield OutputFile(f"assets/{file.name}", file.read_bytes())
    if settings.verifier is not None:
        for file in sorted(settings.verifier.glob("*.js")):
            path = f"{paths.VERIFY}sw.js" if file.name == "sw.js" else f"assets/verifier/{file.name}"
            yield OutputFile(path, file.read_bytes())


def integrity(settings: Settings) -> dict[str, str]:
    """The hash of each script by its path, as pages pin it and as ``scripts.json`` lists it."""
    return {
        file.path: f"sha384-{base64.b64encode(hashlib.sha384(file.content).digest()).decode()}"
        for file in script_files(settings)
    }
