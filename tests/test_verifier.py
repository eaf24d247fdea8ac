"""The verifier: its own tests, test credentials made by others, and credentials that others issue on the spot."""

from __future__ import annotations

import base64
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from openbadgeslib.ob2.models import Assertion
from openbadgeslib.ob2.signer import OB2Signer
from openbadgeslib.ob3.ldp import OB3LdpSigner
from openbadgeslib.ob3.signer import OB3Signer

from lapel.ledger.withdrawals import read_revocations
from lapel.strings import load_strings
from tests.building import ROOT
from tests.verifying import KEYS, WEB, check, did_web, openbadge, pem, picture, vectors

GOOD = {"genuine", "genuine-with-warning"}


@pytest.mark.parametrize(
    "name", ["verify", "hostile", "forged", "believed", "honest", "attacked", "rdf", "makers", "fuzz"]
)
def test_the_tests_of_the_verifier_hold(name: str, node: str) -> None:
    done = subprocess.run([node, "--test", f"verifier/test/{name}.test.mjs"], cwd=ROOT, capture_output=True, text=True)
    assert 0 == done.returncode, done.stdout[-6000:]
    passed = re.search(r"^# pass (\d+)$", done.stdout, re.MULTILINE)
    assert passed
    assert int(passed[1]) > 3


def listed(folder: Path, *dids: str) -> list[str]:
    """A list that knows these issuers, and the words that name it: then a verdict is about the badge."""
    file = folder / "known.json"
    issuers = [{"id": did, "name": "An issuer", "keys": []} for did in dids]
    file.write_text(json.dumps({"name": "A network", "issuers": issuers}))
    return ["--registry", str(file)]


# What describes a badge was given to nobody (DESIGN, "Verdicts"): these three rows were written before that rule.
DISPUTED = {
    f"ob2-1edtech/hosted/{name}.json": "not-a-badge"
    for name in ("badge-with-data-image", "badgeclass-with-complex-image", "badgeclass1")
}


def test_credentials_made_by_others_have_the_verdict_that_is_expected() -> None:
    folder = vectors()
    hosted = folder / "ob2-1edtech/hosted"
    rows = [row for row in json.loads((folder / "manifest.json").read_text(encoding="utf-8")) if row.get("expect")]
    assert len(rows) > 30
    wrong = []
    for row in rows:
        file = folder / row["file"]
        maps = [f"{base}={hosted}" for base in ("https://example.org", "http://example.org", "https://www.example.org")]
        if row["file"].startswith("ob2-1edtech/"):
            own = file if file.suffix == ".json" else folder / "ob2-1edtech/basic-assertion.json"
            if "hosted" not in row["file"]:
                maps.append(f"{json.loads(own.read_text(encoding='utf-8'))['id']}={own}")
        if "starts-with" in row["file"]:
            rest = row["file"].partition("allowed-origins-")[2]
            maps.append(f"http://example.org/issuer-with-allowed-origins={hosted}/issuer-with-allowed-origins-{rest}")
        _, (answer,) = check(file, "--offline", *(word for one in maps for word in ("--map", one)))
        expected = DISPUTED.get(row["file"], row["expect"])
        if expected != answer["verdict"]:
            wrong.append((row["file"], expected, answer["verdict"], answer["code"]))
    assert [] == wrong


# --- Credentials that other implementations issue on the spot ---


def issued_by_digital_bazaar(node: str) -> dict[str, dict[str, Any]]:
    done = subprocess.run([node, "tests/peers/issue.mjs"], cwd=ROOT, capture_output=True, text=True)
    assert 0 == done.returncode, done.stderr
    return dict(json.loads(done.stdout))


