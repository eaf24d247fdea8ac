"""Pages that the engine writes itself, with its own Jinja environment and the look of all others."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from ..context import Context
from ..model import paths
from ..strings import Strings
from .page import Page, has_meetings


def shared_globals(strings: Strings, site: Mapping[str, Any]) -> dict[str, Any]:
    """What templates may use in both environments, the theme's and the engine's."""
    return {"t": strings, "site": site}


def site_data(
    context: Context,
    *,
    preview: bool = False,
    preload: Sequence[str] = (),
    integrity: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """What the frame of every page says: name, menu, foot, and what a browser may load.

    ``preload`` names the scripts of the verifier that an award page needs, ``integrity`` the hash of each script by
    its path.
    """
    network, catalogue = context.catalogue.network, context.catalogue
    menu = [
        ("badges", paths.CATALOGUE, True),
        ("pathways", paths.PATHWAYS, bool(catalogue.pathways)),
        ("meetings", paths.MEETINGS, has_meetings(catalogue)),
        ("about", paths.ABOUT, True),
        ("guides", paths.GUIDES, True),
        ("verify", paths.VERIFY, True),
    ]
    about = [
        ("about", paths.ABOUT, True),
        ("organisations", paths.ORGANISATIONS, True),
        ("map", paths.MAP, catalogue.map is not None),
        ("figures", paths.FIGURES, True),
        ("news", paths.NEWS, bool(catalogue.news)),
    ]
    return {
        "name": network.name,
        "base": context.site.base,
        "language": network.inLanguage,
        "email": network.email,
        "notice": network.notice,
        "menu": [{"key": key, "path": path} for key, path, there in menu if there],
        "about": [{"key": key, "path": path} for key, path, there in about if there],
        "about_paths": tuple(path for _, path, there in about if there),
        "feed": paths.FEED,
        "preload": list(preload),
        "integrity": dict(integrity or {}),
        "versions": _versions(integrity or {}),
        "policy": content_policy(preview=preview),
        "verify_policy": content_policy(preview=preview, verifying=True),
    }


def _versions(integrity: Mapping[str, str]) -> dict[str, str]:
    """What is put behind the address of a script whose name says nothing of its content."""
    plain = {path: text for path, text in integrity.items() if not re.search(r"-[A-Z0-9]{8}\.js$", path)}
    return {path: "?" + re.sub(r"\W", "", text.partition("-")[2])[:12] for path, text in plain.items()}


def content_policy(*, preview: bool, verifying: bool = False) -> str:
    """The Content-Security-Policy of a page: nothing from another host, no script in the page itself.

    The local preview reloads by a script that the generator writes into the page, so there it is let in.
    Search is a WebAssembly module of our own. The page that checks badges of anybody (``verifying``) asks their
    issuers' hosts, shows pictures out of files, and has a camera and threads.
    """
    if verifying:
        more = "img-src 'self' data: blob:; connect-src 'self' https:; media-src 'self' blob:; worker-src 'self'"
    else:
        more = "img-src 'self' data:; connect-src 'self'"
    scripts = "'self' 'wasm-unsafe-eval'" + (" 'unsafe-inline'" if preview else "")
    return (
        f"default-src 'none'; script-src {scripts}; style-src 'self'; {more}; font-src 'self'; "
        "base-uri 'none'; form-action 'self'"
    )


class Renderer:
    """Renders pages to HTML with the templates in ``overrides/``."""

    def __init__(self, overrides: Path, strings: Strings, site: Mapping[str, Any]) -> None:
        self.environment = Environment(
            loader=FileSystemLoader(overrides),
            autoescape=select_autoescape(["html"]),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.environment.globals.update(shared_globals(strings, site))
        self.template = lru_cache(maxsize=None)(self.environment.get_template)

    def __call__(self, page: Page) -> bytes:
        depth = page.path.count("/")
        here = {
            "page": {"meta": page.data, "content": "", "canonical_url": None, "edit_url": None, "is_homepage": False},
            "base_url": "/".join([".."] * depth) or ".",
            "path": page.path,
            "theme_css": None,
        }
        return self.template(f"{page.template}.html").render(here).encode()
