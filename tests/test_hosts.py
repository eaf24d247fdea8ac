"""Real web servers with the configurations that we write: what other sites' verifiers can read, and what is missing."""

from __future__ import annotations

import http.client
import re
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from typer.testing import CliRunner

from lapel.cli.app import app
from lapel.hosting.doctor import ORIGIN, Answer, examine
from lapel.hosting.headers import GROUPS, group_of, media_type
from lapel.hosting.servers import SERVERS, ServerError, configuration
from lapel.hosting.static import cname_file, headers_file, host_units, redirects_file
from lapel.issuing.revoke import Withdrawal, revoke
from lapel.load.site import Site
from tests.awarding import BASE, KEY, context_of, issuing_network, kept, publish, run
from tests.building import ROOT, serve
from tests.catalogues import HOUR, ORGANISATION, good, meeting, write
from tests.recording import begin
from tests.servers import BARE, HOST, served

GOOD, GONE = 0, 1
OTHER = "site_name: Other\nsite_url: https://badges.example.net/\n"
NAMES = ["nginx", "caddy", "apache"]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """A site with a record, two awards with tokens, the second withdrawn, in a folder with a space in its name."""
    root = tmp_path_factory.mktemp("network")
    files = {"network/meetings/2027-01-20-start.md": meeting("date: 2027-01-20\n" + HOUR)}
    issuing_network(write(root, good() | files))
    run(root, "first", people="name,email\nAda,ada@example.org\nBo,bo@example.org\n", also_jwt=True)
    revoke(context_of(root), Withdrawal(kept(root)[GONE].id, "A mistake."), lambda *_: KEY)
    begin(root)
    return publish(root, tmp_path_factory.mktemp("the site")), [one.id for one in kept(root)]


def asker(port: int) -> object:
    trust = ssl.create_default_context()
    trust.check_hostname, trust.verify_mode = False, ssl.CERT_NONE

    def ask(address: str, method: str = "GET") -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        plain = socket.create_connection(("127.0.0.1", port), timeout=20)
        connection.sock = trust.wrap_socket(plain, server_hostname=HOST)
        path = address.removeprefix(f"https://{HOST}")
        connection.request(method, path, headers={"Host": f"{HOST}:{port}", "Origin": ORIGIN})
        answer = connection.getresponse()
        headers: dict[str, str] = {}
        for name, value in answer.getheaders():
            headers[name.lower()] = f"{headers[name.lower()]}, {value}" if name.lower() in headers else value
        return Answer(answer.status, headers, answer.read())

    return ask


def examined(name: str, inside: str, folder: Path, award: str) -> tuple[list[str], list[str]]:
    with served(name, inside, folder) as port:
        found, asked = examine(BASE, asker(port), award)  # type: ignore[arg-type]
    return [str(one) for one in found], asked


@pytest.mark.parametrize("name", NAMES)
def test_a_server_with_our_configuration_lacks_nothing(
    name: str, published: tuple[Path, list[str]], tmp_path: Path
) -> None:
    site, awards = published
    found, asked = examined(name, configuration(SERVERS[name], site, "/net/"), tmp_path, awards[GOOD])
    assert [] == found
    seen = {group_of(path).name for path in asked}
    assert {group.name for group in GROUPS} - {"rest", "search", "type", "scripts"} <= seen


@pytest.mark.parametrize("name", NAMES)
def test_a_server_as_it_comes_keeps_other_verifiers_out(
    name: str, published: tuple[Path, list[str]], tmp_path: Path
) -> None:
    site, awards = published
    found, _ = examined(name, BARE[name].format(site=site), tmp_path, awards[GOOD])
    assert any("registry.json: has no 'Access-Control-Allow-Origin: *'" in one for one in found)
    assert any("status/1.json: has no 'Access-Control-Allow-Origin: *'" in one for one in found)


TAKEN = sorted({name for group in GROUPS for name in group.headers})


