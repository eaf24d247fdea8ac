"""One table: which file of a site is sent with which headers, and why.

Configurations for hosts are written from it, an object store is told the same, and ``lapel doctor`` asks a site for it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from ..pages.frame import content_policy

YEAR, HOUR, SHORT = 31_536_000, 3600, 300
"""Seconds that a browser may keep what never changes, what changes seldom, and what has to be new."""
FOREVER = f"public, max-age={YEAR}, immutable"
ASK = "no-cache"
"""Kept, and asked for each time whether it is still so."""
SAFE: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": f"max-age={YEAR}",
    # A page says its own policy and is bound by both; this one also says who may show it in a frame.
    "Content-Security-Policy": f"{content_policy(preview=False, verifying=True)}; frame-ancestors 'self'",
    # All of it is public and nobody logs in: another site's verifier may read it, and learns nothing of the reader.
    "Access-Control-Allow-Origin": "*",
    # Some verifiers say that they want no kept copy; then a browser asks first whether they may say so.
    "Access-Control-Allow-Headers": "*",
}
DRAWING = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""For a picture that is opened by itself."""


@dataclass(frozen=True)
class Group:
    """Files that are sent alike. ``pattern`` is a regular expression for paths below the site without a group that
    captures; the first that fits counts. ``kind`` is the media type; None leaves it to the host, which knows it by the
    ending."""

    name: str
    pattern: str
    cache: str
    kind: str | None = None
    more: Mapping[str, str] = field(default_factory=dict)

    @property
    def headers(self) -> dict[str, str]:
        """Everything but the media type."""
        return {**SAFE, "Cache-Control": self.cache, **self.more}


JSON = "application/json"
LIVE = f"public, max-age={SHORT}"
GROUPS = (
    Group("status", r"organisations/[^/]+/status/[^/]+\.json", LIVE, JSON),
    Group("live", r"registry\.json|record/latest\.json|commit\.txt", LIVE),
    Group("checkpoint", r"record/checkpoint", LIVE, "text/plain; charset=utf-8"),
    Group("tiles", r"record/tile/.+", FOREVER, "application/octet-stream"),
    Group("token", r".+\.jwt", f"public, max-age={HOUR}", "application/jwt"),
    Group("calendar", r".+\.ics", LIVE, "text/calendar; charset=utf-8"),
    Group("feed", r"feed\.xml", LIVE, "application/atom+xml; charset=utf-8"),
    Group("manifest", r".+\.webmanifest", f"public, max-age={HOUR}", "application/manifest+json"),
    Group("worker", r"verify/sw\.js", ASK, "text/javascript; charset=utf-8"),
    Group("documents", r".+\.json", LIVE, JSON),
    Group("scripts", r"assets/verifier/[^/]+-[A-Z0-9]{8}\.js", FOREVER, "text/javascript; charset=utf-8"),
    Group("type", r"assets/verifier/[^/]+\.woff2", FOREVER, "font/woff2"),
    Group("search", r"pagefind/(?:fragment|index)/.+", FOREVER, "application/octet-stream"),
    Group("drawings", r".+\.svg", f"public, max-age={HOUR}", "image/svg+xml", {"Content-Security-Policy": DRAWING}),
    Group("pictures", r".+\.(?:png|jpg|jpeg|webp|gif)", f"public, max-age={HOUR}"),
    Group("awards", r"awards/[^/]+/(?:index\.html)?", ASK, "text/html; charset=utf-8", {"X-Robots-Tag": "noindex"}),
    Group("pages", r"|(?:.+/)?index\.html|.+/|404\.html", ASK, "text/html; charset=utf-8"),
    Group("rest", r".+", ASK),
)
_PATTERNS = [(re.compile(f"(?:{group.pattern})"), group) for group in GROUPS]
ENDINGS = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": JSON,
    ".txt": "text/plain; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".xml": "application/xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".gif": "image/gif",
    ".html": "text/html; charset=utf-8",
    ".wasm": "application/wasm",
    ".woff2": "font/woff2",
}
"""Media types by ending, for a store that does not know them."""


def group_of(path: str) -> Group:
    """The group of a path below the site; the empty path is the first page."""
    return next(group for pattern, group in _PATTERNS if pattern.fullmatch(path))


def media_type(path: str) -> str:
    """What a file is, for a store that asks."""
    found = group_of(path).kind
    ending = path[path.rfind(".") :] if "." in path.rpartition("/")[2] else ""
    return found or ENDINGS.get(ending, "application/octet-stream")
