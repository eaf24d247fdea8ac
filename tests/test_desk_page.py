"""The desk in a real browser: from a pasted list to a file, and to a badge that opens before it is published."""

from __future__ import annotations

import email
import email.policy
import hashlib
import io
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from lapel.issuing.receive import receive
from lapel.pictures import qr
from tests import catalogues
from tests.awarding import context_of, issuing_network, kept, publish, run, verified
from tests.building import serve
from tests.desking import PEM, cell, open_key, paste
from tests.pages import violations

ROWS = """name\temail\tdate
Ada Example\tada(at)example.org\t
Zoë O'Neil\tzoe@example.org\t
\tno@example.org\t
نسیم\t\t31/01/2026
"""


COVERED = """() => {
  const code = document.getElementById('desk-hand-code'), box = code.getBoundingClientRect();
  const points = [[2, 2], [box.width - 2, 2], [2, box.height - 2], [box.width - 2, box.height - 2]];
  const hit = ([x, y]) => document.elementFromPoint(box.x + x, box.y + y);
  return points.filter((one) => hit(one) !== code).map((one) => [...one, hit(one)?.className ?? 'outside']);
}"""
"""Where a corner of the code is under something else, or outside of what is seen."""


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = issuing_network(catalogues.write(tmp_path_factory.mktemp("network"), catalogues.good()))
    run(root, "first", people="name,email\nFirst Ever,first@example.org\n", batch="before")  # opens the list
    return root


