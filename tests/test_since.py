"""What was published before: a pull request without the issuer's key drops, rewrites and restores nothing."""

from __future__ import annotations

import json
import re
import subprocess
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lapel.credentials.multikey import to_multikey
from lapel.credentials.status import LASTS
from lapel.fetch import FetchFault
from lapel.issuing.endorse import Endorsing, endorse
from lapel.issuing.renew import EARLY, renew
from lapel.issuing.revoke import Withdrawal, revoke
from lapel.ledger.base import commits
from lapel.ledger.revocations import REMIND, ending_lists
from lapel.ledger.signatures import AwardError
from lapel.ledger.stored_awards import to_line
from lapel.ledger.withdrawals import Revocation
from tests.awarding import FILE, KEY, context_of, kept, problems, resigned, run

LIST = "network/status/anchor/1.json"
REASONS = "network/status/anchor/revocations.jsonl"


def commit(root: Path) -> None:
    (root / ".gitignore").write_text("/outbox/\n")
    for words in (
        ["init", "-q"],
        ["add", "-A"],
        ["-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-qm", "x", "--allow-empty"],
    ):
        subprocess.run(["git", "-C", str(root), *words], check=True, capture_output=True)


@pytest.fixture
def published(network: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three awards, one of them withdrawn, as they were published."""
    for name in ("GITHUB_BASE_REF", "LAPEL_BASE", "CI_MERGE_REQUEST_DIFF_BASE_SHA"):
        monkeypatch.delenv(name, raising=False)
    run(network, "first", people="name\nAda\nBo\nCy\n")
    revoke(context_of(network), Withdrawal(kept(network)[0].id, "A mistake."), lambda *_: KEY)
    commit(network)
    assert [] == problems(network)
    return network


def lists(root: Path) -> dict[str, bytes]:
    return {name: (root / name).read_bytes() for name in (LIST, REASONS)}


def test_an_award_that_was_published_is_not_dropped_or_rewritten(published: Path) -> None:
    rows = (published / FILE).read_bytes().splitlines(keepends=True)
    (published / FILE).write_bytes(b"".join(rows[:-1]))
    assert any("has lost a line that was published" in one for one in problems(published))
    again = resigned(json.loads(rows[-1]), created=datetime.now(UTC) - timedelta(seconds=9))
    (published / FILE).write_bytes(b"".join([*rows[:-1], again + b"\n"]))
    assert any("has lost a line that was published" in one for one in problems(published))
    (published / FILE).rename(published / FILE.replace("batch", "moved"))
    (published / FILE.replace("batch", "moved")).write_bytes(b"".join(rows))
    assert [] == problems(published)


def test_a_list_is_not_rolled_back(published: Path) -> None:
    before = lists(published)
    time.sleep(1.1)  # a list says when it was signed in whole seconds
    revoke(context_of(published), Withdrawal(kept(published)[1].id, "Another mistake."), lambda *_: KEY)
    newer = json.loads((published / LIST).read_bytes())
    assert [] == problems(published)
    commit(published)
    for name, content in before.items():
        (published / name).write_bytes(content)
    found = problems(published)
    assert any("is not newer than the list that was published" in one for one in found)
    assert any(one.startswith(f"{REASONS}:2: has lost a line that was published") for one in found)
    # The issuer itself may take a withdrawal back: its list is signed anew, and later.
    subprocess.run(["git", "-C", str(published), "checkout", "-q", "."], check=True)
    assert newer == json.loads((published / LIST).read_bytes())
    revoke(context_of(published), Withdrawal(kept(published)[1].id, None), lambda *_: KEY)
    document = json.loads((published / LIST).read_bytes())
    later = datetime.fromisoformat(newer["validFrom"]) + timedelta(seconds=5)
    document |= {name: later.strftime("%Y-%m-%dT%H:%M:%SZ") for name in ("validFrom",)}
    document["validUntil"] = (later + LASTS).strftime("%Y-%m-%dT%H:%M:%SZ")
    (published / LIST).write_bytes(resigned(document, created=later))
    assert [] == problems(published)


def test_a_reason_and_a_list_do_not_go_without_the_issuer(published: Path) -> None:
    text = (published / REASONS).read_bytes()
    (published / REASONS).write_bytes(text.replace(b"A mistake.", b"Fraud."))
    assert any("has lost a line that was published" in one for one in problems(published))
    (published / REASONS).write_bytes(text)
    (published / LIST).unlink()
    assert any("was published and is gone" in one for one in problems(published))


@pytest.mark.parametrize("field", ["expires", "revoked"])
def test_a_stopped_key_signs_no_new_award_whatever_it_says_of_time(published: Path, field: str) -> None:
    (last,) = [json.loads(row) for row in (published / FILE).read_bytes().splitlines()[-1:]]
    organisation = published / "network/organisations/anchor.md"
    yesterday = datetime.now(UTC).date() - timedelta(days=1)
    text = organisation.read_text(encoding="utf-8").replace("roles:", f"    {field}: {yesterday}\nroles:")
    last["name"] = "Another"
    early = datetime(2026, 1, 2, tzinfo=UTC)
    (published / FILE.replace("batch", "late")).write_bytes(resigned(last, created=early) + b"\n")
    organisation.write_text(text, encoding="utf-8")
    assert any("is new and was signed with a key" in one for one in problems(published))


def test_the_commit_that_counts_is_the_target_of_the_pull_request(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = subprocess.run(["git", "-C", str(published), "rev-parse", "HEAD"], capture_output=True, text=True).stdout
    (published / FILE).write_bytes(b"".join((published / FILE).read_bytes().splitlines(keepends=True)[:-1]))
    commit(published)
    assert [] == problems(published)
    monkeypatch.setenv("LAPEL_BASE", base.strip())
    assert any("has lost a line" in one for one in problems(published))


def test_lists_are_renewed_before_they_are_old(published: Path) -> None:
    document = json.loads((published / LIST).read_bytes())
    start = datetime.fromisoformat(document["validFrom"])
    assert start + LASTS == datetime.fromisoformat(document["validUntil"])
    assert [] == list(ending_lists(published, start))
    assert [("anchor", 1, LIST)] == [row[:3] for row in ending_lists(published, start + LASTS - REMIND * 0.9)]
    old = start - LASTS + EARLY / 2
    document |= {"validFrom": f"{old:%Y-%m-%dT%H:%M:%SZ}", "validUntil": f"{old + LASTS:%Y-%m-%dT%H:%M:%SZ}"}
    (published / LIST).write_bytes(resigned(document, created=old))
    commit(published)
    # An award run of the issuer does it by the way, and a command does it alone.
    run(published, "first", people="name\nDi\n", batch="later")
    assert json.loads((published / LIST).read_bytes())["validUntil"] > document["validUntil"]
    assert [] == problems(published)
    assert "1 signed anew" in renew(context_of(published), "anchor", lambda *_: KEY)
    with pytest.raises(AwardError, match="There is no organisation"):
        renew(context_of(published), "nobody", lambda *_: KEY)


def test_an_award_is_accepted_only_as_it_is_written(published: Path) -> None:
    first, *rest = (published / FILE).read_bytes().splitlines(keepends=True)
    document = json.loads(first)
    subject = document["credentialSubject"]
    rewritten = [
        {**document, "credentialSubject": {**subject, "identifier": [*subject["identifier"], []]}},
        {**document, "credentialSubject": {**subject, "identifier": [subject["identifier"]]}},
        {**document, "type": "VerifiableCredential"},
        {**document, "evidence": []},
        {**document, "name": {"@value": document["name"]}},
        {**document, "issuer": {**document["issuer"], "https://schema.org/name": "x"}},
        dict(reversed(document.items())),
        {**document, "credentialSubject": {**subject, "@context": {}}},
    ]
    for one in rewritten:
        (published / FILE).write_bytes(to_line(one) + b"\n" + b"".join(rest))
        found = problems(published)
        assert any("is not in the form that we write" in text or "is not a credential" in text for text in found), one
    (published / FILE).write_bytes(json.dumps(document).encode() + b"\n" + b"".join(rest))
    assert any("is not in the form that we write" in text for text in problems(published))


def organisation(root: Path) -> Path:
    return root / "network/organisations/anchor.md"


def test_a_key_that_was_published_is_not_lost_changed_or_started_again(published: Path) -> None:
    file = organisation(published)
    text = file.read_text(encoding="utf-8")
    other = to_multikey(Ed25519PrivateKey.generate().public_key())
    own = re.search(r"publicKeyMultibase: (\S+)", text)
    assert own
    file.write_text(text.replace(own[1], other), encoding="utf-8")
    assert any("has lost or changed the key" in one for one in problems(published))
    stopped = text.replace("roles:", "    revoked: 2026-02-01\nroles:")
    file.write_text(stopped, encoding="utf-8")
    commit(published)
    for again in (text, stopped.replace("2026-02-01", "2027-02-01")):
        file.write_text(again, encoding="utf-8")
        assert any("takes back that the key" in one for one in problems(published))


def test_a_key_and_an_award_by_it_do_not_come_together(published: Path) -> None:
    file, thief = organisation(published), Ed25519PrivateKey.generate()
    lines = f"  - id: mine\n    publicKeyMultibase: {to_multikey(thief.public_key())}\n    created: 2026-01-01\n"
    text = file.read_text(encoding="utf-8").replace("verificationMethod:\n", f"verificationMethod:\n{lines}")
    file.write_text(text, encoding="utf-8")
    assert [] == problems(published)
    document = json.loads((published / FILE).read_bytes().splitlines()[-1])
    document["proof"]["verificationMethod"] = document["issuer"]["id"] + "#mine"
    (published / FILE.replace("batch", "mine")).write_bytes(resigned(document, thief) + b"\n")
    assert any("which comes with it, so publish the key first" in one for one in problems(published))


def test_a_withdrawal_by_a_text_in_the_place_of_a_number_is_none(published: Path) -> None:
    row = json.loads((published / REASONS).read_bytes().splitlines()[0])
    other = kept(published)[1]
    forged = {**row, "award": other.id, "list": "1", "index": other.status[1]}
    with (published / REASONS).open("ab") as stream:
        stream.write(to_line(forged) + b"\n")
    assert any("is no withdrawal" in one for one in problems(published))


def test_a_stopped_key_signs_no_new_list(published: Path) -> None:
    yesterday = datetime.now(UTC).date() - timedelta(days=1)
    text = organisation(published).read_text(encoding="utf-8").replace("roles:", f"    expires: {yesterday}\nroles:")
    organisation(published).write_text(text, encoding="utf-8")
    commit(published)
    document = json.loads((published / LIST).read_bytes())
    document["validFrom"] = f"{datetime.now(UTC) + timedelta(seconds=60):%Y-%m-%dT%H:%M:%SZ}"
    (published / LIST).write_bytes(resigned(document, created=datetime(2026, 1, 2, tzinfo=UTC)))
    assert any("is new and was signed with a key which ended" in one for one in problems(published))


def test_a_commit_that_is_not_there_stops_the_check(published: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("GITHUB_BASE_REF", "main"), ("LAPEL_BASE", "no-such"), ("LAPEL_BASE", "--help")):
        monkeypatch.setenv(name, value)
        assert any("fetch the whole history" in one for one in problems(published))
    monkeypatch.setenv("LAPEL_BASE", "none")
    assert [] == problems(published)


def test_what_was_refused_does_not_count_as_published_at_the_next_push(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_of = "".join(f"{one}\n" for one in commits(context_of(published).catalogue)).encode()
    (published / FILE).write_bytes(b"".join((published / FILE).read_bytes().splitlines(keepends=True)[:-1]))
    commit(published)  # refused, and the branch has it
    (published / "README.md").write_text("More.\n")
    commit(published)
    assert [] == problems(published)
    monkeypatch.setenv("LAPEL_BASE", "published")
    monkeypatch.setattr("lapel.ledger.base.bases.__defaults__", (lambda *_: made_of,))
    assert any("has lost a line that was published" in one for one in problems(published))


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (b"<!doctype html>", "names no commit"),
        (b"", "names no commit"),
        (b"f" * 40, "fetch the whole history"),
        (b"\xff", "run"),
        (FetchFault("https://x.example/: does not answer"), "does not answer"),
        (FetchFault("https://x.example/: answers with the status 500", 500), "status 500"),
    ],
)
def test_a_site_that_does_not_say_what_it_is_made_of_stops_the_check(
    published: Path, monkeypatch: pytest.MonkeyPatch, answer: bytes | FetchFault, sentence: str
) -> None:
    def ask(*_: object) -> bytes:
        if isinstance(answer, FetchFault):
            raise answer
        return answer

    monkeypatch.setenv("LAPEL_BASE", "published")
    monkeypatch.setattr("lapel.ledger.base.bases.__defaults__", (ask,))
    (one,) = problems(published)
    assert "cannot be compared with what was published" in one
    assert sentence in one


def test_before_the_first_publication_the_commit_before_counts(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ask(*_: object) -> bytes:
        raise FetchFault("https://x.example/: answers with the status 404", 404)

    monkeypatch.setenv("LAPEL_BASE", "published")
    monkeypatch.setattr("lapel.ledger.base.bases.__defaults__", (ask,))
    assert [] == problems(published)
    (published / FILE).write_bytes(b"".join((published / FILE).read_bytes().splitlines(keepends=True)[:-1]))
    commit(published)
    assert any("has lost a line" in one for one in problems(published))


def test_a_network_that_signed_nothing_yet_needs_no_site(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def ask(*_: object) -> bytes:
        raise FetchFault("https://x.example/: does not answer")

    commit(small)
    monkeypatch.setenv("LAPEL_BASE", "published")
    monkeypatch.setattr("lapel.ledger.base.bases.__defaults__", (ask,))
    assert [] == problems(small)


@pytest.mark.parametrize("silent", ["rev-parse", "ls-tree", "cat-file"])
def test_a_git_that_does_not_answer_stops_the_check(
    published: Path, monkeypatch: pytest.MonkeyPatch, silent: str
) -> None:
    from lapel.ledger import base, since

    def answer(root: Path, *words: str, stdin: bytes | None = None) -> bytes | None:
        return None if words[0] == silent else real(root, *words, stdin=stdin)

    real = base.git
    monkeypatch.setattr(base, "git", answer)
    monkeypatch.setattr(since, "git", answer)
    (published / FILE).write_bytes(b"".join((published / FILE).read_bytes().splitlines(keepends=True)[:-1]))
    assert any("cannot be compared with what was published: git does not answer" in one for one in problems(published))


def test_awards_that_moved_to_a_folder_of_their_own_are_told(published: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made_of = "".join(f"{one}\n" for one in commits(context_of(published).catalogue)).encode()
    (published / "elsewhere").mkdir()
    config = published / "mkdocs.yml"
    config.write_text(config.read_text(encoding="utf-8") + "\nextra:\n  awards: elsewhere\n", encoding="utf-8")
    monkeypatch.setenv("LAPEL_BASE", "published")
    monkeypatch.setattr("lapel.ledger.base.bases.__defaults__", (lambda *_: made_of,))
    assert any("the awards moved to another folder" in one for one in problems(published))


def test_a_site_names_its_commit_only_when_everything_is_in_it(published: Path) -> None:
    found = context_of(published).catalogue
    assert 1 == len(commits(found))
    (published / "badges/first/awards/new.jsonl").write_text("")
    assert [] == commits(found)


def test_endorsements_and_moved_awards_are_looked_for_too(published: Path) -> None:
    endorse(context_of(published), Endorsing("first", "anchor", "Well made."), lambda *_: KEY)
    commit(published)
    assert [] == problems(published)
    (published / "badges/first/endorsements.jsonl").unlink()
    assert any("has lost a line" in one for one in problems(published))
    subprocess.run(["git", "-C", str(published), "checkout", "-q", "."], check=True)
    (published / "elsewhere").mkdir()
    config = published / "mkdocs.yml"
    config.write_text(config.read_text(encoding="utf-8") + "\nextra:\n  awards: elsewhere\n", encoding="utf-8")
    assert any("has lost a line" in one or "was published and is gone" in one for one in problems(published))


def test_a_line_of_a_withdrawal_without_a_list_that_was_signed_since_is_refused(published: Path) -> None:
    first, second = (one.id for one in kept(published)[:2])
    row = json.loads((published / REASONS).read_bytes())
    forged = Revocation(first, row["list"], row["index"], row["date"], "She is a criminal.", second).line
    with (published / REASONS).open("ab") as stream:
        stream.write(forged + b"\n")
    assert any("is new, and no list was signed since" in one for one in problems(published))


@pytest.mark.parametrize("name", [".jsonl", ".x.jsonl", ".jwt"])
def test_nothing_that_begins_with_a_dot_is_published(published: Path, name: str) -> None:
    row = (published / FILE).read_bytes().splitlines()[0]
    late = json.loads(row)
    late["id"] = late["id"].replace(kept(published)[0].id, "u" * 26)
    (published / f"badges/first/awards/{name}").write_bytes(resigned(late) + b"\n")
    assert 3 == len(kept(published))


def test_the_folder_of_the_awards_is_not_changed_in_passing(published: Path) -> None:
    (published / "elsewhere").mkdir()
    config = published / "mkdocs.yml"
    before = config.read_text(encoding="utf-8")
    config.write_text(before + "\nextra:\n  awards: elsewhere\n", encoding="utf-8")
    assert any("says otherwise than was published where the awards are" in one for one in problems(published))
    commit(published)
    config.write_text(before, encoding="utf-8")
    assert any("says otherwise than was published where the awards are" in one for one in problems(published))


def test_a_list_is_signed_later_than_the_one_of_a_clock_that_is_ahead(published: Path) -> None:
    document = json.loads((published / LIST).read_bytes())
    ahead = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=20)
    document |= {"validFrom": f"{ahead:%Y-%m-%dT%H:%M:%SZ}"}
    (published / LIST).write_bytes(resigned(document, created=ahead))
    commit(published)
    revoke(context_of(published), Withdrawal(kept(published)[1].id, "A mistake."), lambda *_: KEY)
    assert [] == problems(published)


@pytest.mark.parametrize("name", ["outbox/x/handed.jsonl", ".cache/cache.sqlite"])
def test_what_a_check_would_believe_is_not_in_git(published: Path, name: str) -> None:
    (published / name).parent.mkdir(parents=True, exist_ok=True)
    (published / name).write_text("x")
    subprocess.run(["git", "-C", str(published), "add", "--force", name], check=True)
    assert any(one.startswith(f"{name}:1: is in git, and what is in") for one in problems(published))
