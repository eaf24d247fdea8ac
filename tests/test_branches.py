"""Two branches of a network awarded or withdrew: nothing is lost when they meet, in real git."""

from __future__ import annotations

import shutil
import subprocess
import time
from pathlib import Path

import pytest

from lapel.issuing.reissue import Reissue, reissue
from lapel.issuing.renew import renew
from lapel.issuing.revoke import Withdrawal, revoke
from lapel.ledger.signatures import AwardError
from lapel.ledger.withdrawals import read_revocations
from tests.awarding import FILE, KEY, TEMPLATES, context_of, kept, problems, publish, run, verified
from tests.building import ROOT
from tests.repository import git

LIST = "network/status/anchor/1.json"
REASONS = "network/status/anchor/revocations.jsonl"


@pytest.fixture
def branches(network: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """The repository and a clone of it, each with three awards."""
    for name in ("GITHUB_BASE_REF", "LAPEL_BASE", "CI_MERGE_REQUEST_DIFF_BASE_SHA"):
        monkeypatch.delenv(name, raising=False)
    shutil.copy(ROOT / "lapel/starter/files/gitattributes", network / ".gitattributes")
    (network / ".gitignore").write_text("/outbox/\n")
    run(network, "first", people="name\nAda\nBo\nCy\n")
    git(network, "init", "--quiet", "--initial-branch=main")
    save(network)
    other = tmp_path / "other"
    subprocess.run(["git", "clone", "--quiet", str(network), str(other)], check=True)
    return network, other


def save(root: Path) -> None:
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message=x")


def merge(root: Path, other: Path) -> bool:
    """Whether git merged the clone's branch without a question."""
    git(root, "fetch", "--quiet", str(other), "main")
    try:
        git(root, "merge", "--quiet", "--message=merge", "FETCH_HEAD")
    except subprocess.CalledProcessError:
        return False
    return True


def meet(here: Path, there: Path) -> None:
    """Merges, takes the list of this side, and signs one that says what both say."""
    merge(here, there)
    git(here, "checkout", "--ours", LIST)
    git(here, "add", "--all")
    renew(context_of(here), "anchor", lambda *_: KEY)
    save(here)


def withdraw(root: Path, award: str, reason: str | None = "A mistake.") -> None:
    revoke(context_of(root), Withdrawal(award, reason), lambda *_: KEY)


def test_two_branches_that_award_meet_without_a_question(branches: tuple[Path, Path]) -> None:
    here, there = branches
    run(here, "first", people="name\nDi\n")
    run(there, "first", people="name\nEd\n")
    save(here)
    save(there)
    assert merge(here, there)
    assert 5 == len(kept(here))
    assert [] == problems(here)


def test_two_branches_that_withdrew_lose_neither(branches: tuple[Path, Path], tmp_path: Path, node: str) -> None:
    here, there = branches
    first, second, third = (one.id for one in kept(here))
    withdraw(here, first)
    time.sleep(1.1)
    withdraw(there, second)
    save(here)
    save(there)
    assert not merge(here, there), "the list is of both, and neither side is right"
    git(here, "checkout", "--theirs", LIST)
    git(here, "add", "--all")
    found = problems(here)
    again = "sign it again with 'lapel revoke --renew anchor', on the computer that has the key"
    assert f"{LIST}:1: does not say a withdrawal that {REASONS} names: {again}" in found
    time.sleep(1.1)
    renew(context_of(here), "anchor", lambda *_: KEY)
    save(here)
    assert [] == problems(here)
    assert {first, second} == set(read_revocations(here))
    assert {first: False, second: False, third: True} == verified(publish(here, tmp_path / "site"), node)


def test_a_list_with_the_marks_of_a_merge_says_the_way_out(branches: tuple[Path, Path]) -> None:
    here, _ = branches
    file = here / LIST
    file.write_bytes(b"<<<<<<< HEAD\n" + file.read_bytes() + b"=======\n" + file.read_bytes() + b">>>>>>> there\n")
    (one,) = [one for one in problems(here) if one.startswith(LIST) and "marks of a merge" in one]
    assert "take either side" in one
    assert "lapel revoke --renew anchor" in one


def test_marks_among_awards_and_withdrawals_are_named_at_their_lines(branches: tuple[Path, Path]) -> None:
    here, _ = branches
    withdraw(here, kept(here)[0].id)
    for name in (FILE, REASONS):
        file = here / name
        file.write_bytes(b"<<<<<<< HEAD\n" + file.read_bytes() + b"=======\n>>>>>>> there\n")
    found = problems(here)
    for name, last in ((FILE, 6), (REASONS, 4)):
        for line in (1, last - 1, last):
            assert any(one.startswith(f"{name}:{line}: is") and "keep the lines of both sides" in one for one in found)


def test_a_withdrawal_that_was_taken_back_on_one_branch_stands_while_the_other_withdrew_it(
    branches: tuple[Path, Path],
) -> None:
    here, there = branches
    award = kept(here)[0].id
    time.sleep(1.1)  # a list says when it was signed in whole seconds
    withdraw(here, award)
    withdraw(here, award, None)
    withdraw(there, award, "Given to the wrong person.")
    save(here)
    save(there)
    merge(here, there)
    git(here, "checkout", "--ours", LIST)
    assert {award} == set(read_revocations(here))
    assert any("does not say a withdrawal" in one for one in problems(here))


def test_withdrawing_again_after_it_was_taken_back_is_a_line_of_its_own(branches: tuple[Path, Path]) -> None:
    here, _ = branches
    award = kept(here)[0].id
    for _ in range(3):
        withdraw(here, award)
        assert {award} == set(read_revocations(here))
        withdraw(here, award, None)
        assert {} == read_revocations(here)
    assert 6 == len((here / REASONS).read_bytes().splitlines())
    assert [] == problems(here)


def test_a_line_that_takes_back_what_is_not_here_is_named(branches: tuple[Path, Path]) -> None:
    here, _ = branches
    award = kept(here)[0].id
    withdraw(here, award)
    with (here / REASONS).open("ab") as stream:
        stream.write(b'{"award":"%s","undoes":["%s"],"date":"2026-11-22"}\n' % (award.encode(), b"0" * 64))
    assert any(one.startswith(f"{REASONS}:2: takes back a withdrawal") for one in problems(here))


def test_two_people_at_one_address_get_a_badge_each(network: Path) -> None:
    people = "name,email\nAda,home@example.org\nBo,home@example.org\n"
    report = run(network, "first", people=people)
    assert 2 == len(report.awards)
    assert "row 3: Bo and Ada (row 2) share an address" in report.notes
    assert [] == run(network, "first", people=people).awards


def test_given_again_on_one_branch_and_withdrawn_on_the_other_is_told(branches: tuple[Path, Path]) -> None:
    here, there = branches
    old = kept(here)[0].id
    order = Reissue(old, "ada@example.org", "Ada")
    (new,) = reissue(context_of(here), TEMPLATES, order, lambda *_: KEY).awards
    withdraw(there, old, "Fraud.")
    save(here)
    save(there)
    meet(here, there)
    (one,) = problems(here)
    assert f"'{old}' was withdrawn, and given again as '{new}' on another branch: withdraw '{new}' too" in one
    withdraw(here, new, "Fraud.")
    save(here)
    assert [] == problems(here)


def test_given_again_on_two_branches_is_told(branches: tuple[Path, Path]) -> None:
    here, there = branches
    old = kept(here)[0].id
    made = []
    for root in branches:
        order = Reissue(old, "ada@example.org", "Ada")
        made += reissue(context_of(root), TEMPLATES, order, lambda *_: KEY).awards
        save(root)
    meet(here, there)
    assert any("was given again twice" in one for one in problems(here))
    withdraw(here, made[1])
    save(here)
    assert [] == problems(here)


def test_nothing_is_signed_while_marks_of_a_merge_stand(network: Path) -> None:
    run(network, "first", people="name,email\nAda,ada@example.org\n")
    revoke(context_of(network), Withdrawal(kept(network)[0].id, "A mistake."), lambda *_: KEY)
    file = network / "network/status/anchor/revocations.jsonl"
    file.write_bytes(b"<<<<<<< HEAD\n" + file.read_bytes() + b"=======\n>>>>>>> other\n")
    with pytest.raises(AwardError, match="keep the lines of both sides"):
        renew(context_of(network), "anchor", lambda *_: KEY)
