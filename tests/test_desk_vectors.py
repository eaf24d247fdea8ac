"""The desk and ``lapel award`` make the same bytes of the same list, the same chance and the same moment."""

from __future__ import annotations

import json
import os
import random
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from lapel.issuing.recipients import RecipientsError
from lapel.issuing.revoke import Withdrawal, revoke
from lapel.ledger.stored_awards import read_stored
from tests import catalogues
from tests.awarding import KEY, context_of, issuing_network, kept, run
from tests.desking import Desk, seeded

COUNT = int(os.environ.get("LAPEL_DESK_BATCHES", "40"))
"""How many random batches; a thousand take some minutes."""
FIRST = ["Ada", "Zoë", "نسیم", "Олена", "O'Neil & Söhne", "=cmd()", "Łukasz", "李雷", "Anne-Marie 🎈", 'Q \\ "R"']
TEXTS = [
    "",
    "https://example.org/evidence/1?a=b&c=d",
    "https://example.org/with space",
    "Seen by two trainers, <b>twice</b>.",
    'A "quoted" \\ text with a tab\tand a line\nbelow it',
    "Дуже добре 😀",
    "\ufdfd one above the surrogates",
]


@pytest.fixture
def network(tmp_path: Path) -> Path:
    root = issuing_network(catalogues.write(tmp_path / "network", catalogues.good()))
    more = {
        "badges/later/badge.md": catalogues.badge("Later", "validity: 1 month\nprerequisites: [first]\n"),
        "badges/short/badge.md": catalogues.badge("Short", "validity: 2 years and 3 days\n"),
    }
    return catalogues.write(root, more)


@pytest.fixture
def open_desk(node: str, tmp_path: Path) -> Iterator[Any]:
    desks: list[Desk] = []

    def opened(root: Path) -> Desk:
        desks.append(Desk(node, root, tmp_path))
        return desks[-1]

    yield opened
    for one in desks:
        one.close()


def table(chance: random.Random, batch: int) -> str:
    """A list of a few people, with what stands in such lists."""
    rows = [["name", "email", "evidence", "narrative", "result", "date", "badge"]]
    for number in range(chance.randint(1, 6)):
        # Some come again, some share a mailbox, and some say no address.
        which = chance.randint(0, 30) if chance.random() < 0.4 else 1000 + batch * 10 + number
        email = f"person{which % 997}@example.org" if chance.random() < 0.7 else ""
        who = f"{FIRST[which % len(FIRST)]} {which}"
        day = chance.choice(["", "", "2026-01-31", "2024-02-29"])
        texts = [chance.choice(TEXTS) for _ in range(2)]
        rows.append([who, email, *texts, chance.choice(["", "Pass"]), day, chance.choice(["", "", "first", "short"])])
    return "\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)


def achievements(root: Path) -> dict[str, Any]:
    from lapel.issuing.run import embedded

    context = context_of(root)
    return {slug: json.loads(json.dumps(embedded(context, slug))) for slug in context.catalogue.badges}


def added(root: Path, before: dict[str, bytes]) -> dict[str, str]:
    """What a run wrote behind what was there."""
    found = {}
    for file in sorted([*root.glob("badges/*/awards/*.jsonl"), *root.glob("network/status/*/*.json")]):
        path, content = file.relative_to(root).as_posix(), file.read_bytes()
        if content != before.get(path, b""):
            found[path] = content[len(before.get(path, b"")) :].decode()
    return found


def snapshot(root: Path) -> dict[str, bytes]:
    files = [*root.glob("badges/*/awards/*.jsonl"), *root.glob("network/status/*/*.json")]
    return {file.relative_to(root).as_posix(): file.read_bytes() for file in files}


def same_but_packing(files: dict[str, str]) -> dict[str, Any]:
    """The bits of a list can be packed in many ways; everything else is compared byte for byte."""
    from lapel.credentials.status import decode_list

    def plain(path: str, text: str) -> Any:
        if not path.startswith("network/status/"):
            return text
        document = json.loads(text)
        document["credentialSubject"]["encodedList"] = sorted(decode_list(document["credentialSubject"]["encodedList"]))
        document["proof"].pop("proofValue")
        return json.dumps(document)

    return {path: plain(path, text) for path, text in files.items()}


