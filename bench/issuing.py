"""Signing awards on one core, beside the limit and the peers, in the same run on the same credentials."""

from __future__ import annotations

import hashlib
import json
import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from openbadgeslib.ob3.ldp import add_data_integrity_proof

from lapel.credentials import identity, open_badge, status
from lapel.credentials.batch_canonical import Canonicaliser
from lapel.credentials.multikey import to_multikey
from lapel.credentials.proof import verify
from lapel.credentials.signing import sign
from lapel.documents import openbadges3
from lapel.ledger.stored_awards import parse_json, to_line
from lapel.load import open_network
from lapel.model.addresses import Addresses

ROOT = Path(__file__).resolve().parent.parent
COUNT = 4000
SLOW = 60
KEY = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"a key for the benchmark only").digest())
NOW = datetime.now(UTC).replace(microsecond=0)
BASE = Addresses("https://badges.example.org/")


def unsigned(count: int) -> list[dict[str, Any]]:
    """Credentials of one badge of the sample network for ``count`` people."""
    _, catalogue = open_network(ROOT, ROOT / "overrides/locales")
    badge = catalogue.badges["english-for-the-workplace"]
    issuer = catalogue.organisations["harbour-learning-centre"]
    achievement = openbadges3.achievement(badge, catalogue, BASE)
    made = []
    for number in range(count):
        salt = identity.new_salt()
        people = [identity.email_identity(f"p{number}@example.org"), identity.name_identity(f"P {number}", salt)]
        place = status.entry(BASE("organisations/x/status/1.json"), number)
        earned = open_badge.Earned(people, narrative=f"Person {number} took a message.")
        made.append(
            open_badge.credential(
                badge,
                achievement,
                issuer,
                earned,
                award=identity.new_id(),
                status=place,
                addresses=BASE,
                now=NOW,
            )
        )
    return made


def rate(work: Callable[[dict[str, Any]], object], documents: list[dict[str, Any]]) -> float:
    start = time.perf_counter()
    for document in documents:
        work(document)
    return len(documents) / (time.perf_counter() - start)


def table() -> Iterator[str]:
    documents = unsigned(COUNT)
    method = f"{BASE.did('harbour-learning-centre')}#key-1"
    public, form = KEY.public_key(), Canonicaliser()
    texts = {id(document): to_line(document) for document in documents}
    pem = KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    form(documents[0])

    def limit(document: dict[str, Any]) -> None:
        data = texts[id(document)]
        KEY.sign(hashlib.sha256(data).digest() + hashlib.sha256(data[:300]).digest())

    def ours(document: dict[str, Any]) -> bytes:
        return to_line(sign(document, KEY, method, NOW, form))

    def checked(document: dict[str, Any]) -> None:
        verify(parse_json(ours(document)), public, form)

    def theirs(document: dict[str, Any]) -> None:
        add_data_integrity_proof(document, pem, verification_method=method)

    rates = {
        "the limit: Ed25519 and SHA-256 alone": rate(limit, documents),
        "Lapel, signed": rate(ours, documents),
        "Lapel, signed and verified from its bytes (what award.py does)": rate(checked, documents),
        "the same with PyLD for each": rate(lambda one: to_line(sign(one, KEY, method, NOW)), documents[:SLOW]),
        "@digitalbazaar/vc issue()": node(documents[: SLOW * 4], method),
        "openbadgeslib": rate(theirs, documents[:SLOW]),
    }
    base = rates["Lapel, signed"]
    yield "| who | awards a second | Lapel is so many times as fast |"
    yield "| --- | ---: | ---: |"
    for name, value in rates.items():
        yield f"| {name} | {value:,.0f} | {base / value:.2f} |"


def node(documents: list[dict[str, Any]], method: str) -> float:
    """Digital Bazaar's rate, warm, on the same documents."""
    seed = hashlib.sha256(b"a key for the benchmark only").hexdigest()
    order = {"seed": seed, "method": method, "multikey": to_multikey(KEY.public_key()), "credentials": documents}
    done = subprocess.run(
        ["node", "bench/issue.mjs"], cwd=ROOT, input=json.dumps(order), capture_output=True, text=True, check=True
    )
    return float(done.stdout)
