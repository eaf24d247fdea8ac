"""Awards in parts: the same bytes as one computer makes, with a worker killed on the way."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from distributed import Client, LocalCluster
from typer.testing import CliRunner

from lapel.cli.app import app
from lapel.issuing.erase import erase
from lapel.issuing.revoke import Withdrawal, revoke
from lapel.ledger.stored_awards import read_lines
from lapel.model import CatalogueError
from lapel.publish import publish
from lapel.published import Published
from lapel.publishing.run import publish_site
from lapel.publishing.stores import STATE, open_store
from lapel.scale.build import task_of, verify_ledger, write_awards
from lapel.scale.engine import Alone, Dask
from lapel.scale.shares import LedgerShare, ShareError, lines_of, shares
from lapel.scale.work import write_share
from lapel.state import MARK
from lapel.stream import Settings
from lapel.unchanged import inputs_digest
from tests.awarding import FILE, KEY, TEMPLATES, context_of, issuing_network, kept, run
from tests.building import ROOT, SETTINGS
from tests.catalogues import good, write

DAY = {"SOURCE_DATE_EPOCH": "1795392000"}


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ninety awards in three files, one of them withdrawn."""
    root = issuing_network(write(tmp_path_factory.mktemp("network"), good()))
    for number in range(3):
        people = "name,email\n" + "".join(f"P{n},p{number}-{n}@example.org\n" for n in range(30))
        run(root, "first", people=people, batch=f"batch-{number}", completion=False)
    revoke(context_of(root), Withdrawal(kept(root)[5].id, "A mistake."), lambda *_: KEY)
    return root


@pytest.fixture(scope="module")
def cluster() -> Any:
    with LocalCluster(n_workers=3, threads_per_worker=1, processes=True, dashboard_address=None) as made:
        yield made


