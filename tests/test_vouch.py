"""A key was stolen: the site builds throughout, what was real is given again, and the rest is withdrawn."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lapel.credentials.multikey import to_multikey
from lapel.issuing.plan import AwardRequest
from lapel.issuing.recipients import parse_recipients
from lapel.issuing.reissue import Reissue, reissue
from lapel.issuing.run import Order, award
from lapel.issuing.transaction import StoreError, locked, remember
from lapel.issuing.vouch import Vouching, doubts, vouch
from lapel.ledger.signatures import AwardError
from lapel.ledger.withdrawals import read_revocations
from tests import commands
from tests.awarding import FILE, TEMPLATES, context_of, kept, problems, publish, resigned, run, verified
from tests.repository import git, no_base, save

NEW = Ed25519PrivateKey.generate()
ORGANISATION = "network/organisations/anchor.md"
PEOPLE = "name,email\nAda,ada@example.org\nBo,\n"


class Earlier(datetime):
    """A clock of some seconds ago."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return datetime.now(tz) - timedelta(seconds=5)


@pytest.fixture
def stopped(network: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two awards of ours and one of a thief, published; then the key was stopped, and a new one was published."""
    no_base(monkeypatch)
    (network / ".gitignore").write_text("/outbox/\n")
    with monkeypatch.context() as patch:  # a list says when it was signed in whole seconds
        patch.setattr("lapel.issuing.run.datetime", Earlier)
        run(network, "first", people=PEOPLE)
    file = network / FILE
    stolen = json.loads(file.read_bytes().splitlines()[0])
    stolen["id"] = stolen["id"].replace(kept(network)[0].id, "t" * 26)
    stolen["credentialStatus"] = {
        **stolen["credentialStatus"],
        "id": stolen["credentialStatus"]["statusListCredential"] + "#7",
        "statusListIndex": "7",
    }
    file.write_bytes(file.read_bytes() + resigned(stolen) + b"\n")
    git(network, "init", "--quiet", "--initial-branch=main")
    save(network)
    assert [] == problems(network)
    organisation = network / ORGANISATION
    text = organisation.read_text(encoding="utf-8")
    today = datetime.now(UTC).date()
    method = f"  - id: key-2\n    publicKeyMultibase: {to_multikey(NEW.public_key())}\n    created: {today}\n"
    organisation.write_text(text.replace("roles:", f"    revoked: 2026-01-02\n{method}roles:"), encoding="utf-8")
    return network


def newest(_: str, method: object) -> Ed25519PrivateKey:
    assert "key-2" == method.id  # type: ignore[attr-defined]
    return NEW


def test_the_site_builds_while_awards_are_in_doubt_and_their_pages_say_so(stopped: Path, tmp_path: Path) -> None:
    assert [] == problems(stopped)
    site = publish(stopped, tmp_path / "site")
    for one in kept(stopped):
        page = (site / f"awards/{one.id}/index.html").read_text(encoding="utf-8")
        assert "Nobody can be sure yet that Anchor gave this badge." in page
        assert "The key that signed it was not safe from 2 January 2026" in page


def test_what_was_real_is_given_again_and_the_thief_gets_nothing(stopped: Path, tmp_path: Path, node: str) -> None:
    save(stopped)
    ada, bo, thief = kept(stopped)
    report = vouch(context_of(stopped), TEMPLATES, Vouching("anchor", (), "Nobody gave this badge."), newest)
    assert 2 == len(report.awards)
    assert "2 given again, 1 withdrawn, 0 still in doubt." == report.notes[-1]
    assert [] == problems(stopped)
    gone = read_revocations(stopped)
    assert {ada.id: report.awards[0], bo.id: report.awards[1], thief.id: None} == {
        name: one.replacement for name, one in gone.items()
    }
    new = {one.id: one for one in kept(stopped)}[report.awards[0]]
    assert new.belongs_to("ada@example.org")
    assert ada.document["credentialSubject"] == new.document["credentialSubject"]
    assert ada.document["validFrom"] == new.document["awardedDate"]
    site = publish(stopped, tmp_path / "site")
    answers = verified(site, node)
    assert {False} == {answers[one.id] for one in (ada, bo, thief)}
    assert {True} == {answers[one] for one in report.awards}
    assert f"{new.id}/" in (site / f"awards/{ada.id}/index.html").read_text(encoding="utf-8")
    assert "Nobody gave this badge." in (site / f"awards/{thief.id}/index.html").read_text(encoding="utf-8")
    assert report.folder
    rows = list(csv.DictReader(io.StringIO((report.folder / "letters.csv").read_text(encoding="utf-8-sig"))))
    assert [("Ada", "ada@example.org"), ("Bo", "")] == [(row["name"], row["email"]) for row in rows]
    assert new.id in rows[0]["link"]
    with pytest.raises(AwardError, match="No award of Anchor is in doubt"):
        vouch(context_of(stopped), TEMPLATES, Vouching("anchor"), newest)


def test_without_a_word_on_the_rest_it_stays_in_doubt(stopped: Path) -> None:
    save(stopped)
    report = vouch(context_of(stopped), TEMPLATES, Vouching("anchor"), newest)
    assert "2 given again, 0 withdrawn, 1 still in doubt." == report.notes[-1]
    context = context_of(stopped)
    left = doubts(context, context.catalogue.organisations["anchor"], kept(stopped), [])
    assert ["t" * 26] == [one.award.id for one in left]
    report = vouch(context_of(stopped), TEMPLATES, Vouching("anchor", ("t" * 26,)), newest)
    assert 1 == len(report.awards)


def test_the_new_key_is_published_before_it_signs(stopped: Path) -> None:
    vouch(context_of(stopped), TEMPLATES, Vouching("anchor"), newest)
    assert any("which comes with it, so publish the key first" in one for one in problems(stopped))


def test_a_stopped_key_brings_nothing_new_whatever_the_day(stopped: Path) -> None:
    save(stopped)
    late = json.loads((stopped / FILE).read_bytes().splitlines()[0])
    late["id"] = late["id"].replace(kept(stopped)[0].id, "u" * 26)
    late["credentialStatus"]["statusListIndex"] = "8"
    late["credentialStatus"]["id"] = late["credentialStatus"]["statusListCredential"] + "#8"
    (stopped / "badges/first/awards/late.jsonl").write_bytes(resigned(late) + b"\n")
    assert any("is new and was signed with a key which was not safe" in one for one in problems(stopped))


@pytest.mark.parametrize("name", ["nobody", "anchor"])
def test_what_cannot_be_vouched_for_is_said(stopped: Path, name: str) -> None:
    with pytest.raises(AwardError, match=r"There is no organisation|is no award in doubt"):
        vouch(context_of(stopped), TEMPLATES, Vouching(name, ("x" * 26,)), newest)


def test_the_door_leads_through_it(stopped: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    keys = tmp_path_factory.mktemp("keys")
    env = {"LAPEL_KEYS": str(keys), "LAPEL_PASSPHRASE": "a long enough passphrase"}

    def lapel(*words: str) -> subprocess.CompletedProcess[str]:
        return commands.lapel("keys", *words, "--root", stopped, **env)

    git(stopped, "checkout", "--quiet", ORGANISATION)
    done = lapel("stolen", "anchor", "key-1", "--since", "2026-01-02")
    assert (0, "") == (done.returncode, done.stderr)
    assert "3 awards are in doubt." in done.stdout
    assert "made on this computer, for Ada" in done.stdout
    assert "lapel keys vouch anchor" in done.stdout
    assert [] == problems(stopped)
    save(stopped)
    done = lapel("vouch", "anchor", "--withdraw-rest", "Nobody gave this badge.")
    assert (0, "") == (done.returncode, done.stderr)
    assert "2 given again, 1 withdrawn, 0 still in doubt." in done.stdout
    assert [] == problems(stopped)


def test_what_somebody_merged_into_the_outbox_is_believed_by_nobody(stopped: Path) -> None:
    save(stopped)
    thief = kept(stopped)[2]
    place = stopped / "outbox/zz/staged"
    place.mkdir(parents=True)
    (place / "names.json").write_text(json.dumps({"0": {"path": ".git/hooks/post-commit", "before": None}}))
    (place / "0").write_text("#!/bin/sh\n")
    git(stopped, "add", "--force", "outbox/zz")
    assert any(one.startswith("outbox/zz/staged/0:1: is in git") for one in problems(stopped))
    with pytest.raises(StoreError, match="what is in outbox/ is this computer's alone"):
        vouch(context_of(stopped), TEMPLATES, Vouching("anchor"), newest)
    git(stopped, "rm", "--quiet", "-r", "--cached", "outbox/zz")
    with pytest.raises(StoreError, match="which no award run does"):
        vouch(context_of(stopped), TEMPLATES, Vouching("anchor"), newest)
    assert not (stopped / ".git/hooks/post-commit").exists()
    assert thief.id not in read_revocations(stopped)


def test_a_copy_of_an_award_that_says_something_else_is_not_taken_for_ours(stopped: Path) -> None:
    file = stopped / FILE
    rows = file.read_bytes().splitlines()
    forged = json.loads(rows[0])
    forged["credentialSubject"]["narrative"] = "Holds a doctorate."
    file.write_bytes(b"".join(row + b"\n" for row in [resigned(forged), *rows[1:]]))
    save(stopped)
    context = context_of(stopped)
    with locked(stopped) as box:
        found = doubts(context, context.catalogue.organisations["anchor"], kept(stopped), remember(box))
    assert [None, "Bo", None] == [one.handed.name if one.handed else None for one in found]


def test_nothing_is_built_upon_what_is_in_doubt(stopped: Path) -> None:
    save(stopped)
    with pytest.raises(AwardError, match="A stopped key signed that award: 'lapel keys vouch anchor'"):
        reissue(context_of(stopped), TEMPLATES, Reissue("t" * 26, "t@example.org", "Thief"), newest)
    order = Order(AwardRequest("anchor", ("first",)), parse_recipients(PEOPLE.encode(), "x.csv"), "x.csv", "again")
    report = award(context_of(stopped), TEMPLATES, order, newest)
    assert 2 == len(report.awards), "an award in doubt is not held"


@pytest.mark.parametrize(("since", "sentence"), [("2999-01-01", "is still to come"), ("soon", "is not a day")])
def test_a_day_that_cannot_be_stops_nothing_and_says_so(stopped: Path, since: str, sentence: str) -> None:
    git(stopped, "checkout", "--quiet", ORGANISATION)
    done = commands.lapel("keys", "stolen", "anchor", "key-1", "--since", since, "--root", stopped)
    assert (1, True) == (done.returncode, sentence in done.stderr)
    assert "revoked" not in (stopped / ORGANISATION).read_text(encoding="utf-8")


def test_an_empty_reason_withdraws_nothing(stopped: Path) -> None:
    save(stopped)
    with pytest.raises(AwardError, match="--withdraw-rest is empty"):
        vouch(context_of(stopped), TEMPLATES, Vouching("anchor", (), " "), newest)
    assert {} == read_revocations(stopped)


@pytest.mark.parametrize("spoiled", ["handed.jsonl", "letters.csv", "x.part"])
def test_an_outbox_that_somebody_edited_ends_in_a_sentence(stopped: Path, spoiled: str) -> None:
    save(stopped)
    if spoiled == "x.part":
        (stopped / "outbox/x.part").write_text("a file")
    else:
        (stopped / "outbox/batch" / spoiled).write_bytes("né;x\n".encode("utf-16"))
    if spoiled == "handed.jsonl":
        with pytest.raises(StoreError, match=r"handed\.jsonl:1: is not what an award run wrote"):
            vouch(context_of(stopped), TEMPLATES, Vouching("anchor"), newest)
    else:
        assert 2 == len(vouch(context_of(stopped), TEMPLATES, Vouching("anchor"), newest).awards)
