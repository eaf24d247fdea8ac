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
from playwright.sync_api import FrameLocator, Page, expect

from lapel.cache import Cache
from lapel.desk_files import desk_state, desk_units
from lapel.desk_letters import desk_letters
from lapel.issuing.run import as_published
from lapel.model import paths
from lapel.outputs import renderer
from lapel.stream import Settings, Unit
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


def desk_words(root: Path) -> dict[str, Any]:
    """The letters of the network's site, by their language."""
    context, settings = context_of(root), Settings.of(root)
    found = desk_letters(context, settings, renderer(context, settings))
    return {str(document["language"]): document for _, document in found}


def achievements(root: Path) -> dict[str, Any]:
    context = context_of(root)
    return {slug: json.loads(json.dumps(as_published(context, slug))) for slug in context.catalogue.badges}


class Desk:
    """The desk's command, for one network."""

    def __init__(self, node: str, root: Path, folder: Path) -> None:
        documents = desk_documents(root)
        self.network = documents[paths.DESK_NETWORK]
        self.held = {
            slug: [row[:2] for row in documents[paths.desk_held(slug)]["held"]] for slug in self.network["held"]
        }
        self.withdrawn: dict[str, list[str]] = {}
        """By the digest of an award's id, the digests of the lines that withdrew it."""
        for path, document in documents.items():
            if path.startswith("desk/withdrawn/"):
                self.withdrawn |= document["withdrawn"]
        self._process = started(node, self.network, folder)

    @classmethod
    def of(cls, node: str, network: dict[str, Any], folder: Path) -> Desk:
        """A desk that was told of the network by nobody but the caller."""
        one = cls.__new__(cls)
        one.network, one.held, one.withdrawn = network, {}, {}
        one._process = started(node, network, folder)
        return one

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


def started(node: str, network: dict[str, Any], folder: Path) -> subprocess.Popen[str]:
    file = folder / "network.json"
    file.write_text(json.dumps(network), encoding="utf-8")
    command = [node, "desk/cli.mjs", str(file)]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def cell(page: Page) -> FrameLocator:
    return page.frame_locator("#desk-cell")


def open_key(page: Page, key: Path, passphrase: str = PASSPHRASE) -> None:
    frame = cell(page)
    frame.locator("#cell-file").set_input_files(key)
    frame.locator("#cell-passphrase").fill(passphrase)
    frame.locator("#cell-passphrase").press("Enter")


def paste(page: Page, rows: str) -> None:
    page.locator("#desk-paste").fill(rows)
    page.locator("#desk-paste").dispatch_event("change")


def saved(page: Page) -> Path:
    """The file for the maintainer."""
    expect(page.locator("#desk-send-file")).to_be_visible()
    with page.expect_download() as download:
        page.locator("#desk-send-file").press("Enter")
    return Path(download.value.path())


def task(page: Page, title: str) -> None:
    """Opens one task of the office."""
    office = page.locator("#desk-office")
    for place in (office, office.locator(".desk-task").filter(has=page.locator(f"#{title}"))):
        if place.get_attribute("open") is None:
            place.locator("> summary").click()
