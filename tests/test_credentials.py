"""Keys, canonical forms and proofs, beside implementations that are not ours."""

from __future__ import annotations

import base64
import copy
import gzip
import hashlib
import json
import os
import subprocess
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lapel.credentials import identity, open_badge, status
from lapel.credentials.canonical import UnsafeDocumentError, canonical
from lapel.credentials.multikey import from_base58, from_multikey, to_base58, to_multikey
from lapel.credentials.proof import ProofError, verify
from lapel.credentials.signing import sign
from lapel.documents import openbadges3
from lapel.documents.did import did_document
from lapel.model import Catalogue, Duration
from lapel.model.addresses import Addresses
from lapel.model.duration import later
from lapel.model.organisation import VerificationMethod
from tests.peers import ROOT, schema_errors

BASE = Addresses("https://badges.example.org/")
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
KEY = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"a key for tests only").digest())
SLUG = "english-for-the-workplace"
ISSUER = "harbour-learning-centre"
METHOD = f"{BASE.did(ISSUER)}#key-1"


def unsigned(sample: Catalogue, **more: Any) -> dict[str, Any]:
    badge, issuer = sample.badges[SLUG], sample.organisations[ISSUER]
    salt = identity.new_salt()
    people = [identity.email_identity("Learner@example.org"), identity.name_identity("Ada Example", salt)]
    earned = open_badge.Earned(
        people, awarded=date(2026, 6, 1), evidence="I took a message.", result="Seen twice", **more
    )
    address = BASE("organisations/harbour-learning-centre/status/1.json")
    return open_badge.credential(
        badge,
        openbadges3.achievement(badge, sample, BASE),
        issuer,
        earned,
        award=identity.new_id(),
        status=status.entry(address, 4711),
        addresses=BASE,
        now=NOW,
    )


@pytest.fixture(scope="module")
def signed(sample: Catalogue) -> dict[str, Any]:
    return sign(unsigned(sample), KEY, METHOD, NOW)


def peers(
    credentials: list[dict[str, Any]], node: str, sample: Catalogue, revoked: set[int] | None = None
) -> list[Any]:
    """The answers of Digital Bazaar's verifier, with our DID document and status list at hand."""
    method = VerificationMethod(id="key-1", publicKeyMultibase=to_multikey(KEY.public_key()), created=date(2026, 1, 1))
    issuer = sample.organisations[ISSUER].model_copy(update={"verificationMethod": (method,)})
    address = BASE("organisations/harbour-learning-centre/status/1.json")
    listed = sign(status.list_credential(address, BASE.did(ISSUER), revoked or set(), NOW), KEY, METHOD, NOW)
    documents = {BASE.did(ISSUER): did_document(issuer, BASE), address: listed}
    done = subprocess.run(
        [node, "tests/peers/vc.mjs"],
        cwd=ROOT,
        input=json.dumps({"documents": documents, "credentials": credentials}),
        capture_output=True,
        text=True,
    )
    assert 0 == done.returncode, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_badge_is_verified_by_us_and_by_another_implementation(
    signed: dict[str, Any], node: str, sample: Catalogue
) -> None:
    verify(signed, KEY.public_key())
    assert [{"verified": True, "errors": []}] == peers([signed], node, sample)


def test_a_revoked_badge_is_refused_by_another_implementation(
    signed: dict[str, Any], node: str, sample: Catalogue
) -> None:
    assert [True] == [answer["verified"] for answer in peers([signed], node, sample, {4710, 4712})]
    assert [False] == [answer["verified"] for answer in peers([signed], node, sample, {4711})]


