"""The open record in the repository: what is written down, and what the check says when something goes."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lapel.credentials.multikey import to_multikey
from lapel.issuing.record_keys import begin_record, rotate_record
from lapel.issuing.record_merge import merge_record
from lapel.issuing.revoke import Withdrawal, revoke
from lapel.ledger.record_reading import read_record
from lapel.model.problem import CatalogueError
from lapel.record import store
from lapel.record.entries import read_entry
from lapel.record.note import signature_line
from lapel.record.store import RecordError
from tests.awarding import FILE, KEY, context_of, kept, problems, publish, resigned, run
from tests.recording import RECORD_KEY, begin, sign
from tests.repository import git, no_base, save

ENTRIES = "network/record/entries/000000.jsonl"
LIST = "network/status/anchor/1.json"
REASONS = "network/status/anchor/revocations.jsonl"


@pytest.fixture
def recorded(network: Path) -> Path:
    """Two awards, one of them withdrawn, and a record that has both."""
    run(network, "first", people="name,email\nAda,ada@example.org\nBo,\n")
    revoke(context_of(network), Withdrawal(kept(network)[1].id, "Given twice."), lambda *_: KEY)
    begin(network)
    return network


def entries(root: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (root / ENTRIES).read_bytes().splitlines()]


def test_everything_that_was_signed_is_written_down_once(recorded: Path) -> None:
    assert [] == problems(recorded)
    kinds = [one["kind"] for one in entries(recorded)]
    assert ["key", "award", "award", "withdrawal", "list", "registry", "state"] == kinds
    before = (recorded / ENTRIES).read_bytes()
    assert 0 == sign(recorded).added
    run(recorded, "end", people="name,email\nCy,\n", batch="more")
    assert 2 == sign(recorded).added
    assert (recorded / ENTRIES).read_bytes().startswith(before)
    assert ["award", "state"] == [one["kind"] for one in entries(recorded)][7:]
    assert [] == problems(recorded)


def test_nobody_is_found_in_the_record(recorded: Path) -> None:
    text = b"".join(file.read_bytes() for file in (recorded / "network/record").rglob("*") if file.is_file())
    for one in kept(recorded):
        assert one.id.encode() not in text
        for identity in one.identities():
            assert identity["identityHash"].encode() not in text
            assert identity.get("salt", identity["identityHash"]).encode() not in text


def drop_batch(root: Path) -> None:
    (root / FILE).unlink()
    (root / LIST).unlink()
    (root / REASONS).unlink()


def drop_withdrawal(root: Path) -> None:
    (root / REASONS).write_bytes(b"")


def edit(path: str, old: bytes, new: bytes) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        content = (root / path).read_bytes()
        assert old in content
        (root / path).write_bytes(content.replace(old, new))

    return change


def swap(root: Path) -> None:
    rows = (root / ENTRIES).read_bytes().splitlines(keepends=True)
    (root / ENTRIES).write_bytes(b"".join([rows[1], rows[0], *rows[2:]]))


def cut(root: Path) -> None:
    rows = (root / ENTRIES).read_bytes().splitlines(keepends=True)
    (root / ENTRIES).write_bytes(b"".join(rows[:-1]))


def forge_checkpoint(root: Path) -> None:
    """Somebody without the record's key signs it again."""
    stranger = Ed25519PrivateKey.generate()
    record = read_record(root)
    assert record is not None
    assert record.newest is not None
    text = record.newest.said.text
    line = signature_line(record.newest.said.origin, stranger.public_key(), stranger.sign(text.encode()))
    (root / store.checkpoint_file(record.newest.said.size)).write_text(f"{text}\n{line}", encoding="utf-8")


