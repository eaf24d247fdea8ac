"""Many award pages: those that are alike are rendered once, with marks in the place of what differs.

Pages of one badge that were given on one day differ in three values only: the award's id, the hash of the name and
the QR code. All three are made of letters that need no escaping anywhere on a page.
"""

from __future__ import annotations

import base64
import re
import secrets
from dataclasses import replace

import orjson

from ..context import Context
from ..model.badge import Achievement
from .award import AwardFacts, award_page, name_hash
from .data import Document
from .html import Renderer

_PLAIN = re.compile(r"[a-z2-7]{26}\nsha256\$[0-9a-f]{64}\ndata:image/png;base64,[A-Za-z0-9+/=]+").fullmatch
_APART = ("id", "proof", "credentialStatus", "credentialSubject", "validFrom", "awardedDate", "validUntil")
MAX_KINDS = 256
"""How many kinds are kept at once."""


class AwardPages:
    """Renders award pages: the same bytes as ``render(award_page(…))``."""

    def __init__(self, context: Context, render: Renderer) -> None:
        self._context, self._render = context, render
        self._kinds: dict[bytes, list[str]] = {}

    def __call__(self, award: str, credential: Document, badge: Achievement, facts: AwardFacts) -> bytes:
        values = (award, name_hash(credential) or "", facts.qr or "")
        if not _PLAIN("\n".join(values)):
            return self._render(award_page(self._context, award, credential, badge, facts))
        key = _key(credential, badge, facts)
        if key not in self._kinds:
            if len(self._kinds) >= MAX_KINDS:
                self._kinds.clear()
            self._kinds[key] = self._kind(credential, badge, facts)
        pieces = list(self._kinds[key])
        for at in range(1, len(pieces), 2):
            pieces[at] = values[int(pieces[at])]
        return "".join(pieces).encode()

    def _kind(self, credential: Document, badge: Achievement, facts: AwardFacts) -> list[str]:
        """The page in pieces: every second one is the number of a value."""
        award = base64.b32encode(secrets.token_bytes(16)).decode().rstrip("=").lower()
        hashed, code = f"sha256${secrets.token_hex(32)}", f"data:image/png;base64,{secrets.token_hex(16)}"
        subject = credential["credentialSubject"]
        name = {"identityType": "name", "identityHash": hashed}
        marked = {**credential, "credentialSubject": {**subject, "identifier": [name]}}
        page = self._render(award_page(self._context, award, marked, badge, replace(facts, qr=code))).decode()
        marks = {award: "0", hashed: "1", code: "2"}
        pieces = re.split("(" + "|".join(map(re.escape, marks)) + ")", page)
        return [marks.get(piece, piece) if number % 2 else piece for number, piece in enumerate(pieces)]


def _key(credential: Document, badge: Achievement, facts: AwardFacts) -> bytes:
    """Everything that a page is made from but the three values."""
    subject = {key: value for key, value in credential["credentialSubject"].items() if key != "identifier"}
    days = [str(credential.get(key, ""))[:10] for key in ("validFrom", "awardedDate", "validUntil")]
    rest = {key: value for key, value in credential.items() if key not in _APART}
    rest_of_page = [
        badge.slug,
        facts.issuer.slug,
        facts.has_assertion,
        facts.has_jwt,
        facts.replaces,
        repr(facts.withdrawn),
        str(facts.doubt),
        facts.today.isoformat(),
        list(facts.endorsements),
        credential.get("credentialStatus", {}).get("statusListCredential"),
    ]
    return orjson.dumps([subject, days, rest, rest_of_page])
