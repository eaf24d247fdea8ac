"""What people install: the wheel, in an environment without Node and without this repository, from the first command to
a badge that is verified."""

from __future__ import annotations

import functools
import hashlib
import http.client
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
import yaml

from lapel import __version__
from lapel.starter.forges import FORGES
from tests import commands
from tests.building import ROOT, serve

Run = Callable[..., subprocess.CompletedProcess[str]]
PYTHONS = ("3.14", "3.13", "3.12", "3.11")
ANSWERS = {
    "name": "Riverside Skills",
    "description": "Free badges for people who are new to Riverside.",
    "territory": "Riverside",
    "email": "hello@riverside.example.org",
    "anchor": "Riverside Library",
    "anchor_does": "Lends books, rooms and help to everyone.",
    "repository": "https://github.com/riverside/badges",
    "site_url": "https://riverside.github.io/badges/",
}


def newest() -> str:
    """The newest Python of those that we promise and that is on this machine."""
    for number in PYTHONS:
        found = shutil.which(f"python{number}")
        if found and subprocess.run([found, "-c", ""], capture_output=True).returncode == 0:
            return found
    return sys.executable


def packages(folder: Path) -> list[Path]:
    code = f"import sys; sys.path.insert(0, {str(ROOT / 'scripts')!r}); from package import made; "
    code += f"from pathlib import Path; made(Path({str(folder)!r}))"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)
    return sorted(folder.iterdir())


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return next(file for file in packages(tmp_path_factory.mktemp("dist")) if file.suffix == ".whl")


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Run]:
    """The command by the versions that it is installed with, each made once."""
    return functools.cache(lambda versions: install(versions, wheel, tmp_path_factory.mktemp(versions)))


@pytest.fixture(params=["lowest", "newest"])
def lapel(request: pytest.FixtureRequest, installed: Callable[[str], Run]) -> Run:
    return installed(request.param)


def install(versions: str, wheel: Path, folder: Path) -> Run:
    """Runs a command of an environment that has the wheel and nothing else of ours, and no Node."""
    env, tools = folder / "env", folder / "tools"
    python = sys.executable if versions == "lowest" else newest()
    uv = [sys.executable, "-m", "uv"]
    subprocess.run([*uv, "venv", "--quiet", "--python", python, env], check=True)
    bounds = ["--resolution", "lowest-direct"] if versions == "lowest" else []
    subprocess.run([*uv, "pip", "install", "--quiet", "--python", env / "bin/python", *bounds, wheel], check=True)
    tools.mkdir()
    for name in ("git", "sh", "uname", "sed"):
        (tools / name).symlink_to(shutil.which(name) or "/bin/false")

    def run(*words: str, cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(env / "bin" / words[0]), *words[1:]],
            cwd=cwd,
            env={"HOME": str(folder), "PATH": f"{env / 'bin'}{os.pathsep}{tools}", "LANG": "C.UTF-8", **more},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )

    return run


def good(done: subprocess.CompletedProcess[str]) -> str:
    assert 0 == done.returncode, done.stdout + done.stderr
    return done.stdout


def test_the_same_commit_makes_the_same_packages(tmp_path: Path) -> None:
    once, again = packages(tmp_path / "one"), packages(tmp_path / "two")
    digests = [[hashlib.sha256(file.read_bytes()).hexdigest() for file in files] for files in (once, again)]
    assert digests[0] == digests[1]
    assert 2 == len(once)


def test_the_wheel_carries_what_runs_and_nothing_of_the_repository(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for name in (
        "overrides/badge.html",
        "overrides/locales/en/site.yml",
        "verifier/dist/cli.mjs",
        "schemas/badge.schema.json",
    ):
        assert f"lapel/{name}" in names
    assert "lapel/starter/files/gitignore" in names
    assert {"lapel"} == {name.split("/")[0].split("-")[0] for name in names}
    assert not [name for name in names if "__pycache__" in name or "node_modules" in name or name.endswith(".map")]
    assert wheel.stat().st_size < 3_000_000


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name in ("href", "src") and value]


