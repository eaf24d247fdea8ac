"""Pictures kept between builds, by their content: the same input never costs twice."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path


class PictureCache:
    """A folder of pictures. Without a folder nothing is kept. Safe for several processes at once."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder

    def get(self, kind: str, content: str, make: Callable[[], bytes]) -> bytes:
        """The picture of ``content``; ``kind`` names the way it is made, and its version."""
        if self.folder is None:
            return make()
        name = hashlib.sha256(f"{kind}\0{content}".encode()).hexdigest()
        file = self.folder / name[:2] / name[2:]
        try:
            return file.read_bytes()
        except OSError:
            picture = make()
        file.parent.mkdir(parents=True, exist_ok=True)
        temporary = file.with_name(f"{file.name}.{os.getpid()}.part")
        temporary.write_bytes(picture)
        temporary.replace(file)
        return picture
