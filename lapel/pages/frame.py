"""The frame of every page: name, menu, foot, what a browser may load."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TypedDict
from urllib.parse import urlsplit

from ..context import Context
from ..model import paths
from ..model.languages import direction
from .forge import forge_place
from .page import has_meetings
from .parts import is_long


class MenuItem(TypedDict):
    key: str
    path: str


class FootColumn(TypedDict):
    """``key`` is the heading: "network", "help" or "terms"."""

    key: str
    items: list[MenuItem]


class Appearance(TypedDict):
    """``ground`` is the colour of a page, light and dark; ``style`` stands behind the address of the style sheet."""

    ground: dict[str, str]
    logo: str | None
    typeface: str | None
    style: str


class SiteData(TypedDict):
    """What the frame of every page says. ``versions`` are put behind the address of a script whose name says nothing
    of its content; the policies are Content-Security-Policies."""

    name: str
    base: str
    edit: str
    language: str
    direction: str
    locale: str
    prefix: str
    language_name: str
    email: str
    notice: str | None
    closed: str | None
    look: Appearance
    share: str
    foot: list[FootColumn]
    menu: list[MenuItem]
    about: list[MenuItem]
    about_paths: tuple[str, ...]
    feed: str
    preload: list[str]
    integrity: dict[str, str]
    versions: dict[str, str]
    policy: str
    verify_policy: str
    desk_policy: str
    long: list[str]
    """The lists that are in parts: their pages say to the search index what they are filtered by."""
    add: Mapping[str, str]
    """By the name of a kind: where a forge begins a new file of it."""


NO_LOOK: Appearance = {"ground": {"light": "#fff", "dark": "#000"}, "logo": None, "typeface": None, "style": ""}
"""For templates that are no page of the site."""


def site_data(
    context: Context,
    *,
    preview: bool = False,
    preload: Sequence[str] = (),
    integrity: Mapping[str, str] | None = None,
    look: Appearance | None = None,
    add: Mapping[str, str] | None = None,
    prefix: str = "",
) -> SiteData:
    """What the frame of every page says: name, menu, foot, and what a browser may load.

    ``preload`` names the scripts of the verifier that an award page needs, ``integrity`` the hash of each script by
    its path, ``prefix`` what stands before the paths of a further language.
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
    foot = {
        "network": [
            ("about", paths.ABOUT, True),
            ("organisations", paths.ORGANISATIONS, True),
            ("figures", paths.FIGURES, True),
            ("stories", paths.STORIES, bool(catalogue.stories)),
            ("news", paths.NEWS, bool(catalogue.news)),
        ],
        "help": [
            ("join", paths.JOIN, True),
            ("mine", paths.MINE, True),
            ("verify", paths.VERIFY, True),
            ("propose", paths.PROPOSE, True),
            ("endorse", paths.ENDORSE, True),
            ("desk", paths.DESK, True),
        ],
        "terms": [
            ("privacy", paths.PRIVACY, True),
            ("accessibility", paths.ACCESSIBILITY, True),
            ("data", paths.DATA, True),
        ],
    }
    return {
        "name": network.name,
        "base": context.site.base,
        "edit": context.site.edit,
        "language": network.inLanguage,
        "direction": direction(network.inLanguage),
        "locale": context.strings.browser_locale,
        "prefix": prefix,
        "email": network.email,
        "notice": network.notice,
        "closed": context.strings.date(network.closed) if network.closed else None,
        "language_name": context.strings.language_name(network.inLanguage),
        "look": look or NO_LOOK,
        "share": paths.share_picture(""),
        "foot": [
            {"key": key, "items": [{"key": name, "path": path} for name, path, there in rows if there]}
            for key, rows in foot.items()
        ],
        "menu": [{"key": key, "path": path} for key, path, there in menu if there],
        "about": [{"key": key, "path": path} for key, path, there in about if there],
        "about_paths": tuple(path for _, path, there in about if there),
        "feed": paths.FEED,
        "preload": list(preload),
        "integrity": dict(integrity or {}),
        "versions": _versions(integrity or {}),
        "policy": content_policy(preview=preview),
        "long": [
            name
            for name, items in (("badges", catalogue.active), ("organisations", catalogue.members))
            if is_long(items)
        ],
        "add": dict(add or {}),
        "verify_policy": content_policy(preview=preview, verifying=True),
        "desk_policy": content_policy(preview=preview, desk=True, forge=_origin(context)),
    }


def _versions(integrity: Mapping[str, str]) -> dict[str, str]:
    """What is put behind the address of a script whose name says nothing of its content."""
    plain = {path: text for path, text in integrity.items() if not re.search(r"-[A-Z0-9]{8}\.js$", path)}
    return {path: "?" + re.sub(r"\W", "", text.partition("-")[2])[:12] for path, text in plain.items()}


def _origin(context: Context) -> str:
    """The host at which the desk opens a pull request; empty where there is none."""
    place = forge_place(context.site.edit)
    return f" https://{urlsplit(place['api']).netloc}" if place else ""


def content_policy(*, preview: bool, verifying: bool = False, desk: bool = False, forge: str = "") -> str:
    """The Content-Security-Policy of a page: nothing from another host, no script in the page itself.

    The local preview reloads by a script that the generator writes into the page, so there it is let in.
    Search is a WebAssembly module of our own. The page that checks badges of anybody (``verifying``) asks their
    issuers' hosts, shows pictures out of files, and has a camera and threads. The ``desk`` has a frame of this site in
    it and a camera, and asks the network's ``forge``.
    """
    if verifying:
        more = "img-src 'self' data: blob:; connect-src 'self' https:; media-src 'self' blob:; worker-src 'self'"
    elif desk:
        more = f"img-src 'self' data:; connect-src 'self'{forge}; frame-src 'self'; media-src 'self' blob:"
    else:
        more = "img-src 'self' data:; connect-src 'self'"
    scripts = "'self' 'wasm-unsafe-eval'" + (" 'unsafe-inline'" if preview else "")
    return (
        f"default-src 'none'; script-src {scripts}; style-src 'self'; {more}; font-src 'self'; manifest-src 'self'; "
        "base-uri 'none'; form-action 'none'"
    )
