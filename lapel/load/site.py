"""What the site generator's settings say that the engine needs too: where the site is published."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from ..model.problem import CatalogueError, Problem
from ..model.scalars import https_url


@dataclass(frozen=True)
class Site:
    """The published place of the site: ``base`` ends in ``/`` and may have a path."""

    base: str
    name: str
    awards: str | None = None
    """The folder that keeps the awards, relative to mkdocs.yml, when it is another one."""
    edit: str = ""
    """What stands before the path of a file in the address at which somebody edits it."""
    cname: bool = False
    """Whether the host wants a file CNAME with the domain of the site."""

    @property
    def folder(self) -> str:
        """The path of the site on its host, with ``/`` at both ends."""
        return urlsplit(self.base).path or "/"


_KEY = re.compile(r"[A-Za-z_][A-Za-z_-]*:")


class SettingsLoader(yaml.SafeLoader):
    """Reads the plain values of mkdocs.yml and leaves its special tags alone."""


def _ignore(loader: SettingsLoader, suffix: str, node: yaml.Node) -> Any:
    return None


SettingsLoader.add_multi_constructor("!", _ignore)
SettingsLoader.add_multi_constructor("tag:yaml.org,2002:python/", _ignore)


def read_site(settings: Path) -> Site:
    """Reads ``mkdocs.yml``. Raises :class:`CatalogueError` when it gives no usable ``site_url``."""
    shown = settings.name
    try:
        text = settings.read_text(encoding="utf-8")
        data = yaml.load(text, Loader=SettingsLoader)  # noqa: S506 - a SafeLoader that skips unknown tags
    except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError) as error:
        raise CatalogueError([Problem(shown, 1, f"cannot be read ({error}): mend it first", "settings")]) from error
    if not isinstance(data, dict):
        raise CatalogueError([Problem(shown, 1, "should hold lines of the form 'key: value'", "settings")])
    keys = [(n, row.partition(":")[0]) for n, row in enumerate(text.split("\n"), 1) if _KEY.match(row)]
    for at, (line, key) in enumerate(keys):
        if key in [other for _, other in keys[:at]]:
            raise CatalogueError([Problem(shown, line, f"has the key '{key}' twice: keep one of them", "key-twice")])
    address = str(data.get("site_url") or "")
    line = next((n for n, row in enumerate(text.split("\n"), 1) if row.startswith("site_url:")), 1)
    try:
        https_url(address)
    except ValueError as error:
        raise CatalogueError([Problem(shown, line, f"'site_url' {error}", "site-address")]) from error
    if "?" in address or "#" in address:
        raise CatalogueError(
            [Problem(shown, line, "'site_url' has a '?' or '#': write the plain address of the site", "site-address")]
        )
    extra = data.get("extra") or {}
    awards = extra.get("awards") if isinstance(extra, dict) else None
    if awards is not None and not (isinstance(awards, str) and (settings.parent / awards).is_dir()):
        line = next((n for n, row in enumerate(text.split("\n"), 1) if row.strip().startswith("awards:")), 1)
        raise CatalogueError(
            [Problem(shown, line, f"'awards' is no folder: make '{awards}', or take the line out", "settings")]
        )
    cname = isinstance(extra, dict) and extra.get("cname") is True
    return Site(address.rstrip("/") + "/", str(data.get("site_name") or "Badges"), awards, _edit(data), cname)


def _edit(data: dict[str, Any]) -> str:
    """``edit_uri``, below ``repo_url`` unless it is an address of its own, as MkDocs reads the two."""
    repository, edit = str(data.get("repo_url") or ""), str(data.get("edit_uri") or "")
    if not edit.startswith("https://"):
        edit = f"{repository.rstrip('/')}/{edit.lstrip('/')}" if repository and edit else ""
    return f"{edit.rstrip('/')}/" if edit.startswith("https://") else ""
