"""What the list of issuers says of the record: where it is, and which key signs it."""

from __future__ import annotations

from typing import Any

from ..model import paths
from ..model.addresses import Addresses
from ..record.delegation import Delegation


def record_claim(delegation: Delegation, addresses: Addresses) -> dict[str, Any]:
    """The newest key signs on; what older ones signed is proven to go on in it."""
    return {"origin": delegation.origin, "address": addresses(paths.RECORD), "key": delegation.keys[0]}
