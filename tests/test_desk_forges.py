"""The desk opens a pull request through the API of the forge: what it asks, and what a token that may not gets."""

from __future__ import annotations

import http.server
import json
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lapel.pages.forge import forge_place
from tests.forging import TOKEN, Standin

BEFORE = '{"there":"before"}\n'
OLD, NEW, LIST = "badges/a/awards/old.jsonl", "badges/a/awards/new.jsonl", "network/status/x/1.json"
FILES = {OLD: "added é\n", NEW: "first\n", LIST: "{}"}
EXPECTED = {OLD: f"{BEFORE}added é\n", NEW: "first\n", LIST: "{}"}
PROPOSAL = {"name": "desk/one-12345678", "title": "Awards: one", "body": "Signed.", "changes": {"files": FILES}}


@pytest.fixture(params=["github", "gitlab", "forgejo"])
def forge(request: pytest.FixtureRequest) -> Iterator[Standin]:
    server = Standin(request.param, {f"sub/{OLD}": BEFORE})
    yield server
    server.shutdown()


def proposed(root: Path, node: str, forge: Standin, token: str = TOKEN, **changes: Any) -> dict[str, Any]:
    place = {"kind": forge.kind, "api": forge.address, "project": "o/r", "branch": "main", "folder": "sub/"}
    script = (
        "import { asker, PROPOSE } from './desk/src/forges.js';"
        "const [place, proposal, token] = JSON.parse(process.argv[1]);"
        "const ask = asker(place, token);"
        "try { console.log(JSON.stringify({ address: await PROPOSE[place.kind](place, proposal, ask) })) }"
        "catch (error) { console.log(JSON.stringify({ fault: error.code ?? String(error) })) }"
    )
    proposal = {**PROPOSAL, "changes": {"files": FILES, **changes}}
    order = json.dumps([place, proposal, token])
    command = [node, "--input-type=module", "-e", script, order]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def test_one_branch_has_all_files_whole_and_one_request_is_open(root: Path, node: str, forge: Standin) -> None:
    assert proposed(root, node, forge)["address"].startswith("https://")
    assert {"desk/one-12345678": {f"sub/{path}": text for path, text in EXPECTED.items()}} == forge.branches
    (request,) = forge.opened
    assert "Awards: one" == request["title"]


def test_lines_that_are_there_are_not_added_again_and_a_list_gives_way_to_one_made_from_it(
    root: Path, node: str, forge: Standin
) -> None:
    forge.files |= {f"sub/{OLD}": f"{BEFORE}added é\n", f"sub/{LIST}": '{"a": 1}\n'}
    assert {"fault": "files-changed"} == proposed(root, node, forge)
    assert {"fault": "files-changed"} == proposed(root, node, forge, bases={LIST: {"a": 2}})
    assert "address" in proposed(root, node, forge, bases={LIST: {"a": 1}})
    assert {f"sub/{NEW}": "first\n", f"sub/{LIST}": "{}"} == forge.branches["desk/one-12345678"]
    forge.files |= {f"sub/{NEW}": "first\n", f"sub/{LIST}": "{}"}
    assert {"fault": "files-there"} == proposed(root, node, forge, bases={LIST: {"a": 1}})


def test_of_an_organisations_file_only_the_keys_change(root: Path, node: str, forge: Standin) -> None:
    source = "network/organisations/x.md"
    forge.files[f"sub/{source}"] = "---\nname: X\n---\nText\n"
    keys = {source: {"add": {"id": "key-1", "publicKeyMultibase": "z6Mk", "created": "2026-01-01"}}}
    assert "address" in proposed(root, node, forge, keys=keys)
    own = "verificationMethod:\n  - id: key-1\n    publicKeyMultibase: z6Mk\n    created: 2026-01-01\n"
    text = f"---\nname: X\n{own}---\nText\n"
    assert text == forge.branches["desk/one-12345678"][f"sub/{source}"]


def test_a_wrong_token_and_one_without_rights_are_told(root: Path, node: str, forge: Standin) -> None:
    assert {"fault": "forge-token"} == proposed(root, node, forge, "another")
    for status, code in ((403, "forge-right"), (409, "forge-changed"), (422, "forge-changed"), (500, "forge-failed")):
        forge.answer = status
        assert {"fault": code} == proposed(root, node, forge)
    assert [] == forge.opened


def test_a_forge_that_leads_elsewhere_gets_no_token_there(root: Path, node: str, forge: Standin) -> None:
    asked: list[str] = []

    class Elsewhere(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing."""

    other = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
    threading.Thread(target=other.serve_forever, daemon=True).start()
    forge.leads = f"http://127.0.0.1:{other.server_address[1]}/"
    assert {"fault": "forge-unreached"} == proposed(root, node, forge)
    other.shutdown()
    assert [] == asked


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        ("https://github.com/o/r/edit/main/", ("github", "https://api.github.com", "o/r", "main", "")),
        ("https://git.example/o/r/edit/main/", ("github", "https://git.example/api/v3", "o/r", "main", "")),
        ("https://gitlab.com/a/b/c/-/edit/main/x/y/", ("gitlab", "https://gitlab.com/api/v4", "a/b/c", "main", "x/y/")),
        ("https://codeberg.org/o/r/_edit/main/", ("forgejo", "https://codeberg.org/api/v1", "o/r", "main", "")),
        ("https://example.org/edit/", None),
        ("", None),
    ],
)
def test_the_api_is_found_from_the_address_at_which_one_edits(edit: str, expected: tuple[str, ...] | None) -> None:
    found = forge_place(edit)
    assert expected == (tuple(found.values()) if found else None)
