"""The rest of the office at the desk: a badge is taken back, given back and given again; somebody speaks for one."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, Route, expect

from lapel.issuing.receive import receive
from lapel.issuing.revoke import Withdrawal, revoke
from lapel.ledger.endorsements import Endorsement, read_endorsements
from lapel.ledger.withdrawals import read_revocations
from lapel.model.problem import LapelError
from tests import catalogues
from tests.awarding import KEY, context_of, issuing_network, kept, problems, publish, run, verified
from tests.building import serve
from tests.desking import PASSPHRASE, PEM, cell, open_key, saved, task

PEOPLE = "name,email\nAda,ada@example.org\nBo,bo@example.org\nCy,cy@example.org\n"


@pytest.fixture
def network(tmp_path: Path) -> Path:
    root = issuing_network(catalogues.write(tmp_path / "network", catalogues.good()))
    run(root, "first", people=PEOPLE, batch="one")
    return root


@pytest.fixture
def site(network: Path, tmp_path: Path) -> Iterator[str]:
    server, address = serve(publish(network, tmp_path / "site"))
    yield address
    server.shutdown()


@pytest.fixture
def key(tmp_path: Path) -> Path:
    file = tmp_path / "key-1.pem"
    file.write_text(PEM, encoding="ascii")
    return file


def link(award: str) -> str:
    return f"https://badges.example.org/net/awards/{award}/#name=Ada&salt=0"


def own_link(network: Path, award: str) -> str:
    """The earner's own link, with the salt that proves the name."""
    rows = [json.loads(row) for file in network.glob("outbox/*/handed.jsonl") for row in file.read_text().splitlines()]
    (own,) = [row for row in rows if row["award"] == award]
    return f"https://badges.example.org/net/awards/{award}/#name={quote(own['name'])}&salt={own['salt']}"


def changed(page: Page, address: str, key: Path, award: str, *, back: bool = False) -> Path:
    """Takes a badge back (or gives it back) at the desk, and returns the file that was saved."""
    page.goto(f"{address}desk/")
    change(page, award, back=back)
    open_key(page, key)
    expect(cell(page).locator("#cell-what")).to_contain_text("list")
    cell(page).locator("#cell-sign").click()
    return saved(page)


def change(page: Page, award: str, *, back: bool = False) -> None:
    task(page, "desk-withdrawing")
    page.locator("#desk-award").fill(link(award))
    page.locator("#desk-reason").fill("" if back else "Given by mistake.")
    page.locator("#desk-give-back" if back else "#desk-withdraw").click()


def test_a_badge_that_is_taken_back_at_the_desk_is_the_only_one(
    network: Path, site: str, page: Page, key: Path, node: str, tmp_path: Path
) -> None:
    mine, *others = [one.id for one in kept(network)]
    file = changed(page, site, key, mine)
    assert 1 == receive(context_of(network), file).changed
    assert [] == problems(network)
    assert {mine: False, **dict.fromkeys(others, True)} == verified(publish(network, tmp_path / "after"), node)
    before = (network / "network/status/anchor/1.json").read_bytes()
    assert 0 == receive(context_of(network), file).changed
    assert before == (network / "network/status/anchor/1.json").read_bytes()


def test_it_is_given_back_at_the_desk(network: Path, page: Page, key: Path, node: str, tmp_path: Path) -> None:
    mine = kept(network)[0].id
    for number, back in enumerate((False, True)):
        server, address = serve(publish(network, tmp_path / f"site-{number}"))
        assert 1 == receive(context_of(network), changed(page, address, key, mine, back=back)).changed
        server.shutdown()
    assert [] == problems(network)
    assert all(verified(publish(network, tmp_path / "after"), node).values())


def test_taken_back_and_given_back_before_it_was_sent_leaves_it_good(
    network: Path, site: str, page: Page, key: Path
) -> None:
    mine, other, *_ = [one.id for one in kept(network)]
    changed(page, site, key, mine)
    for award, back in ((mine, True), (other, False)):
        change(page, award, back=back)
        expect(cell(page).locator("#cell-what")).to_contain_text("list")
        cell(page).locator("#cell-sign").click()
        expect(page.locator("#desk-status")).to_contain_text("counts again" if back else "is taken back")
    assert 3 == receive(context_of(network), saved(page)).changed
    assert [] == problems(network)
    assert {other} == set(read_revocations(network))


