"""What a stopped key signed is not built upon: neither counted, nor given again, nor said once more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..model.organisation import Profile
from .record_reading import award_in_doubt
from .signatures import in_doubt
from .stored_awards import StoredAward
from .withdrawals import Revocation


def is_doubtful(one: StoredAward, by_did: Mapping[str, Profile], moments: Mapping[str, str] | None) -> bool:
    """Whether a key may have signed the award after it was not safe; ``moments`` are those of the record."""
    issuer = by_did.get(one.issuer)
    return issuer is not None and award_in_doubt(one, issuer, moments) is not None


def speaks_in_doubt(document: Mapping[str, Any], by_did: Mapping[str, Profile]) -> bool:
    """Whether a key signed the endorsement after it was not safe."""
    issuer = document.get("issuer")
    endorser = by_did.get(str(issuer.get("id"))) if isinstance(issuer, dict) else None
    return endorser is not None and in_doubt(document, endorser) is not None


def without_doubts(achievement: Mapping[str, Any], by_did: Mapping[str, Profile]) -> dict[str, Any]:
    """The Achievement of an award without what a stopped key said of it."""
    said = [one for one in achievement.get("endorsement", []) if not speaks_in_doubt(one, by_did)]
    found = {key: value for key, value in achievement.items() if key != "endorsement"}
    return {**found, "endorsement": said} if said else found


class Standing:
    """Whether an award still says that somebody holds the badge: it was not withdrawn for good, and no stopped key may
    have signed it. (Whether it has run out depends on the day.)"""

    def __init__(
        self, revoked: Mapping[str, Revocation], by_did: Mapping[str, Profile], moments: Mapping[str, str] | None
    ) -> None:
        self._revoked, self._by_did, self._moments = revoked, by_did, moments

    def __call__(self, award: StoredAward) -> bool:
        if (entry := self._revoked.get(award.id)) is not None:
            # Who had an award before it was re-issued holds it still, as long as the new one stands.
            new = entry.replacement
            if not new or new in self._revoked:
                return False
        return not is_doubtful(award, self._by_did, self._moments)
