"""Open Badges 2.0 ``Endorsement``, derived from the signed EndorsementCredential."""

from __future__ import annotations

from typing import Any

from ..model import paths
from ..model.addresses import Addresses
from .openbadges2 import CONTEXT


def endorsement_claim(
    credential: dict[str, Any], number: str, subject: str, endorser: str, addresses: Addresses
) -> dict[str, Any]:
    """The Endorsement with the random ``number``; ``subject`` is the address of the BadgeClass or Assertion that it
    speaks of, ``endorser`` the organisation that speaks."""
    return {
        "@context": CONTEXT,
        "type": "Endorsement",
        "id": addresses(paths.endorsement_claim(number)),
        "claim": {"id": subject, "endorsementComment": credential["credentialSubject"].get("endorsementComment", "")},
        "issuer": addresses(paths.issuer(endorser)),
        "issuedOn": credential["validFrom"],
        "verification": {"type": "HostedBadge"},
    }
