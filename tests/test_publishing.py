"""Publishing to a store: only what changed, in an order in which no page leads nowhere, killed and cut at random."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import random
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import boto3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from moto.s3.models import s3_backends
from moto.server import ThreadedMotoServer

from lapel.publish import publish
from lapel.published import Published
from lapel.publishing.order import Step, is_page, links_of, missing, plan
from lapel.publishing.run import NothingBuilt, publish_site
from lapel.publishing.stores import STATE, StoreError, md5, open_store
from lapel.state import MARK
from lapel.stream import Settings
from tests.awarding import TEMPLATES, context_of, issuing_network, run
from tests.building import ROOT
from tests.catalogues import badge, good, write
from tests.killing import published

KEYS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "eu-west-2"}
FOLDER = "/net/"


class Memory:
    """A store that looks after each step whether a page leads nowhere."""

    shown, takes_all = "memory", True

    def __init__(self, files: Mapping[str, bytes] = {}) -> None:
        self.files = dict(files)
        self.lost: list[tuple[str, str]] = []

    def listed(self, without: str = "") -> dict[str, str]:
        return {
            path: md5(content) for path, content in self.files.items() if not (without and path.startswith(without))
        }

    def names(self, prefix: str = "") -> Iterator[str]:
        yield from (path for path in self.files if path.startswith(prefix))

    def get(self, path: str) -> bytes | None:
        return self.files.get(path)

    def put(self, path: str, content: bytes) -> None:
        self.files[path] = content
        self.look()

    def remove(self, path: str) -> None:
        del self.files[path]
        self.look()

    def look(self) -> None:
        pages = {path: content for path, content in self.files.items() if is_page(path)}
        self.lost += missing(pages, self.files, FOLDER)


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """A network with its site, and the site of the day after: a new badge and new awards, and a badge that is gone."""
    root = tmp_path_factory.mktemp("network")
    issuing_network(write(root, good() | {"badges/short-lived/badge.md": badge("Short-lived")}))
    run(root, "first", people="name,email\nAda,ada@example.org\nBo,\n")
    before = built(root, tmp_path_factory.mktemp("before"))
    shutil.rmtree(root / "badges/short-lived")
    write(root, {"badges/new/badge.md": badge("New", "related: [first]\n")})
    write(root, {"badges/first/badge.md": badge("First", "related: [new]\n")})
    run(root, "second", people="name,email\nCy,cy@example.org\n", batch="later", despite_prerequisites=True)
    return root, before, built(root, tmp_path_factory.mktemp("after"))


def built(root: Path, folder: Path) -> Path:
    """The site, without the hundred files of the verifier."""
    publish(context_of(root), Settings(TEMPLATES[0]), Published(folder), search=False)
    write(folder, {f"assets/verifier/{name}": "// a script\n" for name in ("award.js", "page.js", "type.woff2")})
    files = contents(folder)
    nowhere = {path for _, path in missing({path: one for path, one in files.items() if is_page(path)}, files, FOLDER)}
    assert all(path.startswith("assets/verifier/") for path in nowhere)
    write(folder, dict.fromkeys(nowhere, "// another\n"))
    (folder / MARK).touch()
    return folder


def contents(site: Path) -> dict[str, bytes]:
    files = {file.relative_to(site).as_posix(): file.read_bytes() for file in site.rglob("*") if file.is_file()}
    return {path: content for path, content in files.items() if path != MARK}


def test_no_page_leads_nowhere_after_any_step(sites: tuple[Path, Path, Path]) -> None:
    _, before, after = sites
    store = Memory()
    first = publish_site(before, store, folder=FOLDER)
    assert len(contents(before)) == first.put
    second = publish_site(after, store, folder=FOLDER, delete=True)
    assert [] == sorted(set(store.lost))
    assert contents(after) == {path: content for path, content in store.files.items() if path != STATE}
    assert 0 < second.put < 150
    assert len(second.removed) >= 10
    again = publish_site(after, store, folder=FOLDER)
    assert (0, []) == (again.put, again.removed)


def test_what_nobody_asked_to_take_away_stays_and_is_named(sites: tuple[Path, Path, Path]) -> None:
    _, before, after = sites
    store = Memory()
    publish_site(before, store, folder=FOLDER)
    done = publish_site(after, store, folder=FOLDER)
    assert "badges/short-lived/index.html" in done.left
    assert "badges/short-lived/index.html" in store.files


NAMES = st.sampled_from([f"{name}/index.html" for name in "abcdef"] + ["index.html", "x.json", "y.css"])
SITES = st.dictionaries(NAMES, st.tuples(st.integers(0, 3), st.lists(NAMES, max_size=4)), max_size=9)


def written(site: Mapping[str, tuple[int, list[str]]]) -> dict[str, bytes]:
    """A site whose pages lead to each other as told, to what is there alone."""
    made = {}
    for path, (number, links) in site.items():
        rows = [f'<a href="{FOLDER}{link.removesuffix("index.html")}">x</a>' for link in links if link in site]
        made[path] = f"{number}{''.join(rows)}".encode()
    return made


@settings(max_examples=300, deadline=None)
@given(SITES, SITES, st.booleans(), st.integers(0, 60))
def test_any_site_follows_any_other_without_a_dead_link(old: Any, new: Any, delete: bool, stop: int) -> None:
    store = Memory(written(old))
    steps = 0
    for _ in range(2):  # the first time it is stopped somewhere
        target = written(new)
        changed = [path for path, content in target.items() if store.files.get(path) != content]
        made = plan(list(target), changed, list(store.files), target.__getitem__, folder=FOLDER, delete=delete)
        for group in made.groups:
            for step, path in random.Random(stop).sample(group, len(group)):  # noqa: S311 - any order will do
                steps += 1
                if steps == stop:
                    break
                if step is Step.REMOVE:
                    store.remove(path)
                else:
                    store.put(path, b"one moment" if step is Step.STAND_IN else target[path])
            if steps == stop:
                break
    assert [] == store.lost
    kept = {} if delete else {path: one for path, one in written(old).items() if path not in new}
    if steps != stop:
        assert {**kept, **written(new)} == store.files


def test_links_are_found_as_a_browser_does() -> None:
    page = (
        b'<a href="../b/#x">1</a><A HREF=/net/c/?q=1>2</A><img src=\'d%20e.png\'><a href="https://x.example/">3</a>'
        b'<a href="//x.example/">4</a><a href="mailto:a@b.example">5</a><a href="#top">6</a><a href="/other/">7</a>'
        b'<a href="../../../up">8</a><link rel="x" href="/net/">'
    )
    found = list(links_of("a/f/index.html", page, FOLDER))
    assert ["a/b/index.html", "c/index.html", "a/f/d e.png", "index.html"] == found


# --- an object store


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    for name, value in {**KEYS, "AWS_ENDPOINT_URL": endpoint}.items():
        monkeypatch.setenv(name, value)
    resource = boto3.resource("s3")
    made = resource.Bucket(f"badges-{random.getrandbits(40):x}")
    made.create(CreateBucketConfiguration={"LocationConstraint": "eu-west-2"})
    return made


def held(bucket: Any) -> dict[str, bytes]:
    """What is in the bucket, asked of the server's own memory: thousands of requests would take minutes."""
    keys = s3_backends["123456789012"]["aws"].buckets[bucket.name].keys
    found = {}
    for name in list(keys):
        with contextlib.suppress(KeyError):  # taken away since the names were read
            found[name.removeprefix("net/")] = keys[name].value
    return found