@pytest.mark.parametrize("header", TAKEN)
def test_the_doctor_finds_each_header_taken_away(
    header: str, published: tuple[Path, list[str]], tmp_path: Path
) -> None:
    site, awards = published
    whole = configuration(SERVERS["nginx"], site, "/net/")
    less = "\n".join(line for line in whole.splitlines() if f"add_header {header} " not in line)
    assert less != whole.rstrip("\n")
    found, _ = examined("nginx", less, tmp_path, awards[GOOD])
    words = {"Cache-Control": "should send .Cache-Control"}
    assert any(re.search(words.get(header, f"has no '{header}"), one) for one in found), found
    assert (header == "Access-Control-Allow-Origin") == any(one.startswith("needed:") for one in found)


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        ("text/calendar", "meetings.ics"),
        ("application/jwt", "credential.jwt"),
        ("application/json", "status/1.json"),
        ("application/atom\\+xml", "feed.xml"),
    ],
)
def test_the_doctor_finds_each_kind_taken_away(
    kind: str, path: str, published: tuple[Path, list[str]], tmp_path: Path
) -> None:
    site, awards = published
    whole = configuration(SERVERS["nginx"], site, "/net/")
    less = re.sub(rf"types \{{ \}} default_type {kind};", "types { } default_type application/x-nothing;", whole)
    found, _ = examined("nginx", less, tmp_path, awards[GOOD])
    assert any(path in one and "is sent as 'application/x-nothing'" in one for one in found)


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (Answer(0, {}, fault="does not answer (timed out)"), "does not answer (timed out), and has to answer with 200"),
        (Answer(200, {"content-type": "text/html"}, b"<html>"), "what is gone would seem to be there"),
        (Answer(500, {}), "answers with the status 500"),
        (Answer(200, {"content-type": "application/json"}, b'{"badges": "[", "scripts": 7}'), "needed:"),
        (Answer(200, {"content-type": "application/json"}, b"[" * 100_000), "needed:"),
    ],
)
def test_a_host_that_answers_anything_is_described(answer: Answer, sentence: str) -> None:
    found, _ = examine("https://x.example/", lambda *_: answer)
    assert any(sentence in str(one) for one in found)


def test_the_doctor_is_sent_to_no_other_place() -> None:
    for address in ("http://www.example.org/", "file:///etc/", "https://x.example/?a", "https://user@x.example/"):
        done = CliRunner().invoke(app, ["doctor", address])
        assert 1 == done.exit_code
        assert "Nothing was asked." in done.output


def test_a_server_of_this_computer_can_be_asked_without_a_certificate(published: tuple[Path, list[str]]) -> None:
    server, address = serve(published[0])
    done = CliRunner().invoke(app, ["doctor", address])
    server.shutdown()
    assert 1 == done.exit_code
    assert re.search(r"needed: /index.json, .*: has no 'Access-Control-Allow-Origin: \*'", done.output)


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Another network's site, with our verifier, and another verifier on a page of its own."""
    folder = tmp_path_factory.mktemp("core")
    subprocess.run(["node", "tests/peers/core_build.mjs", str(folder / "core.js")], cwd=ROOT, check=True)
    (folder / "index.html").write_text("<!doctype html><title>x</title><script src=core.js></script>")
    core, address = serve(folder)
    other = write(
        tmp_path_factory.mktemp("other"),
        good() | {"mkdocs.yml": OTHER, "network/organisations/anchor.md": ORGANISATION.format(name="Elsewhere")},
    )
    ours, page = serve(publish(other, tmp_path_factory.mktemp("others site")))
    yield f"{page} {address}"
    core.shutdown()
    ours.shutdown()


