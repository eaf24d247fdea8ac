"""From older networks to this release: shown first, nothing signed is touched, and every old award verifies."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from lapel import __version__
from lapel.model import LapelError
from lapel.starter.network import FORMAT
from lapel.upgrades.migrations import MIGRATIONS, SETTINGS
from lapel.upgrades.run import UNDERWAY, format_of, planned, upgrade
from lapel.upgrades.settings import blocks, joined
from lapel.upgrades.tree import SIGNED, Tree
from tests import old_networks
from tests.awarding import publish, run, verified
from tests.building import ROOT, entry_points, mkdocs

OLD = [old_networks.lent, old_networks.fork]


def signed(root: Path) -> dict[str, bytes]:
    files = (file for name in ("badges", "network") for file in (root / name).rglob("*") if file.is_file())
    return {path: file.read_bytes() for file in files if SIGNED.fullmatch(path := file.relative_to(root).as_posix())}


def lapel(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "lapel.cli.app", "upgrade", *words, "--root", str(root)],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize("make", OLD)
def test_an_old_network_builds_as_a_plugin_and_every_award_verifies(
    network: Path, tmp_path: Path, node: str, make: Callable[[Path], None]
) -> None:
    run(network, "first")
    make(network)
    before = signed(network)
    assert before
    done = lapel(network, "--yes")
    assert (0, "") == (done.returncode, done.stderr)
    assert before == signed(network)
    settings = yaml.safe_load((network / SETTINGS).read_text(encoding="utf-8"))
    assert ["lapel"] == settings["plugins"]
    assert {"site_name", "site_url", "docs_dir", "plugins", "extra"} == set(settings) - {"repo_url", "edit_uri"}
    assert f"lapel=={__version__}\n" == (network / "requirements.txt").read_text()
    built = mkdocs(network, "build", "--quiet", **entry_points(tmp_path / "known"))
    assert (0, "") == (built.returncode, built.stderr)
    assert (network / "site/verify/index.html").is_file()
    answers = verified(publish(network, tmp_path / "out"), node)
    assert answers
    assert all(answers.values())
    assert "already" in lapel_after_commit(network)


def lapel_after_commit(root: Path) -> str:
    old_networks.keep(root)
    return lapel(root, "--yes").stdout


def test_a_fork_keeps_its_data_and_leaves_the_engine(network: Path) -> None:
    old_networks.fork(network)
    (network / "our-own.txt").write_text("ours")
    old_networks.keep(network)
    data = {file: file.read_bytes() for file in (network / "network").rglob("*") if file.is_file()}
    shown = lapel(network, "--dry-run").stdout
    assert "taken away: lapel/" in shown
    assert 0 == lapel(network, "--yes").returncode
    for name in ("lapel", "hooks", "overrides", "verifier", "scripts", "tests", "Makefile", "package.json", ".ci"):
        assert not (network / name).exists(), name
    assert "ours" == (network / "our-own.txt").read_text()
    assert data == {file: file.read_bytes() for file in data}
    assert (network / "README.md").read_text(encoding="utf-8").startswith("# Test Network\n")
    pipeline = (network / ".github/workflows/publish.yml").read_text(encoding="utf-8")
    assert "lapel check" in pipeline
    assert not (network / ".github/workflows/site.yml").exists()


def test_nothing_changes_before_somebody_agrees(network: Path) -> None:
    old_networks.lent(network)
    shown = lapel(network, "--dry-run")
    assert "+  - lapel" in shown.stdout
    done = lapel(network)
    assert (1, True) == (done.returncode, "say --yes" in done.stderr)
    status = subprocess.run(["git", "status", "--porcelain"], cwd=network, capture_output=True, text=True)
    assert "" == status.stdout


def test_what_git_does_not_have_yet_stops_it(network: Path) -> None:
    old_networks.lent(network)
    (network / "badges/first/badge.md").write_text("changed")
    done = lapel(network, "--yes")
    assert 1 == done.returncode
    assert "There are changes that git does not have yet (badges/first/badge.md): commit them first." in done.stderr


@pytest.mark.parametrize(
    ("form", "sentence"),
    [(FORMAT + 1, "install the release that requirements.txt names"), ("new", "should be a number")],
)
def test_a_form_that_is_not_known_is_not_touched(small: Path, form: object, sentence: str) -> None:
    text = (small / SETTINGS).read_text(encoding="utf-8") + f"extra:\n  lapel_format: {form}\n"
    (small / SETTINGS).write_text(text, encoding="utf-8")
    with pytest.raises(LapelError, match=sentence):
        planned(small)
    assert text == (small / SETTINGS).read_text(encoding="utf-8")


@pytest.mark.parametrize("stop", [0, 1, 5, 40, 150, 300])
def test_killed_in_the_middle_it_is_finished_by_the_next(
    network: Path, monkeypatch: pytest.MonkeyPatch, stop: int
) -> None:
    from lapel.upgrades import tree as module

    old_networks.fork(network)
    whole = planned(network)
    wanted = dict(whole.changes)
    left, real = [stop], module.write_whole

    def some(target: Path, content: bytes) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt
        real(target, content)

    def gone(target: Path, *, missing_ok: bool = False) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt
        take_away(target, missing_ok=missing_ok)

    take_away = Path.unlink
    monkeypatch.setattr(module, "write_whole", some)
    monkeypatch.setattr(Path, "unlink", gone)
    with pytest.raises(KeyboardInterrupt):
        upgrade(whole)
    monkeypatch.undo()
    assert (network / UNDERWAY).exists()
    assert 1 == format_of(network)
    upgrade(planned(network))
    assert not (network / UNDERWAY).exists()
    for path, content in wanted.items():
        file = network / path
        assert (file.read_bytes() if file.is_file() else None) == content, path


@pytest.mark.parametrize(
    "path",
    [
        "badges/first/awards/batch.jsonl",
        "badges/first/endorsements.jsonl",
        "network/status/anchor/1.json",
        "outbox/a",
        "a/b.jwt",
        "../outside",
        "/etc/passwd",
    ],
)
def test_no_step_can_touch_what_was_signed(small: Path, path: str) -> None:
    tree = Tree(small)
    with pytest.raises(LapelError, match="may not touch it"):
        tree.write(path, "x")
    assert {} == tree.changes


def test_what_somebody_wrote_into_the_settings_stays(small: Path) -> None:
    own = "markdown_extensions:\n  # ours\n  - pymdownx.superfences\nhooks:\n  - ours.py\n  - hooks/catalogue.py\n"
    text = old_networks.LENT.split("markdown_extensions:")[0].replace("hooks:\n  - ../lapel/hooks/catalogue.py\n", "")
    (small / SETTINGS).write_text(text + own + "extra:\n  awards: ../awards\n", encoding="utf-8")
    tree = Tree(small)
    MIGRATIONS[1](tree)
    found = yaml.safe_load(tree.read(SETTINGS) or "")
    assert ["pymdownx.superfences"] == found["markdown_extensions"]
    assert ["ours.py"] == found["hooks"]
    assert {"awards": "../awards"} == found["extra"]
    assert "# ours" in (tree.read(SETTINGS) or "")


def test_blocks_of_settings_put_together_are_the_same_settings() -> None:
    for text in (old_networks.LENT, old_networks.FORK, (ROOT / SETTINGS).read_text(encoding="utf-8")):
        assert yaml.safe_load(text) == yaml.safe_load(joined(blocks(text)))


def test_every_older_form_has_its_step() -> None:
    assert set(range(1, FORMAT)) == set(MIGRATIONS)
