"""What the verifier believes of a network with a record: thieves, hosts that go back, lists, other networks."""

from __future__ import annotations

import base64
import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lapel.credentials.multikey import to_multikey
from lapel.issuing.revoke import Withdrawal, revoke
from tests.awarding import BASE, KEY, context_of, kept, publish, resigned, run, verified
from tests.recording import RECORD_KEY, begin, row, says, sign
from tests.repository import git

GENUINE, WARNED, OPEN, BAD = "genuine", "genuine-with-warning", "undetermined", "not-valid"
ORGANISATION = "network/organisations/anchor.md"


@pytest.fixture
def site(network: Path, tmp_path: Path) -> Path:
    """Two awards, written down and published."""
    run(network, "first", people="name,email\nAda,ada@example.org\nBo,\n")
    begin(network)
    return publish(network, tmp_path / "site")


def stop(root: Path, day: str) -> None:
    """The organisation's key was stopped as unsafe from ``day``, and another one is in force."""
    file = root / ORGANISATION
    text = file.read_text(encoding="utf-8")
    new = to_multikey(Ed25519PrivateKey.generate().public_key())
    today = datetime.now(UTC).date()
    method = f"  - id: key-2\n    publicKeyMultibase: {new}\n    created: {today}\n"
    file.write_text(text.replace("roles:", f"    revoked: {day}\n{method}roles:"), encoding="utf-8")


def test_an_award_that_was_written_down_is_genuine_in_whatever_order_it_is_kept(
    network: Path, site: Path, node: str
) -> None:
    raw = kept(network)[0].raw
    for badge in (
        raw,
        json.dumps(json.loads(raw), indent=2).encode(),
        json.dumps(json.loads(raw), sort_keys=True).encode(),
    ):
        result = says(node, site, badge)
        assert (GENUINE, ("passed", "RECORDED")) == (result["verdict"], row(result, "record"))
    assert {True} == set(verified(site, node).values())


def test_what_a_live_key_signs_beside_the_record_is_not_believed(network: Path, site: Path, node: str) -> None:
    one = kept(network)[0]
    document = json.loads(one.raw)
    forged = [
        {**document, "awardedDate": "2026-11-01T00:00:00Z"},
        {**document, "id": document["id"].replace(one.id, "t" * 26)},
        {**document, "id": "urn:uuid:5a7e3b02-1111-4222-8333-123456789abc"},
        {**document, "id": "https://elsewhere.example/awards/x"},
    ]
    for each in forged:
        result = says(node, site, resigned(each))
        assert (OPEN, "NOT_RECORDED") == (result["verdict"], result["code"])


def test_an_award_that_is_published_and_not_yet_written_down_is_told(network: Path, site: Path, node: str) -> None:
    run(network, "end", people="name,email\nCy,\n", batch="more")
    publish(network, site)
    result = says(node, site, kept(network)[0].raw)
    assert (WARNED, "RECORD_PENDING") == (result["verdict"], result["code"])
    sign(network)
    publish(network, site)
    assert GENUINE == says(node, site, kept(network)[0].raw)["verdict"]


def test_of_a_stopped_key_only_what_was_written_down_before_is_believed(network: Path, site: Path, node: str) -> None:
    one = kept(network)[0]
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).date()
    later = {"now": (datetime.now(UTC) + timedelta(days=3)).isoformat()}
    stop(network, str(tomorrow))
    sign(network)
    publish(network, site)
    result = says(node, site, one.raw, **later)
    assert (GENUINE, GENUINE.upper()) == (result["verdict"], result["code"]), result["checks"]
    document = json.loads(one.raw)
    backdated = resigned(
        {**document, "id": document["id"].replace(one.id, "t" * 26)}, created=datetime.now(UTC) - timedelta(days=5)
    )
    result = says(node, site, backdated, **later)
    assert OPEN == result["verdict"]
    assert ("not-checked", "NOT_RECORDED") == row(result, "record")


