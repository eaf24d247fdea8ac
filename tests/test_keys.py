"""Keys: made outside the repository, under a passphrase, with their public half in the organisation's file."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lapel.credentials.multikey import from_multikey
from lapel.credentials.organisation_keys import add_key, in_force, set_date
from lapel.issuing.keystore import KeyFileError, load_key, save_key
from lapel.load import load
from lapel.model.organisation import VerificationMethod
from tests import catalogues
from tests.commands import lapel

PASS = "four words make one"
MULTIKEY = "z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi"


@pytest.fixture
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("keys")


def script(root: Path, keys: Path, *words: str, passphrase: str = PASS) -> subprocess.CompletedProcess[str]:
    return lapel("keys", *words, "--root", root, LAPEL_KEYS=str(keys), LAPEL_PASSPHRASE=passphrase)


def test_a_new_key_stands_in_the_file_and_everything_else_stays(small: Path, keys: Path) -> None:
    file = small / "network/organisations/anchor.md"
    before = file.read_text(encoding="utf-8").splitlines()
    done = script(small, keys, "new", "anchor")
    assert 0 == done.returncode, done.stderr
    after = file.read_text(encoding="utf-8").splitlines()
    assert before == [line for line in after if line in before]
    (method,) = load(small).organisations["anchor"].verificationMethod
    (private,) = keys.rglob("*.pem")
    assert 0o600 == private.stat().st_mode & 0o777
    key = load_key(private, PASS)
    assert from_multikey(method.publicKeyMultibase).public_bytes_raw() == key.public_key().public_bytes_raw()
    assert b"ENCRYPTED" in private.read_bytes()
    assert 1 == script(small, keys, "new", "anchor").returncode  # there is one in force


def test_rotating_and_retiring_keep_the_old_key_in_the_file(small: Path, keys: Path) -> None:
    script(small, keys, "new", "anchor")
    assert 0 == script(small, keys, "rotate", "anchor").returncode
    methods = load(small).organisations["anchor"].verificationMethod
    assert 2 == len(methods)
    old = next(method for method in methods if method.expires)
    assert 0 == script(small, keys, "retire", "anchor", old.id, "--compromised-from", "2026-01-01").returncode
    again = {method.id: method for method in load(small).organisations["anchor"].verificationMethod}
    assert date(2026, 1, 1) == again[old.id].revoked


@pytest.mark.parametrize(
    ("words", "passphrase", "expected"),
    [
        (["new", "nobody"], PASS, "There is no organisation 'nobody'"),
        (["new", "anchor"], "short", "fewer than 12 characters"),
        (["retire", "anchor", "no-key"], PASS, "has no key 'no-key'"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(
    small: Path, keys: Path, words: list[str], passphrase: str, expected: str
) -> None:
    done = script(small, keys, *words, passphrase=passphrase)
    assert 1 == done.returncode
    assert expected in done.stderr
    assert "Traceback" not in done.stderr
    assert [] == list(keys.rglob("*.pem"))


def test_a_key_is_never_written_into_a_work_tree(small: Path, tmp_path: Path) -> None:
    (tmp_path / "repository/.git").mkdir(parents=True)
    done = script(small, tmp_path / "repository/keys", "new", "anchor")
    assert "is inside the git work tree" in done.stderr
    assert [] == list(tmp_path.rglob("*.pem"))


def test_a_key_that_others_can_read_or_that_does_not_open_is_refused(keys: Path) -> None:
    file = keys / "org" / "key.pem"
    save_key(Ed25519PrivateKey.generate(), file, PASS)
    with pytest.raises(KeyFileError, match="does not open with this passphrase"):
        load_key(file, "another passphrase")
    with pytest.raises(KeyFileError, match="is there already"):
        save_key(Ed25519PrivateKey.generate(), file, PASS)
    file.chmod(0o640)
    with pytest.raises(KeyFileError, match="chmod 600"):
        load_key(file, PASS)
    with pytest.raises(KeyFileError, match="cannot be read"):
        load_key(keys / "none.pem", PASS)


def test_dates_are_written_where_the_key_stands() -> None:
    method = VerificationMethod(id="k2", publicKeyMultibase=MULTIKEY, created=date(2026, 5, 1))
    text = add_key(catalogues.ORGANISATION.format(name="A"), method)
    text = add_key(text, method.model_copy(update={"id": "k3"}))
    changed = set_date(text, "k2", "expires", date(2026, 6, 1))
    assert 1 == changed.count("expires: 2026-06-01")
    assert changed.index("- id: k2") < changed.index("expires:")
    assert changed.replace("2026-06-01", "2026-07-01") == set_date(changed, "k2", "expires", date(2026, 7, 1))
    with pytest.raises(ValueError, match="has no key 'k9'"):
        set_date(text, "k9", "expires", date(2026, 6, 1))


def test_the_newest_key_in_force_signs(small: Path) -> None:
    organisation = load(small).organisations["anchor"]
    dated = [
        ("a", "2026-01-01", None, None),
        ("b", "2026-02-01", "2026-02-28", None),
        ("c", "2026-01-15", None, "2026-03-01"),
    ]
    methods = tuple(
        VerificationMethod.model_validate(
            {"id": name, "publicKeyMultibase": MULTIKEY, "created": created, "expires": expires, "revoked": revoked}
        )
        for name, created, expires, revoked in dated
    )
    organisation = organisation.model_copy(update={"verificationMethod": methods})
    # A key that was rotated today ends today: the one that came for it signs at once, whatever its name.
    assert ["c", "a", "b"] == [key.id for key in in_force(organisation, date(2026, 2, 28))]
    for day, expected in [("2025-12-31", []), ("2026-02-10", ["b", "c", "a"]), ("2026-03-01", ["a"])]:
        assert expected == [key.id for key in in_force(organisation, date.fromisoformat(day))]


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("verificationMethod: []\n", ""),
        (
            f"verificationMethod: # ours\n  - id: old\n    publicKeyMultibase: {MULTIKEY}\n"
            "    created: 2026-01-01\n    expires: 2026-01-02\n",
            "",
        ),
        ("verificationMethod: [{id: a, publicKeyMultibase: b, created: 2026-01-01}]\n", "has its keys on one line"),
        ('"verificationMethod":\n  - id: a\n', "has its keys on one line"),
    ],
)
def test_keys_that_are_written_in_another_way_make_no_half_key(
    small: Path, keys: Path, written: str, sentence: str
) -> None:
    file = small / "network/organisations/anchor.md"
    text = file.read_text(encoding="utf-8").replace("roles:", f"{written}roles:", 1)
    file.write_text(text, encoding="utf-8")
    done = script(small, keys, "new", "anchor")
    if sentence:
        assert (1, text) == (done.returncode, file.read_text(encoding="utf-8"))
        assert [] == list(keys.rglob("*.pem"))
    else:
        assert (0, "") == (done.returncode, done.stderr)
        assert any(one.id != "old" for one in load(small).organisations["anchor"].verificationMethod)


@pytest.mark.parametrize("row", ['- id: "{}"', "- id: '{}'  # ours", "- id: {} # ours"])
def test_a_key_with_quotation_marks_or_a_comment_is_rotated(small: Path, keys: Path, row: str) -> None:
    script(small, keys, "new", "anchor")
    file = small / "network/organisations/anchor.md"
    (old,) = load(small).organisations["anchor"].verificationMethod
    file.write_text(file.read_text(encoding="utf-8").replace(f"- id: {old.id}", row.format(old.id)), encoding="utf-8")
    done = script(small, keys, "rotate", "anchor")
    assert (0, "") == (done.returncode, done.stderr)
    ended = {one.id: one.expires for one in load(small).organisations["anchor"].verificationMethod}
    assert ended[old.id] is not None
    assert 2 == len(ended)
