"""The archive of a network: opened from a disk, with no network, it checks everything inside."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from lapel.archive import ArchiveError, write_archive
from lapel.issuing.revoke import Withdrawal, revoke
from lapel.stream import Settings
from tests.awarding import KEY, TEMPLATES, context_of, kept, publish, run
from tests.building import ROOT
from tests.recording import begin, sign

PEOPLE = "name,email\nAda,ada@example.org\nBo,bo@example.org\nCy,\n"


def made(root: Path, folder: Path) -> Path:
    """The archive of a network, unpacked."""
    site = publish(root, folder / "site")
    settings = Settings(TEMPLATES[0], verifier=ROOT / "verifier/dist")
    file = folder / "archive.zip"
    write_archive(context_of(root), settings, site, file)
    with zipfile.ZipFile(file) as archive:
        archive.extractall(folder / "disk")
    return folder / "disk"


@pytest.fixture
def disk(network: Path, tmp_path: Path) -> Path:
    """Three awards, one of them withdrawn, all of it recorded, in an archive on a disk."""
    run(network, "first", people=PEOPLE)
    revoke(context_of(network), Withdrawal(kept(network)[1].id, "Given twice."), lambda *_: KEY)
    begin(network)
    sign(network)
    return made(network, tmp_path)


@pytest.fixture
def offline(browser: Browser, disk: Path) -> Iterator[Page]:
    """The page of the archive, opened from the disk in a browser without a network."""
    context = browser.new_context(offline=True, viewport={"width": 360, "height": 800})
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.goto((disk / "verify.html").as_uri())
    yield page
    assert [] == [one for one in asked if not one.startswith(("file:", "blob:"))]
    context.close()


def drop(page: Page, name: str, content: bytes) -> str:
    """The verdict on a file."""
    page.evaluate("document.getElementById('archive-results').replaceChildren()")
    page.set_input_files("#archive-file", files=[{"name": name, "mimeType": "", "buffer": content}])
    page.wait_for_selector("#archive-results .verdict")
    shown = page.get_attribute("#archive-results .verdict", "class") or ""
    return shown.replace("verdict verdict-", "")


def test_from_a_disk_a_badge_is_genuine_a_changed_one_is_not_and_a_withdrawn_one_is_withdrawn(
    network: Path, offline: Page
) -> None:
    ada, bo, _ = kept(network)
    assert "genuine" == drop(offline, "ada.json", ada.raw), offline.inner_text("#archive-results")
    assert "not-valid" == drop(offline, "changed.json", ada.raw.replace(b"First", b"Worst"))
    assert "not-valid" == drop(offline, "withdrawn.json", bo.raw)
    assert "withdrawn" in offline.inner_text("#archive-results .verdict")
    document = json.loads(ada.raw)
    moved = json.dumps({**document, "id": document["id"].replace(ada.id, "t" * 26)}).encode()
    assert "not-valid" == drop(offline, "forged.json", moved)


def test_every_badge_inside_is_checked(offline: Page) -> None:
    offline.click("#archive-all")
    rows = offline.locator("#archive-results details.row")
    rows.nth(2).wait_for()
    classes = sorted(rows.nth(number).get_attribute("class") or "" for number in range(3))
    assert ["row verdict-genuine", "row verdict-genuine", "row verdict-not-valid"] == classes


def test_an_address_is_read_from_the_archive(network: Path, offline: Page) -> None:
    offline.fill("#archive-text", kept(network)[0].document["id"])
    offline.click("#archive-form button[type=submit]")
    offline.wait_for_selector("#archive-results .verdict")
    assert offline.query_selector("#archive-results .verdict-genuine"), offline.inner_text("#archive-results")
    assert "asked no website" in (offline.text_content("#archive-results") or "")


def test_the_page_can_be_used_by_everybody(offline: Page, axe: str) -> None:
    offline.evaluate(axe)
    found = offline.evaluate("axe.run().then(({violations}) => violations.map(({id, nodes}) => [id, nodes[0].html]))")
    assert [] == found
    assert offline.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_sums_are_those_of_the_files(disk: Path) -> None:
    rows = [row.split("  ", 1) for row in (disk / "SHA256SUMS").read_text(encoding="utf-8").splitlines()]
    files = {file.relative_to(disk).as_posix() for file in disk.rglob("*") if file.is_file()}
    assert files - {"SHA256SUMS"} == {name for _, name in rows}
    for digest, name in rows:
        assert digest == hashlib.sha256((disk / name).read_bytes()).hexdigest()
    assert {"verify.html", "site/registry.json", "ledger/network/record/delegation.json"} <= files
    assert not any("outbox" in name for name in files)


def test_the_same_network_makes_the_same_archive(network: Path, tmp_path: Path) -> None:
    run(network, "first", people=PEOPLE)
    site = publish(network, tmp_path / "site")
    settings = Settings(TEMPLATES[0], verifier=ROOT / "verifier/dist")
    for name in ("one.zip", "two.zip"):
        write_archive(context_of(network), settings, site, tmp_path / name)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_an_archive_that_cannot_be_written_leaves_the_older_one(
    network: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(network, "first", people=PEOPLE)
    site = publish(network, tmp_path / "site")
    settings = Settings(TEMPLATES[0], verifier=ROOT / "verifier/dist")
    file = tmp_path / "archive.zip"
    file.write_bytes(b"older")
    full = OSError(28, "No space left on device")

    def fail(*_: object, **__: object) -> None:
        raise full

    monkeypatch.setattr(zipfile.ZipFile, "writestr", fail)
    with pytest.raises(ArchiveError, match="No space left"):
        write_archive(context_of(network), settings, site, file)
    assert b"older" == file.read_bytes()
    assert [] == [one.name for one in tmp_path.iterdir() if ".part" in one.name]
