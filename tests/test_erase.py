"""An earner wants to be forgotten: the award goes, and everything that hangs on it stays right."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lapel.credentials.signing import sign_claims
from lapel.issuing.endorse import Endorsing, endorse
from lapel.issuing.erase import erase
from lapel.issuing.reissue import Reissue, reissue
from lapel.issuing.renew import renew
from lapel.issuing.revoke import Withdrawal, revoke
from lapel.ledger.erasures import read_erasures
from lapel.ledger.signatures import AwardError
from lapel.ledger.stored_awards import to_line
from tests.awarding import FILE, KEY, TEMPLATES, context_of, kept, problems, publish, run, verified
from tests.recording import begin, row, says, sign
from tests.repository import git, no_base, save

PEOPLE = "name,email\nAda,ada@example.org\nBo,bo@example.org\n"


@pytest.fixture
def published(network: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two awards with tokens, published."""
    no_base(monkeypatch)
    (network / ".gitignore").write_text("/outbox/\n")
    run(network, "first", people=PEOPLE, also_jwt=True)
    git(network, "init", "--quiet", "--initial-branch=main")
    save(network)
    return network


def everything(root: Path) -> bytes:
    """What the next commit has, and what this computer remembers."""
    files = [*root.glob("badges/**/*"), *root.glob("network/**/*"), *root.glob("outbox/*/handed.jsonl")]
    return b"".join(file.read_bytes() for file in files if file.is_file())


def test_an_award_is_forgotten_and_its_page_says_so(published: Path, tmp_path: Path, node: str) -> None:
    ada, bo = kept(published)
    endorse(context_of(published), Endorsing(ada.id, "anchor", "We saw it."), lambda *_: KEY)
    save(published)
    hashes = [one["identityHash"].encode() for one in ada.identities()]
    done = erase(context_of(published), "ada@example.org", lambda *_: KEY)
    assert ada.id == done.award
    assert [] == problems(published)
    assert [bo.id] == [one.id for one in kept(published)]
    assert all(one not in everything(published) for one in [*hashes, b"ada@example.org"])
    site = publish(published, tmp_path / "site")
    page = (site / f"awards/{ada.id}/index.html").read_text(encoding="utf-8")
    assert "This badge was taken away" in page
    assert "noindex" in page
    assert ["index.html"] == [file.name for file in (site / f"awards/{ada.id}").iterdir()]
    assert {bo.id: True} == verified(site, node)


def test_a_withdrawn_and_a_reissued_award_can_be_forgotten_too(published: Path, tmp_path: Path) -> None:
    ada, bo = kept(published)
    revoke(context_of(published), Withdrawal(bo.id, "A mistake."), lambda *_: KEY)
    new = reissue(context_of(published), TEMPLATES, Reissue(ada.id, "new@example.org"), lambda *_: KEY).awards[0]
    save(published)
    for award in (bo.id, ada.id, new):
        erase(context_of(published), award, lambda *_: KEY)
        assert [] == problems(published)
    save(published)
    assert [] == problems(published)
    publish(published, tmp_path / "site")
    assert [] == kept(published)