def test_an_object_says_what_it_is_and_how_long_it_may_be_kept(sites: tuple[Path, Path, Path], bucket: Any) -> None:
    _, before, _ = sites
    publish_site(before, open_store(f"s3://{bucket.name}/net"), folder=FOLDER)
    kinds = {
        "net/organisations/anchor/status/1.json": ("application/json", "public, max-age=300"),
        "net/index.html": ("text/html; charset=utf-8", "no-cache"),
        "net/registry.json": ("application/json", "public, max-age=300"),
    }
    for key, expected in kinds.items():
        head = bucket.Object(key)
        assert expected == (head.content_type, head.cache_control), key
    assert "_headers" not in held(bucket)
    assert {path for path in contents(before) if path[0] != "_" and path != ".nojekyll"} == set(held(bucket)) - {STATE}


def test_other_headers_put_everything_again(
    sites: tuple[Path, Path, Path], bucket: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, before, _ = sites
    store = open_store(f"s3://{bucket.name}/net")
    first = publish_site(before, store, folder=FOLDER)
    assert 0 == publish_site(before, store, folder=FOLDER).put
    monkeypatch.setattr("lapel.publishing.run._headers_digest", lambda: b"other\n")
    assert first.put == publish_site(before, store, folder=FOLDER).put


def command(site: Path, root: Path, bucket: Any, *more: str) -> list[str]:
    target = f"s3://{bucket.name}/net"
    return [sys.executable, "-m", "lapel.cli.app", "publish", target, "--site", str(site), "--root", str(root), *more]


def test_killed_twenty_times_at_random_it_ends_in_the_same_store(sites: tuple[Path, Path, Path], bucket: Any) -> None:
    root, before, after = sites
    publish_site(before, open_store(f"s3://{bucket.name}/net"), folder=FOLDER)
    killed, late = 0, 0.15
    # Processes that have read the engine already: only what they do is killed, not how they start.
    started = multiprocessing.get_context("forkserver")
    started.set_forkserver_preload(["tests.killing"])
    chance = random.Random(20)  # noqa: S311 - moments
    for attempt in range(100):
        # By turns there and back, so that there is always something to do.
        site = after if attempt % 2 == 0 else before
        running = started.Process(target=published, args=(site, f"s3://{bucket.name}/net", FOLDER))
        running.start()
        at_start = held(bucket)
        end = time.monotonic() + 30
        while running.is_alive() and time.monotonic() < end:
            if held(bucket) != at_start:
                break
            time.sleep(0.002)
        time.sleep(chance.random() * late)
        if running.is_alive():
            running.kill()
            killed += 1
        else:
            late *= 0.8  # a quick machine had done it all
        running.join()
        objects = held(bucket)
        pages = {path: content for path, content in objects.items() if is_page(path)}
        assert [] == missing(pages, objects, FOLDER)
        if killed == 20:
            break
    assert 20 == killed
    done = subprocess.run(command(after, root, bucket, "--delete"), cwd=ROOT, capture_output=True, text=True)
    assert 0 == done.returncode, done.stderr
    expected = {path: content for path, content in contents(after).items() if path[0] != "_" and path != ".nojekyll"}
    assert expected == {path: content for path, content in held(bucket).items() if path != STATE}


class Cutter:
    """Stands between a client and its store, and cuts each connection after some bytes while it is told to."""

    def __init__(self, target: str, chance: random.Random) -> None:
        host, _, port = target.removeprefix("http://").partition(":")
        self._target, self._chance = (host, int(port)), chance
        self._server = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._server.getsockname()[1]}"
        self.cuts = 0
        self.most = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._server.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        left = self._chance.randrange(200, 60_000) if self.cuts < self.most else 1 << 40
        with contextlib.suppress(OSError), socket.create_connection(self._target) as server, client:

            def pump(source: socket.socket, sink: socket.socket) -> None:
                nonlocal left
                with contextlib.suppress(OSError):
                    while data := source.recv(4096):
                        left -= len(data)
                        if left < 0:
                            self.cuts += 1
                            break
                        sink.sendall(data)
                for one in (source, sink):
                    with contextlib.suppress(OSError):
                        one.shutdown(socket.SHUT_RDWR)

            back = threading.Thread(target=pump, args=(server, client), daemon=True)
            back.start()
            pump(client, server)
            back.join()

    def close(self) -> None:
        self._server.close()