def test_an_award_that_was_written_down_after_its_key_was_unsafe_is_in_doubt(
    network: Path, site: Path, node: str
) -> None:
    (network / ".gitignore").write_text("/outbox/\n")
    git(network, "init", "--quiet", "--initial-branch=main")
    git(network, "add", "--all")
    git(network, "commit", "--quiet", "--message=x")
    yesterday = (datetime.now(UTC) - timedelta(days=1)).date()
    stop(network, str(yesterday))
    sign(network)
    publish(network, site)
    assert BAD == says(node, site, kept(network)[0].raw)["verdict"]
    page = (site / f"awards/{kept(network)[0].id}/index.html").read_text(encoding="utf-8")
    assert "Nobody can be sure yet" in page


def test_an_older_list_does_not_bring_a_withdrawn_award_back(network: Path, site: Path, node: str) -> None:
    one = kept(network)[0]
    old = (site / "organisations/anchor/status/1.json").read_bytes()
    revoke(context_of(network), Withdrawal(one.id, "Given twice."), lambda *_: KEY)
    publish(network, site)
    newer = says(node, site, kept(network)[1].raw)
    assert (WARNED, "LIST_NOT_RECORDED") == (newer["verdict"], newer["code"])
    assert (BAD, "REVOKED") == tuple(says(node, site, one.raw)[key] for key in ("verdict", "code"))
    sign(network)
    publish(network, site)
    assert (BAD, "REVOKED") == tuple(says(node, site, one.raw)[key] for key in ("verdict", "code"))
    assert GENUINE == says(node, site, kept(network)[1].raw)["verdict"]
    (site / "organisations/anchor/status/1.json").write_bytes(old)
    result = says(node, site, one.raw)
    assert (OPEN, "STATUS_VERIFICATION_ERROR") == (result["verdict"], result["code"])


def test_a_site_that_goes_back_is_noticed_by_who_saw_it_before(
    network: Path, site: Path, node: str, tmp_path: Path
) -> None:
    one = kept(network)[0]
    back = tmp_path / "back"
    shutil.copytree(site, back)
    revoke(context_of(network), Withdrawal(one.id, "Given twice."), lambda *_: KEY)
    sign(network)
    publish(network, site)
    assert GENUINE == says(node, back, one.raw)["verdict"]
    seen = says(node, site, kept(network)[1].raw)["seen"]
    assert seen["size"] == json.loads((site / "record/latest.json").read_bytes())["index"] + 1
    result = says(node, back, one.raw, seen=[seen])
    assert (OPEN, ("not-checked", "RECORD_ROLLED_BACK")) == (result["verdict"], row(result, "record"))
    assert result["seen"] is None
    assert BAD == says(node, site, one.raw, seen=[seen])["verdict"]


def test_a_record_that_nobody_signed_for_long_is_told(network: Path, site: Path, node: str) -> None:
    later = (datetime.now(UTC) + timedelta(days=401)).isoformat()
    result = says(node, site, kept(network)[0].raw, now=later)
    assert WARNED == result["verdict"]
    assert ("warned", "RECORD_OLD") == row(result, "record")


def change(site: Path, path: str, **values: Any) -> None:
    document = json.loads((site / path).read_bytes())
    (site / path).write_text(json.dumps({**document, **values}), encoding="utf-8")


