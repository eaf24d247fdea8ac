"""The rest of the office at the desk: a badge is taken back and given back, a key is made."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from playwright.sync_api import Page, expect

from lapel.credentials.multikey import to_multikey
from lapel.issuing.receive import MANIFEST, receive
from lapel.model.problem import LapelError
from tests import catalogues
from tests.awarding import context_of, issuing_network, kept, problems, publish, run, verified
from tests.building import serve
from tests.desking import PASSPHRASE, PEM
from tests.pages import violations

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


def changed(page: Page, address: str, key: Path, award: str, *, back: bool = False) -> Path:
    """Takes a badge back (or gives it back) at the desk, and returns the file that was saved."""
    page.goto(f"{address}desk/")
    page.locator("#desk-office summary").click()
    page.locator("#desk-award").fill(f"https://badges.example.org/net/awards/{award}/#name=Ada&salt=0")
    page.locator("#desk-reason").fill("" if back else "Given by mistake.")
    page.locator("#desk-give-back" if back else "#desk-withdraw").click()
    frame = page.frame_locator("#desk-cell")
    frame.locator("#cell-file").set_input_files(key)
    frame.locator("#cell-passphrase").fill(PASSPHRASE)
    frame.locator("#cell-passphrase").press("Enter")
    expect(frame.locator("#cell-what")).to_contain_text("list")
    frame.locator("#cell-sign").click()
    with page.expect_download() as download:
        page.locator("#desk-send-file").press("Enter")
    return Path(download.value.path())


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


def rewritten(file: Path, **manifest: object) -> Path:
    other = file.with_name("changed.zip")
    with zipfile.ZipFile(file) as packed, zipfile.ZipFile(other, "w") as made:
        for name in packed.namelist():
            content = packed.read(name)
            made.writestr(name, json.dumps(json.loads(content) | manifest) if name == MANIFEST else content)
    return other


def test_what_the_file_says_and_what_was_signed_are_held_to_each_other(
    network: Path, site: str, page: Page, key: Path
) -> None:
    mine, other, *_ = [one.id for one in kept(network)]
    file = changed(page, site, key, mine)
    for wishes, sentence in (
        ([{"award": other, "reason": "x"}], "does not say a withdrawal"),
        ([{"award": mine, "reason": "x"}, {"award": other, "reason": "x"}], "does not say a withdrawal"),
        ([{"award": mine, "reason": "x"}, {"award": mine, "reason": "x"}], "names an award twice"),
        ([{"award": mine, "reason": "a\u200bb"}], "letters that nobody sees"),
        ([{"award": mine, "reason": ""}], "has no reason"),
        ([{"award": "x", "reason": "x"}], "is no award here"),
        ([5], "in a way that no desk does"),
        (True, "in a way that no desk does"),
        ([{"award": mine, "reason": "x" * 301}], "one of more than 300 characters"),
    ):
        with pytest.raises(LapelError) as caught:
            receive(context_of(network), rewritten(file, withdrawals=wishes))
        assert sentence in caught.value.report(""), wishes
    assert [] == problems(network)


def test_a_key_that_is_made_at_the_desk_opens_here_and_there(
    network: Path, site: str, page: Page, axe: str, tmp_path: Path
) -> None:
    page.goto(f"{site}desk/")
    page.locator("#desk-office summary").click()
    page.locator("#desk-new-key").click()
    frame = page.frame_locator("#desk-cell")
    frame.locator("#cell-new-passphrase").fill("short")
    frame.locator("#cell-make").click()
    expect(frame.locator("#cell-status")).to_contain_text("at least 12 letters")
    frame.locator("#cell-new-passphrase").fill("a new passphrase")
    frame.locator("#cell-new-again").fill("a new passphrase")
    frame.locator("#cell-make").click()
    expect(frame.locator("#cell-made")).to_be_visible(timeout=20_000)
    assert [] == violations(page, axe)
    with page.expect_download() as download:
        frame.locator("#cell-save").click()
    name = f"key-{datetime.now(UTC):%Y-%m}"
    assert f"{name}.pem" == download.value.suggested_filename
    private = load_pem_private_key(Path(download.value.path()).read_bytes(), b"a new passphrase")
    assert isinstance(private, Ed25519PrivateKey)
    lines = page.locator("#desk-key-lines").input_value()
    assert f"publicKeyMultibase: {to_multikey(private.public_key())}\n" in lines
    file = network / "network/organisations/anchor.md"
    text = file.read_text(encoding="utf-8").replace("verificationMethod:\n", f"verificationMethod:\n{lines}")
    file.write_text(text, encoding="utf-8")
    server, address = serve(publish(network, tmp_path / "with-the-key"))
    page.goto(f"{address}desk/")
    page.get_by_label("First", exact=True).check()
    page.locator("#desk-paste").fill("name\nDi\n")
    page.locator("#desk-paste").dispatch_event("change")
    page.locator("#desk-sign").click()
    frame.locator("#cell-file").set_input_files(download.value.path())
    frame.locator("#cell-passphrase").fill("a new passphrase")
    frame.locator("#cell-passphrase").press("Enter")
    frame.locator("#cell-sign").click()
    expect(page.locator("#desk-after")).to_be_visible()
    server.shutdown()