def test_nobody_else_gets_the_place_of_a_forgotten_award(published: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ada, _ = kept(published)
    _, index = ada.status
    erase(context_of(published), ada.id, lambda *_: KEY)
    taken: list[set[int]] = []

    def free(known: set[int]) -> int:
        taken.append(set(known))
        return 7

    monkeypatch.setattr("lapel.credentials.status.free_index", free)
    run(published, "end", people="name,email\nCy,\n", batch="more")
    assert index in taken[0]
    file = published / "badges/end/awards/more.jsonl"
    document = json.loads(file.read_bytes())
    assert "7" == document["credentialStatus"]["statusListIndex"]


def test_who_asked_twice_is_told(published: Path) -> None:
    ada, _ = kept(published)
    erase(context_of(published), ada.id, lambda *_: KEY)
    with pytest.raises(AwardError, match="forgotten already"):
        erase(context_of(published), ada.id, lambda *_: KEY)


def test_two_branches_may_forget_the_same_award(published: Path) -> None:
    ada, _ = kept(published)
    erase(context_of(published), ada.id, lambda *_: KEY)
    file = published / "network/status/anchor/erasures.jwt"
    other = read_erasures(published)[ada.id]
    token = sign_claims({**other.claims, "date": "2026-11-20"}, KEY, ada.document["proof"]["verificationMethod"])
    file.write_text(file.read_text(encoding="utf-8") + token + "\n", encoding="utf-8")
    assert [] == problems(published)


def test_only_the_issuer_takes_an_award_away(published: Path) -> None:
    ada, bo = kept(published)
    erase(context_of(published), ada.id, lambda *_: KEY)
    file = published / FILE
    file.write_bytes(b"")
    assert any("has lost a line that was published" in one for one in problems(published))
    erasures = published / "network/status/anchor/erasures.jwt"
    head, payload, signature = erasures.read_text(encoding="utf-8").strip().split(".")
    changed = f"{head}.{payload[:-4]}AAAA.{signature}"
    erasures.write_text(f"{changed}\n", encoding="utf-8")
    assert any("erasures.jwt:1" in one for one in problems(published))
    assert bo


def test_a_line_about_a_forgotten_award_stays(published: Path) -> None:
    erase(context_of(published), kept(published)[0].id, lambda *_: KEY)
    save(published)
    file = published / "network/status/anchor/erasures.jwt"
    file.unlink()
    assert any("has lost a line that was published" in one for one in problems(published))


def test_the_earners_own_copy_is_still_found_in_the_record(published: Path, tmp_path: Path, node: str) -> None:
    begin(published)
    save(published)
    ada, _ = kept(published)
    erase(context_of(published), ada.id, lambda *_: KEY)
    sign(published)
    assert [] == problems(published)
    site = publish(published, tmp_path / "site")
    result = says(node, site, ada.raw)
    assert ("genuine", ("passed", "RECORDED")) == (result["verdict"], row(result, "record"))
    assert 1 == len(read_erasures(published))


def test_an_award_that_was_withdrawn_here_and_given_again_and_forgotten_there_is_no_riddle(published: Path) -> None:
    """One branch withdraws an award; the other gives it again, and its earner wants that one forgotten."""
    ada, _ = kept(published)
    new = reissue(context_of(published), TEMPLATES, Reissue(ada.id, "new@example.org"), lambda *_: KEY).awards[0]
    reasons = published / "network/status/anchor/revocations.jsonl"
    said = json.loads(reasons.read_bytes())
    plain = {key: value for key, value in said.items() if key != "replacement"} | {
        "id": "other",
        "reason": "A mistake.",
    }
    reasons.write_bytes(reasons.read_bytes() + to_line(plain) + b"\n")
    assert any("given again as" in one for one in problems(published))
    erase(context_of(published), new, lambda *_: KEY)
    assert [] == problems(published)


def test_nothing_is_signed_on_top_of_lines_that_are_lost(published: Path) -> None:
    ada, bo = kept(published)
    revoke(context_of(published), Withdrawal(bo.id, "A mistake."), lambda *_: KEY)
    save(published)
    reasons = published / "network/status/anchor/revocations.jsonl"
    whole = reasons.read_bytes()
    reasons.write_bytes(b"")
    with pytest.raises(AwardError, match=r"git checkout HEAD -- network/status/anchor/revocations\.jsonl"):
        renew(context_of(published), "anchor", lambda *_: KEY)
    reasons.write_bytes(whole)
    (published / FILE).unlink()
    with pytest.raises(AwardError, match=f"git checkout HEAD -- {FILE}"):
        run(published, "first", people=PEOPLE)
    git(published, "checkout", "HEAD", "--", FILE)
    erase(context_of(published), ada.id, lambda *_: KEY)  # what was forgotten is no loss
    renew(context_of(published), "anchor", lambda *_: KEY)