def other_delegation(root: Path) -> None:
    """A key that the anchor did not name."""
    stranger = Ed25519PrivateKey.generate()
    document = json.loads((root / store.DELEGATION).read_bytes())
    document["credentialSubject"].insert(0, {"id": f"did:key:{to_multikey(stranger.public_key())}"})
    (root / store.DELEGATION).write_bytes(resigned(document, stranger))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (drop_batch, "names 2 lines of kind 'award' that are not here any more"),
        (drop_withdrawal, "names a line of kind 'withdrawal' that is not here any more"),
        (edit(ENTRIES, b'"index":', b'"Index":'), "is no entry of the record"),
        (edit(ENTRIES, b'"kind":"withdrawal"', b'"kind":"undo"'), "is not of the entries that are here"),
        (swap, "is not of the entries that are here"),
        (cut, "counts 7 entries, and there are 6"),
        (forge_checkpoint, "was not signed with a key of the network"),
        (other_delegation, "is not as it was signed"),
        (edit(store.STATE, b'"registry":"', b'"registry":"0'), "is not what the last entry stands for"),
        (edit(store.REGISTRY, b"Anchor", b"Anchar"), "is not the list of issuers that was signed"),
        (edit(store.EDGE, b"=\n", b"A\n"), "edge"),
        (lambda root: (root / store.DELEGATION).unlink(), "delegation.json is not there"),
        (lambda root: (root / store.STATE).unlink(), "cannot be read"),
        (edit("network/organisations/anchor.md", b"2026-01-01\n", b"2026-01-01\n    revoked: 2030-01-01\n"), ""),
    ],
)
def test_what_is_lost_or_changed_is_named_without_any_history(
    recorded: Path, change: Callable[[Path], None], expected: str
) -> None:
    change(recorded)
    found = problems(recorded)
    assert any(expected in one for one in found) or (not expected and not found), found
    assert not any("delete" in one for one in found)


def test_an_older_list_of_withdrawn_badges_is_named(recorded: Path) -> None:
    old = (recorded / LIST).read_bytes()
    reasons = (recorded / REASONS).read_bytes()
    revoke(context_of(recorded), Withdrawal(kept(recorded)[0].id, "A mistake."), lambda *_: KEY)
    sign(recorded)
    (recorded / LIST).write_bytes(old)
    (recorded / REASONS).write_bytes(reasons)
    found = problems(recorded)
    assert any("is older than the list that was recorded" in one for one in found), found
    assert any("kind 'withdrawal'" in one for one in found), found


def test_what_may_not_be_published_is_not_written_down(recorded: Path) -> None:
    before = {file: file.read_bytes() for file in (recorded / "network/record").rglob("*") if file.is_file()}
    file = recorded / FILE
    stranger = resigned(json.loads(file.read_bytes().splitlines()[0]), Ed25519PrivateKey.generate())
    file.write_bytes(file.read_bytes() + stranger + b"\n")
    with pytest.raises(CatalogueError):
        sign(recorded)
    assert before == {file: file.read_bytes() for file in (recorded / "network/record").rglob("*") if file.is_file()}


def test_another_key_cannot_go_on_with_the_record(recorded: Path) -> None:
    run(recorded, "end", people="name,email\nCy,\n", batch="more")
    with pytest.raises(RecordError, match="does not belong"):
        sign(recorded, Ed25519PrivateKey.generate())


def test_a_new_key_goes_on_and_the_old_one_signs_beside_it_once(recorded: Path) -> None:
    new = Ed25519PrivateKey.generate()
    keys = {to_multikey(one.public_key()): one for one in (new, RECORD_KEY)}
    multikey = to_multikey(new.public_key())
    rotate_record(context_of(recorded), multikey, lambda *_: KEY, lambda name: keys[name])
    assert [] == problems(recorded)
    record = read_record(recorded)
    assert record is not None
    assert record.newest is not None
    assert multikey == record.newest.key
    assert 2 == record.newest.raw.decode().count("\n— ")
    assert 0 == sign(recorded, new).added
    with pytest.raises(RecordError, match="does not belong"):
        sign(recorded, RECORD_KEY)


