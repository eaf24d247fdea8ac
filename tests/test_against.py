"""A ledger that is older than what the site shows is named; so is what waits to be written down."""

from __future__ import annotations

import shutil
import time
from datetime import timedelta
from pathlib import Path

import pytest

from lapel.fetch import FetchFault
from lapel.issuing.revoke import Withdrawal, revoke
from lapel.ledger.against import against_problems
from lapel.ledger.record_reminders import record_reminders
from tests.awarding import BASE, KEY, context_of, kept, publish, run
from tests.recording import begin, sign

PEOPLE = "name,email\nAda,ada@example.org\nBo,\n"


def found(root: Path, site: Path) -> list[str]:
    def ask(place: str, most: int, accept: str) -> bytes:
        try:
            return (site / place.removeprefix(BASE)).read_bytes()
        except OSError:
            raise FetchFault(f"{place}: answers with the status 404", 404) from None

    context = context_of(root)
    return [str(one) for one in against_problems(context.catalogue, context.addresses, ask)]


@pytest.mark.parametrize("with_record", [True, False])
def test_an_older_ledger_is_named(network: Path, tmp_path: Path, with_record: bool) -> None:
    run(network, "first", people=PEOPLE)
    if with_record:
        begin(network)
    older = tmp_path / "older"
    shutil.copytree(network, older)
    time.sleep(1.1)
    revoke(context_of(network), Withdrawal(kept(network)[0].id, "A mistake."), lambda *_: KEY)
    if with_record:
        sign(network)
    site = publish(network, tmp_path / "site")
    assert [] == found(network, site)
    named = found(older, site)
    assert 1 + with_record == len(named)
    assert all("is older than what the site shows" in one for one in named)


def test_another_record_than_the_sites_is_named(network: Path, tmp_path: Path) -> None:
    run(network, "first", people=PEOPLE)
    begin(network)
    other = tmp_path / "other"
    shutil.copytree(network, other)
    run(network, "end", people="name,email\nCy,\n", batch="more")
    sign(network)
    site = publish(network, tmp_path / "site")
    run(other, "end", people=PEOPLE, batch="more")
    time.sleep(1.1)
    sign(other)
    (one,) = found(other, site)[:1]
    assert "does not go on where the site's record ended" in one
    shutil.rmtree(other / "network/record")
    assert "is not there, and the site has a record" in found(other, site)[0]


def test_a_site_that_does_not_answer_is_no_good_answer(network: Path) -> None:
    run(network, "first", people=PEOPLE)

    def ask(place: str, most: int, accept: str) -> bytes:
        raise FetchFault(f"{place}: does not answer")

    context = context_of(network)
    named = [str(one) for one in against_problems(context.catalogue, context.addresses, ask)]
    assert 2 == len(named)
    assert all("cannot be compared with the site" in one for one in named)


def test_what_waits_and_what_grows_old_is_told(network: Path) -> None:
    run(network, "first", people=PEOPLE)
    begin(network)
    context = context_of(network)
    assert [] == list(record_reminders(context.catalogue, context.addresses))
    run(network, "end", people=PEOPLE, batch="more")
    (one,) = record_reminders(context.catalogue, context.addresses)
    assert "2 events wait to be written down" in one.text
    sign(network, lasts=timedelta(days=30))
    (one,) = record_reminders(context.catalogue, context.addresses)
    assert "lapel record sign" in one.text
    assert "is old on" in one.text
