"""Awards as VC-JWT: what they say, who reads them, and what the build refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lapel.credentials import jwt
from lapel.credentials.proof import ProofError
from tests.awarding import KEY, kept, problems, publish, run
from tests.peers import read_by_jose

PEOPLE = "name,email\nZoë Müller,zoe@example.org\nBo,\n"
FILE = "badges/end/awards/batch.jwt"


def test_a_token_says_what_the_award_says_and_another_implementation_reads_it(
    network: Path, tmp_path: Path, node: str
) -> None:
    run(network, "end", people=PEOPLE, also_jwt=True)
    site = publish(network, tmp_path / "site")
    tokens = [(site / "awards" / one.id / "credential.jwt").read_text() for one in kept(network)]
    assert [{"verified": True, "id": one.document["id"]} for one in kept(network)] == read_by_jose(site, node, tokens)
    for one, token in zip(kept(network), tokens, strict=True):
        header, payload = jwt.read(token)
        assert ("EdDSA", "JWT") == (header["alg"], header["typ"])
        assert one.document["issuer"]["id"] == payload["iss"]
        assert {key: value for key, value in one.document.items() if key != "proof"}.items() <= payload.items()
        assert "exp" in payload
    changed = [token[:-3] + ("AAA" if not token.endswith("AAA") else "BBB") for token in tokens]
    assert [False, False] == [row["verified"] for row in read_by_jose(site, node, changed)]


def test_without_the_wish_there_is_no_token(network: Path, tmp_path: Path) -> None:
    run(network, "end", people=PEOPLE)
    site = publish(network, tmp_path / "site")
    assert [] == list(site.rglob("*.jwt"))


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (lambda rows: [rows[0][:-4] + b"AAAA", rows[1]], "is not as it was signed"),
        (lambda rows: [rows[0], rows[0]], "says what another token says"),
        (lambda rows: [rows[0].replace(b".", b"", 1), rows[1]], "is not a token"),
        (lambda rows: [b"e30.e30.AA", rows[1]], "is not a token"),
        (lambda rows: [forged(rows[0]), rows[1]], "says something else than badges/end/awards/batch.jsonl:1"),
    ],
)
def test_a_token_that_was_tampered_with_is_named(network: Path, spoil: object, expected: str) -> None:
    run(network, "end", people=PEOPLE, also_jwt=True)
    rows = (network / FILE).read_bytes().splitlines()
    (network / FILE).write_bytes(b"".join(row + b"\n" for row in spoil(rows)))  # type: ignore[operator]
    (problem,) = problems(network)
    assert problem.startswith(f"{FILE}:")
    assert expected in problem


def forged(row: bytes) -> bytes:
    _, payload = jwt.read(row.decode())
    payload["name"] = "Another badge"
    header, _ = jwt.read(row.decode())
    parts = [jwt.pack(json.dumps(part).encode()) for part in (header, payload)]
    return f"{'.'.join(parts)}.{jwt.pack(KEY.sign('.'.join(parts).encode()))}".encode()


@pytest.mark.parametrize("alg", ["none", "HS256", "ES256"])
def test_another_algorithm_is_refused(alg: str) -> None:
    parts = [jwt.pack(json.dumps(part).encode()) for part in ({"alg": alg, "typ": "JWT", "kid": "x"}, {})]
    token = f"{'.'.join(parts)}.{jwt.pack(KEY.sign('.'.join(parts).encode()))}"
    with pytest.raises(ProofError, match="another algorithm"):
        jwt.verify(token, KEY.public_key())
