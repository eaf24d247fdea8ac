"""The desk and the engine side by side: the same network, the same list, the same chance."""

from __future__ import annotations

import base64
import hashlib
import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat

from lapel.cache import Cache
from lapel.desk_files import desk_state, desk_units
from lapel.model import paths
from lapel.stream import Unit
from tests.awarding import KEY, context_of
from tests.building import ROOT

PASSPHRASE = "four words and a key"
PEM = KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(PASSPHRASE.encode())).decode()


class Seeded:
    """Chance from a seed, in the place of the module ``secrets``: SHA-256 of the seed and a counter, as the desk's
    command draws it."""

    def __init__(self, seed: str) -> None:
        self._seed, self._count, self._left = seed, 0, b""

    def token_bytes(self, size: int) -> bytes:
        while len(self._left) < size:
            self._left += hashlib.sha256(f"{self._seed} {self._count}".encode()).digest()
            self._count += 1
        drawn, self._left = self._left[:size], self._left[size:]
        return drawn

    def token_hex(self, size: int) -> str:
        return self.token_bytes(size).hex()

    def randbelow(self, bound: int) -> int:
        return int.from_bytes(self.token_bytes(4), "big") % bound


@contextmanager
def seeded(seed: str) -> Iterator[None]:
    chance = Seeded(seed)
    with (
        mock.patch("lapel.credentials.identity.secrets", chance),
        mock.patch("lapel.credentials.status.secrets", chance),
    ):
        yield


def desk_documents(root: Path) -> dict[str, Any]:
    """What the site of the network says for the desk, by path."""

    def read(unit: Unit) -> Iterator[tuple[str, Any]]:
        for file in unit.make():
            yield file.path, json.loads(file.content)

    context = context_of(root)
    return dict(row for unit in desk_units(context, desk_state(context, Cache(None))) for row in read(unit))


class Desk:
    """The desk's command, for one network."""

    def __init__(self, node: str, root: Path, folder: Path) -> None:
        documents = desk_documents(root)
        self.network = documents[paths.DESK_NETWORK]
        self.held = {
            slug: [row[:2] for row in documents[paths.desk_held(slug)]["held"]] for slug in self.network["held"]
        }
        file = folder / "network.json"
        file.write_text(json.dumps(self.network), encoding="utf-8")
        self._process = subprocess.Popen(
            [node, "desk/cli.mjs", str(file)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __call__(self, **order: Any) -> dict[str, Any]:
        assert self._process.stdin
        assert self._process.stdout
        people = order.pop("people", "")
        data = people if isinstance(people, bytes) else people.encode()
        ready = {"list": base64.b64encode(data).decode(), "key": {"pem": PEM, "passphrase": PASSPHRASE}, **order}
        self._process.stdin.write(json.dumps(ready) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        assert "crash" not in answer, answer["crash"]
        return answer

    def close(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(10)
