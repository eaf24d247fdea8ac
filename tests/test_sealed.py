"""The outbox in a file to keep: whole, for its owner alone, and opened by other programs too."""

from __future__ import annotations

import io
import stat
import subprocess
import zipfile
from pathlib import Path

import pytest
from pyrage import passphrase

from lapel.issuing.sealed import SealError, missing_here, seal, unpack, unseal
from lapel.issuing.transaction import locked, remember
from tests import commands
from tests.awarding import run
from tests.building import ROOT

SECRET = "four words make one"


@pytest.fixture
def awarded(network: Path) -> Path:
    run(network, "first", people="name,email\nAda,ada@example.org\n")
    return network


def lapel(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return commands.lapel("outbox", *words, "--root", root, LAPEL_PASSPHRASE=SECRET)


def files(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and file.name != ".lock"
    }


def test_what_was_lost_comes_back_byte_for_byte(awarded: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    kept = tmp_path_factory.mktemp("kept") / "outbox.age"
    before = files(awarded / "outbox")
    done = lapel(awarded, "seal", str(kept))
    assert (0, "") == (done.returncode, done.stderr)
    assert 0o600 == stat.S_IMODE(kept.stat().st_mode)
    assert b"Ada" not in kept.read_bytes()
    for file in sorted((awarded / "outbox").rglob("*"), reverse=True):
        file.unlink() if file.is_file() else file.rmdir()
    done = lapel(awarded, "open", str(kept))
    assert (0, "") == (done.returncode, done.stderr)
    assert before == files(awarded / "outbox")
    with locked(awarded) as box:
        assert ["Ada", "Ada", "Ada"][: len(list(remember(box)))] == [one.name for one in remember(box)]
    (awarded / "outbox/batch/letters.csv").write_text("mine")
    assert "here already, and left as it is: outbox/batch" in lapel(awarded, "open", str(kept)).stdout
    assert "mine" == (awarded / "outbox/batch/letters.csv").read_text()


def test_another_program_opens_it(awarded: Path, tmp_path: Path, node: str) -> None:
    (tmp_path / "x.age").write_bytes(seal(awarded / "outbox", SECRET))
    done = subprocess.run([node, "tests/peers/age.mjs", tmp_path / "x.age", SECRET], cwd=ROOT, capture_output=True)
    assert 0 == done.returncode, done.stderr
    with zipfile.ZipFile(io.BytesIO(done.stdout)) as archive:
        assert files(awarded / "outbox") == {one.filename: archive.read(one) for one in archive.infolist()}


def packed(names: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in names.items():
            archive.writestr(name, content)
    return made.getvalue()


@pytest.mark.parametrize("content", [b"", b"age-encryption.org/v1\n"])
def test_what_is_not_sealed_changes_nothing(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(SealError):
        unseal(content, SECRET, tmp_path)
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "content",
    [
        b"no archive",
        b"PK\x03\x04",
        packed({"../../evil": b"x"}),
        packed({"/etc/passwd": b"x"}),
        packed({"batch/../../evil": b"x"}),
        packed({"batch\\..\\evil/x": b"x"}),
        packed({".lock": b"x"}),
        packed({"batch/.git/x": b"x"}),
        packed({"letters.csv": b"x"}),
    ],
)
def test_what_is_no_sealed_outbox_changes_nothing(tmp_path: Path, content: bytes) -> None:
    box = tmp_path / "outbox"
    box.mkdir()
    with pytest.raises(SealError):
        unpack(content, box)
    assert [] == list(box.iterdir())
    assert ["outbox"] == [one.name for one in tmp_path.iterdir()]


def test_what_somebody_sealed_is_looked_at_like_any_other(tmp_path: Path) -> None:
    content = bytes(passphrase.encrypt(packed({"batch/.git/x": b"x"}), SECRET))
    with pytest.raises(SealError, match="something else than an outbox"):
        unseal(content, SECRET, tmp_path)
    assert [] == list(tmp_path.iterdir())


def test_another_passphrase_opens_nothing(awarded: Path) -> None:
    with pytest.raises(SealError, match="does not open with this passphrase"):
        unseal(seal(awarded / "outbox", SECRET), "five words make two", awarded / "outbox")
    with pytest.raises(SealError, match="fewer than 12 characters"):
        seal(awarded / "outbox", "short")


def test_a_full_disk_leaves_no_half_of_a_run(awarded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content, box = seal(awarded / "outbox", SECRET), tmp_path / "empty"
    box.mkdir()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(SealError, match="make room"):
        unseal(content, SECRET, box)
    assert all(one.name.endswith(".part") for one in box.iterdir()), "the next run takes it away"


def test_an_empty_outbox_and_a_link_are_told_or_left_out(tmp_path: Path, awarded: Path) -> None:
    with pytest.raises(SealError, match="is empty"):
        seal(tmp_path / "none", SECRET)
    (awarded / "outbox/link").symlink_to("/etc")
    came, _ = unseal(seal(awarded / "outbox", SECRET), SECRET, tmp_path)
    assert ["batch"] == came


def test_a_sealed_copy_with_more_in_it_is_not_overwritten(awarded: Path, tmp_path: Path) -> None:
    sealed = seal(awarded / "outbox", SECRET)
    assert [] == missing_here(sealed, SECRET, awarded / "outbox")
    empty = tmp_path / "empty"
    empty.mkdir()
    assert missing_here(sealed, SECRET, empty)
    with pytest.raises(SealError, match="does not open"):
        missing_here(b"no age file", SECRET, empty)