def test_there_is_one_record_and_only_its_anchor_begins_it(recorded: Path, tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="rotate"):
        begin_record(context_of(recorded), to_multikey(RECORD_KEY.public_key()), lambda *_: KEY)


def test_the_clock_of_another_computer_may_be_ahead(recorded: Path) -> None:
    record = read_record(recorded)
    assert record is not None
    sign(recorded, lasts=timedelta(days=3))
    again = read_record(recorded)
    assert again is not None
    assert again.newest is not None
    assert record.newest is not None
    assert again.newest.said.signed >= record.newest.said.signed
    assert again.newest.said.expires < datetime.now(UTC) + timedelta(days=4)


@pytest.fixture
def published(recorded: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    no_base(monkeypatch)
    (recorded / ".gitignore").write_text("/outbox/\n")
    git(recorded, "init", "--quiet", "--initial-branch=main")
    save(recorded)
    assert [] == problems(recorded)
    return recorded


def test_who_has_the_records_key_cannot_write_it_anew(published: Path) -> None:
    shutil.rmtree(published / "network/record")
    begin_record(context_of(published), to_multikey(RECORD_KEY.public_key()), lambda *_: KEY)
    with pytest.raises(CatalogueError) as caught:
        sign(published)
    assert "is not the entry that was published here" in caught.value.report("")


def test_the_record_goes_on_and_may_be_signed_again_when_it_is_old(published: Path) -> None:
    run(published, "end", people="name,email\nCy,\n", batch="more")
    sign(published)
    assert [] == problems(published)
    save(published)
    sign(published, lasts=timedelta(days=800))
    assert [] == problems(published)


def test_two_branches_went_on_with_the_record_and_one_command_mends_it(published: Path) -> None:
    git(published, "switch", "--quiet", "--create=other")
    run(published, "first", people="name,email\nDi,\n", batch="other")
    sign(published)
    save(published)
    git(published, "switch", "--quiet", "main")
    run(published, "end", people="name,email\nCy,\n", batch="more")
    sign(published)
    save(published)
    main = (published / ENTRIES).read_bytes()
    with pytest.raises(subprocess.CalledProcessError):
        git(published, "merge", "--no-edit", "other")
    assert problems(published)
    commit, written = merge_record(context_of(published), lambda _: RECORD_KEY, None, "main")
    assert [] == problems(published)
    assert (published / ENTRIES).read_bytes().startswith(main)
    assert 4 == len([one for one in entries(published) if one["kind"] == "award"])
    assert written.size == len(entries(published))
    assert commit


def test_a_merge_without_the_records_key_changes_nothing(published: Path) -> None:
    run(published, "end", people="name,email\nCy,\n", batch="more")
    sign(published)
    before = {file: file.read_bytes() for file in (published / "network/record").rglob("*") if file.is_file()}

    def refuse(_: str) -> Ed25519PrivateKey:
        raise RecordError("no such key")

    with pytest.raises(RecordError, match="no such key"):
        merge_record(context_of(published), refuse, None, "main")
    assert before == {file: file.read_bytes() for file in (published / "network/record").rglob("*") if file.is_file()}


def test_a_line_of_an_entry_is_read_as_it_was_written(recorded: Path) -> None:
    for line in (recorded / ENTRIES).read_bytes().splitlines():
        assert line == read_entry(line).line
    for wrong in (b"[]", b"{}", b'{"kind":"award"}', b"\xff", b"x" * 5000):
        with pytest.raises(ValueError, match=r".*"):
            read_entry(wrong)


def test_the_published_record_has_the_files_of_the_specification(recorded: Path, tmp_path: Path) -> None:
    site = publish(recorded, tmp_path / "site")
    size = len(entries(recorded))
    names = {file.relative_to(site / "record").as_posix() for file in (site / "record").rglob("*") if file.is_file()}
    assert {
        "checkpoint",
        "delegation.json",
        "latest.json",
        f"from/{size}.json",
        f"tile/0/000.p/{size}",
        f"tile/entries/000.p/{size}",
    } == names
