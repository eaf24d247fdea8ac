"""The open record: what adding an award costs, and what a reader's browser pays for its proof."""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lapel.credentials.multikey import to_multikey
from lapel.credentials.signing import sign
from lapel.issuing.record import grown
from lapel.ledger.record_reading import Record, read_record
from lapel.ledger.stored_awards import to_line
from lapel.model.addresses import Addresses
from lapel.record.delegation import delegation_document, read_delegation
from lapel.record.entries import Entry
from lapel.record.note import moment
from lapel.record.store import DELEGATION

ROOT = Path(__file__).resolve().parent.parent
SIZE = 1_000_000
BASE = Addresses("https://badges.example.org/")
KEY = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"a key for the benchmark only").digest())
NOW = datetime.now(UTC).replace(microsecond=0)


def entry(number: int) -> Entry:
    place = (("list", f"organisations/x/status/{number // 98_000 + 1}.json"), ("index", number % 98_000))
    return Entry("award", hashlib.sha256(str(number).encode()).hexdigest(), moment(NOW), place)


def put(root: Path, files: dict[str, bytes]) -> None:
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)


def made(root: Path) -> Record:
    """A record of that size."""
    did = BASE.did("x")
    document = delegation_document("X", did, [to_multikey(KEY.public_key())], BASE, NOW)
    document = sign(document, KEY, f"{did}#key-1", NOW)
    put(root, {DELEGATION: to_line(document)})
    entries = [entry(number) for number in range(SIZE)]
    put(root, grown(root, read_delegation(document), entries, [KEY], NOW, timedelta(days=400)))
    record = read_record(root)
    assert record is not None
    return record


def table() -> Iterator[str]:
    root = Path(tempfile.mkdtemp())
    try:
        record = made(root)
        times = []
        for number in range(50):
            start = time.perf_counter()
            put(root, grown(root, record.delegation, [entry(SIZE + number)], [KEY], NOW, timedelta(days=400)))
            times.append(time.perf_counter() - start)
        yield f"| adding an award to a record of {SIZE:,}, signed and written | {median(times) * 1000:.1f} ms |"
        start = time.perf_counter()
        again = read_record(root)
        assert again is not None
        again.tree.root()
        yield f"| reading the whole record and its tree | {time.perf_counter() - start:.1f} s |"
        yield from _proof(again)
    finally:
        shutil.rmtree(root)


def _proof(record: Record) -> Iterator[str]:
    """The verifier's own work for one proof, warm, in Node beside SHA-256 alone."""
    size, place = max(record.checkpoints), SIZE // 3
    path = [base64.b64encode(one).decode() for one in record.tree.inclusion(place, size)]
    note = record.checkpoints[size].raw.decode()
    proof = {"checkpoint": note, "index": place, "entry": record.lines[place].decode(), "proof": path}
    content = json.dumps(proof)
    yield f"| proof of an award | {len(content) / 1000:.1f} kB |"
    script = """
      import { readCheckpoint, rootOf } from "./verifier/src/merkle.js";
      const { proof, key } = JSON.parse(await new Response(process.stdin).text());
      const once = async () => {
        const said = await readCheckpoint(proof.checkpoint, [key]);
        if ((await rootOf(proof.index, said.size, proof.entry, proof.proof)) !== said.root) throw new Error("wrong");
      };
      const times = [];
      for (let n = 0; n < 200; n++) {
        const start = performance.now();
        await once();
        times.push(performance.now() - start);
      }
      console.log([times[0], times.sort((a, b) => a - b)[100]].map((one) => one.toFixed(2)).join(" "));
    """
    said = json.dumps({"proof": proof, "key": record.delegation.keys[0]})
    done = subprocess.run(
        ["node", "--input-type=module", "-e", script], cwd=ROOT, input=said, capture_output=True, text=True, check=True
    )
    first, warm = done.stdout.split()
    yield f"| verifying it, first and then | {first} ms, {warm} ms |"
