"""What the cell agrees to sign: what a person is shown is what a reader will be shown."""

from __future__ import annotations

import copy
import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lapel.ledger.form import shapes_text
from tests import catalogues
from tests.awarding import issuing_network, kept, run

SALT = "0" * 32
Change = Callable[[dict[str, Any]], Any]


@pytest.fixture
def award(tmp_path: Path) -> tuple[dict[str, Any], dict[str, Any], str]:
    """A credential before it is signed, what the desk says of its person, and when it is signed."""
    root = issuing_network(catalogues.write(tmp_path, catalogues.good()))
    report = run(root, "first", people="name,email\nAda Example,ada@example.org\n")
    document = {key: value for key, value in kept(root)[0].document.items() if key != "proof"}
    assert report.folder
    (row,) = (report.folder / "handed.jsonl").read_text(encoding="utf-8").splitlines()
    memory = json.loads(row)
    person = {"name": memory["name"], "email": memory["email"], "salt": memory["salt"]}
    return document, person, document["validFrom"]


def asked(root: Path, node: str, document: Any, person: Any, created: str) -> str:
    """The fault's code, or "" for a job that is taken."""
    script = (
        "import { readJob } from './desk/src/job.js';"
        "const asked = JSON.parse(process.argv[1]);"
        "try { console.log(JSON.stringify(readJob(asked).summary)) }"
        "catch (error) { console.log(error.code ?? error.name) }"
    )
    did = "did:web:badges.example.org:net:organisations:anchor"
    order = {"documents": [document], "people": [person], "created": created, "did": did, "key": "key-1"}
    command = [node, "--input-type=module", "-e", script, json.dumps(order)]
    return subprocess.run(command, cwd=root, capture_output=True, encoding="utf-8", check=True).stdout.strip()


def test_an_award_as_a_desk_makes_it_is_shown(root: Path, node: str, award: Any) -> None:
    summary = json.loads(asked(root, node, *award))
    shown = {"badge": "First", "place": "badges/first/", "description": "A badge for tests.", "issuer": "Anchor"}
    home = "https://badges.example.org/net/organisations/anchor/"
    words = ["You did one thing.", "Badge", "Anchor", home, "hello@example.org"]
    assert [shown | {"awarded": "", "ends": "", "words": words, "says": [], "count": 1}] == summary["groups"]
    assert "https://badges.example.org/net/" == summary["site"]
    assert ["Ada Example, ada@example.org"] == summary["people"]


def put(*path: str | int, value: Any) -> Change:
    def change(document: dict[str, Any]) -> None:
        node: Any = document
        for key in path[:-1]:
            node = node[key]
        node[path[-1]] = value

    return change


def more_identities(document: dict[str, Any]) -> None:
    identities = document["credentialSubject"]["identifier"]
    identities.append(dict(identities[-1]))


@pytest.mark.parametrize(
    "change",
    [
        put("name", value="Visited the workshop"),
        put("credentialSubject", "achievement", "name", value="Master surgeon"),
        put("credentialSubject", "achievement", "id", value="https://evil.example/badges/x/achievement.json"),
        put("credentialSubject", "identifier", 0, "identityHash", value="sha256$00"),
        put("credentialSubject", "identifier", 0, "hashed", value=False),
        more_identities,
        put("validFrom", value="1999-01-01T00:00:00Z"),
        put("awardedDate", value="2999-01-01T00:00:00Z"),
        put("credentialStatus", "statusListCredential", value="https://evil.example/never"),
        put("credentialStatus", "statusPurpose", value="suspension"),
        put("credentialStatus", "id", value="https://evil.example/#1"),
        put("id", value="https://badges.example.org/net/awards/x/credential.json"),
        put("id", value="https://evil.example/net/awards/abcdefghijklmnopqrstuvwxyz/credential.json"),
        put("type", value=["VerifiableCredential OpenBadgeCredential"]),
        put("@context", value=["https://www.w3.org/ns/credentials/v2"]),
        put("issuer", "id", value="did:web:evil.example:organisations:anchor"),
        put("proof", value={}),
        put("termsOfUse", value="x"),
    ],
)
def test_an_award_that_a_reader_would_see_otherwise_is_not_signed(
    root: Path, node: str, award: Any, change: Change
) -> None:
    document, person, created = copy.deepcopy(award)
    change(document)
    assert "job-refused" == asked(root, node, document, person, created)


def test_what_is_said_beyond_the_badge_is_shown_too(root: Path, node: str, award: Any) -> None:
    document, person, created = copy.deepcopy(award)
    document["credentialSubject"]["narrative"] = "With distinction"
    document["evidence"] = [{"type": ["Evidence"], "narrative": "Seen"}]
    document["validUntil"] = "2099-01-01T00:00:00Z"
    (group,) = json.loads(asked(root, node, document, person, created))["groups"]
    assert (["With distinction", "Seen"], "2099-01-01") == (group["says"], group["ends"])