REASONS = "network/status/anchor/revocations.jsonl"


def rewritten(file: Path, change: Callable[[str], str]) -> Path:
    """The file with other lines of what is withdrawn."""
    other = file.with_name("changed.zip")
    with zipfile.ZipFile(file) as packed, zipfile.ZipFile(other, "w") as made:
        for name in packed.namelist():
            content = packed.read(name).decode()
            made.writestr(name, change(content) if name == REASONS else content)
    return other


def test_what_the_lines_say_and_what_was_signed_are_held_to_each_other(
    network: Path, site: str, page: Page, key: Path
) -> None:
    mine, other, *_ = [one.id for one in kept(network)]
    file = changed(page, site, key, mine)

    def with_(**values: object) -> Callable[[str], str]:
        return lambda text: json.dumps(json.loads(text) | values, separators=(",", ":"), ensure_ascii=False) + "\n"

    def replaced(award: str) -> Callable[[str], str]:
        return lambda text: text.replace(',"id":', f',"replacement":"{award}","id":')

    for change_, sentence in (
        (with_(award=other), "with another place than it has"),
        (with_(list=2), "with another place than it has"),
        (with_(id="x"), "with another place than it has"),
        (with_(date="2026-01-01"), "says another day"),
        (with_(reason="a\u200bb"), "letters that nobody sees"),
        (with_(reason=""), "has no reason"),
        (with_(award="x"), "is no award of 'anchor' here"),
        (with_(reason="x" * 301), "one of more than 300 characters"),
        (replaced(other), "an award that does not come with it"),
        (replaced("a" * 26), "an award that does not come with it"),
        (lambda text: text + text.replace('"id":"', '"id":"a'), "names an award twice"),
        (lambda _: '{"award":1}\n', "says nothing"),
        (lambda _: "5\n", "says nothing"),
        (lambda _: f'{{"award":"{mine}","undoes":["{"0" * 64}"],"date":"2026-01-01"}}\n', "says another day"),
    ):
        with pytest.raises(LapelError) as caught:
            receive(context_of(network), rewritten(file, change_))
        assert sentence in caught.value.report(""), sentence
    with pytest.raises(LapelError) as caught:
        receive(context_of(network), rewritten(file, lambda _: ""))
    assert "no line in the file says which and why" in caught.value.report("")
    with pytest.raises(LapelError) as caught:
        receive(context_of(network), rewritten(file, with_(reason="Ask bo@example.org")))
    assert "that has an e-mail address" in caught.value.report("")
    assert [] == problems(network)
    assert {} == read_revocations(network)


def test_a_badge_is_given_to_another_address_and_the_old_one_leads_to_it(
    network: Path, site: str, page: Page, key: Path, node: str, tmp_path: Path
) -> None:
    mine, *others = [one.id for one in kept(network)]
    page.goto(f"{site}desk/")
    task(page, "desk-moving")
    inside = quote(own_link(network, mine), safe="")
    page.locator("#desk-again-award").fill(f"https://badges.example.org/net/verify/#url={inside}")
    page.locator("#desk-again-award").blur()
    expect(page.locator("#desk-again-name")).to_have_value("Ada")
    expect(page.locator("#desk-again-sure")).to_be_hidden()
    page.locator("#desk-again-email").fill("ada(at)new.example")
    page.locator("#desk-again").click()
    expect(page.locator("#desk-status")).to_contain_text("This is not an e-mail address")
    page.locator("#desk-again-email").fill("ada@new.example")
    page.locator("#desk-again").click()
    open_key(page, key)
    expect(cell(page).locator("#cell-what")).to_contain_text("1 award of First – Anchor")
    expect(cell(page).locator("#cell-what")).to_contain_text("Ada, ada@new.example")
    cell(page).locator("#cell-sign").click()
    file = saved(page)
    expect(page.locator("#desk-handing")).to_be_visible()
    found = receive(context_of(network), file)
    (new,) = found.awards
    assert 1 == found.changed
    assert [] == problems(network)
    assert new == read_revocations(network)[mine].replacement
    after = publish(network, tmp_path / "after")
    assert {mine: False, new: True, **dict.fromkeys(others, True)} == verified(after, node)
    assert new in (after / "awards" / mine / "index.html").read_text(encoding="utf-8")
    # The lines without the award that they lead to are refused.
    with zipfile.ZipFile(file) as packed, zipfile.ZipFile(tmp_path / "half.zip", "w") as half:
        for name in packed.namelist():
            if "/awards/" not in name:
                half.writestr(name, packed.read(name))
    again = issuing_network(catalogues.write(tmp_path / "again", catalogues.good()))
    shutil.copytree(network / "badges", again / "badges", dirs_exist_ok=True)
    (again / f"badges/first/awards/reissued-{datetime.now(UTC):%Y-%m-%d}.jsonl").unlink()
    (again / "network/status/anchor").mkdir(parents=True)
    shutil.copy(tmp_path / "site/organisations/anchor/status/1.json", again / "network/status/anchor/1.json")
    with pytest.raises(LapelError, match="does not come with it"):
        receive(context_of(again), tmp_path / "half.zip")


