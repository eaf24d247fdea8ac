"""Vectors of the desk: what goes in, and what is signed of it. ``python -m tests.vectors`` writes them anew into
``tests/desk_vectors/``; both the engine and the desk have to come to the same."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any
from unittest import mock

from lapel.credentials.status import decode_list
from lapel.issuing.recipients import COLUMNS, RecipientsError
from lapel.issuing.revoke import Withdrawal, revoke
from lapel.model import paths
from tests import catalogues
from tests.awarding import KEY, context_of, issuing_network, kept, run
from tests.desking import achievements, desk_documents, seeded

FOLDER = Path(__file__).with_name("desk_vectors")
CLOCKED = ("run", "revoke", "recipients")
"""The modules of issuing that ask what time it is."""
BATCHES: dict[str, dict[str, Any]] = {
    "one-person": {"people": "name,email\nAda Example,Ada@Example.org\n"},
    "names-in-any-script": {"people": "name\nنسیم\nОлена Коваль\n李雷\nO'Neil & Söhne\nZoe\u0308\n"},
    "evidence-words-result-and-day": {
        "people": 'name,evidence,narrative,result,date\nAda,https://example.org/a?b=c&d,"I ""did"" it\nand more",'
        "Pass,2024-02-29\nBo,Seen by two trainers,,,\n"
    },
    "a-badge-that-ends": {"badges": ["end"], "people": "name,email\nAda,ada@example.org\n"},
    "a-pathway-that-is-completed": {"badges": ["first", "second"], "people": "name,email\nAda,ada@example.org\n"},
    "who-has-it-gets-no-second-one": {
        "before": "name,email\nAda,ada@example.org\n",
        "people": "name,email\nAda,ADA@example.org\nBo,bo@example.org\n",
    },
    "three-faults": {"people": "name,email\nAda,ada(at)example.org\n,x@b.example\nBo,b@b.example,extra\n"},
    "withdrawn": {"before": "name\nAda\nBo\n", "withdraw": "Given by mistake."},
}
NOW = "2026-11-24T10:20:30Z"


class Frozen(datetime):
    """A clock that stands still."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return datetime.fromisoformat(NOW).astimezone(tz)


def made(root: Path, name: str) -> dict[str, Any]:
    """One vector, as the engine makes it in the empty folder ``root``."""
    batch = BATCHES[name]
    network = issuing_network(catalogues.write(root, catalogues.good()))
    with ExitStack() as clock:
        for module in CLOCKED:
            clock.enter_context(mock.patch(f"lapel.issuing.{module}.datetime", Frozen))
        if before := batch.get("before"):
            with seeded(f"{name} before"):
                run(network, "first", people=before, batch="before")
        documents = desk_documents(network)
        held = {
            slug: [row[:2] for row in documents[paths.desk_held(slug)]["held"]]
            for slug in documents[paths.DESK_NETWORK]["held"]
        }
        old = _files(network)
        # Other languages bring more names of columns; these vectors speak English.
        network_said = documents[paths.DESK_NETWORK] | {"languages": ["en"], "columns": {one: one for one in COLUMNS}}
        vector = {"network": network_said, "now": NOW, "seed": name, "batch": "batch"}
        with seeded(name):
            if reason := batch.get("withdraw"):
                award = kept(network)[0]
                listed = json.loads((network / "network/status/anchor/1.json").read_bytes())
                revoke(context_of(network), Withdrawal(award.id, reason), lambda *_: KEY)
                vector |= {"job": "change", "credential": award.document, "list": listed}
                vector |= {"change": {"award": award.id, "reason": reason}}
                return vector | {"made": _added(network, old)}
            badges = batch.get("badges", ["first"])
            vector |= {"people": batch["people"], "wish": {"issuer": "anchor", "badges": badges}, "held": held}
            vector |= {"achievements": {one: achievements(network)[one] for one in [*badges, "end"]}}
            try:
                report = run(network, *badges, people=batch["people"])
            except RecipientsError as error:
                return vector | {"faults": sorted([one.row, one.column, one.code] for one in error.problems)}
            assert report.folder
            letters = (report.folder / "letters.csv").read_bytes().decode()
            return vector | {"made": _added(network, old), "letters": letters}


def _files(root: Path) -> dict[str, bytes]:
    every = [*root.glob("badges/*/awards/*.jsonl"), *root.glob("network/status/*/*")]
    return {file.relative_to(root).as_posix(): file.read_bytes() for file in every}


def _added(root: Path, old: dict[str, bytes]) -> dict[str, Any]:
    return comparable(
        {
            path: content[len(old.get(path, b"")) if path.endswith(".jsonl") else 0 :].decode()
            for path, content in _files(root).items()
            if content != old.get(path)
        }
    )


def comparable(files: dict[str, str]) -> dict[str, Any]:
    """Lines as they are; of a list, whose bits can be packed in many ways, the places that are set, unsigned."""

    def plain(path: str, text: str) -> Any:
        if path.endswith(".jsonl"):
            return text.splitlines()
        document = json.loads(text)
        document["credentialSubject"]["encodedList"] = sorted(decode_list(document["credentialSubject"]["encodedList"]))
        document["proof"].pop("proofValue")
        return document

    return {path: plain(path, text) for path, text in sorted(files.items())}


def stored() -> Iterator[tuple[str, dict[str, Any]]]:
    for file in sorted(FOLDER.glob("*.json")):
        yield file.stem, json.loads(file.read_text(encoding="utf-8"))


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name in BATCHES:
        with tempfile.TemporaryDirectory() as folder:
            vector = made(Path(folder), name)
        text = json.dumps(vector, ensure_ascii=False, indent=1)
        (FOLDER / f"{name}.json").write_text(f"{text}\n", encoding="utf-8")
        print(f"{name}: {len(text):,} letters")


if __name__ == "__main__":
    main()
