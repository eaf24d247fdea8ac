"""The desk with the keyboard alone, as a screen reader hears it, on a phone and on a desktop, light and dark."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lapel.issuing.receive import receive
from tests import catalogues
from tests.awarding import context_of, issuing_network, publish, run
from tests.building import serve
from tests.desking import PASSPHRASE, PEM
from tests.pages import violations

ROWS = "name\te-mail\nAda Example\tada@example.org\nBo Example\tbo@example.org\n"
MOST_STOPS = 80
MOST_DECISIONS = 8
FOCUSED = """() => {
  const one = document.activeElement;
  const named = one?.getAttribute('aria-label') ?? one?.labels?.[0]?.textContent ?? one?.textContent ?? '';
  return [one?.id ?? '', named.trim(), one ? getComputedStyle(one).outlineStyle : ''];
}"""


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = issuing_network(catalogues.write(tmp_path_factory.mktemp("network"), catalogues.good()))
    run(root, "first", people="name,email\nFirst Ever,first@example.org\n", batch="before")
    return root


@pytest.fixture(scope="module")
def site(network: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    server, address = serve(publish(network, tmp_path_factory.mktemp("site")))
    yield address
    server.shutdown()


def focused(page: Page) -> tuple[str, str, str]:
    """The id, the name and the outline of what has the focus, in the page or in the cell."""
    name: tuple[str, str, str] = tuple(page.evaluate(FOCUSED))
    if name[0] == "desk-cell":
        (frame,) = [one for one in page.frames if one.parent_frame]
        return tuple(frame.evaluate(FOCUSED))
    return name


def go(page: Page, wanted: str, key: str = "Tab") -> None:
    """To what has that id or that name, stop by stop."""
    heard = []
    for _ in range(MOST_STOPS):
        name, words, outline = focused(page)
        heard.append(name or words)
        if wanted in (name, words):
            assert outline != "none" or wanted == "cell-ask", f"nothing shows that {wanted} has the focus"
            return
        page.keyboard.press(key)
    raise AssertionError(f"{wanted} is not among {heard}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_from_the_page_to_a_sent_file_in_seven_decisions(
    network: Path, site: str, page: Page, axe: str, tmp_path: Path, width: int, scheme: str
) -> None:
    key = tmp_path / "key-1.pem"
    key.write_text(PEM, encoding="ascii")
    page.set_viewport_size({"width": width, "height": 740})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    # Listened to from the start: a chooser that opens sooner than that is the browser's own.
    page.on("filechooser", lambda chooser: chooser.set_files(key))
    page.goto(f"{site}desk/")
    expect(page.locator("#desk")).to_be_visible()
    heard = page.locator("#desk").aria_snapshot()
    order = ["1. Which badge", 'checkbox "First"', "2. Who gets it", "Paste rows", "3. Check and sign", 'button "Sign"']
    places = [heard.index(one) for one in order]
    assert sorted(places) == places
    decisions = 0

    go(page, "First")
    page.keyboard.press("Space")
    decisions += 1
    go(page, "desk-paste")
    page.keyboard.insert_text(ROWS)
    page.keyboard.press("Tab")
    decisions += 1
    expect(page.locator("#desk-plan")).to_contain_text("2 awards: First")
    go(page, "desk-sign")
    page.keyboard.press("Enter")
    decisions += 1
    expect(page.locator("#desk-status")).to_have_text("Now open your key in the frame.")
    expect(page.frame_locator("#desk-cell").locator("#cell-file")).to_be_visible()
    go(page, "cell-file")
    page.keyboard.press("Enter")
    expect(page.frame_locator("#desk-cell").locator("#cell-file")).to_have_value(re.compile("key-1.pem"))
    decisions += 1
    go(page, "cell-passphrase")
    page.keyboard.type(PASSPHRASE)
    page.keyboard.press("Enter")
    decisions += 1
    expect(page.frame_locator("#desk-cell").locator("#cell-ask")).to_be_focused()
    shown = page.frame_locator("#desk-cell").locator("main").aria_snapshot()
    assert shown.index("2 awards of") < shown.index("Ada Example, ada@example.org") < shown.index('button "Sign"')
    page.wait_for_timeout(700)  # a press that was meant for something else is none for this
    go(page, "cell-sign")
    page.keyboard.press("Enter")
    decisions += 1
    expect(page.locator("#desk-after-title")).to_be_focused()
    assert [] == violations(page, axe)
    go(page, "desk-send-file")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    decisions += 1
    expect(page.locator("#desk-status")).to_contain_text("Send it to the person who looks after")
    assert decisions <= MOST_DECISIONS
    own = shutil.copytree(network, tmp_path / "network")
    assert 2 == len(receive(context_of(own), Path(download.value.path())).awards)
    go(page, "desk-hand-open")
    page.keyboard.press("Enter")
    expect(page.locator("#desk-hand-next")).to_be_focused()
    expect(page.get_by_role("img", name=re.compile("QR code with the badge of Ada"))).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#desk-hand-name")).to_have_text("Bo Example")
    page.keyboard.press("Escape")
    expect(page.locator("#desk-hand-open")).to_be_focused()
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")


def test_faults_are_heard_and_lead_to_their_cells(site: str, page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{site}desk/")
    go(page, "First")
    page.keyboard.press("Space")
    go(page, "desk-paste")
    page.keyboard.insert_text("name\temail\nAda\tada(at)example.org\n\tbo@example.org\n")
    page.keyboard.press("Tab")
    expect(page.get_by_role("alert")).to_contain_text("There are 2 things to mend")
    go(page, "Row 1, E-mail:")
    page.keyboard.press("Enter")
    expect(page.locator("#desk-cell-2-1")).to_be_focused()
    expect(page.locator("#desk-cell-2-1")).to_have_accessible_description(re.compile("not an e-mail address"))
    expect(page.locator("#desk-cell-2-1")).to_have_attribute("aria-invalid", "true")
