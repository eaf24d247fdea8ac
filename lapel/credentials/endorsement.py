"""``EndorsementCredential`` (Open Badges 3.0, section B.3.1): one organisation speaks for a badge or an award."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ..model import paths
from ..model.addresses import Addresses
from ..model.organisation import Profile
from .contexts import OB_3, VC_2
from .proof import timestamp

TYPES = ["VerifiableCredential", "EndorsementCredential"]


def endorsement(
    endorser: Profile, subject: str, comment: str, *, name: str, number: str, addresses: Addresses, now: datetime
) -> dict[str, Any]:
    """What ``endorser`` says of ``subject`` (the ``id`` of an Achievement, or an award's page), not yet signed.

    An embedded endorsement of the credential's own ``id`` would describe the outer credential a second time in the
    same graph, which careful verifiers refuse; so an award is named by its page. ``number`` is the random part of
    the endorsement's address, ``name`` a title for people.
    """
    return {
        "@context": [VC_2, OB_3],
        "id": addresses(paths.endorsement(number)),
        "type": TYPES,
        "name": name,
        "issuer": profile_of(endorser, addresses),
        "validFrom": timestamp(now),
        "credentialSubject": {"id": subject, "type": ["EndorsementSubject"], "endorsementComment": comment},
    }


def profile_of(organisation: Profile, addresses: Addresses) -> dict[str, Any]:
    """The issuer as it stands in a credential: its DID, and what a reader wants to know."""
    return {
        "id": addresses.did(organisation.slug),
        "type": ["Profile"],
        "name": organisation.name,
        "url": organisation.url or addresses(paths.organisation(organisation.slug)),
        "email": organisation.email,
    }
