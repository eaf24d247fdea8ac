"""A network with a record, for tests: its key, signing it, and what the verifier says of its badges."""

from __future__ import annotations

import json
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lapel.credentials.multikey import to_multikey
from lapel.issuing.record import Written, sign_record
from lapel.issuing.record_keys import begin_record
from tests.awarding import BASE, KEY, context_of
from tests.building import ROOT

RECORD_KEY = Ed25519PrivateKey.generate()


def begin(root: Path, key: Ed25519PrivateKey = RECORD_KEY) -> Written:
    """Begins the record, and writes down what is there."""
    begin_record(context_of(root), to_multikey(key.public_key()), lambda *_: KEY)
    return sign(root, key)


def sign(root: Path, key: Ed25519PrivateKey = RECORD_KEY, **more: Any) -> Written:
    return sign_record(context_of(root), lambda _: key, None, **more)


def says(node: str, site: Path, badge: bytes, base: str = BASE, **order: Any) -> dict[str, Any]:
    """What the verifier says of ``badge``, with the registry of the published folder ``site``."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "badge.json")
        file.write_bytes(badge)
        registry = order.pop("registry", site / "registry.json")
        said = {"inputs": [str(file)], "map": [[base, str(site)]], "registry": str(registry), "copies": []}
        done = subprocess.run(
            [node, "verifier/cli.mjs"],
            cwd=ROOT,
            input=json.dumps({**said, "recipient": [], "offline": True, **order}),
            capture_output=True,
            text=True,
        )
    assert 0 == done.returncode, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def row(result: dict[str, Any], name: str) -> tuple[str, str]:
    """Outcome and code of one check."""
    return next(((one["outcome"], one["code"]) for one in result["checks"] if one["id"] == name), ("", ""))
