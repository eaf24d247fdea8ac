"""What a file of a desk may not bring along, whoever wrote it: each was possible once."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from lapel.issuing.receive import MANIFEST, Received, receive
from lapel.issuing.renew import renew
from lapel.issuing.revoke import Withdrawal, revoke
from lapel.ledger.form import CREDENTIAL, ordered
from lapel.ledger.revocations import signed_bits
from lapel.ledger.withdrawals import Revocation, Undo
from lapel.model.problem import LapelError
from tests import catalogues
from tests.awarding import BASE, KEY, context_of, issuing_network, kept, problems, resigned, run

LIST, LINES = "network/status/anchor/1.json", "network/status/anchor/revocations.jsonl"
PEOPLE = "name,email\nAda Example,ada@example.org\nBo Example,bo@example.org\n"
Change = Callable[[dict[str, Any]], object]


def sent(root: Path, files: dict[str, bytes]) -> Received:
    file = root.with_name(f"{root.name}.awards.zip")
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(MANIFEST, json.dumps({"version": 1, "base": BASE}))
        for path, content in files.items():
            packed.writestr(path, content)
    return receive(context_of(root), file)


@pytest.fixture
def given(network: Path) -> Path:
    """A network that gave two people a badge."""
    run(network, "first", people=PEOPLE)
    return network


def withdrawal(root: Path, number: int = 0) -> bytes:
    """A line that anybody can write, dated as the list that is published."""
    award, day = kept(root)[number], json.loads((root / LIST).read_bytes())["validFrom"][:10]
    return Revocation(award.id, 1, award.status[1], day, "Cheated in the test.", None, "a" * 26).line + b"\n"


def test_a_line_that_the_signed_list_does_not_say_is_refused(given: Path) -> None:
    before = (given / LIST).read_bytes()
    with pytest.raises(LapelError) as caught:
        sent(given, {LIST: before, LINES: withdrawal(given)})
    assert "1.json in it says nothing of that" in caught.value.report("")
    assert not (given / LINES).exists()
    award = kept(given)[0]
    revoke(context_of(given), Withdrawal(award.id, "Given by mistake."), lambda *_: KEY)
    row = (given / LINES).read_bytes().strip()
    back = Undo(award.id, (hashlib.sha256(row).hexdigest(),), json.loads((given / LIST).read_bytes())["validFrom"][:10])
    with pytest.raises(LapelError, match="in it says nothing of that"):
        sent(given, {LIST: (given / LIST).read_bytes(), LINES: back.line + b"\n"})
    assert row == (given / LINES).read_bytes().strip()
    assert [] == problems(given)


def test_nothing_is_signed_on_top_of_a_line_that_nobody_signed(given: Path) -> None:
    """The line came with a merge: the next signature of the issuer would make it true."""
    (given / LINES).write_bytes(withdrawal(given))
    before, (forged, other) = (given / LIST).read_bytes(), kept(given)
    with pytest.raises(LapelError, match="do not withdraw the same awards, so nothing is signed on top of them"):
        revoke(context_of(given), Withdrawal(other.id, "Wrong person."), lambda *_: KEY)
    assert before == (given / LIST).read_bytes()
    # After a merge of two branches that is wanted, and whoever signs it reads what it is.
    said = renew(context_of(given), "anchor", lambda *_: KEY)
    assert f"{forged.id} is withdrawn: 'Cheated in the test.'" in said
    assert "If that was not you, get both files back from git" in said
    assert {forged.status[1]} == signed_bits((given / LIST).read_bytes())
    assert "withdrawn" not in renew(context_of(given), "anchor", lambda *_: KEY)


def achievement(**change: object) -> Change:
    return lambda document: document["credentialSubject"]["achievement"].update(change)


def signed_again(network: Path, tmp_path: Path, change: Change) -> dict[str, bytes]:
    """An award of another network of the same name and key, changed and signed again, with its list."""
    source = issuing_network(catalogues.write(tmp_path / "source", catalogues.good()))
    run(source, "first", people=PEOPLE)
    document = json.loads(json.dumps(kept(source)[0].document))
    change(document)
    shape: dict[str, Any] = CREDENTIAL["credentialSubject"]
    subject = document["credentialSubject"]
    subject["achievement"] = ordered(subject["achievement"], shape["achievement"])
    document["credentialSubject"] = ordered(subject, shape)
    line = resigned(ordered(document, CREDENTIAL), created=datetime.fromisoformat(document["validFrom"]))
    return {"badges/first/awards/x.jsonl": line + b"\n", LIST: (source / LIST).read_bytes()}


SCRIPT = "javascript:alert(document.domain)"
REFUSED: dict[str, tuple[Change, str]] = {
    "no day": (lambda one: one.update(awardedDate="1"), "not in the form that we write (awardedDate)"),
    "a day that no month has": (lambda one: one.update(awardedDate="2026-01-99T00:00:00Z"), "(awardedDate)"),
    "no end": (lambda one: one.update(validUntil="never"), "(validUntil)"),
    "a script as evidence": (lambda one: one.update(evidence=[{"type": ["Evidence"], "id": SCRIPT}]), "(evidence.id)"),
    "a script as a framework": (
        achievement(alignment=[{"type": ["Alignment"], "targetName": "Level 5", "targetUrl": SCRIPT}]),
        "(credentialSubject.achievement.alignment.targetUrl)",
    ),
    "letters that turn": (achievement(description="Level 1 \u202e5 level\u202c"), "has letters that nobody sees"),
    "300 kB": (lambda one: one["credentialSubject"].update(narrative="x" * 300_000), "is longer than 256 KiB"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_an_award_that_would_break_or_change_its_page_is_refused(network: Path, tmp_path: Path, name: str) -> None:
    change, sentence = REFUSED[name]
    with pytest.raises(LapelError) as caught:
        sent(network, signed_again(network, tmp_path, change))
    assert sentence in caught.value.report("")
    assert [] == problems(network)


OTHER: dict[str, tuple[Change, list[str]]] = {
    "nothing": (lambda _: None, []),
    "what it was given for": (
        achievement(criteria={"id": f"{BASE}badges/first/", "narrative": "May work with children unsupervised."}),
        ["Its criteria: ", "May work with children unsupervised."],
    ),
    "a qualification": (
        achievement(
            alignment=[{"type": ["Alignment"], "targetName": "Level 5 Diploma", "targetUrl": "https://www.gov.uk/"}]
        ),
        ["Its alignment: ", "Level 5 Diploma · https://www.gov.uk/'. Here it is: "],
    ),
    "its kind": (achievement(achievementType="Degree"), ["Its achievementType: 'Degree'. Here it is: 'Badge'."]),
    "its giver": (
        lambda one: one["issuer"].update(name="Department for Education"),
        ["other words of its issuer. Its name: 'Department for Education'. Here it is: "],
    ),
}


@pytest.mark.parametrize("name", OTHER)
def test_other_words_than_the_badge_has_are_told_before_they_are_published(
    network: Path, tmp_path: Path, name: str
) -> None:
    change, sentences = OTHER[name]
    found = sent(network, signed_again(network, tmp_path, change))
    assert 1 == len(found.awards)
    assert bool(sentences) == len(found.said), found.said
    for sentence in sentences:
        assert sentence in found.said[0]
