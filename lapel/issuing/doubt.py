"""What a stopped key signed is not built upon: neither counted, nor given again, nor said once more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..ledger.record_reading import award_in_doubt
from ..ledger.signatures import in_doubt
from ..ledger.stored_awards import StoredAward
from ..model.organisation import Profile


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
