"""Open Badges 2.0 hosted ``Assertion``, derived from the signed credential of the same award."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..model import paths
from ..model.addresses import Addresses
from ..model.json_text import compact
from .openbadges2 import CONTEXT


def assertion(
    credential: dict[str, Any],
    award: str,
    badge: str,
    own_class: str | None,
    addresses: Addresses,
    endorsements: Sequence[str] = (),
) -> dict[str, Any] | None:
    """The Assertion of ``award``; ``own_class`` is the issuer when it is not the badge's first,
    ``endorsements`` the numbers of what others say of it: by address, because an embedded one breaks validators.

    None when the earner has no e-mail address: Open Badges 2.0 knows no other identity that fits.
    """
    subject = credential["credentialSubject"]
    email = next((one for one in subject["identifier"] if one["identityType"] == "emailAddress"), None)
    if email is None:
        return None
    evidence = [
        compact({"id": item.get("id"), "narrative": item.get("narrative")}) for item in credential.get("evidence", [])
    ]
    return compact(
        {
            "@context": CONTEXT,
            "type": "Assertion",
            "id": addresses(paths.assertion(award)),
            "recipient": {"type": "email", "hashed": True, "salt": email["salt"], "identity": email["identityHash"]},
            "badge": addresses(paths.badge_class(badge, own_class)),
            "verification": {"type": "HostedBadge"},
            "issuedOn": credential.get("awardedDate") or credential["validFrom"],
            "expires": credential.get("validUntil"),
            "narrative": subject.get("narrative"),
            "evidence": evidence,
            "endorsement": [addresses(paths.endorsement_claim(number)) for number in endorsements],
        }
    )


def revoked_assertion(award: str, reason: str, addresses: Addresses) -> dict[str, Any]:
    """What is left of a withdrawn award: the reference validator takes a longer form for a good badge."""
    return {
        "@context": CONTEXT,
        "id": addresses(paths.assertion(award)),
        "type": "Assertion",
        "revoked": True,
        "revocationReason": reason,
    }