def answers(site: Path, below: Path) -> Iterator[tuple[str, int]]:
    """Every address that a page of the site leads to, with the status that a plain host gives, below a path."""
    shutil.copytree(site, below / "badges")
    server, base = serve(below)
    host = http.client.HTTPConnection(urlsplit(base).netloc)
    todo, seen = [f"{base}badges/"], set()
    while todo:
        address = todo.pop()
        if address in seen:
            continue
        seen.add(address)
        host.request("GET", urlsplit(address).path)
        answer = host.getresponse()
        content = answer.read()
        yield address, answer.status
        if answer.status == 200 and "html" in (answer.getheader("Content-Type") or ""):
            links = _Links()
            links.feed(content.decode())
            found = (urldefrag(urljoin(address, link)).url for link in links.found)
            todo += [one.partition("?")[0] for one in found if one.startswith(base)]
    server.shutdown()


def test_from_an_empty_folder_to_a_badge_that_is_verified(lapel: Run, tmp_path: Path) -> None:
    (tmp_path / "answers.yml").write_text(yaml.safe_dump(ANSWERS), encoding="utf-8")
    secret = {"LAPEL_PASSPHRASE": "a passphrase for a test only"}
    net = tmp_path / "net"
    good(lapel("lapel", "new", "net", "--answers", "answers.yml", "--commit", cwd=tmp_path, **GIT))
    badge = ["--set", "name=Reading a rota", "--set", "description=Can read a rota.", "--set", "activities=[Read one.]"]
    badge += ["--set", "issuers=[riverside-library]", "--set", "assessment={method: We talk., assessor: A librarian}"]
    badge += ["--set", "start=The desk", "--body", "You can find your shift."]
    good(lapel("lapel", "add", "badge", *badge, cwd=net))
    assert "2 badges, 1 organisation, no problem found" in good(lapel("lapel", "check", cwd=net))
    good(lapel("lapel", "keys", "new", "riverside-library", cwd=net, **secret))
    (tmp_path / "people.csv").write_text("name,email\nAda Lovelace,ada@example.org\n", encoding="utf-8")
    given = ["award", "--issuer", "riverside-library", "--recipients", "../people.csv", "reading-a-rota"]
    assert "1 awards signed" in good(lapel("lapel", *given, cwd=net, **secret))
    good(lapel("lapel", "build", cwd=net))
    (credential,) = (net / "site").glob("awards/*/credential.json")
    asked = ["verify", str(credential), "--map", f"{ANSWERS['site_url']}={net / 'site'}", "--json", "--offline"]
    asked += ["--registry", str(net / "site/registry.json"), "--recipient", "ada@example.org"]
    result = json.loads(good(lapel("lapel", *asked, cwd=tmp_path)))
    assert "genuine" == result["verdict"]
    assert "passed" == result["recipient"]["outcome"]
    changed = credential.read_text(encoding="utf-8").replace("Reading a rota", "Flying an aeroplane")
    (tmp_path / "forged.json").write_text(changed, encoding="utf-8")
    assert 1 == lapel("lapel", "verify", "forged.json", "--offline", *asked[2:4], cwd=tmp_path).returncode
    found = dict(answers(net / "site", tmp_path / "host"))
    assert len(found) > 40
    assert {} == {address: status for address, status in found.items() if status != 200}
    ignored = subprocess.run(["git", "status", "--short"], cwd=net, capture_output=True, text=True).stdout
    assert "outbox" not in ignored
    assert "site" not in ignored


GIT = {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "A test"), ("EMAIL", "test@example.org"))
}


def test_nothing_is_written_beside_the_code(lapel: Run, wheel: Path, tmp_path: Path) -> None:
    where = "import lapel, pathlib; print(pathlib.Path(lapel.__file__).parent)"
    folder = Path(good(lapel("python", "-c", where, cwd=tmp_path)).strip())
    there = {file.relative_to(folder.parent).as_posix() for file in folder.rglob("*") if file.is_file()}
    made = {name for name in there if "__pycache__" not in name} - set(zipfile.ZipFile(wheel).namelist())
    assert set() == made