SAID = {
    "share an address": "shared-address",
    " already": "held-already",
    " without ": "without-prerequisites",
    " completes ": "completes",
}


def notes(said: list[str]) -> list[list[Any]]:
    """The rows and the codes of what the command says beside its awards."""
    found = []
    for one in said:
        code = next((code for part, code in SAID.items() if part in one), None)
        if code and not re.match(r"row \d+: .* has '[a-z]+'$", one):
            found.append([int(one.split(":")[0].removeprefix("row ")), code])
    return found


def test_random_batches_are_equal_byte_for_byte(network: Path, open_desk: Any) -> None:
    chance = random.Random("batches")  # noqa: S311 - the same lists each time
    embedded = achievements(network)
    desk = open_desk(network)
    held: dict[str, list[list[str]]] = {}
    compared = 0
    for number in range(COUNT):
        seed, people, batch = f"seed {number}", table(chance, number), f"batch-{number}"
        badges = chance.choice([["first"], ["first", "second"], ["later"], ["short", "first"]])
        despite = chance.random() < 0.5
        before = snapshot(network)
        faults = None
        try:
            with seeded(seed):
                report = run(network, *badges, people=people, batch=batch, despite_prerequisites=despite)
        except RecipientsError as error:
            faults = sorted([one.row, one.column, one.code] for one in error.problems)
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        if faults is None and report.awards:
            now = max(one.document["validFrom"] for one in kept(network))
        answer = desk(
            people=people,
            now=now,
            seed=seed,
            batch=batch,
            wish={"issuer": "anchor", "badges": badges, "despite": despite},
            achievements=embedded,
            held=held,
        )
        if faults is not None:
            assert faults == sorted([one["row"], one["column"], one["code"]] for one in answer["faults"])
            continue
        assert same_but_packing(added(network, before)) == same_but_packing(answer["files"])
        assert notes(report.notes) == answer["notes"]
        if report.folder is not None:
            assert (report.folder / "letters.csv").read_bytes().decode() == answer["letters"]
        compared += 1
    assert compared > COUNT / 2


def test_a_desk_that_read_the_site_sees_who_holds_what(network: Path, open_desk: Any) -> None:
    run(network, "first", people="name,email\nAda,ada@example.org\n", batch="one")
    desk = open_desk(network)
    order = {"now": "2026-11-24T00:00:00Z", "seed": "x", "batch": "two", "achievements": achievements(network)}
    people = "name,email\nAda,Ada@Example.org\nBo,bo@example.org\n"
    wish = {"issuer": "anchor", "badges": ["later"]}
    answer = desk(people=people, wish=wish, held=desk.held, **order)
    assert [[3, "prerequisites-missing"]] == [[one["row"], one["code"]] for one in answer["faults"]]
    again = desk(people=people, wish={"issuer": "anchor", "badges": ["first"]}, held=desk.held, **order)
    assert [[2, "held-already"]] == again["notes"]
    assert ["badges/first/awards/two.jsonl"] == list(again["files"])  # the list is there already
    taken = {one.status for one in read_stored(network) if hasattr(one, "status")}
    (line,) = again["files"]["badges/first/awards/two.jsonl"].splitlines()
    entry = json.loads(line)["credentialStatus"]
    assert (entry["statusListCredential"], int(entry["statusListIndex"])) not in taken


def test_a_badge_that_is_taken_back_and_given_back_makes_the_same_list(network: Path, open_desk: Any) -> None:
    run(network, "first", people="name\nAda\nBo\n", batch="one")
    file = network / "network/status/anchor/1.json"
    desk = open_desk(network)
    award = kept(network)[0]
    for reason in ("Given by mistake.", None):
        before = json.loads(file.read_bytes())
        revoke(context_of(network), Withdrawal(award.id, reason), lambda *_: KEY)
        after = file.read_text(encoding="utf-8")
        now = json.loads(after)["validFrom"]
        answer = desk(credential=award.document, list=before, withdraw=reason is not None, now=now)
        path = "network/status/anchor/1.json"
        assert same_but_packing({path: after}) == same_but_packing(answer["files"])
    refused = desk(credential=award.document, list=json.loads(after), withdraw=False, now=now)
    assert "withdrawn-not" == refused["fault"]