def changed(signed: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """A copy for each class of byte that somebody could change."""
    subject = ("credentialSubject",)
    for name, path, value in [
        ("subject", (*subject, "identifier", 0, "identityHash"), "sha256$" + "0" * 64),
        ("achievement", (*subject, "achievement", "name"), "Brain surgery"),
        ("criteria", (*subject, "achievement", "criteria", "narrative"), "You breathed."),
        ("issuer", ("issuer", "name"), "Somebody else"),
        ("valid from", ("validFrom",), "2026-11-20T12:00:00Z"),
        ("valid until", ("validUntil",), "2099-01-01T00:00:00Z"),
        ("awarded", ("awardedDate",), "2020-01-01T00:00:00Z"),
        ("status", ("credentialStatus", "statusListIndex"), "1"),
        ("proof date", ("proof", "created"), "2026-11-21T12:00:01Z"),
        ("proof purpose", ("proof", "proofPurpose"), "authentication"),
        ("proof value", ("proof", "proofValue"), to_base58(bytes(64))),
        ("new term", (*subject, "grade"), "A"),
    ]:
        copied = copy.deepcopy(signed)
        node: Any = copied
        for step in path[:-1]:
            node = node[step]
        node[path[-1]] = value
        yield name, copied


def test_every_class_of_changed_byte_is_refused_by_both(signed: dict[str, Any], node: str, sample: Catalogue) -> None:
    names, copies = zip(*changed(signed), strict=True)
    for name, copied in zip(names, copies, strict=True):
        with pytest.raises((ProofError, UnsafeDocumentError)):
            verify(copied, KEY.public_key())
        assert name
    answers = peers(list(copies), node, sample)
    assert dict.fromkeys(names, False) == {
        name: answer["verified"] for name, answer in zip(names, answers, strict=True)
    }


def test_a_badge_fits_the_schema_of_the_standard(signed: dict[str, Any]) -> None:
    assert [] == schema_errors("", signed)
    assert schema_errors("", {key: value for key, value in signed.items() if key != "issuer"})


def test_another_implementation_finds_the_same_canonical_form(sample: Catalogue) -> None:
    ours = canonical(unsigned(sample))
    dataset = pyoxigraph.Dataset(pyoxigraph.parse(ours.encode(), format=pyoxigraph.RdfFormat.N_QUADS))
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    lines = sorted(f"{quad} .\n" for quad in dataset)
    assert ours == "".join(lines)


@settings(max_examples=40, deadline=None)
@given(text=st.text(st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn"]), min_size=1, max_size=40))
@example(text="a\u2028b\u2029c")
def test_any_text_that_is_signed_is_canonical_elsewhere_too(text: str) -> None:
    document = {
        "@context": ["https://www.w3.org/ns/credentials/v2", openbadges3.CONTEXT[1]],
        "id": "https://badges.example.org/awards/x/credential.json",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": text,
    }
    ours = canonical(document)
    dataset = pyoxigraph.Dataset(pyoxigraph.parse(ours.encode(), format=pyoxigraph.RdfFormat.N_QUADS))
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    # Lines end with "\n" alone: U+2028 is a character of a text.
    assert sorted(ours.rstrip("\n").split("\n")) == sorted(f"{quad} ." for quad in dataset)


@pytest.mark.parametrize("text", ["a\x08b", "a\x1fb", "a\x7fb", "\ue000", "\U000f0000"])
def test_text_that_programs_treat_differently_is_not_signed(text: str, sample: Catalogue) -> None:
    with pytest.raises(UnsafeDocumentError, match="cannot be signed"):
        canonical({**unsigned(sample), "name": text})


def test_an_unknown_context_is_never_fetched(sample: Catalogue) -> None:
    document = unsigned(sample)
    document["@context"] = [*document["@context"], "https://evil.example/context.json"]
    with pytest.raises(UnsafeDocumentError, match=r"evil\.example"):
        canonical(document)


def test_the_published_example_of_the_standard_has_our_hash_and_key() -> None:
    # Open Badges 3.0 implementation guide: the key of its example, as a Multikey.
    key = from_multikey("z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi")
    assert "z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi" == to_multikey(key)


def test_the_vectors_of_w3c_hold() -> None:
    folder = os.environ.get("LAPEL_VECTORS")
    if not folder:
        pytest.skip("LAPEL_VECTORS names no folder with test vectors")
    vectors = Path(folder) / "vc-di-vectors"
    pair = json.loads((vectors / "eddsa-keyPair.json").read_text(encoding="utf-8"))
    document = json.loads((vectors / "eddsa-rdfc-2022__signedDataInt.json").read_text(encoding="utf-8"))
    combined = bytes.fromhex((vectors / "combinedHashDataInt.txt").read_text(encoding="utf-8").strip())
    key = from_multikey(pair["publicKeyMultibase"])
    key.verify(from_base58(document["proof"]["proofValue"]), combined)
    halves = [(vectors / name).read_text(encoding="utf-8") for name in ("proofCanonDataInt.txt", "canonDocDataInt.txt")]
    assert combined == b"".join(hashlib.sha256(text.encode()).digest() for text in halves)


@given(st.binary(max_size=80))
def test_base58_is_read_back(data: bytes) -> None:
    assert data == from_base58(to_base58(data))


@pytest.mark.parametrize("text", ["", "z0", "m123", "zl", "z" + "1" * 300])
def test_what_is_not_base58_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - every text gets the same sentence or a length
        from_multikey(text)


@given(st.sets(st.integers(0, status.BITS - 1), max_size=50))
def test_a_status_list_is_read_back_and_is_the_same_every_time(revoked: set[int]) -> None:
    text = status.encode_list(revoked)
    assert revoked == status.decode_list(text)
    assert text == status.encode_list(sorted(revoked, reverse=True))


def test_the_first_bit_of_a_status_list_is_the_left_most() -> None:
    text = status.encode_list({0, 9})
    assert b"\x80\x40" == gzip.decompress(base64.urlsafe_b64decode(text[1:] + "=="))[:2]


def test_identity_hashes_are_those_of_the_standards() -> None:
    # Open Badges 2.0 and 3.0 give these examples.
    assert "ecf5409f3f4b91ab60cc5ef4c02aef7032354375e70cf4d8e43f6a1d29891942" == identity.identity_hash(
        "nobody@example.org", "deadsea"
    ).removeprefix("sha256$")
    assert identity.identity_hash("a@example.com", "Kosher").startswith("sha256$b5809d8a")


def test_ids_and_salts_are_random_and_of_full_length() -> None:
    assert 100 == len({identity.new_id() for _ in range(100)})
    assert {26} == {len(identity.new_id()) for _ in range(100)}
    assert {32} == {len(identity.new_salt()) for _ in range(100)}


def test_a_name_is_hashed_as_it_is_said() -> None:
    decomposed = identity.name_identity("  Ada   Exámple ".replace("á", "a\u0301"), "s")
    assert identity.name_identity("Ada Exámple", "s") == decomposed
    assert "salt" not in decomposed


@pytest.mark.parametrize(
    ("start", "length", "end"),
    [
        ("2024-02-29", "1 year", "2025-02-28"),
        ("2026-01-31", "1 month", "2026-02-28"),
        ("2026-11-21", "2 years 6 months", "2029-05-21"),
        ("2026-12-31", "1 day", "2027-01-01"),
    ],
)
def test_an_award_ends_on_the_day_that_people_expect(start: str, length: str, end: str) -> None:
    moment = later(datetime.fromisoformat(start).replace(tzinfo=UTC), Duration.parse(length))
    assert end == moment.date().isoformat()
