"""What a desk sends is looked at whole before anything is kept."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lapel.credentials.proof import timestamp
from lapel.issuing.receive import MANIFEST, Received, receive
from lapel.issuing.revoke import Withdrawal, revoke
from lapel.issuing.run import as_published
from lapel.model.problem import CatalogueError, LapelError
from tests import catalogues
from tests.awarding import BASE, KEY, context_of, issuing_network, kept, problems, publish, resigned, run
from tests.desking import Desk
from tests.verifying import check

NOW = "2026-11-20T10:00:00Z"
PEOPLE = "name,email\nAda Example,ada@example.org\nBo Example,bo@example.org\n"
Send = Callable[..., Path]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, node: str) -> Iterator[dict[str, str]]:
    """What a desk signed for a network that has given nothing yet: a list, and two awards."""
    root = issuing_network(catalogues.write(tmp_path_factory.mktemp("network"), catalogues.good()))
    desk = Desk(node, root, tmp_path_factory.mktemp("desk"))
    yield signed(desk, root, "one")
    desk.close()


def signed(desk: Desk, root: Path, seed: str, people: str = PEOPLE) -> dict[str, str]:
    context = context_of(root)
    achievements = {slug: json.loads(json.dumps(as_published(context, slug))) for slug in context.catalogue.badges}
    wish = {"issuer": "anchor", "badges": ["first"]}
    answer = desk(people=people, now=NOW, seed=seed, batch="b", wish=wish, achievements=achievements, held=desk.held)
    files: dict[str, str] = answer["files"]
    return files


@pytest.fixture
def send(tmp_path: Path) -> Send:
    def write(files: dict[str, str], **manifest: Any) -> Path:
        said = {"version": 1, "base": BASE, "issuer": "anchor", "created": NOW, "files": sorted(files)} | manifest
        file = tmp_path / "sent.awards.zip"
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
            for path, text in {MANIFEST: json.dumps(said), **files}.items():
                packed.writestr(path, text)
        return file

    return write


def taken(root: Path, file: Path) -> Received:
    return receive(context_of(root), file)


def refused(root: Path, file: Path) -> str:
    before = {one: one.read_bytes() for one in root.rglob("*") if one.is_file() and "outbox" not in one.parts}
    with pytest.raises(LapelError) as caught:
        taken(root, file)
    assert before == {one: one.read_bytes() for one in root.rglob("*") if one.is_file() and "outbox" not in one.parts}
    return caught.value.report("")


AWARDS = "badges/first/awards/b.jsonl"
LIST = "network/status/anchor/1.json"


def test_what_a_desk_signed_is_kept_and_passes_the_check(network: Path, made: dict[str, str], send: Send) -> None:
    found = taken(network, send(made))
    assert 2 == len(found.awards)
    assert [] == problems(network)
    assert made[AWARDS] == (network / AWARDS).read_text(encoding="utf-8")


def test_the_same_file_twice_changes_nothing(network: Path, made: dict[str, str], send: Send) -> None:
    taken(network, send(made))
    before = (network / AWARDS).read_bytes()
    found = taken(network, send(made))
    assert ([], 2) == (found.awards, found.known)
    assert before == (network / AWARDS).read_bytes()


def test_a_name_that_is_taken_grows_by_the_new_lines(network: Path, made: dict[str, str], send: Send) -> None:
    run(network, "first", people="name\nCy\n", batch="b")
    before = (network / AWARDS).read_text(encoding="utf-8")
    taken(network, send(made))
    assert before + made[AWARDS] == (network / AWARDS).read_text(encoding="utf-8")
    assert [] == problems(network)


def test_two_desks_that_took_one_place_are_told_apart(
    network: Path, made: dict[str, str], send: Send, tmp_path: Path
) -> None:
    place = int(json.loads(made[AWARDS].splitlines()[0])["credentialStatus"]["statusListIndex"])
    free = iter([place, place + 1 if place % 2 == 0 else place - 1])
    other = issuing_network(catalogues.write(tmp_path / "other", catalogues.good()))
    with mock.patch("lapel.issuing.batch.status.free_index", side_effect=free):
        run(other, "first", people="name\nCy Example\nDi Example\n", batch="late")
    late = {path: (other / path).read_text(encoding="utf-8") for path in (LIST, "badges/first/awards/late.jsonl")}
    taken(network, send(made))
    found = taken(network, send(late))
    assert ([kept(other)[0].id], [kept(other)[1].id]) == ([one.id for one in found.again], found.awards)
    assert [] == problems(network)
    (back,) = found.sent_back
    said = json.loads(back.read_bytes())
    assert ("anchor", [{"badge": "first", "line": kept(other)[0].raw.decode()}]) == (said["issuer"], said["again"])


def test_a_copy_with_another_place_falls_with_the_award_that_is_published(
    network: Path, made: dict[str, str], send: Send, tmp_path: Path
) -> None:
    """Signed twice, because two desks took one place; the first copy travels on in somebody's link."""
    taken(network, send(made))
    mine = kept(network)[0]
    index = (mine.status[1] + 1) % 131_072
    entry = mine.document["credentialStatus"]
    moved = entry | {"id": f"{mine.status[0]}#{index}", "statusListIndex": str(index)}
    copy = tmp_path / "copy.json"
    copy.write_bytes(resigned(mine.document | {"credentialStatus": moved}))
    for reason, expected in ((None, "genuine"), ("Given by mistake.", "not-valid")):
        if reason:
            revoke(context_of(network), Withdrawal(mine.id, reason), lambda *_: KEY)
        site = publish(network, tmp_path / f"site-{expected}")
        words = ("--registry", site / "registry.json", "--map", f"{BASE}={site}/", "--offline")
        _, (answer,) = check(*words, copy)
        assert expected == answer["verdict"], answer
        (site / "awards" / mine.id / "credential.json").unlink()  # as before it is published
        _, (alone,) = check(*words, copy)
        assert "genuine" == alone["verdict"]


