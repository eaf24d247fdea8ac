"""Awarding anew to another address: the same deed, the old page leads to the new one."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pytest

from lapel.issuing.reissue import Reissue, reissue
from lapel.issuing.revoke import Withdrawal, revoke
from lapel.ledger.signatures import AwardError
from lapel.ledger.withdrawals import read_revocations
from tests.awarding import KEY, TEMPLATES, context_of, kept, problems, publish, run, verified

PEOPLE = "name,email,evidence,narrative,result\nAda Example,ada@example.org,I wrote it down.,She did it.,Good\n"


def again(root: Path, award: str, email: str = "Ada@Elsewhere.example", name: str | None = None) -> str:
    report = reissue(context_of(root), TEMPLATES, Reissue(award, email, name), lambda *_: KEY)
    return report.awards[0]


@pytest.fixture
def old(network: Path) -> str:
    return run(network, "end", people=PEOPLE, awarded=date(2026, 2, 3)).awards[0]


def test_a_re_issued_award_says_the_same_of_another_address(network: Path, old: str, tmp_path: Path, node: str) -> None:
    new = again(network, old)
    awards = {one.id: one for one in kept(network)}
    first, second = awards[old].document, awards[new].document
    assert awards[new].belongs_to("ada@elsewhere.example")
    assert not awards[new].belongs_to("ada@example.org")
    for key in ("awardedDate", "validUntil", "evidence"):
        assert first[key] == second[key]
    for key in ("achievement", "narrative", "result"):
        assert first["credentialSubject"][key] == second["credentialSubject"][key]
    site = publish(network, tmp_path / "site")
    assert {old: False, new: True} == verified(site, node)
    assert f"{new}/" in (site / "awards" / old / "index.html").read_text(encoding="utf-8")
    assert f"{old}/" in (site / "awards" / new / "index.html").read_text(encoding="utf-8")
    for one, said in ((old, "Replaced on"), (new, "re-issued")):
        assert said in (site / "awards" / one / "index.html").read_text(encoding="utf-8")


def test_the_new_private_link_is_handed_over_and_the_name_stays_secret(network: Path, old: str) -> None:
    report = reissue(context_of(network), TEMPLATES, Reissue(old, "ada@elsewhere.example"), lambda *_: KEY)
    assert report.folder
    (row,) = csv.DictReader(io.StringIO((report.folder / "letters.csv").read_text(encoding="utf-8-sig")))
    assert ("Ada Example", "ada@elsewhere.example") == (row["name"], row["email"])
    awards = {one.id: one for one in kept(network)}
    assert awards[report.awards[0]].commits_to("Ada Example", row["link"].partition("salt=")[2])


def test_another_computer_needs_the_name(network: Path, old: str) -> None:
    for file in network.glob("outbox/*/handed.jsonl"):
        file.unlink()
    with pytest.raises(AwardError, match="add --name"):
        again(network, old)
    assert again(network, old, name="Ada Example")


@pytest.mark.parametrize(
    ("email", "name", "expected"),
    [
        ("ada@example.org", None, "names this e-mail address already"),
        ("not an address", None, "is not an e-mail address"),
        ('a"b@example.org', None, "without quotation marks"),
        ("ada@elsewhere.example", "A\nB", "stand on one line"),
    ],
)
def test_what_cannot_be_re_issued_changes_nothing(
    network: Path, old: str, email: str, name: str | None, expected: str
) -> None:
    with pytest.raises(AwardError, match=expected):
        again(network, old, email, name)
    assert 1 == len(kept(network))
    assert {} == read_revocations(network)


def test_an_award_is_re_issued_once_and_comes_back_by_the_last_only(network: Path, old: str) -> None:
    new = again(network, old)
    with pytest.raises(AwardError, match="is withdrawn"):
        again(network, old, "third@elsewhere.example")
    with pytest.raises(AwardError, match=f"re-issued as {new}"):
        revoke(context_of(network), Withdrawal(old, None), lambda *_: KEY)
    assert [] == problems(network)


def test_somebody_who_holds_the_badge_gets_it_from_nobody_else(network: Path) -> None:
    run(network, "first", people="name,email\nAda,ada@example.org\nBo,bo@example.org\n")
    ada, bo = (one.id for one in kept(network))
    with pytest.raises(AwardError, match="Bo holds 'first' at this address already"):
        reissue(context_of(network), TEMPLATES, Reissue(ada, "bo@example.org", "Bo"), lambda *_: KEY)
    report = reissue(context_of(network), TEMPLATES, Reissue(ada, "bo@example.org"), lambda *_: KEY)
    assert any("two people may share one" in note for note in report.notes)
    assert bo in {one.id for one in kept(network)}


def test_an_award_without_an_end_gets_none_by_being_re_issued(network: Path) -> None:
    old = run(network, "first", people="name,email\nAda,ada@example.org\n", awarded=date(2020, 1, 1)).awards[0]
    file = network / "badges/first/badge.md"
    file.write_text(file.read_text(encoding="utf-8").replace("name:", "validity: 1 year\nname:", 1), encoding="utf-8")
    new = again(network, old, "ada@elsewhere.example")
    assert "validUntil" not in next(one.document for one in kept(network) if one.id == new)


def test_a_token_comes_back_and_a_lost_endorsement_is_told(network: Path) -> None:
    more = {"also_jwt": True, "endorser": "anchor", "endorsement": "Good."}
    old = run(network, "first", people="name,email\nAda,ada@example.org\n", **more).awards[0]
    report = reissue(context_of(network), TEMPLATES, Reissue(old, "ada@elsewhere.example"), lambda *_: KEY)
    assert 1 == len(list(network.glob("badges/first/awards/reissued-*.jwt")))
    assert any("endorse it" in note for note in report.notes)


def test_the_first_list_awards_nobody_twice_after_a_re_issue(network: Path) -> None:
    people = "name,email\nAda,ada@example.org\n"
    old = run(network, "first", people=people).awards[0]
    again(network, old, "ada@elsewhere.example")
    assert [] == run(network, "first", people=people).awards


def test_an_issuer_that_may_not_award_any_more_does_not_re_issue(network: Path) -> None:
    old = run(network, "first", people="name,email\nAda,ada@example.org\n").awards[0]
    file = network / "badges/first/badge.md"
    file.write_text(file.read_text(encoding="utf-8").replace("anchor", "other"), encoding="utf-8")
    with pytest.raises(AwardError, match="may not award 'first' any more"):
        again(network, old, "ada@elsewhere.example")
    with pytest.raises(AwardError, match="--email is empty"):
        again(network, old, " ", name="Ada")


def test_another_name_than_this_computer_knows_is_told(network: Path) -> None:
    (award,) = run(network, "first", people="name,email\nAda,ada@example.org\n").awards
    order = Reissue(award, "new@example.org", "Somebody Else")
    report = reissue(context_of(network), TEMPLATES, order, lambda *_: KEY)
    assert any("The award was for Ada, and the new one is for Somebody Else" in note for note in report.notes)
