"""What the list of issuers says of the record: where it is, and which keys sign it."""

from __future__ import annotations

from typing import Any

from ..model import paths
from ..model.addresses import Addresses
from ..record.delegation import Delegation
from .record_reading import Signed


def record_claim(delegation: Delegation, checkpoints: dict[int, Signed], addresses: Addresses) -> dict[str, Any]:
    """The newest key signs on; of each older one, the size up to which its checkpoints count."""
    sizes = {one.key: size for size, one in sorted(checkpoints.items())}
    older = [{"key": key, "size": sizes.get(key, 0)} for key in delegation.keys[1:]]
    return {
        "origin": delegation.origin,
        "address": addresses(paths.RECORD),
        "keys": [{"key": delegation.keys[0]}, *older],
    }