def test_a_connection_that_is_cut_twenty_times_loses_nothing(
    sites: tuple[Path, Path, Path], bucket: Any, endpoint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, before, _ = sites
    cutter = Cutter(endpoint, random.Random(7))  # noqa: S311 - moments
    cutter.most = 20
    monkeypatch.setenv("AWS_ENDPOINT_URL", cutter.address)
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "2")
    for _ in range(40):
        with contextlib.suppress(StoreError):
            publish_site(before, open_store(f"s3://{bucket.name}/net"), folder=FOLDER)
            if cutter.cuts >= 20:
                break
            for one in list(bucket.objects.filter(Prefix="net/a"))[:40]:
                one.delete()
    assert cutter.cuts >= 20
    expected = {path: content for path, content in contents(before).items() if path[0] != "_" and path != ".nojekyll"}
    assert expected == {path: content for path, content in held(bucket).items() if path != STATE}
    cutter.close()


@pytest.mark.parametrize(
    ("target", "env", "sentence"),
    [
        ("s3://no-such-bucket-here", {}, "There is no bucket 'no-such-bucket-here'"),
        ("s3://Bad_Name", {}, "names no bucket"),
        ("s3://bucket/../other", {}, "names no bucket"),
        ("ftp://example.org/x", {}, "is no place that can be written to"),
        ("s3://bucket", {"AWS_ENDPOINT_URL": "http://127.0.0.1:9"}, "does not answer"),
        ("s3://bucket", {"AWS_ENDPOINT_URL": "no address"}, "cannot be used"),
        ("s3://bucket", {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""}, "There are no keys for the store"),
    ],
)
def test_what_cannot_be_published_to_is_said(
    sites: tuple[Path, Path, Path], endpoint: str, target: str, env: dict[str, str], sentence: str
) -> None:
    root, before, _ = sites
    words = [sys.executable, "-m", "lapel.cli.app", "publish", target, "--site", str(before), "--root", str(root)]
    settled = {**os.environ, **KEYS, "AWS_ENDPOINT_URL": endpoint, "AWS_EC2_METADATA_DISABLED": "true", **env}
    settled |= {"AWS_MAX_ATTEMPTS": "1", "HOME": str(root)}
    plain = {name: value for name, value in settled.items() if value}
    done = subprocess.run(words, cwd=ROOT, env=plain, capture_output=True, text=True)
    assert 1 == done.returncode
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_a_place_with_other_things_is_left_alone(sites: tuple[Path, Path, Path], tmp_path: Path, bucket: Any) -> None:
    _, before, _ = sites
    (tmp_path / "mine.txt").write_text("mine")
    bucket.put_object(Key="other/file.txt", Body=b"mine")
    for target in (str(tmp_path), f"s3://{bucket.name}"):
        with pytest.raises(StoreError, match="holds other things than a site"):
            publish_site(before, open_store(target), folder=FOLDER, delete=True)
    with pytest.raises(StoreError, match="is a file"):
        open_store(str(tmp_path / "mine.txt"))
    with pytest.raises(NothingBuilt):
        publish_site(tmp_path, open_store(str(tmp_path / "out")), folder=FOLDER)
    publish_site(before, open_store(f"s3://{bucket.name}/net"), folder=FOLDER, delete=True)
    assert b"mine" == bucket.Object("other/file.txt").get()["Body"].read()


def test_a_folder_is_published_to_as_well(sites: tuple[Path, Path, Path], tmp_path: Path) -> None:
    _, before, after = sites
    out = tmp_path / "out"
    publish_site(before, open_store(str(out)), folder=FOLDER)
    publish_site(after, open_store(str(out)), folder=FOLDER, delete=True)
    assert contents(after) == {path: one for path, one in contents(out).items() if path != STATE}
    assert not (out / "badges/short-lived").exists()
    (out / "link").symlink_to("/etc")
    with pytest.raises(StoreError, match="is a link to another place"):
        publish_site(after, open_store(str(out)), folder=FOLDER)
