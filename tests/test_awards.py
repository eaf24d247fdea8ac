"""An award run: what it signs, what it hands over, and that it happens whole or not at all."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lapel.credentials.multikey import to_multikey
from lapel.credentials.proof import verify
from lapel.issuing import transaction
from lapel.issuing.outbox import cell
from lapel.issuing.recipients import RecipientsError
from lapel.ledger.signatures import AwardError
from lapel.load import open_network
from lapel.model import CatalogueError
from lapel.outputs import award_problems, make_context
from lapel.stream import Settings
from tests.awarding import KEY, PEOPLE, kept, problems, run
from tests.building import ROOT
from tests.killing import in_child, killed_at


def tracked_text(root: Path) -> str:
    """Everything below the root but the outbox."""
    return "".join(
        file.read_text(encoding="utf-8", errors="replace")
        for file in root.rglob("*")
        if file.is_file() and "outbox" not in file.parts
    )


def test_everybody_gets_every_badge_and_the_one_at_the_end_of_the_pathway(network: Path) -> None:
    report = run(network, "first", "second")
    assert 36 == len(report.awards) == len(kept(network)) == len({one.id for one in kept(network)})
    assert {"first": 12, "second": 12, "end": 12} == {
        slug: sum(one.badge == slug for one in kept(network)) for slug in ("first", "second", "end")
    }
    for one in kept(network):
        verify(one.document, KEY.public_key())
        assert one.raw == json.dumps(one.document, ensure_ascii=False, separators=(",", ":")).encode()
    assert 36 == len({one.status[1] for one in kept(network)})


def test_names_and_addresses_reach_nothing_that_git_keeps(network: Path) -> None:
    run(network, "first")
    text = tracked_text(network)
    for word in ("Person Number", "person1@", "No Address", "example.org\\n"):
        assert word not in text.replace("hello@example.org", "")


def test_a_person_is_found_by_address_and_proven_by_the_private_link(network: Path) -> None:
    report = run(network, "first")
    assert report.folder
    rows = list(csv.DictReader(io.StringIO((report.folder / "letters.csv").read_text(encoding="utf-8-sig"))))
    assert 12 == len(rows)
    awards = {one.id: one for one in kept(network)}
    for row in rows:
        address, _, fragment = row["link"].partition("#")
        one = awards[address.rstrip("/").split("/")[-1]]
        assert f"name={row['name'].replace(' ', '%20')}" in fragment
        assert one.commits_to(row["name"], fragment.split("salt=")[1])
        assert not one.commits_to("Somebody Else", fragment.split("salt=")[1])
        assert not row["email"] or one.belongs_to(row["email"])
        assert fragment.split("salt=")[1] not in tracked_text(network)


def test_everybody_with_an_address_gets_one_letter_and_all_get_a_card(network: Path) -> None:
    report = run(network, "first", "second")
    assert report.folder
    assert 11 == len(list((report.folder / "mails").glob("*.eml")))
    cards = (report.folder / "cards.html").read_text(encoding="utf-8")
    assert 36 == cards.count("<section>")
    assert not {word for word in ("src=", "href=", "url(", "@import", "<script") if word in cards}


def test_the_same_list_awards_nobody_twice(network: Path) -> None:
    run(network, "first")
    again = run(network, "first")
    assert (12, [], None) == (len(kept(network)), again.awards, again.folder)
    assert all("holds 'first' already" in note for note in again.notes)
    more = run(network, "first", people=PEOPLE + "New Person,new@example.org\n")
    assert 1 == len(more.awards)


def test_a_dry_run_changes_nothing_and_says_all(network: Path) -> None:
    before = tracked_text(network)
    report = run(network, "first", "second", dry_run=True)
    assert before == tracked_text(network)
    assert ([], 36) == (report.awards, sum("would get" in note for note in report.notes))


def test_prerequisites_are_asked_for(network: Path) -> None:
    with pytest.raises(RecipientsError, match="asks for first first"):
        run(network, "second")
    assert [] == kept(network)
    assert 12 == len(run(network, "second", despite_prerequisites=True, completion=False).awards)


def test_an_award_of_the_past_keeps_its_day_and_is_signed_today(network: Path) -> None:
    run(network, "end", people="name\nAda\n", awarded=date(2026, 2, 3))
    (one,) = kept(network)
    assert "2026-02-03T00:00:00Z" == one.document["awardedDate"]
    assert "2027-02-03T00:00:00Z" == one.document["validUntil"]
    assert one.document["validFrom"] > "2026-02-03"
    with pytest.raises(AwardError, match="lies in the future"):
        run(network, "end", awarded=date.today() + timedelta(days=3))


@pytest.mark.parametrize(
    ("badges", "people", "more", "expected"),
    [
        (("frist",), PEOPLE, {}, "there is no badge 'frist': did you mean 'first'?"),
        (("old",), PEOPLE, {}, "the badge 'old' is retired"),
        (("first",), PEOPLE, {"issuer": "other"}, "'other' may not award 'first'"),
        ((), "name,badge\nAda,secnd\nBo,\n", {}, "row 2, column 'badge': there is no badge 'secnd'"),
        ((), "name,badge\nAda,secnd\nBo,\n", {}, "row 3, column 'badge': is empty"),
    ],
)
def test_every_fault_stops_the_run_before_anything_is_signed(
    network: Path, badges: tuple[str, ...], people: str, more: dict[str, Any], expected: str
) -> None:
    with pytest.raises(RecipientsError) as caught:
        run(network, *badges, people=people, **more)
    assert expected in str(caught.value)
    assert [] == kept(network)


def test_an_unknown_issuer_and_a_foreign_key_are_refused(network: Path) -> None:
    with pytest.raises(AwardError, match="There is no organisation 'nobody'"):
        run(network, "first", issuer="nobody")
    text = (network / "network/organisations/anchor.md").read_text(encoding="utf-8")
    other = to_multikey(Ed25519PrivateKey.generate().public_key())
    text = text.replace(to_multikey(KEY.public_key()), other)
    (network / "network/organisations/anchor.md").write_text(text, encoding="utf-8")
    with pytest.raises(AwardError, match="does not belong to the public key"):
        run(network, "first")


@pytest.mark.parametrize("field", ["expires: 2026-02-01", "revoked: 2026-02-01"])
def test_a_key_that_has_ended_signs_nothing(network: Path, field: str) -> None:
    file = network / "network/organisations/anchor.md"
    file.write_text(file.read_text(encoding="utf-8").replace("roles:", f"    {field}\nroles:"), encoding="utf-8")
    with pytest.raises(AwardError, match="no key in force"):
        run(network, "first")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "=cmd|' /C calc'!A0"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert cell(text).startswith("'")
    assert "Ada" == cell("Ada")


def test_killed_at_any_step_it_happened_whole_or_not_at_all(network: Path) -> None:
    def give() -> None:
        run(network, "first", people="name,email\nAda,ada@example.org\nBo,\n", batch="killed")

    ended, step, halves = 9, 0, set()
    while ended == 9:
        step += 3  # every third step: each run takes half a second
        ended = killed_at(step, give)
        found = kept(network)
        halves.add(len(found))
        assert len(found) in (0, 2), f"half a run after step {step}"
        if found:
            with transaction.locked(network) as box:
                assert {one.id for one in found} <= {one.award for one in transaction.remember(box)}
    assert (0, {0, 2}) == (ended, halves)
    report = run(network, "first", people="name,email\nAda,ada@example.org\nBo,\n", batch="killed")
    assert [] == report.awards
    assert 2 == len(kept(network))


def test_a_run_that_was_cut_off_after_it_happened_is_finished_by_the_next(
    network: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transaction, "_put_in_place", lambda *_: None)
    run(network, "first", people="name\nAda\n")
    assert [] == kept(network)
    monkeypatch.undo()
    assert [] == run(network, "first", people="name\nAda\n").awards
    assert 1 == len(kept(network))


def test_a_full_disk_changes_nothing(network: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(file: Path, content: bytes) -> None:
        raise OSError(28, "No space left on device", str(file))

    monkeypatch.setattr(transaction, "_write", full)
    with pytest.raises(transaction.StoreError, match="Nothing was kept: No space left"):
        run(network, "first")
    assert [] == kept(network)
    assert [] == list((network / "outbox").glob("*"))[1:]


def test_two_runs_at_once_do_not_mix(network: Path) -> None:
    with transaction.locked(network):
        code = in_child(lambda: run(network, "first"))
    assert 1 == code
    assert [] == kept(network)
    script = (
        "import sys; sys.path.insert(0, sys.argv[1]); from tests.test_awards import run; from pathlib import Path; "
    )
    script += "run(Path(sys.argv[2]), 'first', people=sys.argv[3])"
    children = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(ROOT), str(network), f"name,email\nP{n},p{n}@example.org\n"],
            stderr=subprocess.DEVNULL,
        )
        for n in range(3)
    ]
    good = [child.wait() for child in children].count(0)
    assert good >= 1
    assert good == len(kept(network)) == len({one.status[1] for one in kept(network)})


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (lambda raw: raw[:-50], "ends in the middle of a line"),
        (lambda raw: raw.replace(b"{", b"[", 1), "is not a credential"),
        (lambda raw: b'{"a":1}\n' + raw, "is not a credential"),
        (lambda raw: raw.replace(b'"name"', b'"id":"x","name"', 1), "it has a key twice"),
        (lambda raw: b"[" * 100_000 + b"\n" + raw, "is not a credential"),
    ],
)
def test_a_kept_file_that_was_spoiled_is_named_by_line(
    network: Path, spoil: Callable[[bytes], bytes], expected: str
) -> None:
    run(network, "first", people="name\nAda\n")
    file = network / "badges/first/awards/batch.jsonl"
    file.write_bytes(spoil(file.read_bytes()))
    with pytest.raises(AwardError, match=r"badges/first/awards/batch\.jsonl:1: ") as caught:
        run(network, "first")
    assert expected in str(caught.value)


def test_awards_can_be_kept_in_a_repository_of_their_own(
    network: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    apart = tmp_path_factory.mktemp("repositories") / "apart"
    settings = network / "mkdocs.yml"
    settings.write_text(settings.read_text(encoding="utf-8") + f"\nextra:\n  awards: {apart}\n", encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"mkdocs\.yml:\d+: 'awards' is no folder"):
        run(network, "first", people="name\nAda\n")
    apart.mkdir()
    before = tracked_text(network)
    run(network, "first", people="name\nAda\n")
    assert before == tracked_text(network)
    assert 1 == len(kept(apart))
    assert [] == run(network, "first", people="name\nAda\n").awards
    site, catalogue = open_network(network, ROOT / "overrides/locales")
    assert [] == award_problems(make_context(catalogue, site, Settings(ROOT / "overrides")), None)


@pytest.mark.parametrize("column", ["narrative", "evidence", "result"])
@pytest.mark.parametrize(
    "text", ["Ada Example did well", "Ask ada@x.org", "https://x.org/?u=ada%40x.org", "a@b.example"]
)
def test_text_that_names_a_person_is_refused_before_it_is_signed(network: Path, column: str, text: str) -> None:
    with pytest.raises(RecipientsError, match="names a person, and everybody can read it"):
        run(network, "first", people=f"name,email,{column}\nAda Example,ada@x.org,{text}\n")
    assert [] == kept(network)


def test_odd_addresses_and_days_are_told_in_a_sentence(network: Path) -> None:
    with pytest.raises(RecipientsError, match="is not an e-mail address"):
        run(network, "first", people="name,email\nAda,ädä@example.org\n")
    with pytest.raises(AwardError, match="is too long ago"):
        run(network, "end", people="name\nAda\n", awarded=date(1, 1, 1))


def test_a_kill_while_it_was_tidied_up_blocks_nobody(network: Path) -> None:
    report = run(network, "first", people="name\nAda\n")
    assert report.folder
    (report.folder / "staged").mkdir()
    assert 1 == len(run(network, "first", people="name\nBo\n").awards)


def test_a_validity_beyond_all_calendars_is_told_in_a_sentence(network: Path) -> None:
    file = network / "badges/end/badge.md"
    file.write_text(file.read_text(encoding="utf-8").replace("1 year", "9000 years"), encoding="utf-8")
    with pytest.raises(RecipientsError, match="give the badge a shorter validity"):
        run(network, "end", people="name\nAda\n")


def test_a_changed_address_is_one_problem_with_its_cause(network: Path) -> None:
    run(network, "first", "second")
    settings = network / "mkdocs.yml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("badges.example.org", "new.example.org"))
    (one,) = problems(network)
    assert one.startswith("mkdocs.yml:1: says that the site is at https://new.example.org/net/, and 36 awards name ")
    assert "put 'site_url: https://badges.example.org/net/' back" in one


def test_no_message_advises_to_delete_what_was_signed() -> None:
    advice = re.compile(r"(?:or|and|then) (?:delete|remove) (?:it|the line|one|them)|delete one of the", re.IGNORECASE)
    signed = [*(ROOT / "lapel/ledger").glob("*.py"), *(ROOT / "lapel/issuing").glob("*.py")]
    signed += [ROOT / "README.md", ROOT / "docs/trust.md", *(ROOT / "lapel/starter/files").rglob("*.md")]
    assert [] == [file.name for file in signed if advice.search(file.read_text(encoding="utf-8"))]


def test_a_row_with_a_day_is_awarded_for_that_day(network: Path) -> None:
    run(network, "first", "second", people="name,date\nAda,2026-01-20\n")
    days = {str(one.document["awardedDate"])[:10] for one in kept(network)}
    assert {"2026-01-20"} == days
    assert 3 == len(kept(network)), "and so is the badge at the end of the pathway"
