"""Where the engine's own files are: in the package when it was installed, beside it in the engine's repository."""

from __future__ import annotations

from pathlib import Path

from platformdirs import user_cache_path

_PACKAGE = Path(__file__).resolve().parent
INSTALLED = (_PACKAGE / "overrides").is_dir()
"""Whether this is a package that somebody depends on, and not the repository of the engine."""
HOME = _PACKAGE if INSTALLED else _PACKAGE.parent
OVERRIDES = HOME / "overrides"
"""Templates, styles, small scripts and sentences."""
LOCALES = OVERRIDES / "locales"
_DIST = HOME / "verifier" / "dist"


def bundle() -> Path | None:
    """The verifier as it was bundled for browsers; None in a repository in which nobody has bundled it yet."""
    return _DIST if _DIST.is_dir() else None


def cache_file() -> Path:
    """Where results are kept that are good for every network: never beside the code of an installed package."""
    folder = user_cache_path("lapel", appauthor=False) if INSTALLED else HOME / ".cache"
    return folder / "cache.sqlite"
