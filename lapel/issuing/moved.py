"""What an award said where the site was before, in the addresses that it has now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..context import Context
from ..ledger.doubt import without_doubts
from ..ledger.signatures import organisations_by_did
from ..ledger.stored_awards import StoredAward
from ..model.addresses import Addresses
from ..model.organisation import Profile


def achievement_again(old: StoredAward, context: Context) -> dict[str, Any]:
    """The Achievement of an award, the words that it was earned by, without what a stopped key said of it."""
    by_did = organisations_by_did(context.catalogue, context.addresses)
    found = without_doubts(old.document["credentialSubject"]["achievement"], by_did)
    then = context.addresses.of(old.document["id"])
    if then == context.addresses:
        return found
    # What others said of it names its address of then, and they signed that.
    found.pop("endorsement", None)
    moved: dict[str, Any] = _moved(found, then, context.addresses, by_did)
    return moved


def issuer_again(old: StoredAward, context: Context) -> Any:
    """The issuer of an award, as it names it."""
    then = context.addresses.of(old.document["id"])
    by_did = organisations_by_did(context.catalogue, context.addresses)
    return _moved(old.document["issuer"], then, context.addresses, by_did)


def _moved(said: Any, then: Addresses, now: Addresses, by_did: Mapping[str, Profile]) -> Any:
    if isinstance(said, dict):
        return {key: _moved(value, then, now, by_did) for key, value in said.items()}
    if isinstance(said, list):
        return [_moved(one, then, now, by_did) for one in said]
    if not isinstance(said, str):
        return said
    if said in by_did:
        return now.did(by_did[said].slug)
    return now(said.removeprefix(then.base)) if said.startswith(then.base) else said
