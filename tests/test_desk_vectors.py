"""The desk and ``lapel award`` make the same bytes of the same list, the same chance and the same moment."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lapel.credentials.multikey import to_multikey
from lapel.credentials.organisation_keys import add_key, set_date
from lapel.credentials.proof import timestamp
from lapel.issuing.endorse import Endorsing, endorse
from lapel.issuing.receive_more import key_changes
from lapel.issuing.recipients import RecipientsError
from lapel.issuing.reissue import Reissue, reissue
from lapel.issuing.renew import renew
from lapel.issuing.revoke import Withdrawal, revoke
from lapel.ledger.stored_awards import read_stored
from lapel.model.organisation import VerificationMethod
from tests import catalogues
from tests.awarding import KEY, TEMPLATES, context_of, issuing_network, kept, resigned, run
from tests.desking import Desk, achievements, seeded

COUNT = int(os.environ.get("LAPEL_DESK_BATCHES", "40"))
"""How many random batches; a thousand take some minutes."""
TOGETHER = 20
"""So many of them follow each other in one network."""
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
        if not path.startswith("network/status/") or path.endswith(".jsonl"):
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


def test_random_batches_are_equal_byte_for_byte(network: Path, open_desk: Any, tmp_path: Path) -> None:
    chance = random.Random("batches")  # noqa: S311 - the same lists each time
    begun, embedded = network, achievements(network)
    compared = 0
    for number in range(COUNT):
        if number % TOGETHER == 0:
            network = shutil.copytree(begun, tmp_path / f"network-{number}")
            desk, held = open_desk(network), {}
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


def lists_of(root: Path) -> dict[str, Any]:
    return json.loads((root / "network/status/anchor/1.json").read_bytes())


def moment_of(files: dict[str, str]) -> str:
    """The moment at which the engine signed its list."""
    (found,) = [json.loads(text)["validFrom"] for path, text in files.items() if path.endswith("/1.json")]
    return str(found)


def changes(root: Path, before: dict[str, bytes]) -> dict[str, str]:
    """What a command wrote: lines that were added, lists as they are."""
    found = {}
    for path, content in everything(root).items():
        if content != before.get(path):
            old = before.get(path, b"") if path.endswith(".jsonl") else b""
            found[path] = content.removeprefix(old).decode()
    return found


def everything(root: Path) -> dict[str, bytes]:
    files = [*root.glob("badges/*/awards/*.jsonl"), *root.glob("badges/*/*.jsonl"), *root.glob("network/status/*/*")]
    return {file.relative_to(root).as_posix(): file.read_bytes() for file in files}


def test_a_badge_that_is_taken_back_and_given_back_makes_the_same_files(network: Path, open_desk: Any) -> None:
    run(network, "first", people="name\nAda\nBo\n", batch="one")
    award = kept(network)[0]
    for number, reason in enumerate(("Given by mistake.", None, 'Ünfair: "no" \\ 😀', None)):
        before, published = everything(network), lists_of(network)
        desk = open_desk(network)
        with seeded(f"seed {number}"):
            revoke(context_of(network), Withdrawal(award.id, reason), lambda *_: KEY)
        made = changes(network, before)
        undoes = next(iter(desk.withdrawn.values()), [])
        change = {"award": award.id, **({"reason": reason} if reason else {"undoes": undoes})}
        order = {"credential": award.document, "list": published, "now": moment_of(made), "seed": f"seed {number}"}
        assert same_but_packing(made) == same_but_packing(desk(job="change", change=change, **order)["files"])
    order["list"] = lists_of(network)
    assert "withdrawn-not" == desk(job="change", change={"award": award.id, "undoes": undoes}, **order)["fault"]


@pytest.mark.parametrize("badge", ["first", "short", "end"])
def test_a_badge_that_is_given_to_another_address_is_the_same(network: Path, open_desk: Any, badge: str) -> None:
    rows = ["name,email,evidence,narrative,result,date"]
    rows.append('Zoë,zoe@example.org,https://example.org/a,"I ""did"" it",Good,2026-03-04')
    people = "\n".join(rows)
    run(network, badge, people=people, batch="one")
    (old,) = kept(network)
    aged(network, timedelta(hours=1))
    desk = open_desk(network)
    before, published = everything(network), lists_of(network)
    with seeded("again"):
        order = Reissue(old.id, "Zoe@New.example", "Zoë")
        report = reissue(context_of(network), TEMPLATES, order, lambda *_: KEY)
    made = changes(network, before)
    now = moment_of(made)
    asked = {"credential": old.document, "list": published, "name": "Zoë", "email": "zoe@new.example"}
    batch = {"batch": f"reissued-{now[:10]}", "now": now, "seed": "again"}
    answer = desk(job="reissue", **asked, **batch)
    assert same_but_packing(made) == same_but_packing(answer["files"])
    assert report.folder is not None
    assert (report.folder / "letters.csv").read_bytes().decode() == answer["letters"]
    same = {**asked, "email": "zoe@example.org"}
    assert "address-same" == desk(job="reissue", **same, **batch)["fault"]
    assert "withdrawn-already" == desk(job="reissue", **{**asked, "list": lists_of(network)}, **batch)["fault"]


def test_what_is_said_of_a_badge_and_of_an_award_is_the_same(network: Path, open_desk: Any) -> None:
    run(network, "first", people="name\nAda\n", batch="one")
    (award,) = kept(network)
    desk = open_desk(network)
    for number, target in enumerate(("first", award.id)):
        before = everything(network)
        with seeded(f"said {number}"):
            endorse(context_of(network), Endorsing(target, "anchor", "  Worth it: “yes” 😀\n"), lambda *_: KEY)
        made = changes(network, before)
        (line,) = made.values()
        said = {"award": award.id} if number else {}
        order = {"issuer": "anchor", "badge": "first", "comment": "  Worth it: “yes” 😀\n", "seed": f"said {number}"}
        assert made == desk(job="endorse", now=json.loads(line)["validFrom"], **said, **order)["files"]


def aged(root: Path, age: timedelta) -> None:
    """The list, as it was signed some time ago."""
    start = datetime.now(UTC).replace(microsecond=0) - age
    old = lists_of(root) | {"validFrom": timestamp(start), "validUntil": timestamp(start + timedelta(days=400))}
    (root / "network/status/anchor/1.json").write_bytes(resigned(old, created=start))


def test_a_list_that_ends_soon_is_signed_once_more_with_the_next_award(network: Path, open_desk: Any) -> None:
    run(network, "first", people="name\nAda\nBo\n", batch="one")
    revoke(context_of(network), Withdrawal(kept(network)[0].id, "x"), lambda *_: KEY)
    aged(network, timedelta(days=300))
    desk = open_desk(network)
    before, published = everything(network), lists_of(network)
    with seeded("next"):
        run(network, "first", people="name\nCy\n", batch="two")
    made = changes(network, before)
    order = {"people": "name\nCy\n", "batch": "two", "seed": "next", "achievements": achievements(network)}
    wish = {"issuer": "anchor", "badges": ["first"]}
    answer = desk(wish=wish, ending=[published], now=moment_of(made), **order)
    assert same_but_packing(made) == same_but_packing(answer["files"])


def test_lists_that_are_signed_again_are_the_same(network: Path, open_desk: Any) -> None:
    run(network, "first", people="name\nAda\nBo\n", batch="one")
    revoke(context_of(network), Withdrawal(kept(network)[0].id, "x"), lambda *_: KEY)
    aged(network, timedelta(days=390))
    desk = open_desk(network)
    before, published = everything(network), lists_of(network)
    renew(context_of(network), "anchor", lambda *_: KEY)
    made = changes(network, before)
    order = {"issuer": "anchor", "now": moment_of(made), "seed": ""}
    assert same_but_packing(made) == same_but_packing(desk(job="renew", lists=[published], **order)["files"])
    assert "lists-none" == desk(job="renew", lists=[], **order)["fault"]
    assert "list-unreadable" == desk(job="renew", lists=[{**published, "id": "https://x.example/1"}], **order)["fault"]


NOTES = st.sampled_from(["", " # a note", "  #x"])
KEYS = st.sampled_from(["verificationMethod:", "verificationMethod: []", "verificationMethod: ~", ""])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_keys_get_into_an_organisations_file_as_the_command_puts_them(desk_of_keys: Any, data: st.DataObject) -> None:
    quote = data.draw(st.sampled_from(["", '"', "'"]))
    many = data.draw(st.integers(0, 3))
    end = data.draw(
        st.sampled_from(["", "    expires: 2026-01-01\n", "    revoked: 2026-01-01\n    expires: 2027-01-01\n"])
    )
    keys = "".join(
        f"  - id: {quote}key-{n}{quote}{data.draw(NOTES)}\n    publicKeyMultibase: z{n}\n    created: 2025-01-01\n{end}"
        for n in range(many)
    )
    head = "verificationMethod:" if many else data.draw(KEYS)
    text = f"---\nname: X\n{head}{data.draw(NOTES) if head else ''}\n{keys}roles:\n  - issuer\n---\nText\n"
    new = VerificationMethod(id="key-new", publicKeyMultibase=to_multikey(KEY.public_key()), created=date(2026, 11, 24))
    day = date(2026, 11, 23)
    dates = [(f"key-{n}", data.draw(st.sampled_from(["expires", "revoked"])), day) for n in range(many)]
    expected = add_key(text, new)
    for name, field, when in dates:
        expected = set_date(expected, name, field, when)
    change = {
        "add": {"id": new.id, "publicKeyMultibase": new.publicKeyMultibase, "created": "2026-11-24"},
        "dates": [{"id": name, "field": field, "day": str(when)} for name, field, when in dates],
    }
    answer = desk_of_keys(keys=change, text=text, path="network/organisations/anchor.md")
    assert expected == answer["text"]


@pytest.fixture(scope="module")
def desk_of_keys(node: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("keys")
    desk = Desk(node, issuing_network(catalogues.write(folder / "network", catalogues.good())), folder)
    yield desk
    desk.close()


def test_the_code_of_a_change_of_keys_is_the_same(desk_of_keys: Desk, tmp_path: Path) -> None:
    root = issuing_network(catalogues.write(tmp_path / "network", catalogues.good()))
    source = "network/organisations/anchor.md"
    other = to_multikey(Ed25519PrivateKey.from_private_bytes(b"k" * 32).public_key())
    change = {
        "add": {"id": "key-2", "publicKeyMultibase": other, "created": "2026-01-02"},
        "dates": [{"id": "key-1", "field": "expires", "day": "2026-01-02"}],
    }
    (known,) = key_changes(context_of(root), {source: change}, "x.zip")
    text = (root / source).read_text(encoding="utf-8")
    answer = desk_of_keys(keys=change, text=text, path=source)
    assert known.code("https://badges.example.org/net/") == answer["code"]
    assert known.text(text) == answer["text"]