def mutations(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Copies with one thing changed in each class of bytes."""
    for change in (
        lambda one: one["credentialSubject"]["achievement"].update(name="Another badge"),
        lambda one: one["issuer"].update(name="Another issuer"),
        lambda one: one.update(validFrom="2019-01-01T00:00:00Z"),
        lambda one: one["credentialSubject"].update(id="did:example:eve"),
        lambda one: one.update(credentialSubject={**one["credentialSubject"], "unsigned": True}),
    ):
        copy: dict[str, Any] = json.loads(json.dumps(document))
        change(copy)
        yield copy


def test_what_digital_bazaar_issues_is_genuine_and_each_changed_copy_is_not(node: str, tmp_path: Path) -> None:
    made = issued_by_digital_bazaar(node)
    assert {"eddsa-rdfc-2022", "ecdsa-rdfc-2019", "ecdsa-rdfc-2019 P-384", "ecdsa-sd-2023"} == set(made)
    for name, document in made.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(document))
        changed = list(mutations(document))
        for number, copy in enumerate(changed):
            (tmp_path / f"{name}-{number}.json").write_text(json.dumps(copy))
        _, (answer, *others) = check(
            tmp_path / f"{name}.json",
            *(tmp_path / f"{name}-{n}.json" for n in range(len(changed))),
            "--offline",
            *listed(tmp_path, document["issuer"]["id"]),
        )
        # Of a credential that is shown in part, the end and the list may have been left out.
        expected = ("genuine-with-warning", "PARTLY_SHOWN") if "sd" in name else ("genuine", "GENUINE")
        assert expected == (answer["verdict"], answer["code"]), (name, answer["checks"])
        assert ["not-valid"] * len(changed) == [other["verdict"] for other in others], name
        assert all(other["facts"] is None for other in others)


def hosted(folder: Path, files: dict[str, Any]) -> list[str]:
    """Puts documents where the verifier finds them, and gives the words that tell it so."""
    for name, document in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(json.dumps(document))
    return ["--offline", "--map", f"https://issuer.example={folder}"]


SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'


@pytest.mark.parametrize("algorithm", KEYS)
def test_tokens_of_openbadgeslib_are_genuine_and_changed_ones_are_not(algorithm: str, tmp_path: Path) -> None:
    key = KEYS[algorithm]
    signer = OB3Signer(pem(key), algorithm)
    token = signer.sign(openbadge())
    head, body, signature = token.split(".")
    payload = json.loads(base64.urlsafe_b64decode(body + "=="))
    changed = base64.urlsafe_b64encode(json.dumps({**payload, "name": "Better"}).encode()).decode().rstrip("=")
    files = {
        "good.jwt": token.encode(),
        "good.png": signer.sign_into_png(openbadge(), picture()),
        "good.svg": signer.sign_into_svg(openbadge(), SVG),
        "changed.jwt": f"{head}.{changed}.{signature}".encode(),
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    words = [*hosted(tmp_path / "web", did_web(key)), *listed(tmp_path, WEB)]
    _, answers = check(*(tmp_path / name for name in files), *words)
    assert [("genuine", "GENUINE")] * 3 == [(one["verdict"], one["code"]) for one in answers[:3]]
    assert "not-valid" == answers[3]["verdict"]
    _, (foreign,) = check(
        tmp_path / "good.jwt", *hosted(tmp_path / "other", did_web(ed25519.Ed25519PrivateKey.generate()))
    )
    assert ("not-valid", "KEY_NOT_LISTED") == (foreign["verdict"], foreign["code"])


def test_data_integrity_of_openbadgeslib_is_genuine_baked_too(tmp_path: Path) -> None:
    key = KEYS["EdDSA"]
    signer = OB3LdpSigner(pem(key), f"{WEB}#k")
    document = signer.sign(openbadge())
    (tmp_path / "good.json").write_text(json.dumps(document))
    (tmp_path / "good.png").write_bytes(signer.sign_into_png(openbadge(), picture()))
    (tmp_path / "good.svg").write_bytes(signer.sign_into_svg(openbadge(), SVG))
    copies = list(mutations(document))
    for place, copy in enumerate(copies):
        (tmp_path / f"{place}.json").write_text(json.dumps(copy))
    names = ["good.json", "good.png", "good.svg", *(f"{place}.json" for place in range(len(copies)))]
    words = [*hosted(tmp_path / "web", did_web(key)), *listed(tmp_path, WEB)]
    _, answers = check(*(tmp_path / name for name in names), *words)
    assert ["genuine"] * 3 + ["not-valid"] * len(copies) == [one["verdict"] for one in answers]


def ob2_site(key: Any) -> dict[str, Any]:
    base, context = "https://issuer.example", "https://w3id.org/openbadges/v2"
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    owner = {"name": "An issuer", "url": base, "email": "a@issuer.example", "publicKey": f"{base}/key.json"}
    badge = {"name": "A badge", "description": "For a test.", "image": f"{base}/a.png", "criteria": f"{base}/do"}
    return {
        "key.json": {"id": f"{base}/key.json", "owner": f"{base}/issuer.json", "publicKeyPem": public},
        "issuer.json": {"@context": context, "id": f"{base}/issuer.json", "type": "Issuer", **owner},
        "badge.json": {
            "@context": context,
            "id": f"{base}/badge.json",
            "type": "BadgeClass",
            "issuer": f"{base}/issuer.json",
            **badge,
        },
    }


def test_a_signed_badge_of_open_badges_2_is_genuine_and_a_withdrawn_one_is_not(tmp_path: Path) -> None:
    key = KEYS["RS256"]
    assertion = Assertion.from_dict(
        {
            "@context": "https://w3id.org/openbadges/v2",
            "type": "Assertion",
            "id": "urn:uuid:6d3f1f52-3a1c-4c6a-9a9d-5a1f0b6c7d8e",
            "recipient": {"type": "email", "hashed": False, "identity": "ada@example.org"},
            "badge": "https://issuer.example/badge.json",
            "verification": {"type": "SignedBadge", "creator": "https://issuer.example/key.json"},
            "issuedOn": "2026-01-01T00:00:00Z",
        }
    )
    signer = OB2Signer(pem(key))
    token = signer.sign(assertion)
    (tmp_path / "good.jws").write_text(token)
    (tmp_path / "good.png").write_bytes(signer.sign_into_png(assertion, picture()))
    (tmp_path / "changed.jws").write_text(token[:-8] + "AAAAAAAA")
    files = ob2_site(key)
    words = [*hosted(tmp_path / "web", files), "--recipient", "ADA@example.org"]
    _, answers = check(tmp_path / "good.jws", tmp_path / "good.png", tmp_path / "changed.jws", *words)
    assert ["genuine", "genuine", "not-valid"] == [one["verdict"] for one in answers]
    files["issuer.json"]["revocationList"] = "https://issuer.example/revoked.json"
    files["revoked.json"] = {"type": "RevocationList", "revokedAssertions": [assertion.id]}
    code, (gone,) = check(tmp_path / "good.jws", *hosted(tmp_path / "web", files))
    assert (1, "REVOKED") == (code, gone["code"])
    files["key.json"]["owner"] = "https://issuer.example/other.json"
    _, (foreign,) = check(tmp_path / "good.jws", *hosted(tmp_path / "web", files))
    assert ("not-valid", "ISSUER_MISMATCH") == (foreign["verdict"], foreign["code"])


def test_a_badge_of_open_badges_1_is_genuine_in_an_old_way(tmp_path: Path) -> None:
    base = "https://issuer.example"
    old = {
        "uid": "1",
        "recipient": {"type": "email", "hashed": False, "identity": "ada@example.org"},
        "badge": f"{base}/badge.json",
        "verify": {"type": "hosted", "url": f"{base}/assertion.json"},
        "issuedOn": 1_400_000_000,
    }
    badge = {"name": "A badge", "description": "Old.", "image": f"{base}/a.png", "criteria": f"{base}/do"}
    files = {
        "assertion.json": old,
        "badge.json": {**badge, "issuer": f"{base}/issuer.json"},
        "issuer.json": {"name": "An issuer", "url": base},
    }
    (tmp_path / "copy.json").write_text(json.dumps(old))
    (tmp_path / "forged.json").write_text(
        json.dumps({**old, "recipient": {**old["recipient"], "identity": "eve@x.org"}})
    )  # type: ignore[dict-item]
    _, (good, forged) = check(tmp_path / "copy.json", tmp_path / "forged.json", *hosted(tmp_path / "web", files))
    assert ("genuine-with-warning", "OLD_FORMAT") == (good["verdict"], good["code"])
    # The copy only names the address: what the host serves is judged and shown, and whose it is comes from there.
    assert ("genuine-with-warning", "COPY_DIFFERS") == (forged["verdict"], forged["code"])
    assert "ada@example.org" == forged["facts"]["person"]
    words = [*hosted(tmp_path / "web", files), "--recipient", "eve@x.org"]
    code, (asked,) = check(tmp_path / "forged.json", *words)
    assert (0, "RECIPIENT_MISMATCH") == (code, asked["recipient"]["code"])
    assert 1 == check(tmp_path / "forged.json", *words, "--require-recipient")[0]


# --- The sample network, and the command ---


def test_every_sample_award_has_the_verdict_that_others_give_it(site: Path) -> None:
    words = ["--offline", "--map", f"https://badges.example.org={site}", "--registry", site / "registry.json"]
    for name in ("credential.json", "assertion.json"):
        files = sorted(site.glob(f"awards/*/{name}"))
        code, answers = check(*files, *words)
        revoked = set(read_revocations(ROOT))
        assert 1 == code
        for file, answer in zip(files, answers, strict=True):
            assert (file.parent.name in revoked) == (answer["verdict"] == "not-valid"), answer
            if file.parent.name not in revoked:
                ended = (answer["facts"]["ends"] or "9") < datetime.now(UTC).isoformat()
                assert ("genuine-with-warning" if ended else "genuine") == answer["verdict"], answer["checks"]


def test_exit_codes_and_sentences_of_the_command(site: Path, tmp_path: Path) -> None:
    (tmp_path / "text.txt").write_text("Hello")
    assert 3 == check(tmp_path / "text.txt")[0]
    (tmp_path / "far.json").write_text(next(site.glob("awards/*/credential.json")).read_text(encoding="utf-8"))
    assert 2 == check(tmp_path / "far.json", "--offline")[0]
    for words in (["missing.json"], [tmp_path / "text.txt", "--map", "x=y"], [tmp_path / "text.txt", "--now", "soon"]):
        done = subprocess.run(
            [sys.executable, ROOT / "scripts/verify.py", *map(str, words)], capture_output=True, text=True
        )
        assert (4, True, False) == (done.returncode, done.stderr.count("\n") == 1, "Traceback" in done.stderr)
    done = subprocess.run(
        [sys.executable, ROOT / "scripts/verify.py", tmp_path / "text.txt"], capture_output=True, text=True
    )
    assert "This is not a badge." in done.stdout


def test_every_code_has_a_sentence_and_is_used(root: Path) -> None:
    codes = set(json.loads((root / "verifier/dist/codes.json").read_text(encoding="utf-8")))
    files = [file for file in (root / "verifier/src").glob("*.js") if file.name != "codes.js"]
    source = "\n".join(file.read_text(encoding="utf-8") for file in files)
    texts = load_strings(root / "overrides/locales", "en").texts
    assert codes == {key.removeprefix("verifier.code.") for key in texts if key.startswith("verifier.code.")}
    assert set() == {code for code in codes if f'"{code}"' not in source}
    checks = set(re.findall(r'"([a-z-]+)"', source.partition("export const ORDER = [")[2].partition("]")[0]))
    for family in ("check", "passed"):
        assert checks == {key.split(".")[2] for key in texts if key.startswith(f"verifier.{family}.")}
    for row in re.findall(r"(?:run\.check|run\.checkNow|run\.add|this\.checkNow)\(\"([a-z-]+)\"", source):
        assert row in checks


def test_what_a_badge_says_cannot_look_like_a_line_of_the_command(tmp_path: Path) -> None:
    credential = openbadge()
    credential.achievement.name = "A\u2028B\nfake.json\n  This badge is genuine."
    document = OB3LdpSigner(pem(KEYS["EdDSA"]), f"{WEB}#k").sign(credential)
    (tmp_path / "a.json").write_text(json.dumps(document))
    words = [*hosted(tmp_path / "web", did_web(KEYS["EdDSA"])), *listed(tmp_path, WEB)]
    code, (answer,) = check(tmp_path / "a.json", *words)
    assert (0, "genuine") == (code, answer["verdict"])
    done = subprocess.run(
        [sys.executable, ROOT / "scripts/verify.py", tmp_path / "a.json", *words], capture_output=True, text=True
    )
    assert 1 == done.stdout.count("\n  This badge is genuine.")
    assert "\nfake.json" not in done.stdout
