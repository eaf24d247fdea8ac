"""What is published of awards: checked before, read by others after, and withdrawn one at a time."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from openbadgeslib.errors import LibOpenBadgesException
from openbadgeslib.ob3.ldp import OB3LdpVerifier

from lapel.issuing.revoke import Withdrawal, revoke
from lapel.ledger import checking
from lapel.ledger.signatures import AwardError
from lapel.ledger.stored_awards import to_line
from lapel.ledger.withdrawals import read_revocations
from lapel.model import CatalogueError
from lapel.outputs import stream
from lapel.stream import Settings
from tests.awarding import (
    BASE,
    FILE,
    KEY,
    TEMPLATES,
    context_of,
    kept,
    problems,
    publish,
    resigned,
    run,
    verified,
)
from tests.building import ROOT
from tests.catalogues_check import check
from tests.peers import openbadges, read_by_jose
from tests.repository import git


def test_everything_that_is_published_is_good_to_two_other_implementations(
    network: Path, tmp_path: Path, node: str
) -> None:
    run(network, "first", "end")
    site = publish(network, tmp_path / "site")
    assert {one.id: True for one in kept(network)} == verified(site, node)
    addresses = [
        f"{BASE}awards/{one.id}/assertion.json"
        for one in kept(network)
        if (site / "awards" / one.id / "assertion.json").exists()
    ]
    assert 22 == len(addresses)  # Open Badges 2.0 cannot name the two awards without an address
    for report in openbadges(site, BASE, addresses):
        assert ([], True) == (report["messages"], report["valid"]), report["address"]
        assert ["Assertion", "BadgeClass", "Issuer"] == report["types"]


def test_a_credential_is_published_byte_for_byte(network: Path, tmp_path: Path) -> None:
    run(network, "first")
    site = publish(network, tmp_path / "site")
    for one in kept(network):
        assert one.raw == (site / "awards" / one.id / "credential.json").read_bytes()


def test_withdrawing_one_turns_exactly_that_one(network: Path, tmp_path: Path, node: str) -> None:
    run(network, "first")
    ids = [one.id for one in kept(network)]
    revoke(context_of(network), Withdrawal(ids[3], "Awarded by mistake."), lambda *_: KEY)
    site = publish(network, tmp_path / "site")
    assert {one: one != ids[3] for one in ids} == verified(site, node)
    document = json.loads((site / "awards" / ids[3] / "assertion.json").read_bytes())
    assert {"@context", "id", "type", "revoked", "revocationReason"} == set(document)
    (report,) = openbadges(site, BASE, [f"{BASE}awards/{ids[3]}/assertion.json"])
    assert report["valid"] is False
    with pytest.raises(AwardError, match="withdrawn already"):
        revoke(context_of(network), Withdrawal(ids[3], "Again."), lambda *_: KEY)
    revoke(context_of(network), Withdrawal(ids[3], None), lambda *_: KEY)
    assert dict.fromkeys(ids, True) == verified(publish(network, tmp_path / "again"), node)
    with pytest.raises(AwardError, match="There is no award"):
        revoke(context_of(network), Withdrawal("nothing", "x"), lambda *_: KEY)


def test_a_withdrawn_badge_can_be_awarded_anew(network: Path) -> None:
    run(network, "first", people="name,email\nAda,ada@example.org\n")
    revoke(context_of(network), Withdrawal(kept(network)[0].id, "Wrong day."), lambda *_: KEY)
    assert 1 == len(run(network, "first", people="name,email\nAda,ada@example.org\n").awards)


FOREIGN = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"a foreign key").digest())


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (lambda raw, doc: raw.replace(b"A badge for tests.", b"A badge for pilots."), "is not as it was signed"),
        (lambda raw, doc: raw + b"\n" + raw, "has the id of badges/first/awards/batch.jsonl:1"),
        (lambda raw, doc: raw[:-20], "is not a credential"),
        (lambda raw, doc: resigned(doc, FOREIGN), "is not as it was signed"),
        (lambda raw, doc: resigned(doc, created=datetime(2020, 1, 1, tzinfo=UTC)), "which was made on 2026-01-01"),
        (lambda raw, doc: raw.replace(b'"name":"First","issuer"', b'"grade":"A","name":"First","issuer"'), "grade"),
        (lambda raw, doc: raw.replace(b"#key-1", b"#key-9"), "which network/organisations/anchor.md does not have"),
        (
            lambda raw, doc: raw.replace(b"organisations:anchor", b"organisations:nobody"),
            "which is no organisation here",
        ),
        (lambda raw, doc: raw.replace(b"badges/first/achievement", b"badges/second/achievement"), "of another badge"),
        (lambda raw, doc: raw.replace(b"context-3.0.3", b"context-3.0.2"), "has other contexts"),
        (lambda raw, doc: raw.replace(b"/awards/", b"/prizes/", 1), "has an id that is not its address"),
        (lambda raw, doc: raw.replace(b"anchor/status/1.json", b"other/status/1.json"), "not the issuer's"),
    ],
)
def test_a_line_that_was_tampered_with_is_named(
    network: Path, spoil: Callable[[bytes, dict[str, Any]], bytes], expected: str
) -> None:
    run(network, "first", people="name\nAda\n")
    raw = (network / FILE).read_bytes().rstrip(b"\n")
    (network / FILE).write_bytes(spoil(raw, json.loads(raw)) + b"\n")
    (problem,) = problems(network)
    assert problem.startswith(f"{FILE}:")
    assert expected in problem
    assert "back from git" in problem
    context = context_of(network)
    if "is not a credential" in expected:
        with pytest.raises(CatalogueError):
            list(stream(context, Settings(TEMPLATES[0])))


@pytest.mark.parametrize(("field", "good"), [("expires", True), ("revoked", False)])
def test_a_rotated_key_keeps_its_awards_and_an_unsafe_one_does_not(network: Path, field: str, good: bool) -> None:
    run(network, "first", people="name\nAda\n")
    file = network / "network/organisations/anchor.md"
    today = datetime.now(UTC).date()
    file.write_text(
        file.read_text(encoding="utf-8").replace("roles:", f"    {field}: {today}\nroles:"), encoding="utf-8"
    )
    assert good is (problems(network) == [])


def test_two_awards_never_share_a_place_in_the_list(network: Path) -> None:
    run(network, "first", people="name\nAda\nBo\n")
    rows = (network / FILE).read_bytes().splitlines()
    first, second = (json.loads(row) for row in rows)
    second["credentialStatus"] = first["credentialStatus"]
    (network / FILE).write_bytes(rows[0] + b"\n" + resigned(second) + b"\n")
    (problem,) = problems(network)
    assert "has the place in the status list of" in problem


def test_lines_may_stand_in_any_order(network: Path) -> None:
    run(network, "first")
    rows = (network / FILE).read_bytes().splitlines(keepends=True)
    (network / FILE).write_bytes(b"".join(reversed(rows)))
    assert [] == problems(network)


@pytest.mark.parametrize("spoil", ["encodedList", "validFrom"])
def test_a_status_list_that_was_changed_is_named(network: Path, spoil: str) -> None:
    run(network, "first", people="name\nAda\n")
    file = network / "network/status/anchor/1.json"
    document = json.loads(file.read_bytes())
    if spoil == "validFrom":
        document["validFrom"] = "2020-01-01T00:00:00Z"
    else:
        document["credentialSubject"]["encodedList"] = "u" + "A" * 50
    file.write_bytes(to_line(document))
    (problem,) = problems(network)
    assert problem.startswith("network/status/anchor/1.json:1: is not a list that its issuer signed")


def test_the_registry_names_every_issuer_with_its_keys(network: Path, tmp_path: Path) -> None:
    document = json.loads((publish(network, tmp_path / "site") / "registry.json").read_bytes())
    assert f"{BASE}registry.json" == document["id"]
    (anchor, other) = document["issuers"]
    assert ("did:web:badges.example.org:net:organisations:anchor", "2026-01-01") == (anchor["id"], anchor["since"])
    assert ([], 1) == (other["keys"], len(anchor["keys"]))


def test_an_award_signed_tomorrow_with_a_key_that_has_ended_is_refused(network: Path) -> None:
    run(network, "first", people="name\nAda\n")
    raw = json.loads((network / FILE).read_bytes())
    (network / FILE).write_bytes(resigned(raw, created=datetime.now(UTC) + timedelta(days=2)) + b"\n")
    file = network / "network/organisations/anchor.md"
    today = datetime.now(UTC).date()
    file.write_text(
        file.read_text(encoding="utf-8").replace("roles:", f"    expires: {today}\nroles:"), encoding="utf-8"
    )
    (problem,) = problems(network)
    assert "which is still to come" in problem


def test_the_sample_awards_are_good_to_others_but_for_the_withdrawn_and_the_ended(site: Path, node: str) -> None:
    awards = {file.parent.name: json.loads(file.read_bytes()) for file in site.glob("awards/*/credential.json")}
    assert len(awards) >= 24
    now = datetime.now(UTC).isoformat()
    ended = {one for one, document in awards.items() if document.get("validUntil", now) < now}
    withdrawn = set(read_revocations(ROOT))
    assert (2, 5) == (len(withdrawn), len(ended))
    assert {one: one not in ended | withdrawn for one in awards} == verified(site, node)
    base = "https://badges.example.org/"
    reports = openbadges(site, base, [f"{base}awards/{one}/assertion.json" for one in awards])
    assert {one: one not in ended | withdrawn for one in awards} == {
        report["address"].split("/")[-2]: report["valid"] for report in reports
    }


def test_no_name_of_a_sample_recipient_is_known_to_the_repository_or_the_site(site: Path) -> None:
    people = [
        json.loads(row)["name"] for file in ROOT.glob("outbox/*/handed.jsonl") for row in file.read_text().splitlines()
    ]
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert "outbox/" not in listed
    files = [ROOT / name for name in listed.split("\0") if name] + [file for file in site.rglob("*") if file.is_file()]
    text = "\0".join(file.read_bytes().decode(errors="ignore") for file in files if file.is_file())
    assert [] == [name for name in people if name in text]
    emails = set(re.findall(r"[0-9a-f]{12}@example\.org", text))
    assert set() == emails


def test_a_second_implementation_agrees_on_every_sample_award(site: Path) -> None:
    base = "https://badges.example.org/"

    def download(address: str, *_: object, **__: object) -> bytes:
        assert address.startswith(base), address
        return (site / address.removeprefix(base)).read_bytes()

    answers = {}
    for file in site.glob("awards/*/credential.json"):
        document = json.loads(file.read_bytes())
        verifier = OB3LdpVerifier.for_issuer_did(document["issuer"]["id"])
        try:
            # This library knows lists signed as a JWT only; the proof of ours is checked by the other one above.
            verifier.verify(file.read_bytes(), check_status=True, download=download, verify_status_list=False)
            answers[file.parent.name] = "good"
        except LibOpenBadgesException as error:
            answers[file.parent.name] = str(error)
    bad = {one: answer for one, answer in answers.items() if answer != "good"}
    revoked = set(read_revocations(ROOT))
    assert len(answers) >= 24
    assert revoked == {one for one, answer in bad.items() if "'revocation' is set" in answer}
    assert 5 == sum("expired" in answer.lower() for answer in bad.values())
    assert 7 == len(bad)


def test_no_door_publishes_an_award_that_was_tampered_with(network: Path, tmp_path: Path) -> None:
    run(network, "first", people="name\nAda\n")
    (network / FILE).write_bytes((network / FILE).read_bytes().replace(b"A badge for tests.", b"A badge for pilots."))
    for script in (["check.py", str(network)], ["build_outputs.py", str(tmp_path / "out"), "--root", str(network)]):
        done = subprocess.run(
            [sys.executable, ROOT / "scripts" / script[0], *script[1:]], capture_output=True, text=True
        )
        assert 1 == done.returncode
        assert f"{FILE}:1: is not as it was signed" in done.stderr
    assert not (tmp_path / "out").exists()


def test_every_endorsement_and_token_of_the_sample_is_good_to_others(site: Path, node: str) -> None:
    said = {file.parent.name: json.loads(file.read_bytes()) for file in site.glob("endorsements/*/credential.json")}
    assert len(said) >= 4
    assert dict.fromkeys(said, True) == verified(site, node, "endorsements")
    tokens = [file.read_text() for file in site.glob("awards/*/credential.jwt")]
    assert len(tokens) >= 2
    assert all(row["verified"] for row in read_by_jose(site, node, tokens))


def test_a_list_that_an_award_names_has_to_be_kept(network: Path) -> None:
    run(network, "first", people="name\nAda\n")
    (network / "network/status/anchor/1.json").unlink()
    (problem,) = problems(network)
    assert problem.startswith(f"{FILE}:1: names the list")


def test_what_an_unsafe_key_signed_is_told_while_the_site_builds(network: Path) -> None:
    run(network, "first", people="name\nAda\n")
    (network / ".gitignore").write_text("/outbox/\n")
    git(network, "init", "--quiet")
    git(network, "add", "--all")
    git(network, "commit", "--quiet", "--message=x")
    file = network / "network/organisations/anchor.md"
    today = datetime.now(UTC).date()
    file.write_text(
        file.read_text(encoding="utf-8").replace("roles:", f"    revoked: {today}\nroles:"), encoding="utf-8"
    )
    assert [] == problems(network)
    done = check(ROOT, network)
    assert 0 == done.returncode, done.stderr
    list_, awards, last = done.stdout.splitlines()[-3:]
    assert list_.startswith("network/status/anchor/1.json:1: was signed with a key that was not safe from")
    assert "lapel revoke --renew anchor" in list_
    assert "1 award in doubt" in awards
    assert "lapel keys vouch anchor" in awards
    assert last.endswith("no problem found")


def test_many_new_lines_are_shared_by_all_processors(network: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(network, "first")
    (network / FILE).write_bytes((network / FILE).read_bytes().replace(b"A badge for tests.", b"A badge.", 1))
    alone = problems(network)
    monkeypatch.setattr(checking, "WORTH_SHARING", 1)
    assert 1 == len(alone)
    assert alone == problems(network)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda row, ids: {**row, "award": ids[1]}, "has another place in the list"),
        (lambda row, ids: {**row, "list": 99}, "has another place in the list"),
        (lambda row, ids: {**row, "replacement": "zzzz"}, "as the new award, which is none"),
        (lambda row, ids: {**row, "reason": 7}, "it has no reason"),
    ],
)
def test_a_withdrawal_belongs_to_its_award(network: Path, change: Callable[..., Any], expected: str) -> None:
    run(network, "first", people="name\nAda\nBo\n")
    ids = [one.id for one in kept(network)]
    revoke(context_of(network), Withdrawal(ids[0], "A mistake."), lambda *_: KEY)
    file = network / "network/status/anchor/revocations.jsonl"
    row = change(json.loads(file.read_text()), ids)
    order = [key for key in ("award", "list", "index", "date", "reason", "replacement", "id") if key in row]
    file.write_bytes(to_line({key: row[key] for key in order}) + b"\n")
    assert any(expected in problem for problem in problems(network))


def test_a_truncated_line_of_withdrawals_is_told_in_a_sentence(network: Path) -> None:
    run(network, "first", people="name\nAda\n")
    (network / "network/status/anchor/revocations.jsonl").write_text('{"award":\n')
    with pytest.raises(AwardError, match=r"a line in revocations\.jsonl that is no withdrawal"):
        run(network, "first", people="name\nBo\n")
