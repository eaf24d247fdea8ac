"""The published addresses of a network: its base, and the paths below it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

STAND_IN = "https://address-to-choose.invalid/"
"""Where a site is while nobody knows its address (RFC 2606, section 2); nothing is awarded there."""

_PROMISED = re.compile(
    r"(?:awards/[a-z2-7]{26}/|endorsements/[a-z2-7]{26}/|organisations/[^/]+/(?:did|issuer|profile)\.json"
    r"|organisations/[^/]+/status/\d+\.json|badges/[^/]+/(?:badge(?:-[^/]+)?|achievement)\.json|record/)"
)
"""The paths that stand inside what was signed."""


@dataclass(frozen=True)
class Addresses:
    """The published addresses below one base, which ends in ``/`` and may have a path. ``formerly`` are the bases that
    the site had before: what was signed there names them for ever."""

    base: str
    formerly: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[Addresses, ...]:
        """Those of now, and those of every former base."""
        return (self, *map(Addresses, self.formerly))

    def of(self, address: object) -> Addresses:
        """Those below whose base ``address`` is; these, when it is below none. The verifier's ``net.js`` has the same
        rule."""
        text = str(address)
        found = sorted((one for one in self.all if text.startswith(one.base)), key=lambda one: -len(one.base))
        # A site that moved into a folder of its old address, or out of one: the rest says which is meant.
        meant = next((one for one in found if _PROMISED.match(text[len(one.base) :])), None)
        return meant or (found[0] if found else self)

    def __call__(self, path: str) -> str:
        """The address of a path."""
        return self.base + path

    @property
    def is_chosen(self) -> bool:
        """Whether the site has an address that can stand inside a badge."""
        return not (urlsplit(self.base).hostname or "").endswith(".invalid")

    def did(self, slug: str) -> str:
        """The decentralised identifier of an organisation (did:web, section 3.1)."""
        parts = urlsplit(self.base)
        host = parts.netloc.replace(":", "%3A")
        path = [part for part in parts.path.split("/") if part]
        return ":".join(["did", "web", host, *path, "organisations", slug])