def test_nobody_gets_the_badge_of_somebody_else(network: Path, site: str, page: Page) -> None:
    mine, other, *_ = [one.id for one in kept(network)]
    page.goto(f"{site}desk/")
    task(page, "desk-moving")
    award, name, email = (page.locator(f"#desk-again-{one}") for one in ("award", "name", "email"))
    status = page.locator("#desk-status")
    email.fill("eve@evil.example")
    for claimed in (link(mine), own_link(network, other).replace(other, mine)):
        award.fill(claimed)
        award.blur()
        page.locator("#desk-again").click()
        expect(status).to_contain_text("The name is not the one in this badge")
    # A name that is left from the link before is none of this one.
    award.fill(own_link(network, mine))
    award.blur()
    expect(name).to_have_value("Ada")
    award.fill(own_link(network, other))
    award.blur()
    expect(name).to_have_value("Bo")
    name.fill("Eve")
    page.locator("#desk-again").click()
    expect(status).to_contain_text("The name is not the one in this badge")
    award.fill(f"https://badges.example.org/net/awards/{mine}/")
    award.blur()
    expect(name).to_have_value("")
    name.fill("Eve")
    page.locator("#desk-again").click()
    expect(status).to_contain_text("This link proves no name")
    page.locator("#desk-again-sure").check()
    page.locator("#desk-again").click()
    expect(status).to_have_text("Now open your key in the frame.")


def test_a_published_award_gets_no_second_place_in_a_list(network: Path, site: str, page: Page, tmp_path: Path) -> None:
    mine = kept(network)[0]
    base = "https://badges.example.org/net/"
    said = {"version": 1, "base": base, "issuer": "anchor", "again": [{"badge": "first", "line": mine.raw.decode()}]}
    (tmp_path / "x.again.json").write_text(json.dumps(said))
    page.goto(f"{site}desk/")
    task(page, "desk-placing")
    page.locator("#desk-back").set_input_files(tmp_path / "x.again.json")
    expect(page.locator("#desk-status")).to_contain_text("These badges are on the website, so they have their place")
    expect(page.locator("#desk-cell-box")).to_be_hidden()


def test_the_frame_says_which_badge_is_taken_back(network: Path, site: str, page: Page, key: Path) -> None:
    mine = kept(network)[0].id
    page.goto(f"{site}desk/")
    change(page, mine)
    open_key(page, key)
    expect(cell(page).locator("#cell-what")).to_contain_text("On the website: https://badges.example.org/net/")
    expect(cell(page).locator("#cell-what")).to_contain_text("Takes back: First, done on")
    # A list that was replaced by an older one, or by a new one, would bring back what was withdrawn.
    expect(cell(page).locator("#cell-what")).to_contain_text("It takes the place of the list of")
    expect(cell(page).locator("#cell-what")).to_contain_text("status/1.json, ends on")
    page.locator("#desk-reason").fill("Ask bo@example.org")
    page.locator("#desk-withdraw").press("Enter")  # the frame grows just now, and a click may miss
    expect(page.locator("#desk-status")).to_contain_text("There is an e-mail address here")


def test_the_other_tasks_are_there_when_their_code_is(site: str, page: Page) -> None:
    waiting: list[Route] = []
    page.route("**/desk_office-*.js", lambda route: waiting.append(route))
    page.goto(f"{site}desk/")
    office = page.locator("#desk-office")
    with page.expect_request("**/desk_office-*.js"):
        office.locator("> summary").click()
    expect(office).to_have_attribute("open", "")
    expect(page.locator("#desk-withdrawing")).to_be_hidden()
    waiting.pop().continue_()
    expect(page.locator("#desk-withdrawing")).to_be_visible()


