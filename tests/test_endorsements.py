"""What organisations say of badges and awards: signed, checked, shown, and read by others."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from lapel.credentials.proof import verify
from lapel.credentials.signing import sign
from lapel.issuing.endorse import Endorsing, endorse
from lapel.issuing.revoke import Withdrawal, revoke
from lapel.ledger.endorsements import Endorsement, read_endorsements
from lapel.ledger.signatures import AwardError
from lapel.ledger.stored_awards import to_line
from tests.awarding import BASE, FILE, KEY, context_of, kept, problems, publish, run, verified
from tests.peers import openbadges, schema_errors

SAID = "We ask for this badge when we hire.\nIt tells us <b>more</b> than a letter."
LIST = "badges/first/endorsements.jsonl"


def say(root: Path, target: str, comment: str = SAID) -> str:
    return endorse(context_of(root), Endorsing(target, "anchor", comment), lambda *_: KEY)


def said(root: Path) -> list[Endorsement]:
    return [one for one in read_endorsements(root) if isinstance(one, Endorsement)]


def test_an_endorsed_badge_says_so_everywhere(network: Path, tmp_path: Path, node: str) -> None:
    assert f"Commit {LIST}" in say(network, "first")
    run(network, "first", people="name,email\nAda,ada@example.org\n")
    site = publish(network, tmp_path / "site")
    (one,) = said(network)
    verify(one.document, KEY.public_key())
    assert one.raw == (site / "endorsements" / one.id / "credential.json").read_bytes()
    achievement = json.loads((site / "badges/first/achievement.json").read_bytes())
    assert [one.document] == achievement["endorsement"]
    (award,) = kept(network)
    assert [one.document] == award.document["credentialSubject"]["achievement"]["endorsement"]
    assert [] == schema_errors("", award.document)
    assert {award.id: True} == verified(site, node)
    page = (site / "awards" / award.id / "index.html").read_text(encoding="utf-8")
    assert "It tells us &lt;b&gt;more&lt;/b&gt;" in page


def test_open_badges_2_knows_endorsements_by_their_address(network: Path, tmp_path: Path) -> None:
    say(network, "first")
    run(network, "first", people="name,email\nAda,ada@example.org\n")
    (award,) = kept(network)
    say(network, award.id, "We saw it.")
    say(network, award.id, "So did we.")
    site = publish(network, tmp_path / "site")
    (report,) = openbadges(site, BASE, [f"{BASE}awards/{award.id}/assertion.json"])
    assert ([], True) == (report["messages"], report["valid"])
    document = json.loads((site / "awards" / award.id / "assertion.json").read_bytes())
    assert 2 == len(document["endorsement"])
    for address in document["endorsement"]:
        claim = json.loads((site / address.removeprefix(BASE)).read_bytes())
        assert (address, document["id"]) == (claim["id"], claim["claim"]["id"])


def test_an_award_is_endorsed_as_it_is_made(network: Path, tmp_path: Path, node: str) -> None:
    run(network, "first", people="name\nAda\nBo\n", endorser="anchor", endorsement=SAID)
    assert [] == problems(network)
    for one in kept(network):
        (endorsement,) = one.document["endorsement"]
        verify(endorsement, KEY.public_key())
        assert f"{BASE}awards/{one.id}/" == endorsement["credentialSubject"]["id"]
        assert [] == schema_errors("", one.document)
    site = publish(network, tmp_path / "site")
    assert {one.id: True for one in kept(network)} == verified(site, node)
    for one in kept(network):
        path = one.document["endorsement"][0]["id"].removeprefix(BASE)
        assert one.document["endorsement"][0] == json.loads((site / path).read_bytes())


@pytest.mark.parametrize(
    ("target", "comment", "expected"),
    [
        ("frist", SAID, "There is no badge and no award 'frist'"),
        ("first", " \n", "An endorsement says something"),
        ("first", "x" * 5000, "at most 4000 characters"),
        ("first", "a\x08b", "The text cannot be signed"),
    ],
)
def test_what_cannot_be_endorsed_changes_nothing(network: Path, target: str, comment: str, expected: str) -> None:
    with pytest.raises(AwardError, match=expected):
        say(network, target, comment)
    assert [] == said(network)


def test_a_withdrawn_award_is_not_endorsed(network: Path) -> None:
    run(network, "first", people="name\nAda\n")
    (award,) = kept(network)
    revoke(context_of(network), Withdrawal(award.id, "A mistake."), lambda *_: KEY)
    with pytest.raises(AwardError, match="withdrawn"):
        say(network, award.id)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (b"when we hire", b"when we fire", "is not as it was signed"),
        (b"/badges/first/", b"/badges/second/", "is not as it was signed"),
        (b"organisations:anchor", b"organisations:nobody", "which is no organisation here"),
        (b'"name":', b'"nom":', "is not in the form that we write"),
        (b"{", b"", "is not an endorsement"),
    ],
)
def test_a_line_that_was_tampered_with_is_named(network: Path, old: bytes, new: bytes, expected: str) -> None:
    say(network, "first")
    file = network / LIST
    file.write_bytes(file.read_bytes().replace(old, new, 1))
    (problem,) = problems(network)
    assert problem.startswith(f"{LIST}:1: ")
    assert expected in problem


def test_an_endorsement_stands_once_and_beside_what_it_endorses(network: Path) -> None:
    say(network, "first")
    raw = (network / LIST).read_bytes()
    (network / LIST).write_bytes(raw + raw)
    (network / "badges/second/endorsements.jsonl").write_bytes(raw)
    found = problems(network)
    assert 2 == len(found)
    assert "has the id of another endorsement" in found[0]
    assert "endorses neither this badge nor an award of it" in found[1]


def test_a_forged_endorsement_inside_a_good_award_is_named(network: Path) -> None:
    run(network, "first", people="name\nAda\n", endorser="anchor", endorsement=SAID)
    document = json.loads((network / FILE).read_bytes())
    document["endorsement"][0]["credentialSubject"]["endorsementComment"] = "Best of all."
    proof = document.pop("proof")
    again = sign(document, KEY, proof["verificationMethod"], datetime.fromisoformat(proof["created"]))
    (network / FILE).write_bytes(to_line(again) + b"\n")
    (problem,) = problems(network)
    assert "has an endorsement that is not as it was signed" in problem