def awards_of(folder: Path) -> dict[str, bytes]:
    found = {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    # A worker that is killed while it writes leaves a file that has no name yet, and no address.
    return {path: content for path, content in found.items() if not path.startswith(STATE) and path[-5:] != ".part"}


def alone(root: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """The awards as one computer builds them."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DAY["SOURCE_DATE_EPOCH"])
    publish(context_of(root), Settings(TEMPLATES[0]), Published(out), search=False)
    return {path: content for path, content in awards_of(out).items() if path.startswith("awards/")}


def test_a_worker_that_is_killed_changes_no_byte(
    network: Path, cluster: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = alone(network, tmp_path / "alone", monkeypatch)
    context = context_of(network)
    fixed = Settings(TEMPLATES[0], today=Settings(TEMPLATES[0]).day(context.catalogue.network.zone))
    monkeypatch.setattr("lapel.scale.build.shares", lambda root: shares(root, 7))
    with Client(cluster) as client:
        victim = next(iter(client.run(os.getpid).values()))

        def kill() -> None:
            while not (tmp_path / "out/awards").is_dir():
                time.sleep(0.005)
            os.kill(victim, signal.SIGKILL)

        killer = threading.Thread(target=kill, daemon=True)
        killer.start()
        done = write_awards(Dask(client), context, fixed, task_of(context, fixed), str(tmp_path / "out"))
        killer.join(30)
        assert not killer.is_alive()
    assert 90 == done.put + done.same
    assert expected == awards_of(tmp_path / "out")


def test_what_was_put_is_not_put_again_and_what_is_gone_is(network: Path, tmp_path: Path) -> None:
    settings, context = Settings(TEMPLATES[0], cache=tmp_path / "cache.sqlite"), context_of(network)
    out = str(tmp_path / "out")
    first = write_awards(Alone(), context, settings, task_of(context, settings), out)
    second = write_awards(Alone(), context, settings, task_of(context, settings), out)
    assert (90, 0, 0, 90) == (first.put, first.same, second.put, second.same)
    shutil.rmtree(next((tmp_path / "out/awards").iterdir()))
    assert 1 == write_awards(Alone(), context, settings, task_of(context, settings), out).put
    other = str(tmp_path / "other")
    assert 90 == write_awards(Alone(), context, settings, task_of(context, settings), other).put
    assert not any(file.name.startswith(".lapel-a") for file in (tmp_path / "out").rglob("*"))


def test_a_forgotten_award_is_taken_out_of_the_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = issuing_network(write(tmp_path / "network", good()))
    run(root, "first", people="name,email\nAda,ada@example.org\nBo,bo@example.org\n", completion=False)
    ada, settings, out = kept(root)[0], Settings(TEMPLATES[0]), tmp_path / "out"
    context = context_of(root)
    write_awards(Alone(), context, settings, task_of(context, settings), str(out))
    erase(context, ada.id, lambda *_: KEY)
    context = context_of(root)
    write_awards(Alone(), context, settings, task_of(context, settings), str(out))
    assert ["index.html"] == [file.name for file in (out / "awards" / ada.id).iterdir()]
    assert "taken away" in (out / "awards" / ada.id / "index.html").read_text(encoding="utf-8")


def test_a_site_published_in_parts_keeps_its_awards_whatever_is_typed(network: Path, tmp_path: Path) -> None:
    settings, context, out = Settings(TEMPLATES[0], apart=True), context_of(network), str(tmp_path / "out")
    publish(context, settings, Published(tmp_path / "site"), search=False)
    (tmp_path / "site" / MARK).touch()
    publish_site(tmp_path / "site", open_store(out), folder="/net/", apart="awards/")
    write_awards(Alone(), context, settings, task_of(context, settings), out)
    done = publish_site(tmp_path / "site", open_store(out), folder="/net/", delete=True)
    assert ([], []) == (done.removed, done.left)
    assert 90 == len(list((tmp_path / "out/awards").iterdir()))


def test_a_worker_with_another_network_stops(network: Path, tmp_path: Path) -> None:
    context, settings = context_of(network), Settings(TEMPLATES[0])
    task = replace(task_of(context, settings), made_of="another")
    with pytest.raises(ShareError, match="is another network here"):
        write_share(task, str(tmp_path / "out"), (next(shares(network)), {}))


def test_an_unchanged_site_is_another_one_when_its_awards_are_apart(network: Path) -> None:
    one, other = Settings(TEMPLATES[0]), Settings(TEMPLATES[0], apart=True)
    assert inputs_digest(network, one) != inputs_digest(network, other)


def test_shares_are_the_whole_ledger(network: Path) -> None:
    for lines in (1, 7, 500):
        found = [line for share in shares(network, lines) for line in lines_of(network, share)]
        assert list(read_lines(network)) == found


def test_lines_that_workers_verified_are_checked_as_ever(network: Path, tmp_path: Path) -> None:
    settings, context = Settings(TEMPLATES[0], cache=tmp_path / "cache.sqlite"), context_of(network)
    verify_ledger(Alone(), context, settings, task_of(context, settings))
    file = network / FILE.replace("batch", "batch-1")
    good_lines = file.read_bytes()
    file.write_bytes(good_lines.replace(b"A badge for tests", b"A badge for thieves", 1))
    with pytest.raises(CatalogueError, match=r"batch-1\.jsonl:1: is not as it was signed"):
        verify_ledger(Alone(), context, settings, task_of(context, settings))
    file.write_bytes(good_lines + good_lines.splitlines(keepends=True)[0])
    with pytest.raises(CatalogueError, match="has the id of"):
        verify_ledger(Alone(), context, settings, task_of(context, settings))
    file.write_bytes(good_lines)


def test_a_worker_with_another_ledger_stops(network: Path, tmp_path: Path) -> None:
    share = next(shares(network))
    other = LedgerShare(share.path, 1, share.count, 0, share.size, "0" * 64)
    task = task_of(context_of(network), Settings(TEMPLATES[0]))
    with pytest.raises(ShareError, match="is another file here"):
        write_share(task, str(tmp_path / "out"), (other, {}))
    gone = LedgerShare("badges/first/awards/none.jsonl", 1, 1, 0, 1, "0" * 64)
    with pytest.raises(ShareError, match="cannot be read here"):
        write_share(task, str(tmp_path / "out"), (gone, {}))
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--engine", "dask"], "with both"),
        (["--to", "x"], "with both"),
        (["--engine", "spark", "--to", "x"], "with both"),
        (["--engine", "dask", "--to", "s3://No"], "names no bucket"),
        (["--engine", "dask", "--to", "out", "--scheduler", "tcp://127.0.0.1:9"], "does not answer"),
    ],
)
def test_what_cannot_be_built_in_parts_is_said(network: Path, words: list[str], sentence: str) -> None:
    done = CliRunner().invoke(app, ["build", "--root", str(network), *words])
    assert (1, True) == (done.exit_code, sentence in done.output), done.output


def test_the_command_builds_the_whole_site_in_parts(network: Path, tmp_path: Path) -> None:
    (network / "mkdocs.yml").write_text(SETTINGS.format(root=ROOT), encoding="utf-8")
    command = [sys.executable, "-m", "lapel.cli.app", "build", "--root", str(network)]
    env = {**os.environ, **DAY}
    more = ["--out", str(tmp_path / "site"), "--engine", "dask", "--workers", "2", "--to", str(tmp_path / "store")]
    done = subprocess.run([*command, *more], cwd=ROOT, env=env, capture_output=True, text=True)
    assert 0 == done.returncode, done.stderr
    assert "90 awards put, 0 were there already" in done.stdout
    whole = subprocess.run(
        [*command, "--out", str(tmp_path / "one")], cwd=ROOT, env=env, capture_output=True, text=True
    )
    assert 0 == whole.returncode, whole.stderr
    expected = {path: content for path, content in awards_of(tmp_path / "one").items() if path != ".made"}
    assert expected == awards_of(tmp_path / "store")


def test_a_folder_of_credentials_is_verified_in_parts(network: Path, tmp_path: Path) -> None:
    settings, context = Settings(TEMPLATES[0]), context_of(network)
    publish(context, settings, Published(tmp_path / "site"), search=False)
    batch = tmp_path / "batch"
    batch.mkdir()
    for number, one in enumerate(kept(network)[:6]):
        (batch / f"{number}.json").write_bytes(one.raw if number else one.raw.replace(b"A badge", b"No badge"))
    (batch / "note.txt").write_text("hello")
    (batch / "picture.gif").write_bytes(b"GIF8")
    with (batch / "huge.json").open("wb") as stream:
        stream.truncate(33 << 20)
    (batch / "link.json").symlink_to("/no/such/file")
    base = "https://badges.example.org/net/"
    command = [sys.executable, "-m", "lapel.cli.app", "verify", str(batch), "--engine", "dask", "--json", "--offline"]
    maps = ["--map", f"{base}={tmp_path / 'site'}", "--registry", str(tmp_path / "site/registry.json")]
    done = subprocess.run([*command, *maps], cwd=ROOT, capture_output=True, text=True)
    results = {row["input"]: row["verdict"] for row in map(json.loads, done.stdout.splitlines())}
    verdicts = {f"{number}.json": "genuine" for number in (1, 2, 3, 4)} | {"0.json": "not-valid", "5.json": "not-valid"}
    unread = dict.fromkeys(("huge.json", "link.json"), "undetermined")
    assert verdicts | unread | {"note.txt": "not-a-badge"} == results, done.stderr
    assert 1 == done.returncode
    words = subprocess.run([*command[:-2], "--offline", *maps], cwd=ROOT, capture_output=True, text=True)
    assert "Traceback" not in words.stderr
