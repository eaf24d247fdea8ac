"""The commands of the record, of forgetting and of closing, as somebody types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from lapel.cli.app import app
from lapel.issuing.keystore import key_file, save_key
from lapel.ledger.record_reading import read_record
from tests.awarding import KEY, kept, problems, run

SECRET = "four words are enough"


@pytest.fixture
def ready(network: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A network with two awards, and the anchor's key on this computer."""
    monkeypatch.setenv("LAPEL_KEYS", str(tmp_path / "keys"))
    monkeypatch.setenv("LAPEL_PASSPHRASE", SECRET)
    for name in ("LAPEL_RECORD_PASSPHRASE", "LAPEL_RECORD_KEY", "LAPEL_BASE", "GITHUB_BASE_REF"):
        monkeypatch.delenv(name, raising=False)
    save_key(KEY, key_file("anchor", "key-1"), SECRET)
    run(network, "first", people="name,email\nAda,ada@example.org\nBo,\n")
    return network


def typed(root: Path, *words: str, given: str = "") -> Result:
    return CliRunner().invoke(app, [*words, "--root", str(root)], input=given)


def done(root: Path, *words: str) -> str:
    result = typed(root, *words)
    assert 0 == result.exit_code, result.output
    return result.output


def test_the_life_of_a_record(ready: Path) -> None:
    assert "The network has no record" in done(ready, "record", "show")
    said = done(ready, "record", "new")
    assert "Keep a copy of it" in said
    assert "6 entries added, 6 in all" in said
    assert [] == problems(ready)
    assert "0 entries added" in done(ready, "record", "sign", "--days", "7")
    first = read_record(ready)
    assert first is not None
    assert f"key: {first.delegation.keys[0]}" in done(ready, "record", "show")
    assert "The record's key is in" in done(ready, "record", "rotate")
    second = read_record(ready)
    assert second is not None
    assert first.delegation.keys == second.delegation.keys[1:]
    assert [] == problems(ready)
    assert "The open record" in done(ready, "ledger")


def test_the_key_of_the_record_may_stand_in_a_pipeline(ready: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done(ready, "record", "new")
    (file,) = (key_file("anchor", "x").parent.parent / "_record").glob("*.pem")
    monkeypatch.setenv("LAPEL_RECORD_KEY", file.read_text(encoding="utf-8"))
    file.unlink()
    assert "0 entries added" in done(ready, "record", "sign")
    monkeypatch.setenv("LAPEL_RECORD_KEY", "no key")
    result = typed(ready, "record", "sign")
    assert (1, True) == (result.exit_code, "LAPEL_RECORD_KEY does not open" in result.output)


def test_what_cannot_be_done_is_said_in_one_sentence(ready: Path) -> None:
    for words, expected in (
        (("record", "sign"), "The network has no record yet: 'lapel record new' begins one."),
        (("record", "rotate"), "The network has no record yet"),
        (("record", "merge"), "no record"),
        (("close",), "These organisations have lists that end: anchor."),
        (("close", "nobody", "--yes"), "There is no organisation 'nobody'"),
        (("erase", "nobody@example.org", "--yes"), "Nobody with the address"),
        (("reissue", "--batch", "x"), "Give an award with --email, or --batch with --recipients."),
    ):
        result = typed(ready, *words)
        assert 1 == result.exit_code, words
        assert expected in result.output, result.output
        assert "Traceback" not in result.output


def test_an_earner_is_forgotten_after_a_question(ready: Path) -> None:
    refused = typed(ready, "erase", "ada@example.org", given="n\n")
    assert 1 == refused.exit_code
    assert 2 == len(kept(ready))
    said = done(ready, "erase", "ada@example.org", "--yes")
    assert "still name the person" in said
    assert 1 == len(kept(ready))
    assert "ada@example.org" not in (ready / "outbox/batch/handed.jsonl").read_text(encoding="utf-8")


def test_a_network_closes_step_by_step(ready: Path) -> None:
    assert "signed without an end" in done(ready, "close", "anchor", "--yes")
    said = done(ready, "close", "--yes")
    assert "1. commit and publish" in said
    assert "closed:" in (ready / "network/network.yml").read_text(encoding="utf-8")
    again = typed(ready, "close", "--yes")
    assert (1, True) == (again.exit_code, "closed on" in again.output)


def test_the_pages_for_maintainers_come_with_the_command() -> None:
    for topic, expected in (("events", "Somebody else may have a key"), ("trust", "What a verdict proves")):
        result = CliRunner().invoke(app, ["explain", topic])
        assert 0 == result.exit_code
        assert expected in result.output


def test_a_list_of_people_for_a_lost_outbox(ready: Path, tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text("name,email\nAda,ada@example.org\n", encoding="utf-8")
    said = done(ready, "reissue", "--batch", "batch", "--recipients", str(people))
    assert "Ada has 'first' again" in said
    assert json.loads((ready / "network/status/anchor/revocations.jsonl").read_bytes())["replacement"]