def test_the_command_helps(lapel: Run, tmp_path: Path) -> None:
    text = good(lapel("lapel", "--help", cwd=tmp_path))
    for name in ("new", "add", "serve", "build", "check", "keys", "award", "revoke", "reissue", "endorse", "verify"):
        assert f" {name} " in text
        assert "Usage" in commands.lapel(name, "--help").stdout
    assert "Usage" in good(lapel("lapel", "award", "--help", cwd=tmp_path))
    done = lapel("lapel", "check", cwd=tmp_path)
    assert (1, "There is no network in") == (done.returncode, done.stderr[:22])


@pytest.mark.parametrize("name", ["badge", "poster"])
def test_a_network_fills_a_block_of_a_template_and_keeps_the_rest(
    installed: Callable[[str], Run], tmp_path: Path, name: str
) -> None:
    lapel = installed("newest")
    (tmp_path / "answers.yml").write_text(yaml.safe_dump(ANSWERS), encoding="utf-8")
    good(lapel("lapel", "new", "net", "--answers", "answers.yml", cwd=tmp_path))
    own = tmp_path / "net/overrides"
    own.mkdir()
    text = '{% extends "lapel/' + name + '.html" %}{% block content %}<p>Ours</p>{{ super() }}{% endblock %}'
    (own / f"{name}.html").write_text(text, encoding="utf-8")
    (own / "assets").mkdir()
    (own / "assets/lapel.css").write_text("/* ours */", encoding="utf-8")
    good(lapel("lapel", "build", cwd=tmp_path / "net"))
    place = "badges/taking-part/" + ("poster/" if name == "poster" else "")
    page = (tmp_path / "net/site" / place / "index.html").read_text(encoding="utf-8")
    assert "<p>Ours</p>" in page
    assert "Taking part" in page
    assert "/* ours */" == (tmp_path / "net/site/assets/lapel.css").read_text(encoding="utf-8")


def steps(net: Path, forge: str) -> list[str]:
    """The commands of a network's pipeline on its main branch; what a forge brings itself is left out."""
    text = yaml.safe_load((net / FORGES[forge].pipeline).read_text(encoding="utf-8"))
    if forge == "gitlab":
        return [*text["before_script"], *text["pages"]["script"]]
    return [step["run"] for step in text["jobs"]["site"]["steps"] if "run" in step]


