"""Independent implementations that check our documents; ``make test`` installs them into ``.peers/``."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from jsonschema import Draft201909Validator

ROOT = Path(__file__).resolve().parent.parent.parent
PEERS = ROOT / ".peers"


def openbadges(folder: Path, base: str, addresses: list[str]) -> list[dict[str, Any]]:
    """The reports of PyPI ``openbadges`` (the reference validator of Open Badges 2.0)."""
    script = Path(__file__).with_name("openbadges_check.py")
    done = subprocess.run(
        [sys.executable, "-I", "-S", script, PEERS / "openbadges", folder, base, *addresses],
        capture_output=True,
        text=True,
    )
    assert 0 == done.returncode, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def schema_errors(kind: str, document: Any) -> list[str]:
    """What 1EdTech's JSON Schema of Open Badges 3.0 says against an ``Achievement``, a ``Profile``…

    With an empty ``kind``, against a whole credential.
    """
    text = (PEERS / "ob3-schemas" / "ob_v3p0_achievementcredential_schema.json").read_text(encoding="utf-8")
    schema = json.loads(text)
    part = {"$id": schema["$id"], "$ref": f"#/$defs/{kind}", "$defs": schema["$defs"]} if kind else schema
    return [f"{error.json_path} {error.message}" for error in Draft201909Validator(part).iter_errors(document)]


def schema_enumeration(name: str) -> set[str]:
    """The words that the schema lists for one property of ``Achievement`` or ``Alignment``."""
    text = (PEERS / "ob3-schemas" / "ob_v3p0_achievementcredential_schema.json").read_text(encoding="utf-8")
    kind, _, key = name.partition(".")
    found: set[str] = set()

    def walk(node: Any) -> None:
        if isinstance(node, dict):
            found.update(word for word in node.get("enum", []) if isinstance(word, str))
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)

    walk(json.loads(text)["$defs"][kind]["properties"][key])
    return found


def read_by_jose(site: Path, node: str, tokens: list[str]) -> list[dict[str, object]]:
    """What npm ``jose`` says of each token, with the keys of the DID documents of the site."""
    dids = [json.loads(file.read_bytes()) for file in site.glob("organisations/*/did.json")]
    done = subprocess.run(
        [node, "tests/peers/jose.mjs"],
        cwd=ROOT,
        input=json.dumps({"documents": {did["id"]: did for did in dids}, "tokens": tokens}),
        capture_output=True,
        text=True,
    )
    assert 0 == done.returncode, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def read_by_ical_js(calendar: bytes, node: str) -> list[dict[str, Any]]:
    """The events of a calendar as npm ``ical.js`` reads them, with the time zones that the file itself brings."""
    done = subprocess.run([node, "tests/peers/calendar.mjs"], cwd=ROOT, input=calendar, capture_output=True)
    assert 0 == done.returncode, done.stderr.decode()
    return [json.loads(line) for line in done.stdout.splitlines()]
