"""Data Integrity proofs: cryptosuite ``eddsa-rdfc-2022`` (W3C vc-di-eddsa 1.0, section 3.2)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from ..model.problem import LapelError
from .canonical import canonical
from .multikey import from_base58

SUITE = "eddsa-rdfc-2022"


class ProofError(LapelError):
    """A proof does not hold; the text says why."""


def timestamp(moment: datetime) -> str:
    """``moment`` in UTC as XML Schema writes it, whole seconds."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


Form = Callable[[dict[str, Any]], str]
"""What gives the canonical form: ``canonical``, or a :class:`~.batch_canonical.Canonicaliser` for many documents."""


def hash_data(document: Mapping[str, Any], proof: Mapping[str, Any], form: Form = canonical) -> bytes:
    """The 64 bytes that are signed (section 3.2.4): the hash of the proof's options, then of the document."""
    plain = {key: value for key, value in document.items() if key != "proof"}
    options = {"@context": document["@context"], **{key: value for key, value in proof.items() if key != "proofValue"}}
    return _options_hash(json.dumps(options)) + hashlib.sha256(form(plain).encode()).digest()


@lru_cache(maxsize=64)
def _options_hash(options: str) -> bytes:
    """A batch has the same options in every proof."""
    return hashlib.sha256(canonical(json.loads(options)).encode()).digest()


def verify(document: Mapping[str, Any], key: Ed25519PublicKey, form: Form = canonical) -> None:
    """Raises :class:`ProofError` unless the one proof of ``document`` was made with ``key``."""
    proof = document.get("proof")
    if not isinstance(proof, dict):
        raise ProofError("it is not signed")
    expected = {"type": "DataIntegrityProof", "cryptosuite": SUITE, "proofPurpose": "assertionMethod"}
    for name, value in expected.items():
        if proof.get(name) != value:
            raise ProofError(f"its proof has {name} '{proof.get(name)}' and not '{value}'")
    try:
        signature = from_base58(str(proof.get("proofValue")))
        key.verify(signature, hash_data(document, proof, form))
    except ValueError as error:
        raise ProofError(f"its proof value is {error}") from error
    except InvalidSignature:
        raise ProofError("it was changed after it was signed, or signed with another key") from None