@pytest.mark.parametrize(("forge", "versions"), [("github", "lowest"), ("gitlab", "newest"), ("forgejo", "newest")])
def test_the_pipeline_of_a_network_publishes_and_stops_at_a_broken_badge(
    installed: Callable[[str], Run], tmp_path: Path, forge: str, versions: str
) -> None:
    lapel = installed(versions)
    repository = f"https://{FORGES[forge].hosts[0]}/riverside/badges"
    given = {**ANSWERS, "repository": repository, "site_url": "https://badges.example.org/"}
    (tmp_path / "answers.yml").write_text(yaml.safe_dump(given), encoding="utf-8")
    good(lapel("lapel", "new", "net", "--answers", "answers.yml", "--commit", cwd=tmp_path, **GIT))
    subprocess.run(["git", "clone", "--quiet", "--bare", "net", "host.git"], cwd=tmp_path, check=True)
    subprocess.run(["git", "clone", "--quiet", "host.git", "clean"], cwd=tmp_path, check=True)

    def pipeline(folder: Path) -> list[subprocess.CompletedProcess[str]]:
        done: list[subprocess.CompletedProcess[str]] = []
        for line in steps(folder, forge):
            host = '"https://x:$TOKEN@${GITHUB_SERVER_URL#https://}/$GITHUB_REPOSITORY"'
            line = (
                line.replace(host, str(tmp_path / "host.git"))
                .replace("cat review", "/bin/cat review")
                .replace('"$GITHUB_REF"', "main")
            )
            if "pip install" in line:
                assert f"lapel=={__version__}\n" == (folder / "requirements.txt").read_text()
                continue  # the environment has it
            if line.startswith("git init"):
                continue  # the clean clone is what it fetches
            script = ["python", "-c", f"import subprocess, sys; sys.exit(subprocess.call({line!r}, shell=True))"]
            done.append(lapel(*script, cwd=folder, GITHUB_STEP_SUMMARY=str(tmp_path / "summary.md")))
            if done[-1].returncode:
                break
        return done

    for one in pipeline(tmp_path / "clean"):
        good(one)
    place = tmp_path / "clean" / ("public" if forge == "gitlab" else "site")
    assert (place / "badges/taking-part/index.html").is_file()
    if forge == "forgejo":
        listed = subprocess.run(
            ["git", "ls-tree", "-r", "--name-only", "pages"], cwd=tmp_path / "host.git", capture_output=True, text=True
        ).stdout
        assert "badges/taking-part/index.html\n" in listed
    badge = tmp_path / "clean/badges/taking-part/badge.md"
    badge.write_text(badge.read_text(encoding="utf-8").replace("level: starter", "levl: starter"), encoding="utf-8")
    last = pipeline(tmp_path / "clean")[-1]
    assert 1 == last.returncode
    said = last.stdout + last.stderr
    assert re.search(
        r"badges/taking-part/badge\.md(?::8|,line=8,title=key-unknown:): ?:?has an unknown key 'levl'", said
    )
    if forge == "github":
        assert "What this change does" in (tmp_path / "summary.md").read_text(encoding="utf-8")


def test_a_folder_with_other_things_is_never_built_over(installed: Callable[[str], Run], tmp_path: Path) -> None:
    lapel = installed("newest")
    (tmp_path / "answers.yml").write_text(yaml.safe_dump(ANSWERS), encoding="utf-8")
    good(lapel("lapel", "new", "net", "--answers", "answers.yml", cwd=tmp_path))
    (tmp_path / "docs/.git").mkdir(parents=True)
    (tmp_path / "docs/thesis.txt").write_text("mine")
    done = lapel("lapel", "build", "--out", "../docs", cwd=tmp_path / "net")
    assert (1, True) == (done.returncode, "holds other things than a site" in done.stderr)
    assert "mine" == (tmp_path / "docs/thesis.txt").read_text()
    for _ in range(2):  # a site may be built over itself
        good(lapel("lapel", "build", "--out", "../out", cwd=tmp_path / "net"))


def test_a_badge_in_any_alphabet_is_told_on_a_system_of_one(lapel: Run, tmp_path: Path) -> None:
    old = {"PYTHONIOENCODING": "cp1252", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    badge = {"@context": "https://w3id.org/openbadges/v2", "type": "BadgeClass", "name": "Перша допомога"}
    (tmp_path / "badge.json").write_text(json.dumps(badge, ensure_ascii=False), encoding="utf-8")
    for words in (["--json"], []):
        done = lapel("lapel", "verify", *words, "--offline", "badge.json", cwd=tmp_path, **old)
        assert (3, "") == (done.returncode, done.stderr)
    assert "badge.json" in done.stdout


def test_a_release_lists_what_it_is_made_of(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, ROOT / "scripts/sbom.py", tmp_path / "sbom.json"], capture_output=True)
    assert 0 == done.returncode
    found = {one["purl"] for one in json.loads((tmp_path / "sbom.json").read_text())["components"]}
    assert {name.split("@")[0] for name in found} >= {"pkg:pypi/mkdocs", "pkg:pypi/deno", "pkg:npm/jsonld"}
    assert all(re.fullmatch(r"pkg:(pypi|npm)/[^ ]+@[^ @]+", name) for name in found)


def test_the_starter_repository_is_a_network_without_a_problem() -> None:
    done = subprocess.run([sys.executable, ROOT / "scripts/starter.py"], capture_output=True, text=True)
    assert 0 == done.returncode, done.stderr
    assert "dist/starter: " in done.stdout