def test_what_says_another_moment_or_another_name_than_it_should_is_refused(
    network: Path, made: dict[str, str], send: Send
) -> None:
    first, *rest = made[AWARDS].splitlines()
    document = json.loads(first)
    for change, sentence in (
        ({"validFrom": "2001-01-01T00:00:00Z"}, "says another moment than that of its signature"),
        (
            {
                "name": "Second",
                "credentialSubject": document["credentialSubject"]
                | {"achievement": document["credentialSubject"]["achievement"] | {"name": "Second"}},
            },
            "is called 'Second', and the badge is called 'First'",
        ),
    ):
        created = datetime.fromisoformat(NOW)
        line = resigned(document | change, created=created).decode()
        with pytest.raises(LapelError) as caught:
            taken(network, send(made | {AWARDS: "\n".join([line, *rest, ""])}))
        assert sentence in caught.value.report("")


def test_a_file_of_nothing_but_lines_is_read_no_further_than_a_person_reads(
    network: Path, made: dict[str, str], send: Send
) -> None:
    for path in ("badges/first/awards/c.jsonl", "badges/first/endorsements.jsonl"):
        with pytest.raises(CatalogueError) as caught:
            taken(network, send(made | {path: "x\n" * 200}))
        assert 100 == len(caught.value.problems)
    with pytest.raises(CatalogueError) as caught:
        taken(network, send(made | {"badges/first/awards/c.jsonl": "\n" * 90_000}))
    assert 1 == len(caught.value.problems)
    for path in ("network/status/anchor/revocations.jsonl", "badges/first/endorsements.jsonl"):
        with pytest.raises(LapelError, match="has more than 100000 lines"):
            taken(network, send(made | {path: "x\n" * 3_000_000}))


def test_a_list_of_tomorrow_is_refused(network: Path, made: dict[str, str], send: Send) -> None:
    listed = json.loads(made[LIST])
    start = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=20)
    ahead = listed | {"validFrom": timestamp(start), "validUntil": timestamp(start + timedelta(days=400))}
    with pytest.raises(LapelError, match="which is still to come"):
        taken(network, send(made | {LIST: resigned(ahead, created=start).decode()}))