@pytest.mark.parametrize("name", ["nginx", "caddy"])
def test_verifiers_on_other_sites_verify_an_award_and_see_a_withdrawal(
    name: str, published: tuple[Path, list[str]], elsewhere: str, tmp_path: Path, browser: Browser
) -> None:
    site, awards = published
    ours, core = elsewhere.split()
    with served(name, configuration(SERVERS[name], site, "/net/"), tmp_path) as port:
        path = browser.browser_type.executable_path
        from tools import browser as find

        flags = ["--no-sandbox", "--disable-gpu", f"--host-resolver-rules=MAP {HOST}:443 127.0.0.1:{port}"]
        with_map = browser.browser_type.launch(executable_path=find() or path, args=flags)
        page = with_map.new_context(ignore_https_errors=True, locale="en-GB").new_page()
        for number, verdict in ((GOOD, "This badge is genuine"), (GONE, "withdrawn")):
            page.goto("about:blank")
            page.goto(f"{ours}verify/#url={BASE}awards/{awards[number]}/credential.json")
            expect(page.locator("#verify-results")).to_contain_text(verdict, timeout=30_000)
        page.goto(core)
        for number, is_revoked in ((GOOD, False), (GONE, True)):
            said = page.evaluate("(at) => verifyWithCore(at)", f"{BASE}awards/{awards[number]}/credential.json")
            log = {row["id"]: row.get("valid") for row in said["log"]}
            assert log["valid_signature"] is True, said
            assert (not is_revoked) == log["revocation_status"], str(said)
        with_map.close()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("place", "folder"),
    [
        ('/srv/a"; } server {', "/net/"),
        ("/srv/a\nload_module x", "/net/"),
        ("/srv/$uri", "/net/"),
        ("/srv/site", "/n e t/"),
        ("/srv/site", "/net"),
        ("/srv/site", '/net/" {'),
    ],
)
def test_a_path_that_a_server_cannot_be_told_is_refused(name: str, place: str, folder: str) -> None:
    with pytest.raises(ServerError):
        configuration(SERVERS[name], Path(place), folder)


def test_hosts_of_plain_files_are_told_too() -> None:
    text = headers_file("/net/")
    assert text.startswith("#")
    places = [line for line in text.splitlines() if line.startswith("/")]
    assert len(places) == len(set(places)) < 100
    assert all(
        len(line) < 2000 and line.count("*") <= (2 if "Allow-Origin" in line else 1) for line in text.splitlines()
    )
    assert "/net/organisations/:slug/status/*\n  Cache-Control: public, max-age=300\n" in text
    # Two rules that fit one file are both sent: no header may stand in both.
    whole = set(re.findall(r"^  ([\w-]+):", text.split("/net/organisations")[0], re.MULTILINE))
    others = set(re.findall(r"^  ([\w-]+):", text.split("/net/organisations")[1], re.MULTILINE))
    assert set() == whole & others
    assert "/net/* /:splat 200" in redirects_file("/net/")
    assert "splat" not in redirects_file("/")
    assert "badges.example.org\n" == cname_file(BASE)
    plain, asked = Site(BASE, "x"), Site(BASE, "x", cname=True)
    assert [".nojekyll", "_headers", "_redirects"] == [one.key for one in host_units(plain)]
    assert "CNAME" == [one.key for one in host_units(asked)][-1]


def test_every_file_of_a_site_has_a_group_and_a_kind(site: Path) -> None:
    unknown = set()
    for file in site.rglob("*"):
        if file.is_file() and not file.name.startswith((".", "_")):
            path = file.relative_to(site).as_posix()
            assert group_of(path)
            if media_type(path) == "application/octet-stream" and not path.startswith(("pagefind/", "record/")):
                unknown.add(file.suffix)
    assert set() == unknown


def test_the_command_writes_a_configuration_beside_the_site(small: Path) -> None:
    done = CliRunner().invoke(app, ["build", "--host", "iis", "--root", str(small)])
    assert (1, True) == (done.exit_code, "choose from nginx, caddy, apache" in done.output)


def test_what_the_site_itself_names_and_does_not_have_is_needed(
    published: tuple[Path, list[str]], tmp_path: Path
) -> None:
    site, awards = published
    shutil.copytree(site, tmp_path / "site")
    gone = ("organisations/anchor/did.json", "badges/end/achievement.json", f"awards/{awards[GOOD]}/credential.json")
    for path in gone:
        (tmp_path / "site" / path).unlink()
    (tmp_path / "site/index.json").write_bytes((site / "index.json").read_bytes())
    server, address = serve(tmp_path / "site")
    done = CliRunner().invoke(app, ["doctor", address, "--award", f"{BASE}awards/{awards[GOOD]}/"])
    server.shutdown()
    for path in gone:
        assert re.search(rf"needed: .*/{re.escape(path)}.*: answers with the status 404", done.output)
    done = CliRunner().invoke(app, ["doctor", address, "--award", "https://a-host-with-a-very-long-name.example/"])
    assert "is not the address of an award" in done.output
