"""Every command that writes what was signed: killed at every third step, on a full disk, beside another, read-only."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lapel.credentials.multikey import to_multikey
from lapel.issuing import transaction
from lapel.issuing.close import last_lists
from lapel.issuing.erase import erase
from lapel.issuing.record_keys import begin_record, rotate_record
from lapel.issuing.revoke import Withdrawal, revoke
from lapel.ledger.stored_awards import StoredAward, read_stored
from tests.awarding import KEY, context_of, kept, problems, run
from tests.killing import KILLED, in_child, killed_at
from tests.recording import RECORD_KEY, begin, sign

NEW = Ed25519PrivateKey.generate()
KEYS = {to_multikey(one.public_key()): one for one in (NEW, RECORD_KEY)}
UNSIGNED = "is not signed with the key that the anchor named"


def award_of(root: Path) -> str:
    return next(one.id for one in read_stored(root) if isinstance(one, StoredAward))


def begun(root: Path) -> None:
    begin_record(context_of(root), to_multikey(RECORD_KEY.public_key()), lambda *_: KEY)


WRITERS: dict[str, Callable[[Path], object]] = {
    "record new": begun,
    "record sign": sign,
    "record rotate": lambda root: rotate_record(
        context_of(root), to_multikey(NEW.public_key()), lambda *_: KEY, lambda name: KEYS[name]
    ),
    "erase": lambda root: erase(context_of(root), award_of(root), lambda *_: KEY),
    "close": lambda root: last_lists(context_of(root), "anchor", lambda *_: KEY),
    "revoke": lambda root: revoke(context_of(root), Withdrawal(award_of(root), "A mistake."), lambda *_: KEY),
}


@pytest.fixture
def ready(network: Path, name: str) -> Path:
    """Two awards that were written down, and one that was not; no record where one is to be begun."""
    run(network, "first", people="name,email\nAda,ada@example.org\nBo,\n")
    if name != "record new":
        begin(network)
    run(network, "end", people="name,email\nCy,\n", batch="more")
    return network


def state(root: Path) -> dict[str, bytes]:
    """What the next commit would have."""
    files = [*(root / "badges").rglob("*"), *(root / "network").rglob("*")]
    return {file.relative_to(root).as_posix(): file.read_bytes() for file in files if file.is_file()}


@pytest.mark.parametrize("name", WRITERS)
def test_killed_at_every_third_step_it_happened_whole_or_not_at_all(ready: Path, tmp_path: Path, name: str) -> None:
    before, step, seen = state(ready), 0, set()
    while True:
        step += 3
        copy = tmp_path / f"copy{step}"
        shutil.copytree(ready, copy)
        ended = killed_at(step, lambda copy=copy: WRITERS[name](copy))  # type: ignore[misc]
        with transaction.locked(copy):
            pass  # the next command finishes what happened
        happened = state(copy) != before
        seen.add(happened)
        assert [] == [one for one in problems(copy) if UNSIGNED not in one], step
        assert not [path for path in state(copy) if ".part" in path]
        shutil.rmtree(copy)
        if ended != KILLED:
            break
    assert 0 == ended
    assert True in seen


@pytest.mark.parametrize("name", WRITERS)
def test_a_full_disk_changes_nothing(ready: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = state(ready)

    def full(file: Path, content: bytes) -> None:
        raise OSError(28, "No space left on device", str(file))

    monkeypatch.setattr(transaction, "_write", full)
    with pytest.raises(transaction.StoreError, match="Nothing was kept: No space left"):
        WRITERS[name](ready)
    assert before == state(ready)


@pytest.mark.parametrize("name", WRITERS)
def test_two_at_once_do_not_mix(ready: Path, name: str) -> None:
    before = state(ready)
    with transaction.locked(ready):
        assert 1 == in_child(lambda: WRITERS[name](ready))
    assert before == state(ready)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
@pytest.mark.parametrize("name", WRITERS)
def test_a_folder_that_cannot_be_written_is_named(ready: Path, name: str) -> None:
    (ready / "outbox").chmod(0o500)
    with pytest.raises((transaction.StoreError, OSError)):
        WRITERS[name](ready)
    assert kept(ready)
