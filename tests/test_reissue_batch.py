"""The outbox is lost, and a whole batch is given again with new private links."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from lapel.issuing.recipients import RecipientsError, parse_recipients
from lapel.issuing.reissue_batch import BatchReissue, reissue_batch
from lapel.issuing.revoke import Withdrawal, revoke
from lapel.issuing.run import Report
from lapel.ledger.signatures import AwardError
from lapel.ledger.withdrawals import read_revocations
from tests.awarding import KEY, TEMPLATES, context_of, kept, problems, publish, run, verified

PEOPLE = (
    "name,email,evidence\nAda,home@example.org,I baked bread.\nBo,home@example.org,I sold it.\n"
    "Cy,cy@example.org,I did it.\nDi,,\n"
)


def again(root: Path, people: str = PEOPLE, batch: str = "batch") -> Report:
    order = BatchReissue(batch, parse_recipients(people.encode(), "people.csv"), "people.csv")
    return reissue_batch(context_of(root), TEMPLATES, order, lambda *_: KEY)


def test_everybody_with_an_address_gets_a_new_link_and_the_old_page_leads_to_it(
    network: Path, tmp_path: Path, node: str
) -> None:
    run(network, "first", "second", people=PEOPLE, despite_prerequisites=True, completion=False)
    before = {one.id: one for one in kept(network)}
    report = again(network)
    assert 6 == len(report.awards)
    assert "2 awards of the batch are of nobody in the list" in report.notes[-1]
    assert [] == problems(network)
    gone = read_revocations(network)
    assert set(report.awards) == {entry.replacement for entry in gone.values()}
    assert report.folder
    rows = list(csv.DictReader(io.StringIO((report.folder / "letters.csv").read_text(encoding="utf-8-sig"))))
    assert ["Ada", "Ada", "Bo", "Bo", "Cy", "Cy"] == sorted(row["name"] for row in rows)
    new = {one.id: one for one in kept(network) if one.id not in before}
    for name, entry in gone.items():
        old, made = before[name].document, new[str(entry.replacement)].document
        assert old["evidence"] == made["evidence"]
        assert old["credentialSubject"]["achievement"] == made["credentialSubject"]["achievement"]
    believed = verified(publish(network, tmp_path / "site"), node)
    assert {True} == {believed[name] for name in report.awards}
    assert {False} == {believed[name] for name in gone}


def test_what_was_withdrawn_stays_so(network: Path) -> None:
    run(network, "first", people=PEOPLE)
    cy = next(one for one in kept(network) if one.belongs_to("cy@example.org"))
    revoke(context_of(network), Withdrawal(cy.id, "A mistake."), lambda *_: KEY)
    report = again(network)
    assert 2 == len(report.awards)
    assert read_revocations(network)[cy.id].replacement is None


@pytest.mark.parametrize(
    ("people", "batch", "expected"),
    [
        (PEOPLE, "other", "There is no batch 'other'"),
        ("name,email\nAda,home@example.org\n", "batch", "1 people have this address, and 2 awards"),
    ],
)
def test_what_cannot_be_given_again_is_named_and_changes_nothing(
    network: Path, people: str, batch: str, expected: str
) -> None:
    run(network, "first", people=PEOPLE)
    with pytest.raises((AwardError, RecipientsError), match=expected):
        again(network, people, batch)
    assert {} == read_revocations(network)