def test_an_empty_file_of_words_makes_no_folder(network: Path, made: dict[str, str], send: Send) -> None:
    taken(network, send(made | {"badges/evil/endorsements.jsonl": ""}))
    assert not (network / "badges/evil").exists()
    assert [] == problems(network)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda files: files | {AWARDS: files[AWARDS].replace("First", "Other", 1)}, "is not as it was signed"),
        (lambda files: files | {AWARDS: files[AWARDS][:-20]}, "was cut off"),
        (lambda files: {AWARDS: files[AWARDS]}, "which is neither here nor in it"),
        (lambda files: files | {"badges/second/awards/b.jsonl": files[AWARDS]}, "is an award of another badge"),
        (lambda files: files | {"lapel.yml": "x"}, "is no file that a desk writes"),
        (lambda files: files | {"../badges/first/awards/b.jsonl": files[AWARDS]}, "is no file that a desk writes"),
        (lambda files: files | {"network/organisations/anchor.md": "x"}, "is no file that a desk writes"),
        (lambda files: files | {AWARDS: files[AWARDS] + "{}\n"}, "is not a credential"),
        (
            lambda files: files | {LIST: files[LIST].replace("2026-11-20", "2026-11-21")},
            "is not a list that its issuer",
        ),
        (lambda files: files | {AWARDS: files[AWARDS] + '{"a":1,"a":2}\n'}, "it has a key twice"),
    ],
)
def test_a_file_with_anything_odd_in_it_is_refused_whole(
    network: Path, made: dict[str, str], send: Send, change: Callable[[dict[str, str]], dict[str, str]], sentence: str
) -> None:
    assert sentence in refused(network, send(change(made)))


@pytest.mark.parametrize(
    ("manifest", "sentence"),
    [
        ({"base": "https://other.example/"}, "is of the network at"),
        ({"version": 2}, "is of another edition of the desk"),
    ],
)
def test_a_file_of_another_network_or_desk_is_refused(
    network: Path, made: dict[str, str], send: Send, manifest: dict[str, Any], sentence: str
) -> None:
    assert sentence in refused(network, send(made, **manifest))


def test_a_badge_that_was_retired_meanwhile_is_refused(network: Path, made: dict[str, str], send: Send) -> None:
    retired = catalogues.badge("First", "status: retired\nretiredDate: 2026-11-20\nsuccessor: second\n")
    catalogues.write(network, {"badges/first/badge.md": retired, "badges/second/badge.md": catalogues.badge("Second")})
    assert "is an award of 'first', which is retired" in refused(network, send(made))


def test_a_key_that_was_stopped_meanwhile_is_refused(network: Path, made: dict[str, str], send: Send) -> None:
    file = network / "network/organisations/anchor.md"
    text = file.read_text(encoding="utf-8").replace(
        "created: 2026-01-01", "created: 2026-01-01\n    revoked: 2026-11-21"
    )
    file.write_text(text, encoding="utf-8")
    assert "was signed with the key 'key-1', which was not safe from 2026-11-21" in refused(network, send(made))


def test_a_bomb_is_not_unpacked(network: Path, tmp_path: Path) -> None:
    file = tmp_path / "bomb.awards.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed, packed.open("x", "w") as stream:
        for _ in range(201):
            stream.write(bytes(1024 * 1024))
    assert "unpacks to more than a desk writes" in refused(network, file)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=400))
def test_no_file_ends_in_a_traceback(network: Path, tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "any.zip"
    file.write_bytes(data)
    with pytest.raises(LapelError):
        taken(network, file)
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as packed:
        packed.writestr(MANIFEST, json.dumps({"version": 1, "base": BASE}))
        packed.writestr(AWARDS, data + b"\n")
    file.write_bytes(whole.getvalue())
    with pytest.raises(LapelError):
        taken(network, file)
    assert [] == kept(network)