def test_code_that_does_not_come_is_said_beside_its_button(site: str, page: Page) -> None:
    page.route("**/desk_office-*.js", lambda route: route.abort())
    page.goto(f"{site}desk/")
    page.locator("#desk-office > summary").click()
    expect(page.locator("#desk-office-status")).to_contain_text("The website could not be read")
    expect(page.locator("#desk-withdrawing")).to_be_hidden()
    page.unroute("**/desk_office-*.js")
    page.locator("#desk-office > summary").click()  # closed: nothing is asked for
    page.locator("#desk-office > summary").click()
    expect(page.locator("#desk-withdrawing")).to_be_visible()


def test_lists_are_signed_again_and_received(
    network: Path, site: str, page: Page, key: Path, node: str, tmp_path: Path
) -> None:
    page.goto(f"{site}desk/")
    task(page, "desk-renewing")
    page.locator("#desk-renew").click()
    open_key(page, key)
    expect(cell(page).locator("#cell-what")).to_contain_text("A list that withdraws nothing")
    cell(page).locator("#cell-sign").click()
    expect(page.locator("#desk-status")).to_contain_text("before the old list ends")
    before = (network / "network/status/anchor/1.json").read_bytes()
    receive(context_of(network), saved(page))
    after = (network / "network/status/anchor/1.json").read_bytes()
    assert json.loads(before)["validFrom"] < json.loads(after)["validFrom"]
    assert [] == problems(network)
    names = [one.id for one in kept(network)]
    assert dict.fromkeys(names, True) == verified(publish(network, tmp_path / "after"), node)


def test_somebody_speaks_for_a_badge_and_for_what_one_person_did(
    network: Path, site: str, page: Page, key: Path, node: str, tmp_path: Path
) -> None:
    mine = kept(network)[0].id
    page.goto(f"{site}desk/")
    task(page, "desk-endorsing")
    page.locator("#desk-endorsed").select_option("first")
    page.locator("#desk-endorse").click()
    expect(page.locator("#desk-status")).to_contain_text("Write what you say.")
    for number, target in enumerate(("", link(mine))):
        page.locator("#desk-endorsed-award").fill(target)
        page.locator("#desk-comment").fill(f"We ask for it number {number}. <b>Good</b>")
        page.locator("#desk-endorse").click()
        if not number:
            open_key(page, key)
        expect(cell(page).locator("#cell-what")).to_contain_text(f"number {number}. <b>Good</b>")
        cell(page).locator("#cell-sign").click()
        expect(page.locator("#desk-status")).to_contain_text("Everybody can read it")
    file = saved(page)
    assert 2 == receive(context_of(network), file).endorsed
    assert [] == problems(network)
    assert 0 == receive(context_of(network), file).endorsed
    said = [one for one in read_endorsements(network) if isinstance(one, Endorsement)]
    assert {"achievement.json", mine} == {one.subject.rstrip("/").rpartition("/")[2] for one in said}
    after = publish(network, tmp_path / "after")
    assert {one.id: True for one in said} == verified(after, node, "endorsements")
    assert "number 0" in (after / "badges/first/index.html").read_text(encoding="utf-8")


def test_what_is_said_of_a_withdrawn_award_or_by_a_stopped_key_is_refused(
    network: Path, site: str, page: Page, key: Path
) -> None:
    mine = kept(network)[0].id
    page.goto(f"{site}desk/")
    task(page, "desk-endorsing")
    page.locator("#desk-endorsed-award").fill(link(mine))
    page.locator("#desk-comment").fill("Good.")
    page.locator("#desk-endorse").click()
    open_key(page, key, PASSPHRASE)
    cell(page).locator("#cell-sign").click()
    file = saved(page)
    source = network / "network/organisations/anchor.md"
    text = source.read_text(encoding="utf-8")
    source.write_text(text.replace("created: 2026-01-01", "created: 2026-01-01\n    expires: 2026-11-01"), "utf-8")
    with pytest.raises(LapelError) as caught:
        receive(context_of(network), file)
    assert "which ended on 2026-11-01" in caught.value.report("")
    source.write_text(text, "utf-8")
    revoke(context_of(network), Withdrawal(mine, "x"), lambda *_: KEY)
    with pytest.raises(LapelError) as caught:
        receive(context_of(network), file)
    assert "which is withdrawn" in caught.value.report("")