@pytest.fixture(scope="module")
def site(network: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    folder = publish(network, tmp_path_factory.mktemp("site"))
    server, address = serve(folder)
    yield folder, address
    server.shutdown()


@pytest.fixture
def key(tmp_path: Path) -> Path:
    file = tmp_path / "key-1.pem"
    file.write_text(PEM, encoding="ascii")
    return file


def signed(page: Page, address: str, key: Path, rows: str = "name,email\nAda Example,ada@example.org\n") -> None:
    page.goto(f"{address}desk/")
    page.get_by_label("First", exact=True).check()
    paste(page, rows)
    page.locator("#desk-sign").click()
    open_key(page, key)
    cell(page).locator("#cell-sign").click()
    expect(page.locator("#desk-after")).to_be_visible()


def saved(page: Page) -> tuple[Path, dict[str, bytes]]:
    with page.expect_download() as download:
        page.locator("#desk-send-file").click()
    assert download.value.suggested_filename.endswith("-anchor.awards.zip")
    file = Path(download.value.path())
    with zipfile.ZipFile(file) as packed:
        return file, {name: packed.read(name) for name in packed.namelist()}


def test_rows_with_faults_are_mended_signed_sent_and_verified_by_others(
    network: Path, site: tuple[Path, str], page: Page, key: Path, axe: str, node: str, tmp_path: Path
) -> None:
    _, address = site
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{address}desk/")
    page.get_by_label("First", exact=True).check()
    paste(page, ROWS)
    expect(page.locator("#desk-faults-title")).to_have_text("There are 3 things to mend")
    assert [] == violations(page, axe)
    page.locator("#desk-faults-list a").first.click()
    expect(page.locator("#desk-cell-2-1")).to_be_focused()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("ada@example.org")
    page.keyboard.press("Tab")
    page.locator("#desk-cell-4-0").fill("Bo")
    page.locator("#desk-cell-5-2").fill("2026-01-31")
    page.locator("#desk-cell-5-2").press("Tab")
    expect(page.locator("#desk-plan")).to_contain_text("4 awards: First")
    page.locator("#desk-sign").click()
    open_key(page, key)
    expect(cell(page).locator("#cell-what")).to_contain_text(
        "3 awards of First – Anchor badges/first/ A badge for tests."
        "What the badge says, and everybody can read1 award of"
    )
    expect(cell(page).locator("#cell-what")).to_contain_text("First person: Ada Example")
    assert [] == violations(page, axe)
    cell(page).locator("#cell-sign").click()
    expect(page.locator("#desk-after")).to_be_visible()
    assert [] == violations(page, axe)
    file, files = saved(page)
    (lines,) = [content for name, content in files.items() if name.endswith(".jsonl")]
    assert 4 == len(lines.splitlines())
    assert all(b"Example" not in content and b"zoe@" not in content for content in files.values())
    assert [] == said
    found = receive(context_of(network), file)
    assert 4 == len(found.awards)
    published = publish(network, tmp_path / "published")
    assert dict.fromkeys((one.id for one in kept(network)), True) == verified(published, node)


def test_the_link_opens_on_a_phone_before_the_site_is_published(site: tuple[Path, str], page: Page, key: Path) -> None:
    _, address = site
    signed(page, address, key)
    page.locator("#desk-hand-open").press("Enter")  # the cell beside it may still grow smaller
    expect(page.locator("#desk-hand-name")).to_have_text("Ada Example")
    link = page.locator("#desk-hand-link").input_value()
    assert link.startswith("https://badges.example.org/net/verify/#url=https%3A%2F%2Fbadges.example.org%2Fnet%2Fawards")
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(link.replace("https://badges.example.org/net/", address, 1))
    expect(page.locator("#verify-status")).to_have_text("Done. This badge is genuine.", timeout=20_000)


def test_the_code_of_the_private_link_is_read_by_another_reader(site: tuple[Path, str], page: Page, key: Path) -> None:
    _, address = site
    signed(page, address, key)
    page.locator("#desk-hand-open").press("Enter")
    expect(page.locator("#desk-hand-name")).to_have_text("Ada Example")
    page.wait_for_function("() => document.getElementById('desk-hand-code').naturalWidth > 10")
    for width, height in ((360, 640), (1280, 720)):
        page.set_viewport_size({"width": width, "height": height})
        assert [] == page.evaluate(COVERED), (width, height)
    picture = Image.open(io.BytesIO(page.locator("#desk-hand-code").screenshot()))
    (code,) = zxingcpp.read_barcodes(picture)
    assert page.locator("#desk-hand-link").input_value() == code.text


def test_letters_and_cards_are_saved_and_printed_from_the_page(
    site: tuple[Path, str], page: Page, key: Path, tmp_path: Path
) -> None:
    _, address = site
    page.add_init_script("window.print = () => { window.printed = (window.printed ?? 0) + 1; }")
    rows = "name,email,language\nAda Example,ada@example.org,en\nنسیم,,\n"
    signed(page, address, key, rows)
    with page.expect_download() as download:
        page.locator("#desk-mails").click()
    with zipfile.ZipFile(download.value.path()) as packed:
        assert ["mails/anchor-001.eml", "cards.html"] == packed.namelist()
        letter = email.message_from_bytes(packed.read("mails/anchor-001.eml"), policy=email.policy.default)
        cards = packed.read("cards.html").decode()
    assert "Your badge: First" == letter["Subject"]
    assert ["image/png"] == [one.get_content_type() for one in letter.walk() if one.get_content_maintype() == "image"]
    page.goto("about:blank")
    page.set_content(cards)
    picture = Image.open(io.BytesIO(page.locator("section svg").nth(1).screenshot()))
    (code,) = zxingcpp.read_barcodes(picture)
    assert f"#name={quote('نسیم')}&salt=" in code.text


def test_cards_fill_a_sheet_of_paper_and_nothing_else_is_on_it(
    site: tuple[Path, str], page: Page, key: Path, tmp_path: Path
) -> None:
    _, address = site
    page.add_init_script("window.print = () => { window.printed = (window.printed ?? 0) + 1; }")
    signed(page, address, key, "name\n" + "".join(f"Person {n}\n" for n in range(9)))
    page.locator("#desk-cards").click()
    page.wait_for_function("() => window.printed === 1")
    page.emulate_media(media="print")
    expect(page.locator(".desk-card")).to_have_count(9)
    expect(page.locator("#desk")).to_be_hidden()
    pdf = PdfReader(io.BytesIO(page.pdf(format="A4")))
    words = "".join(one.extract_text() for one in pdf.pages)
    assert 2 == len(pdf.pages), words
    assert "Person 8" in words
    assert "Award badges" not in words


def test_the_camera_reads_one_phone_after_another(site: tuple[Path, str], tmp_path: Path) -> None:
    from tools import browser as find

    _, address = site
    film = b""
    for name in ("Ada", "Zoë"):
        said = f"https://badges.example.org/net/mine/#name={quote(name)}&email={quote(name.lower())}%40example.org"
        code = Image.open(io.BytesIO(qr.qr_png(qr.qr_matrix(said)))).convert("RGB")
        frame = Image.new("RGB", (640, 480), "white")
        frame.paste(code.resize((400, 400), Image.Resampling.NEAREST), (120, 40))
        stream = io.BytesIO()
        frame.save(stream, "JPEG", quality=95)
        film += stream.getvalue() * 60
    (tmp_path / "camera.mjpeg").write_bytes(film)
    flags = ["--no-sandbox", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
    flags.append(f"--use-file-for-fake-video-capture={tmp_path / 'camera.mjpeg'}")
    script = (
        "import sys; from playwright.sync_api import sync_playwright as s\n"
        "with s() as p:\n"
        "    b = p.chromium.launch(executable_path=sys.argv[1], args=sys.argv[3:])\n"
        "    page = b.new_page(); page.goto(sys.argv[2])\n"
        "    page.locator('#desk-scan').click()\n"
        "    page.locator('#desk-cell-3-0').wait_for(timeout=30000)\n"
        "    print(sorted(page.locator('#desk-table tbody tr').nth(n).locator('input').nth(0).input_value()"
        " for n in range(2)))\n"
    )
    command = [sys.executable, "-c", script, find() or "", f"{address}desk/", *flags]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env={**os.environ, "PYTHONUTF8": "1"})
    assert (str(["Ada", "Zoë"]), "") == (done.stdout.strip(), done.stderr)


def test_the_desk_in_one_file_works_from_a_disk_without_a_network(
    network: Path, site: tuple[Path, str], page: Page, key: Path, tmp_path: Path
) -> None:
    folder, address = site
    page.goto(f"{address}desk/")
    content = (folder / "desk/desk.html").read_bytes()
    expect(page.locator(".desk-hash")).to_have_text(hashlib.sha256(content).hexdigest())
    assert hashlib.sha256(content).hexdigest() in (folder / "feed.xml").read_text(encoding="utf-8")
    file = tmp_path / "kept" / "desk.html"
    file.parent.mkdir()
    file.write_bytes(content)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: said.append(request.url) if request.url.startswith("http") else None)
    page.goto(file.as_uri())
    expect(page.locator("#desk-age")).to_contain_text("This is a saved copy of")
    page.get_by_label("First", exact=True).check()
    paste(page, "name,email\nFirst Ever,first@example.org\nAda Example,ada@example.org\n")
    expect(page.locator("#desk-plan")).to_contain_text("First Ever has “First” already")
    page.locator("#desk-sign").click()
    open_key(page, key)
    cell(page).locator("#cell-sign").click()
    expect(page.locator("#desk-after")).to_be_visible()
    sent, _ = saved(page)
    assert [] == said
    other = issuing_network(catalogues.write(tmp_path / "other", catalogues.good()))
    shutil.copytree(network / "badges", other / "badges", dirs_exist_ok=True)
    shutil.copytree(network / "network", other / "network", dirs_exist_ok=True)
    assert 1 == len(receive(context_of(other), sent).awards)