def test_nothing_gets_better_when_parts_of_the_record_are_missing_or_wrong(
    network: Path, site: Path, node: str, tmp_path: Path
) -> None:
    one, other = kept(network)
    where = f"awards/{one.id}/record.json"
    whole = {path: (site / path).read_bytes() for path in (where, "record/latest.json", "registry.json")}
    (proof,) = json.loads(whole[where])["proofs"]
    stranger = Ed25519PrivateKey.generate()
    wrong = [
        (where, None, "NOT_RECORDED"),
        (where, b"{}", "RECORD_UNREADABLE"),
        (where, b'{"proofs": []}', None),
        (where, (site / f"awards/{other.id}/record.json").read_bytes(), "NOT_RECORDED"),
        (where, json.dumps({"proofs": [{**proof, "index": proof["index"] + 1}]}).encode(), "RECORD_UNREADABLE"),
        (where, json.dumps({"proofs": [{**proof, "proof": proof["proof"][:-1]}]}).encode(), "RECORD_UNREADABLE"),
        (where, json.dumps({"proofs": [{**proof, "size": proof["size"] - 1}]}).encode(), "RECORD_UNREADABLE"),
        (where, json.dumps({"proofs": [{**proof, "size": 10**6}]}).encode(), "RECORD_ROLLED_BACK"),
        (where, b'{"proofs": "x"}', "RECORD_UNREADABLE"),
        (
            where,
            json.dumps({"proofs": [{**proof, "entry": proof["entry"].replace("2026", "2020")}]}).encode(),
            "RECORD_UNREADABLE",
        ),
        ("record/latest.json", None, "RECORD_UNREADABLE"),
        ("record/latest.json", b"[]", "RECORD_UNREADABLE"),
        ("record/latest.json", json.dumps(proof).encode(), "RECORD_UNREADABLE"),
    ]
    assert stranger
    for path, content, code in wrong:
        (site / path).unlink() if content is None else (site / path).write_bytes(content)
        result = says(node, site, one.raw)
        if code is None:
            assert (WARNED, "RECORD_PENDING") == (result["verdict"], result["code"])
        else:
            assert (OPEN, ("not-checked", code)) == (result["verdict"], row(result, "record")), (path, content)
        (site / path).write_bytes(whole[path])
    assert GENUINE == says(node, site, one.raw)["verdict"]


def test_a_list_of_issuers_that_the_record_does_not_name_is_not_used(network: Path, site: Path, node: str) -> None:
    change(site, "registry.json", name="Another network")
    result = says(node, site, kept(network)[0].raw)
    assert (WARNED, ("warned", "LIST_OTHER")) == (result["verdict"], row(result, "issuer"))


def test_a_token_is_written_down_too(network: Path, tmp_path: Path, node: str) -> None:
    run(network, "first", people="name,email\nAda,\n", also_jwt=True)
    begin(network)
    site = publish(network, tmp_path / "tokens")
    one = kept(network)[0]
    token = (site / f"awards/{one.id}/credential.jwt").read_bytes()
    result = says(node, site, token)
    assert (GENUINE, ("passed", "RECORDED")) == (result["verdict"], row(result, "record")), result["checks"]
    assert 2 == len(json.loads((site / f"awards/{one.id}/record.json").read_bytes())["proofs"])


def pinning(site: Path, tmp_path: Path, key: Ed25519PrivateKey) -> Path:
    """The list of issuers of another network, which knows the record of this one."""
    registry = {
        "id": "https://other.example/registry.json",
        "name": "Other",
        "issuers": [],
        "recognised": [{"name": "Our neighbours", "address": BASE, "key": to_multikey(key.public_key())}],
    }
    file = tmp_path / "other.json"
    file.write_text(json.dumps(registry), encoding="utf-8")
    return file


def test_another_network_that_knows_the_key_believes_the_record_and_its_list(
    network: Path, site: Path, node: str, tmp_path: Path
) -> None:
    one = kept(network)[0]
    known = pinning(site, tmp_path, RECORD_KEY)
    result = says(node, site, one.raw, registry=known)
    assert (GENUINE, ("passed", "RECORDED")) == (result["verdict"], row(result, "record")), result["checks"]
    assert "Anchor" == result["proven"]["name"]


def test_who_buys_the_address_of_a_network_is_noticed_by_those_who_know_its_key(
    network: Path, site: Path, node: str, tmp_path: Path
) -> None:
    one = kept(network)[0]
    known = pinning(site, tmp_path, RECORD_KEY)
    shutil.rmtree(network / "network/record")
    begin(network, Ed25519PrivateKey.generate())
    publish(network, site)
    result = says(node, site, one.raw, registry=known)
    assert (OPEN, ("not-checked", "RECORD_NOT_SIGNED")) == (result["verdict"], row(result, "record"))
    assert GENUINE == says(node, site, one.raw)["verdict"]  # whoever never saw it before cannot tell


def test_the_proof_of_an_award_is_small(site: Path, network: Path) -> None:
    file = site / f"awards/{kept(network)[0].id}/record.json"
    assert 6000 > len(file.read_bytes())
    assert base64.b64decode(json.loads(file.read_bytes())["proofs"][0]["proof"][0])
