"""What readers who meant harm did to the record, to what is forgotten and to a site that moved."""

from __future__ import annotations

import base64
import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lapel.credentials.multikey import to_multikey
from lapel.credentials.signing import sign as sign_document
from lapel.credentials.signing import sign_claims
from lapel.issuing.erase import erase
from lapel.issuing.record_keys import rotate_record
from lapel.issuing.revoke import Withdrawal, revoke
from lapel.ledger.erasures import Erasure
from lapel.ledger.record_reading import read_record
from lapel.ledger.recording import digest_of
from lapel.ledger.stored_awards import to_line
from lapel.model.problem import CatalogueError
from lapel.publish import publish as publish_site
from lapel.published import Published
from lapel.record.merkle import Tree, leaf_hash
from lapel.record.note import Checkpoint, signature_line
from lapel.record.store import DELEGATION, chunk_file
from lapel.stream import Settings
from tests import catalogues
from tests.awarding import BASE, FILE, KEY, TEMPLATES, context_of, kept, problems, publish, resigned, run
from tests.building import ROOT, serve
from tests.recording import RECORD_KEY, begin, row, says, sign
from tests.repository import git, no_base, save

PEOPLE = "name,email\nAda,ada@example.org\nBo,bo@example.org\n"
OTHER = Ed25519PrivateKey.generate()
STOP = "    revoked: {day}\n  - id: key-2\n    publicKeyMultibase: {key}\n    created: {today}\nroles:"


