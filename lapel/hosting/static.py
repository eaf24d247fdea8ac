"""Files that hosts of plain files read: ``.nojekyll``, ``CNAME``, and ``_headers`` and ``_redirects`` (Netlify,
Cloudflare Pages)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from ..load.site import Site
from ..stream import Unit, whole
from .headers import GROUPS, SAFE

_PLACES = {
    "/organisations/:slug/status/*": "status",
    "/registry.json": "live",
    "/record/latest.json": "live",
    "/record/checkpoint": "checkpoint",
    "/record/tile/*": "tiles",
    "/awards/:id/credential.jwt": "token",
    "/meetings.ics": "calendar",
    "/feed.xml": "feed",
    "/manifest.webmanifest": "manifest",
    "/verify/sw.js": "worker",
    "/pagefind/fragment/*": "search",
    "/pagefind/index/*": "search",
}
"""What these hosts can name: whole folders and single files, no endings."""


def host_units(site: Site) -> Iterator[Unit]:
    """All of them; ``CNAME`` only when the settings ask for it (``extra: cname: true``)."""
    yield whole(".nojekyll", b"")
    yield whole("_headers", headers_file(site.folder).encode())
    yield whole("_redirects", redirects_file(site.folder).encode())
    if site.cname:
        yield whole("CNAME", cname_file(site.base).encode())


def headers_file(folder: str) -> str:
    """``_headers``. ``folder`` is the path of the site on its host, ``/`` at both ends.

    Where two rules fit, these hosts send both values, so no header stands in two rules of one file.
    """
    by_name = {group.name: group for group in GROUPS}
    rows = [
        "# Read by Netlify and by Cloudflare Pages. Other hosts are told another way: lapel build --host.",
        *_rule(f"{folder}*", SAFE),
    ]
    for place, name in _PLACES.items():
        group = by_name[name]
        kind = {"Content-Type": group.kind} if group.kind else {}
        rows += _rule(folder.rstrip("/") + place, {"Cache-Control": group.cache, **kind})
    rows += _rule(f"{folder}awards/*", by_name["awards"].more)
    return "\n".join(rows) + "\n"


def _rule(place: str, said: Mapping[str, str]) -> Iterator[str]:
    yield place
    yield from (f"  {name}: {value}" for name, value in said.items())


def redirects_file(folder: str) -> str:
    """``_redirects``: where the site has a path of its own, these hosts publish its files at their root."""
    rows = ["# Read by Netlify and by Cloudflare Pages."]
    if folder != "/":
        rows += [f"/ {folder} 302", f"{folder}* /:splat 200"]
    return "\n".join(rows) + "\n"


def cname_file(base: str) -> str:
    """``CNAME``: the site's own domain, for GitHub Pages and Codeberg Pages."""
    return (urlsplit(base).hostname or "") + "\n"
