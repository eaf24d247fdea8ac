"""Which award is meant: by id, by address, by the person."""

from __future__ import annotations

from pathlib import Path

import pytest

from lapel.issuing.find import Several, find_award
from lapel.issuing.revoke import Withdrawal, revoke
from lapel.issuing.transaction import locked, remember
from lapel.ledger.signatures import AwardError
from lapel.ledger.withdrawals import read_revocations
from tests.awarding import BASE, KEY, context_of, kept, run

PEOPLE = "name,email\nAda Example,ada@example.org\nBo,\n"


@pytest.fixture
def awarded(network: Path) -> Path:
    run(network, "first", people=PEOPLE)
    return network


def find(root: Path, text: str) -> str:
    with locked(root) as box:
        return find_award(text, kept(root), remember(box)).id


def test_an_award_is_found_by_everything_that_people_have_of_it(awarded: Path) -> None:
    ada, bo = (one.id for one in kept(awarded))
    for text in (
        ada,
        f"{BASE}awards/{ada}/",
        f"{BASE}awards/{ada}/credential.json",
        f"{BASE}awards/{ada}/#name=Ada%20Example&salt=0",
        "Ada@Example.ORG ",
        "ada  example",
    ):
        assert ada == find(awarded, text), text
    assert bo == find(awarded, "BO")


@pytest.mark.parametrize("text", ["", "nobody@example.org", "Nobody", "a" * 26, "x" * 5000, "../../etc"])
def test_what_means_no_award_says_what_to_give(awarded: Path, text: str) -> None:
    with pytest.raises(AwardError, match="Give its id or its address, the earner's e-mail address") as caught:
        find(awarded, text)
    assert len(str(caught.value)) < 400


def test_several_are_listed_with_badge_and_day(awarded: Path) -> None:
    run(awarded, "second", people=PEOPLE, batch="more", completion=False)
    with pytest.raises(Several, match="has 2 awards") as caught:
        find(awarded, "ada@example.org")
    assert all(f"{one.id}  {one.badge}, 20" in str(caught.value) for one in caught.value.found)


def test_somebodys_only_award_is_withdrawn_by_address(awarded: Path) -> None:
    revoke(context_of(awarded), Withdrawal("ada@example.org", "A mistake."), lambda *_: KEY)
    assert {kept(awarded)[0].id} == set(read_revocations(awarded))