@pytest.fixture
def published(network: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two awards of the anchor, recorded and published; another organisation has a key, too."""
    no_base(monkeypatch)
    (network / ".gitignore").write_text("/outbox/\n")
    file = network / "network/organisations/other.md"
    method = f"verificationMethod:\n  - id: key-1\n    publicKeyMultibase: {to_multikey(OTHER.public_key())}\n"
    file.write_text(
        catalogues.ORGANISATION.format(name="Other").replace("roles:", f"{method}    created: 2026-01-01\nroles:"),
        encoding="utf-8",
    )
    run(network, "first", people=PEOPLE)
    begin(network)
    git(network, "init", "--quiet", "--initial-branch=main")
    save(network)
    assert [] == problems(network)
    return network


def test_an_organisation_takes_away_no_award_of_another(published: Path) -> None:
    ada, bo = kept(published)
    for award, index in (("a" * 26, 5), (ada.id, ada.status[1])):
        said = Erasure(award, "first", 1, index, digest_of(ada.raw), [digest_of(bo.raw)], "2026-11-20")
        method = ada.document["proof"]["verificationMethod"].replace(":anchor#", ":other#")
        file = published / "network/status/other/erasures.jwt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(sign_claims(said.claims, OTHER, method) + "\n", encoding="utf-8")
        (published / FILE).write_bytes(b"")
        found = problems(published)
        assert any("has lost a line that was published" in one for one in found)
        assert any("names 2 lines of kind 'award'" in one for one in found)
        shutil.rmtree(published / ".git")
        assert any("names 2 lines of kind 'award'" in one for one in problems(published))
        git(published, "init", "--quiet", "--initial-branch=main")
        (published / FILE).write_bytes(ada.raw + b"\n" + bo.raw + b"\n")
        file.unlink()
        save(published)


def test_a_key_that_comes_with_it_names_no_new_signer_of_the_record(published: Path) -> None:
    mine, thief = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    file = published / "network/organisations/anchor.md"
    today = datetime.now(UTC).date()
    method = f"  - id: key-2\n    publicKeyMultibase: {to_multikey(mine.public_key())}\n    created: {today}\n"
    file.write_text(file.read_text(encoding="utf-8").replace("roles:", f"{method}roles:"), encoding="utf-8")
    document = json.loads((published / DELEGATION).read_bytes())
    plain = {key: value for key, value in document.items() if key != "proof"}
    plain["credentialSubject"].insert(0, {"id": f"did:key:{to_multikey(thief.public_key())}"})
    plain["validFrom"] = (datetime.now(UTC) + timedelta(minutes=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    name = document["proof"]["verificationMethod"].replace("#key-1", "#key-2")
    (published / DELEGATION).write_bytes(to_line(sign_document(plain, mine, name, datetime.now(UTC))))
    assert any("comes with it, so publish the key first" in one for one in problems(published))


def test_a_new_key_of_the_record_writes_down_nothing_that_may_not_be_published(published: Path) -> None:
    file = published / FILE
    file.write_bytes(file.read_bytes() + resigned(json.loads(file.read_bytes().splitlines()[0]), OTHER) + b"\n")
    new = Ed25519PrivateKey.generate()
    keys = {to_multikey(one.public_key()): one for one in (new, RECORD_KEY)}
    with pytest.raises(CatalogueError):
        rotate_record(context_of(published), to_multikey(new.public_key()), lambda *_: KEY, lambda one: keys[one])


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("edge.txt", None),
        (
            "state.json",
            b'{"registry":"x","lists":{"organisations/anchor/status/1.json":{"digest":"x","from":5,"at":1}}}',
        ),
        ("entries/000000.jsonl", b"+[1]\n"),
        ("entries/000000.jsonl", b"+{\n"),
    ],
)
def test_a_record_in_pieces_is_named_and_ends_in_no_traceback(
    published: Path, path: str, content: bytes | None
) -> None:
    file = published / "network/record" / path
    if content is None:
        file.unlink()
    else:
        file.parent.mkdir(exist_ok=True, parents=True)
        before = file.read_bytes() if content.startswith(b"+") else b""
        file.write_bytes(before + content.removeprefix(b"+"))
    assert problems(published)


def test_a_moment_that_is_none_is_named(published: Path) -> None:
    file = published / chunk_file(0)
    rows = file.read_bytes().splitlines()
    rows[-1] = rows[-1][:-23] + b'"2026-99-99T99:99:99Z"}'
    file.write_bytes(b"\n".join(rows) + b"\n")
    assert any("is no entry of the record" in one for one in problems(published))


def stopped(root: Path, day: str) -> None:
    file = root / "network/organisations/anchor.md"
    new, today = to_multikey(Ed25519PrivateKey.generate().public_key()), datetime.now(UTC).date()
    text = file.read_text(encoding="utf-8").replace("roles:", STOP.format(day=day, key=new, today=today))
    file.write_text(text, encoding="utf-8")


def side(entry: bytes, key: Ed25519PrivateKey) -> dict[str, Any]:
    """A proof in a tree of its own, signed by somebody who has the record's key and shows it to one reader only."""
    now = datetime.now(UTC).replace(microsecond=0)
    said = Checkpoint(f"{BASE[8:]}record", 1, Tree([leaf_hash(entry)]).root(), now, now + timedelta(days=9))
    note = f"{said.text}\n{signature_line(said.origin, key.public_key(), key.sign(said.text.encode()))}"
    return {"proofs": [{"checkpoint": note, "size": 1, "index": 0, "entry": entry.decode(), "proof": []}]}


def test_a_proof_in_a_tree_beside_the_record_proves_nothing(published: Path, tmp_path: Path, node: str) -> None:
    one = kept(published)[0]
    stopped(published, str(datetime.now(UTC).date() + timedelta(days=1)))
    sign(published)
    site = publish(published, tmp_path / "site")
    later = {"now": (datetime.now(UTC) + timedelta(days=5)).isoformat()}
    forged = json.loads(resigned({**json.loads(one.raw), "awardedDate": "2026-10-01T00:00:00Z"}))
    raw = to_line(forged)
    entry = to_line({"kind": "award", "digest": digest_of(raw), "list": "x", "index": 1, "at": "2026-01-01T00:00:00Z"})
    (site / f"awards/{one.id}/record.json").write_text(json.dumps(side(entry, RECORD_KEY)), encoding="utf-8")
    result = says(node, site, raw, **later)
    assert ("undetermined", ("not-checked", "RECORD_UNREADABLE")) == (result["verdict"], row(result, "record"))


def seen_of(node: str, site: Path, badge: bytes) -> list[dict[str, Any]]:
    return [says(node, site, badge)["seen"]]


def test_a_site_that_had_a_record_cannot_do_without_it(published: Path, tmp_path: Path, node: str) -> None:
    """A host goes back before a withdrawal, and takes the record out, or begins another."""
    ada, bo = kept(published)
    site = publish(published, tmp_path / "site")
    back = tmp_path / "back"
    shutil.copytree(site, back)
    revoke(context_of(published), Withdrawal(ada.id, "Given twice."), lambda *_: KEY)
    sign(published)
    seen = seen_of(node, publish(published, site), bo.raw)
    registry = json.loads((back / "registry.json").read_bytes())
    without = {key: value for key, value in registry.items() if key != "record"}
    for record in (None, 5, {"address": "record/"}, {**registry["record"], "address": "https://evil.example/record/"}):
        said = without if record is None else {**without, "record": record}
        (back / "registry.json").write_text(json.dumps(said), encoding="utf-8")
        result = says(node, back, ada.raw, seen=seen)
        assert "undetermined" == result["verdict"], (record, result["checks"])
        if record is not None:
            assert "undetermined" == says(node, back, ada.raw)["verdict"], record
    shutil.rmtree(published / "network/record")
    shutil.rmtree(published / ".git")
    begin(published, Ed25519PrivateKey.generate())
    fresh = publish(published, tmp_path / "fresh")
    result = says(node, fresh, bo.raw, seen=seen)
    assert ("undetermined", "RECORD_ROLLED_BACK") == (result["verdict"], result["code"])


def test_a_new_key_of_the_record_is_told_once(published: Path, tmp_path: Path, node: str) -> None:
    one = kept(published)[0]
    seen = seen_of(node, publish(published, tmp_path / "site"), one.raw)
    new = Ed25519PrivateKey.generate()
    keys = {to_multikey(key.public_key()): key for key in (new, RECORD_KEY)}
    rotate_record(context_of(published), to_multikey(new.public_key()), lambda *_: KEY, lambda name: keys[name])
    site = publish(published, tmp_path / "site")
    result = says(node, site, one.raw, seen=seen)
    assert ("genuine-with-warning", "RECORD_NEW_KEY") == (result["verdict"], result["code"])
    assert "genuine" == says(node, site, one.raw, seen=[result["seen"]])["verdict"]
    known = {"name": "N", "address": BASE, "key": to_multikey(new.public_key())}
    other = tmp_path / "other.json"
    other.write_text(json.dumps({"id": "https://o.example/registry.json", "name": "O", "recognised": [known]}))
    assert "genuine" == says(node, site, one.raw, registry=other)["verdict"]


def test_a_hosted_form_does_not_go_round_the_record(published: Path, tmp_path: Path, node: str) -> None:
    ada, bo = kept(published)
    site = publish(published, tmp_path / "site")
    before = (site / f"awards/{ada.id}/assertion.json").read_bytes()
    result = says(node, site, before)
    assert ("genuine-with-warning", ("passed", "RECORDED")) == (result["verdict"], row(result, "record")) or (
        "genuine" == result["verdict"]
    ), result["checks"]
    revoke(context_of(published), Withdrawal(ada.id, "Given twice."), lambda *_: KEY)
    sign(published)
    publish(published, site)
    (site / f"awards/{ada.id}/assertion.json").write_bytes(before)
    assert "not-valid" == says(node, site, before)["verdict"]
    invented = json.loads((site / f"awards/{bo.id}/assertion.json").read_bytes())
    for name, change in (("t" * 26, {}), (bo.id, {"recipient": {**invented["recipient"], "salt": "0" * 32}})):
        made = {**invented, **change, "id": f"{BASE}awards/{name}/assertion.json"}
        (site / f"awards/{name}").mkdir(exist_ok=True)
        (site / f"awards/{name}/assertion.json").write_text(json.dumps(made), encoding="utf-8")
        result = says(node, site, json.dumps(made).encode())
        assert "undetermined" == result["verdict"], (name, result["checks"])


def test_an_old_badge_is_not_pending_for_ever(published: Path, tmp_path: Path, node: str) -> None:
    one = kept(published)[0]
    site = publish(published, tmp_path / "site")
    old = resigned(json.loads(one.raw), created=datetime.now(UTC) - timedelta(days=200))
    (site / f"awards/{one.id}/record.json").write_text('{"proofs": []}', encoding="utf-8")
    assert "NOT_RECORDED" == says(node, site, old)["code"]


def test_the_page_of_a_forgotten_award_stays(published: Path, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    settings = Settings(TEMPLATES[0], verifier=ROOT / "verifier/dist")

    def build() -> None:
        publish_site(context_of(published), settings, Published(folder, tmp_path / "list.json"), search=False)

    build()
    ada = kept(published)[0]
    erase(context_of(published), ada.id, lambda *_: KEY)
    for _ in range(3):
        build()
        assert "taken away" in (folder / f"awards/{ada.id}/index.html").read_text(encoding="utf-8")
        assert not (folder / f"awards/{ada.id}/credential.json").exists()


def moved_to(root: Path, old: str, new: str) -> None:
    settings, network = root / "mkdocs.yml", root / "network/network.yml"
    settings.write_text(settings.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    network.write_text(network.read_text(encoding="utf-8") + f"formerly:\n  - {old}\n", encoding="utf-8")


@pytest.mark.parametrize("new", ["https://badges.example.org/", "https://badges.example.org/net/badges/"])
def test_a_site_may_move_out_of_a_folder_or_into_one(network: Path, tmp_path: Path, new: str, browser: Any) -> None:
    run(network, "first", people=PEOPLE)
    moved_to(network, BASE, new)
    run(network, "end", people=PEOPLE, batch="after")
    assert [] == problems(network)
    site = publish(network, tmp_path / "site")
    server, base = serve(site)
    try:
        page = browser.new_page()
        for one in kept(network):
            page.goto(f"{base}awards/{one.id}/")
            page.wait_for_selector("#award-verdict[data-verdict]")
            assert "genuine" == page.get_attribute("#award-verdict", "data-verdict"), page.inner_text("#award-verdict")
        page.close()
    finally:
        server.shutdown()


def test_a_closed_network_does_not_open_in_passing(published: Path) -> None:
    settings = published / "network/network.yml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text + "closed: 2026-11-20\n", encoding="utf-8")
    save(published)
    settings.write_text(text, encoding="utf-8")
    assert any("says no more that the network closed" in one for one in problems(published))


def test_every_hash_of_a_proof_has_its_length(published: Path, tmp_path: Path) -> None:
    record = read_record(published)
    assert record is not None
    site = publish(published, tmp_path / "site")
    (proof,) = json.loads((site / f"awards/{kept(published)[0].id}/record.json").read_bytes())["proofs"]
    assert {32} == {len(base64.b64decode(one)) for one in proof["proof"]}
