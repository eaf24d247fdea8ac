"""The credential of an award: ``OpenBadgeCredential`` (Open Badges 3.0, section B.1.12), before it is signed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

from ..model import paths
from ..model.addresses import Addresses
from ..model.badge import Achievement
from ..model.duration import Duration, later
from ..model.json_text import compact
from ..model.organisation import Profile
from .canonical import UnsafeDocumentError
from .contexts import OB_3, VC_2
from .endorsement import profile_of
from .proof import timestamp


@dataclass(frozen=True)
class Earned:
    """What an award says about one person, beyond the badge itself.

    ``identities`` are IdentityObjects; ``awarded`` is the day of the deed when it lies before the signature.
    """

    identities: list[dict[str, Any]]
    awarded: date | None = None
    evidence: str | None = None
    narrative: str | None = None
    result: str | None = None
    endorsements: list[dict[str, Any]] = field(default_factory=list)


def credential(
    badge: Achievement,
    achievement: dict[str, Any],
    issuer: Profile,
    earned: Earned,
    *,
    award: str,
    status: dict[str, Any],
    addresses: Addresses,
    now: datetime,
) -> dict[str, Any]:
    """The credential of award ``award`` (its random id); ``achievement`` is embedded whole, as it is signed."""
    start = datetime.combine(earned.awarded, time(), UTC) if earned.awarded else now
    subject = compact(
        {
            "type": ["AchievementSubject"],
            "identifier": earned.identities,
            "achievement": achievement,
            "narrative": earned.narrative,
            "result": [{"type": ["Result"], "value": earned.result}] if earned.result else None,
        }
    )
    return compact(
        {
            "@context": [VC_2, OB_3],
            "id": addresses(paths.credential(award)),
            "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "name": badge.name,
            "issuer": profile_of(issuer, addresses),
            "validFrom": timestamp(now),
            "awardedDate": timestamp(start) if earned.awarded else None,
            "validUntil": timestamp(_until(start, badge.validity)) if badge.validity else None,
            "credentialSubject": subject,
            "evidence": [_evidence(earned.evidence)] if earned.evidence else None,
            "endorsement": earned.endorsements,
            "credentialStatus": status,
        }
    )


def _evidence(text: str) -> dict[str, Any]:
    """An address becomes the id of the evidence, anything else its narrative."""
    key = "id" if text.startswith("https://") and " " not in text else "narrative"
    return {"type": ["Evidence"], key: text}


def _until(start: datetime, length: Duration) -> datetime:
    try:
        return later(start, length)
    except ValueError as error:
        raise UnsafeDocumentError(f"{error}: give the badge a shorter validity") from None
