"""From older networks to this release: shown first, nothing signed is touched, and every old award verifies."""

from __future__ import annotations

import shutil
import subprocess
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
from tests import commands, old_networks
from tests.awarding import publish, run, verified
from tests.building import ROOT, entry_points, mkdocs
from tests.repository import git

OLD = [old_networks.lent, old_networks.fork]


def signed(root: Path) -> dict[str, bytes]:
    files = (file for name in ("badges", "network") for file in (root / name).rglob("*") if file.is_file())
    return {path: file.read_bytes() for file in files if SIGNED.fullmatch(path := file.relative_to(root).as_posix())}


def lapel(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return commands.lapel("upgrade", *words, "--root", root)


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
    [
        (FORMAT + 1, "install the release that requirements.txt names"),
        ("new", "should be a number"),
        (0, "should be a number"),
        ("²", "should be a number"),
    ],
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


WRITTEN = [
    "plugins:\n- search\n- blog:\n    blog_dir: news\nextra:\n    social: []\n    name: a\n",
    'site_description: "a: b"\nplugins: [search, {blog: {blog_dir: news}}]\nextra: {name: a}\n',
    "'plugins':\n    # ours\n    - search\n\n    - blog\n"
    '"extra":\n    # lapel_format: 7\n    name: |\n      # text\n      a\n',
    "plugins:\n  search: {}\n  blog:\n    blog_dir: news\nextra:\n",
    "plugins:\nextra: {}\n",
    "a: &a {x: 1}\nplugins:\n  - search\nextra:\n  <<: *a\n  analytics: !ENV [A, '']\n  lapel_format: 1\n",
    "theme: {name: material, custom_dir: overrides}\n---\n"[:-4],
]


@pytest.mark.parametrize("written", WRITTEN)
def test_settings_in_every_form_of_yaml_keep_what_they_say(small: Path, written: str) -> None:
    text = f"site_name: A\n# where\nsite_url: https://a.example/\ndocs_dir: network\n{written}"
    (small / SETTINGS).write_text(text, encoding="utf-8")
    old = {part.key: part.value for part in blocks(text)}
    new = {part.key: part.value for part in blocks(planned(small).read(SETTINGS) or "")}
    plugins = old.get("plugins") or []
    if isinstance(plugins, dict):
        assert {"lapel": {}, **plugins} == new["plugins"]
    else:
        assert ["lapel", *plugins] == new["plugins"]
    assert {**(old.get("extra") or {}), "lapel_format": FORMAT} == new["extra"]
    for key in set(old) - {"plugins", "extra", "theme"}:
        assert old[key] == new[key]
    assert "# where" in (planned(small).read(SETTINGS) or "")


@pytest.mark.parametrize(
    "written",
    ["plugins: !ENV PLUGINS\n", "extra: text\n", "plugins: [!ENV [A, search]]\n", "plugins: text\n"],
)
def test_settings_that_could_be_lost_stop_the_upgrade(small: Path, written: str) -> None:
    text = f"site_name: A\nsite_url: https://a.example/\ndocs_dir: network\n{written}"
    (small / SETTINGS).write_text(text, encoding="utf-8")
    with pytest.raises(LapelError, match="written in a way that the upgrade could not keep"):
        planned(small)


@pytest.mark.parametrize(
    "text", ["{site_name: a, plugins: []}\n", "a: [\n", "- a\n", "  a: 1\n  b: 2\n", "a: &x [*x]\n"]
)
def test_settings_that_have_no_lines_of_their_own_are_refused(small: Path, text: str) -> None:
    (small / SETTINGS).write_text(text, encoding="utf-8")
    with pytest.raises(LapelError, match=r"mkdocs\.yml"):
        planned(small)


def test_what_a_link_leads_to_is_neither_read_nor_taken_away(network: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    (outside / "deep").mkdir(parents=True)
    (outside / "deep/mine.py").write_text("mine")
    old_networks.fork(network)
    shutil.rmtree(network / "scripts")
    (network / "scripts").symlink_to(outside)
    shutil.rmtree(network / "bench")
    (network / "bench").mkdir()
    (network / "bench/inner").symlink_to(outside)
    old_networks.keep(network)
    assert 0 == lapel(network, "--yes").returncode
    assert "mine" == (outside / "deep/mine.py").read_text()
    assert not (network / "scripts").is_symlink()
    (network / "requirements.txt").unlink()
    (network / "requirements.txt").symlink_to(tmp_path / "outside/deep/mine.py")
    old_networks.keep(network)
    done = lapel(network, "--yes")
    assert (1, True) == (done.returncode, "requirements.txt is a link to another place" in done.stderr)
    assert "mine" == (outside / "deep/mine.py").read_text()


def test_a_folder_of_ones_own_with_a_name_of_the_engines_stays(network: Path) -> None:
    old_networks.lent(network)
    for name in ("verifier/ours.txt", "tests/ours.txt", "scripts/ours.py"):
        (network / name).parent.mkdir(exist_ok=True)
        (network / name).write_text("ours")
    old_networks.keep(network)
    assert 0 == lapel(network, "--yes").returncode
    assert ["ours"] * 3 == [
        (network / name).read_text() for name in ("verifier/ours.txt", "tests/ours.txt", "scripts/ours.py")
    ]


def test_what_git_does_not_keep_stays_and_is_named(network: Path) -> None:
    old_networks.fork(network)
    (network / ".gitignore").write_text("/outbox/\n/verifier/notes.txt\n")
    old_networks.keep(network)
    (network / "verifier/notes.txt").write_text("only here")
    done = lapel(network, "--yes")
    assert "In verifier are files that git does not keep" in done.stdout
    assert "only here" == (network / "verifier/notes.txt").read_text()


def test_one_new_file_in_a_new_folder_is_a_change_that_git_does_not_have(network: Path) -> None:
    old_networks.fork(network)
    git(network, "config", "status.showUntrackedFiles", "no")
    (network / "lapel/own").mkdir()
    (network / "lapel/own/rules.py").write_text("ours")
    assert "lapel/own/rules.py" in lapel(network, "--yes").stderr
    (network / UNDERWAY).write_text("")
    git(network, "add", UNDERWAY)
    git(network, "commit", "--quiet", "--message=A mark that somebody merged")
    assert "lapel/own/rules.py" in lapel(network, "--yes").stderr


@pytest.mark.parametrize("name", ["requirements.txt", ".gitignore", SETTINGS])
def test_a_file_that_is_no_text_is_not_written_over(small: Path, name: str) -> None:
    content = "# é\nmkdocs==1\n".encode("latin-1")
    (small / name).write_bytes(content)
    with pytest.raises(LapelError, match="is not UTF-8 text"):
        planned(small)
    assert content == (small / name).read_bytes()


def test_only_the_line_of_the_package_itself_is_replaced(small: Path) -> None:
    (small / "requirements.txt").write_text(
        "# ours\nlapel-tools==1\n"
        "Lapel[pdf] == 0.1 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\nlapel2\nlapel # x\n"
    )
    assert f"lapel=={__version__}\n# ours\nlapel-tools==1\nlapel2\n" == planned(small).read("requirements.txt")


def test_the_repository_of_the_engine_is_not_a_network_to_upgrade() -> None:
    with pytest.raises(LapelError, match="repository of Lapel itself"):
        planned(ROOT)


def test_blocks_of_settings_put_together_are_the_same_settings() -> None:
    for text in (old_networks.LENT, old_networks.FORK, (ROOT / SETTINGS).read_text(encoding="utf-8")):
        assert yaml.safe_load(text) == yaml.safe_load(joined(blocks(text)))


def test_every_older_form_has_its_step() -> None:
    assert set(range(1, FORMAT)) == set(MIGRATIONS)


def test_an_older_release_does_not_take_a_network_back(small: Path) -> None:
    (small / "requirements.txt").write_text("lapel==99.0.1\n")
    with pytest.raises(LapelError, match=r"requirements.txt names Lapel 99\.0\.1"):
        planned(small)


def test_without_git_nothing_is_upgraded(network: Path) -> None:
    (network / SETTINGS).write_text(old_networks.LENT, encoding="utf-8")
    done = lapel(network, "--yes")
    assert (1, True) == (done.returncode, "git does not keep this folder" in done.stderr)
    assert old_networks.LENT == (network / SETTINGS).read_text(encoding="utf-8")


def test_git_is_told_how_to_merge_what_was_signed(small: Path) -> None:
    (small / ".gitattributes").write_text("* text=auto\n*.jsonl -text\n*.pdf binary\n")
    rows = (planned(small).read(".gitattributes") or "").split("\n")
    assert ["* text=auto", "*.jsonl -text", "*.pdf binary"] == rows[:3]
    assert {"*.jsonl -text merge=union", "network/status/**/*.json -text -merge"} < set(rows)
    (small / ".gitattributes").write_text("\n".join(rows))
    assert ".gitattributes" not in planned(small).changes
