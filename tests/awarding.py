"""Awards for tests: a key, a small network that gives badges, and one award run."""

from __future__ import annotations

import hashlib
import json
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from openbadgeslib.errors import LibOpenBadgesException
from openbadgeslib.ob3.ldp import OB3LdpVerifier

from lapel.context import Context
from lapel.credentials.multikey import to_multikey
from lapel.credentials.signing import sign
from lapel.issuing.plan import AwardRequest
from lapel.issuing.recipients import parse_recipients
from lapel.issuing.run import Order, Report, award
from lapel.ledger.stored_awards import StoredAward, read_stored, to_line
from lapel.load import open_network
from lapel.outputs import award_problems, make_context
from lapel.publish import publish as publish_site
from lapel.published import Published
from lapel.stream import Settings
from tests import catalogues
from tests.building import ROOT

KEY = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"a key for award tests only").digest())
PEOPLE = "name,email\n" + "".join(f"Person Number{n},person{n}@example.org\n" for n in range(11)) + "No Address,\n"
ANCHOR = catalogues.ORGANISATION.format(name="Anchor").replace(
    "roles:",
    f"verificationMethod:\n  - id: key-1\n    publicKeyMultibase: {to_multikey(KEY.public_key())}\n"
    "    created: 2026-01-01\nroles:",
)

AWKWARD_NAME = (
    'name,email,evidence,narrative,result\n"Zoë O\'Neil & Söhne",zoe@example.org,<b>Seen</b> by two,I did it,Good\n'
)


def issuing_network(root: Path) -> Path:
    """The small catalogue with a key, a badge that ends, and a pathway."""
    pathway = catalogues.PATHWAY.format(name="Way", badges="first, second", rule="all").replace(
        "rule:", "completion: end\nrule:"
    )
    files = {
        "network/organisations/anchor.md": ANCHOR,
        "network/organisations/other.md": catalogues.ORGANISATION.format(name="Other"),
        "badges/end/badge.md": catalogues.badge("End", "validity: 1 year\n"),
        "badges/old/badge.md": catalogues.badge("Old", "status: retired\nretiredDate: 2026-01-01\n"),
        "badges/pathways/way.md": pathway,
    }
    return catalogues.write(root, files)


def run(root: Path, *badges: str, people: str = PEOPLE, batch: str = "batch", **more: Any) -> Report:
    wish = AwardRequest(
        more.pop("issuer", "anchor"), badges, more.pop("completion", True), more.pop("despite_prerequisites", False)
    )
    site, catalogue = open_network(root, ROOT / "overrides/locales")
    context = make_context(catalogue, site, Settings(ROOT / "overrides"))
    order = Order(wish, parse_recipients(people.encode(), "people.csv"), "people.csv", batch, **more)
    return award(context, [ROOT / "overrides"], order, lambda *_: KEY)


def kept(root: Path) -> list[StoredAward]:
    found = list(read_stored(root))
    assert [] == [str(one) for one in found if not isinstance(one, StoredAward)]
    return [one for one in found if isinstance(one, StoredAward)]


BASE = "https://badges.example.org/net/"


FILE = "badges/first/awards/batch.jsonl"


TEMPLATES = [ROOT / "overrides"]


def context_of(root: Path) -> Context:
    site, catalogue = open_network(root, TEMPLATES[0] / "locales")
    return make_context(catalogue, site, Settings(TEMPLATES[0]))


def publish(root: Path, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    context = context_of(root)
    assert [] == [str(problem) for problem in award_problems(context, None)]
    settings = Settings(TEMPLATES[0], verifier=ROOT / "verifier/dist")
    publish_site(context, settings, Published(folder), search=False)
    return folder


def verified(site: Path, node: str, kind: str = "awards") -> dict[str, bool]:
    """What Digital Bazaar's verifier says of every published credential, by the random part of its address."""
    files = sorted(site.glob(f"{kind}/*/credential.json"))
    lists = {
        json.loads(file.read_bytes())["id"]: json.loads(file.read_bytes())
        for file in site.glob("organisations/*/status/*.json")
    }
    dids = [json.loads(file.read_bytes()) for file in site.glob("organisations/*/did.json")]
    documents = {**lists, **{did["id"]: did for did in dids}}
    done = subprocess.run(
        [node, "tests/peers/vc.mjs"],
        cwd=ROOT,
        input=json.dumps({"documents": documents, "credentials": [json.loads(file.read_bytes()) for file in files]}),
        capture_output=True,
        text=True,
    )
    assert 0 == done.returncode, done.stderr
    answers = [json.loads(line)["verified"] for line in done.stdout.splitlines()]
    return dict(zip([file.parent.name for file in files], answers, strict=True))


def library_says(site: Path) -> dict[str, str]:
    """What openbadgeslib says of every published award."""

    def download(address: str, *_: object, **__: object) -> bytes:
        assert address.startswith(BASE), address
        return (site / address.removeprefix(BASE)).read_bytes()

    answers = {}
    for file in site.glob("awards/*/credential.json"):
        verifier = OB3LdpVerifier.for_issuer_did(json.loads(file.read_bytes())["issuer"]["id"])
        try:
            verifier.verify(file.read_bytes(), check_status=True, download=download, verify_status_list=False)
            answers[file.parent.name] = "good"
        except LibOpenBadgesException as error:
            answers[file.parent.name] = str(error)
    return answers


def problems(root: Path) -> list[str]:
    return [str(problem) for problem in award_problems(context_of(root), None)]


def resigned(document: dict[str, Any], key: Ed25519PrivateKey = KEY, created: datetime | None = None) -> bytes:
    """The credential signed anew, as somebody with a key could."""
    plain = {name: value for name, value in document.items() if name != "proof"}
    return to_line(sign(plain, key, document["proof"]["verificationMethod"], created or datetime.now(UTC)))