def test_another_reason_for_the_badge_is_shown_apart(root: Path, node: str, award: Any) -> None:
    document, person, created = copy.deepcopy(award)
    badge = document["credentialSubject"]["achievement"]
    badge["criteria"]["narrative"] = "May work with children unsupervised."
    badge["alignment"] = [{"type": ["Alignment"], "targetName": "Level 5", "targetUrl": "https://www.gov.uk/"}]
    (group,) = json.loads(asked(root, node, document, person, created))["groups"]
    assert {"May work with children unsupervised.", "Level 5 · https://www.gov.uk/"} <= set(group["words"])
    badge["alignment"][0]["targetUrl"] = "javascript:alert(1)"
    assert "job-refused" == asked(root, node, document, person, created)


@pytest.mark.parametrize("end", ["never", "2027-02-30T00:00:00Z", "2027-01-01", "9999"])
def test_an_end_that_is_no_moment_is_refused(root: Path, node: str, award: Any, end: str) -> None:
    document, person, created = copy.deepcopy(award)
    document["validUntil"] = end
    assert "job-refused" == asked(root, node, document, person, created)


def test_a_moment_that_is_none_is_refused(root: Path, node: str, award: Any) -> None:
    document, person, _ = copy.deepcopy(award)
    document["validFrom"] = "2026-99-99T99:99:99Z"
    assert "job-refused" == asked(root, node, document, person, document["validFrom"])


@pytest.mark.parametrize("person", [None, {"name": "Mallory"}, {"salt": SALT}, {"email": "mallory@example.org"}])
def test_a_person_who_is_not_the_one_in_the_award_is_not_shown(root: Path, node: str, award: Any, person: Any) -> None:
    document, own, created = award
    said = {**own, **person} if person else None
    assert "job-refused" == asked(root, node, document, said, created)


LIST = {
    "@context": ["https://www.w3.org/ns/credentials/v2"],
    "id": "https://badges.example.org/net/organisations/anchor/status/1.json",
    "type": ["VerifiableCredential", "BitstringStatusListCredential"],
    "issuer": "did:web:badges.example.org:net:organisations:anchor",
    "validFrom": "2026-11-24T00:00:00Z",
    "validUntil": "2027-12-29T00:00:00Z",
    "credentialSubject": {
        "id": "https://badges.example.org/net/organisations/anchor/status/1.json#list",
        "type": "BitstringStatusList",
        "statusPurpose": "revocation",
        "encodedList": "uH4sIAAAAAAAC_-3BAQ0AAADCoPdPbQ43oAAAAAAAAAAAAAAAAAAAAAAAAAAAAADgxwDzdXZ2AEAAAA",
    },
}


def test_a_list_says_what_it_withdraws_even_when_that_is_nothing(root: Path, node: str) -> None:
    from lapel.credentials.status import encode_list

    for places in ((), (5, 9)):
        document: Any = copy.deepcopy(LIST)
        document["credentialSubject"]["encodedList"] = encode_list(places)
        entries = [{"statusListCredential": document["id"], "statusListIndex": str(place)} for place in places]
        awards = [{"name": "First", "credentialStatus": entry} for entry in entries]
        said = {"awards": [json.dumps(one) for one in awards]}
        summary = json.loads(asked(root, node, document, said, "2026-11-24T00:00:00Z"))
        (shown,) = summary["lists"]
        assert (document["id"], len(places), list(places)) == (shown["list"], shown["places"], shown["withdraws"])
        # What changes is said award by award, against the list whose place it takes.
        old = copy.deepcopy(LIST) | {"validFrom": "2026-11-20T00:00:00Z"}
        old["credentialSubject"]["encodedList"] = encode_list((7,))
        for odd in (None, {"list": json.dumps(old)}, {"list": json.dumps(old | {"id": "x"})}, {"awards": ["{}"]}):
            if places or odd:
                assert "job-refused" == asked(root, node, document, odd, "2026-11-24T00:00:00Z")
        for change in (
            put("validUntil", value="2026-12-01T00:00:00Z"),
            put("id", value="https://badges.example.org/net/organisations/other/status/1.json"),
            put("credentialSubject", "statusPurpose", value="suspension"),
            put("credentialSubject", "id", value="https://x.example/"),
        ):
            changed = copy.deepcopy(document)
            change(changed)
            assert "job-refused" == asked(root, node, changed, said, "2026-11-24T00:00:00Z")


def test_the_shapes_of_the_desk_are_those_of_the_engine(root: Path) -> None:
    assert shapes_text() == (root / "desk/src/shapes.json").read_text(encoding="utf-8")
