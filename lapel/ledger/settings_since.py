"""The settings against those that were published: where the awards are, and where the site was before."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from ..load.site import SettingsLoader
from ..load.yaml_text import parse_yaml
from ..model.catalogue import Catalogue
from ..model.problem import Problem
from .base import git


def settings_since_problems(catalogue: Catalogue, base: str) -> Iterator[Problem]:
    """What the settings say otherwise than the commit ``base``, and may not."""
    if _awards_folder(catalogue.root, base) != _awards_folder(catalogue.root, None):
        text = "says otherwise than was published where the awards are ('extra: awards:')"
        yield Problem("mkdocs.yml", 1, f"{text}: put it back, or say LAPEL_BASE=none for one run", "setting-changed")
    yield from _former_problems(catalogue, base)
    said = git(catalogue.root, "show", f"{base}:./network/network.yml") or b""
    rows, _ = parse_yaml(said.decode(errors="replace"), catalogue.network.source, 1)
    closed = rows.value.get("closed") if rows is not None and isinstance(rows.value, dict) else None
    if closed and str(catalogue.network.closed) != str(closed):
        yield Problem(
            catalogue.network.source,
            1,
            f"says no more that the network closed on {closed}: put it back",
            "setting-changed",
        )


def _awards_folder(root: Path, commit: str | None) -> object:
    """What ``mkdocs.yml`` says of the folder of the awards, in a commit or as it stands."""
    shown = git(root, "show", f"{commit}:./mkdocs.yml") if commit else (root / "mkdocs.yml").read_bytes()
    extra = _setting(shown or b"", "extra")
    return extra.get("awards") if isinstance(extra, dict) else None


def _former_problems(catalogue: Catalogue, base: str) -> Iterator[Problem]:
    """A former address was the site's own: somebody else's would make our keys speak there."""
    network = catalogue.network
    if not network.formerly:
        return
    shown = git(catalogue.root, "show", f"{base}:./mkdocs.yml") or b""
    said = git(catalogue.root, "show", f"{base}:./network/network.yml") or b""
    site = _setting(shown, "site_url")
    rows, _ = parse_yaml(said.decode(errors="replace"), network.source, 1)
    known = rows.value.get("formerly") if rows is not None and isinstance(rows.value, dict) else None
    mine = {str(site).rstrip("/") + "/", *(known if isinstance(known, list) else [])}
    for url in network.formerly:
        if url not in mine:
            text = f"names {url} under 'formerly', which was not the address of the published site: take it out"
            yield Problem(network.source, network.line("formerly"), text, "formerly-changed")


def _setting(content: bytes, name: str) -> Any:
    """A value of mkdocs.yml; None when it cannot be read."""
    try:
        found: Any = yaml.load(content, Loader=SettingsLoader)  # noqa: S506 - a SafeLoader that skips unknown tags
        return found.get(name) if isinstance(found, dict) else None
    except (yaml.YAMLError, ValueError, RecursionError):
        return None
