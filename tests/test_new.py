"""A network of one's own: the questions, the files, and what becomes of answers that cannot be."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from lapel import __version__
from lapel.issuing.plan import AwardRequest
from lapel.issuing.run import Order, award
from lapel.ledger.signatures import AwardError
from lapel.load import load
from lapel.load.site import read_site
from lapel.model.canvas import Canvas
from lapel.outputs import open_context
from lapel.starter.forges import FORGES, forge_of, mismatch, published_at
from lapel.starter.questions import Question, first_questions, later_questions
from lapel.stream import Settings
from lapel.upgrades.run import planned, upgrade
from tests import commands
from tests.building import ROOT, entry_points, mkdocs
from tests.repository import git
from tests.terminal import typed

STARTER = ROOT / "lapel/starter/files"
SCRIPT = str(ROOT / "scripts/new_network.py")
FIRST = {
    "name": "Riverside: mend it!",
    "description": "Badges for people who mend things, 'yes' and \"no\".",
    "territory": "no",
    "email": "hello@riverside.example.org",
    "anchor": "Riverside Repair Café",
    "anchor_does": "A café where neighbours mend things # together.",
    "repository": "https://github.com/Riverside/badges",
    "site_url": "https://riverside.example.org/badges",
    "timeZone": "Europe/Paris",
}
LATER = {"every": "6 weeks", "starts": "2027-01-10", "length": "2 years", "review": "2028-12-01"}


def everything(given: dict[str, Any]) -> dict[str, Any]:
    """The answers of somebody who answers every question, lists with two items."""
    made: dict[str, Any] = {}
    for question in [*first_questions(), *later_questions()]:
        made[question.key] = (
            given.get(question.key)
            or {
                "list": [f"{question.key} one: a", f"{question.key} two"],
                "pairs": [{"name": "People with a badge", "target": "30 in two years"}],
                "text": f"About {question.key}",
            }[question.kind]
        )
    return made


def run(folder: Path, text: str | bytes | dict[str, Any], *words: str) -> subprocess.CompletedProcess[str]:
    file = folder.parent / "answers.yml"
    text = yaml.safe_dump(text, allow_unicode=True) if isinstance(text, dict) else text
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return commands.lapel("new", folder, "--answers", file, *words)


def test_answers_make_a_network_that_builds_as_a_plugin(tmp_path: Path) -> None:
    folder = tmp_path / "net"
    done = run(folder, everything({**FIRST, **LATER}))
    assert (0, "") == (done.returncode, done.stderr)
    network = load(folder).network
    assert (FIRST["name"], FIRST["description"], "no") == (network.name, network.description, network.territory)
    assert [] == list(network.canvas.empty())
    assert ("drivers one: a", "drivers two") == network.canvas.drivers
    assert ("People with a badge", "30 in two years") == (
        network.canvas.success[0].name,
        network.canvas.success[0].target,
    )
    built = mkdocs(folder, "build", "--quiet", **entry_points(tmp_path / "known"))
    assert (0, "") == (built.returncode, built.stderr)
    assert "Riverside: mend it!" in (folder / "site/about/index.html").read_text(encoding="utf-8")
    for place in ("index.html", "verify/index.html", "badges/taking-part/index.html", "guides/your-data/index.html"):
        assert (folder / "site" / place).is_file(), place
    privacy = (folder / "site/guides/your-data/index.html").read_text(encoding="utf-8")
    assert "Riverside: mend it!" in privacy
    check = subprocess.run([sys.executable, "scripts/check.py", folder], cwd=ROOT, capture_output=True, text=True)
    assert (0, "1 badge, 1 organisation, no problem found\n") == (check.returncode, check.stdout)


def test_a_network_has_few_files_and_one_number_to_raise(tmp_path: Path) -> None:
    folder = tmp_path / "net"
    run(folder, FIRST)
    files = [file for file in folder.rglob("*") if file.is_file()]
    assert len(files) < 40
    assert f"lapel=={__version__}\n" == (folder / "requirements.txt").read_text()
    for file in files:
        text = file.read_text(encoding="utf-8")
        assert "[[" not in text, file
        assert str(ROOT) not in text, file
        is_example = file.suffix == ".json" or file.name == "TEMPLATE.md" or file.parent.name == "ISSUE_TEMPLATE"
        assert "Open Door" not in text or is_example, file


def test_only_what_is_needed_is_enough_and_all_headings_wait(tmp_path: Path) -> None:
    given = {question.key: FIRST[question.key] for question in first_questions() if question.needed}
    done = run(tmp_path / "new", given)
    assert (0, "") == (done.returncode, done.stderr)
    network = load(tmp_path / "new").network
    assert list(Canvas.model_fields) == [key for key, _ in network.canvas.empty()]
    text = (tmp_path / "new/network/network.yml").read_text(encoding="utf-8")
    # Every heading is there, with an example in the right form: taking the '# ' away is enough.
    head, rows = text.split("# canvas:\n")
    filled = "\n".join(row.replace("  # ", "  ", 1) for row in rows.split("\n") if not row.endswith("?"))
    (tmp_path / "new/network/network.yml").write_text(f"{head}canvas:\n{filled}", encoding="utf-8")
    assert [] == list(load(tmp_path / "new").network.canvas.empty())


@pytest.mark.parametrize(
    ("key", "answer", "sentence"),
    [
        ("email", "nope", "is not an e-mail address: 'nope' should look like 'name@example.org'"),
        ("site_url", "http://riverside.example.org/", "uses http:"),
        ("name", "", "says nothing of 'name'"),
        ("every", "often", "is not a length of time"),
        ("starts", "tomorrow", "is not a day: 'tomorrow' should look like '2026-11-21'"),
        ("timeZone", "Moon", "is not a time zone"),
        ("anchor", "Обучение", "has no letter from a to z"),
        ("drivers", ["x" * 2001], "is longer than 2000 characters: shorten it"),
        ("drivers", "one", "should be a list"),
        ("nmae", "x", "has an unknown key 'nmae': did you mean 'name'?"),
        ("site_url", "https://other.github.io/badges/", "is not where GitHub publishes"),
    ],
)
def test_a_bad_answer_is_named_at_its_line_and_nothing_is_written(
    tmp_path: Path, key: str, answer: Any, sentence: str
) -> None:
    given = {**FIRST, **LATER, key: answer}
    done = run(tmp_path / "new", given)
    line = 1 + sorted(given).index(key) if "says nothing" not in sentence and "publishes" not in sentence else 1
    assert ("", 1) == (done.stdout, done.returncode)
    assert f"answers.yml:{line}: " in done.stderr
    assert sentence in done.stderr
    assert done.stderr.endswith("Nothing was written.\n")
    assert not (tmp_path / "new").exists()


def test_every_fault_of_an_answer_file_is_named_at_once(tmp_path: Path) -> None:
    done = run(tmp_path / "new", {**FIRST, "email": "nope", "nmae": "x", "site_url": "http://a.example/"})
    assert 3 == done.stderr.count("answers.yml:")


@pytest.mark.parametrize("text", ["name: 'cut in the midd", "", "- a\n- b\n", b"name: Caf\xe9\n", "name: [\n"])
def test_a_file_that_is_no_answers_is_named(tmp_path: Path, text: str | bytes) -> None:
    done = run(tmp_path / "new", text)
    assert 1 == done.returncode
    assert "answers.yml:" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "new").exists()


def test_answers_that_fit_alone_and_not_together_are_a_problem(tmp_path: Path) -> None:
    done = run(tmp_path / "new", {**FIRST, **LATER, "review": "2020-01-01"})
    assert 1 == done.returncode
    assert "is reviewed before it starts" in done.stderr
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("there", "sentence"),
    [
        ("mine.txt", "is not empty ('mine.txt')"),
        ("mkdocs.yml", "holds a network already"),
        ("README.md", "git does not have it"),
        (".gitignore", "git does not have it"),
        (".git/HEAD", ""),
    ],
)
def test_a_folder_with_something_in_it_is_never_written_over(tmp_path: Path, there: str, sentence: str) -> None:
    folder = tmp_path / "new"
    (folder / there).parent.mkdir(parents=True)
    (folder / there).write_text("mine")
    done = run(folder, FIRST)
    assert int(bool(sentence)) == done.returncode
    assert sentence in done.stderr
    assert "mine" == (folder / there).read_text()


def test_a_network_inside_a_network_is_refused(tmp_path: Path) -> None:
    assert 0 == run(tmp_path / "outer", FIRST).returncode
    done = run(tmp_path / "outer/inner", FIRST)
    assert (1, True) == (done.returncode, "stands inside another network" in done.stderr)


def test_a_network_may_begin_without_an_address(tmp_path: Path) -> None:
    folder = tmp_path / "net"
    given = {key: value for key, value in FIRST.items() if key not in ("repository", "site_url")}
    done = run(folder, given)
    assert (0, "") == (done.returncode, done.stderr)
    assert "It has no pipeline" in done.stdout
    assert "Its site has no address yet" in done.stdout
    assert not any((folder / forge.pipeline).exists() for forge in FORGES.values())
    check = subprocess.run([sys.executable, "scripts/check.py", folder], cwd=ROOT, capture_output=True, text=True)
    assert 0 == check.returncode
    assert "mkdocs.yml:1: has no address of the site yet" in check.stdout
    context = open_context(folder, Settings.of(folder))
    order = Order(AwardRequest("riverside-repair-cafe", ("taking-part",)), [], "people.csv", "batch")
    with pytest.raises(AwardError, match="The site has no address yet"):
        award(context, [], order, lambda *_: None)  # type: ignore[arg-type, return-value]
    # The address of the repository is enough for the pipeline to come.
    settings = folder / "mkdocs.yml"
    settings.write_text(settings.read_text() + "repo_url: https://gitlab.com/riverside/badges\n")
    upgrade(planned(folder))
    assert (folder / ".gitlab-ci.yml").is_file()
    assert "https://gitlab.com/riverside/badges/-/edit/main/" == read_site(settings).edit


def test_what_a_forge_put_there_and_git_has_is_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "net"
    folder.mkdir()
    (folder / "README.md").write_text("# net\n")
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message=x")
    assert 0 == run(folder, FIRST).returncode
    assert "Riverside" in (folder / "README.md").read_text(encoding="utf-8")
    other = tmp_path / "other"
    shutil.copytree(folder / ".git", other / ".git")
    (other / "README.md").write_text("# changed\n")
    assert "git does not have its changes" in run(other, FIRST).stderr


def test_a_first_commit_that_fails_says_that_the_files_are_there(tmp_path: Path) -> None:
    (tmp_path / "answers.yml").write_text(yaml.safe_dump(FIRST), encoding="utf-8")
    command = [sys.executable, SCRIPT, str(tmp_path / "net"), "--answers", str(tmp_path / "answers.yml"), "--commit"]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "PATH": str(tmp_path)})
    assert 1 == done.returncode
    assert "but git could not keep it" in done.stderr
    assert "Nothing was written" not in done.stderr
    assert (tmp_path / "net/mkdocs.yml").is_file()


def test_the_pipelines_of_forges_give_no_rights_to_pull_requests() -> None:
    pipeline = yaml.safe_load((STARTER / "pipeline-github.yml").read_text(encoding="utf-8"))
    assert {"contents": "read"} == pipeline["permissions"]
    assert "permissions" not in pipeline["jobs"]["site"]
    publish = pipeline["jobs"]["publish"]
    assert ("github-pages", "site") == (publish["environment"]["name"], publish["needs"])
    assert {"pages": "write", "id-token": "write"} == publish["permissions"]
    for file in STARTER.glob("pipeline-*.yml"):
        assert file.read_text(encoding="utf-8").count("\n") <= 90


def test_lines_in_an_answer_stay_inside_it(tmp_path: Path) -> None:
    folder = tmp_path / "net"
    done = run(folder, {**FIRST, "name": "Riverside\n\n# Heading", "anchor": "Repair\n  Café"})
    assert (0, "") == (done.returncode, done.stderr)
    for file in ("README.md", "LICENSE-CONTENT.md", "network/guides/your-data.md"):
        assert "\n# Heading" not in (folder / file).read_text(encoding="utf-8")


def test_a_file_is_no_folder_and_a_second_time_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "is a file" in run(tmp_path / "file", FIRST).stderr
    assert 0 == run(tmp_path / "new", FIRST).returncode
    assert "holds a network already" in run(tmp_path / "new", FIRST).stderr


def test_half_a_term_is_left_out_and_said(tmp_path: Path) -> None:
    done = run(tmp_path / "a b", {**FIRST, **LATER, "review": ""})
    assert 0 == done.returncode, done.stderr
    assert "The term was left out" in done.stdout
    assert load(tmp_path / "a b").network.term is None


def test_every_heading_of_the_canvas_is_asked_for() -> None:
    asked = {question.key.partition(".")[0] for question in later_questions()}
    assert set(Canvas.model_fields) <= asked
    assert all(question.words and question.example for question in [*first_questions(), *later_questions()])


@pytest.mark.parametrize("forge", FORGES)
def test_each_forge_gets_its_pipeline_and_the_address_of_its_editor(tmp_path: Path, forge: str) -> None:
    host = FORGES[forge].hosts[0]
    done = run(tmp_path / "net", {**FIRST, "repository": f"https://{host}/riverside/badges"}, "--commit")
    assert (0, "") == (done.returncode, done.stderr)
    pipeline = (tmp_path / "net" / FORGES[forge].pipeline).read_text(encoding="utf-8")
    assert yaml.safe_load(pipeline)
    assert "pytest" not in pipeline
    edit = {
        "github": "https://github.com/riverside/badges/edit/main/",
        "gitlab": "https://gitlab.com/riverside/badges/-/edit/main/",
        "forgejo": "https://codeberg.org/riverside/badges/_edit/main/",
    }
    assert edit[forge] == read_site(tmp_path / "net/mkdocs.yml").edit
    log = subprocess.run(["git", "log", "--format=%s"], cwd=tmp_path / "net", capture_output=True, text=True)
    assert "Begin the network\n" == log.stdout


@pytest.mark.parametrize(
    ("repository", "right"),
    [
        ("https://github.com/Riverside/badges", "https://riverside.github.io/badges/"),
        ("https://github.com/riverside/riverside.github.io", "https://riverside.github.io/"),
        ("https://gitlab.com/group/part/badges.git", "https://group.gitlab.io/part/badges/"),
        ("https://codeberg.org/riverside/badges", "https://riverside.codeberg.page/badges/"),
        ("https://codeberg.org/riverside/pages", "https://riverside.codeberg.page/"),
    ],
)
def test_the_address_of_a_site_is_known_from_its_repository(repository: str, right: str) -> None:
    forge = forge_of(repository)
    assert right == published_at(repository, forge)
    assert mismatch(repository, right, forge) is None
    assert mismatch(repository, "https://badges.example.org/", forge) is None
    assert mismatch(repository, f"https://other.{forge.pages}/", forge)


def test_a_forge_of_ones_own_promises_no_address() -> None:
    assert "forgejo" == forge_of("https://git.example.org/a/b").name
    assert "gitlab" == forge_of("https://gitlab.example.org/a/b").name
    assert published_at("https://git.example.org/a/b", FORGES["forgejo"]) is None


def test_the_list_of_questions_is_a_file_of_answers(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, SCRIPT, "--questions"], capture_output=True, text=True)
    rows = done.stdout
    for key, answer in FIRST.items():
        rows = rows.replace(
            f"\n{key}:\n", f"\n{key}: {yaml.safe_dump(answer, allow_unicode=True, width=999).splitlines()[0]}\n"
        )
    assert 0 == run(tmp_path / "net", rows).returncode


def test_in_a_terminal_it_asks_again_after_a_bad_answer(tmp_path: Path) -> None:
    rows: list[str] = []
    for question in first_questions():
        rows += ["nope"] if question.key == "email" else []
        rows += ["https://wrong.github.io/badges/"] if question.key == "site_url" else []
        rows.append("" if question.key in ("site_url", "timeZone") else FIRST[question.key])
    code, text = typed([sys.executable, SCRIPT, tmp_path / "new"], "\n".join([*rows, "n"]) + "\n")
    assert 0 == code, text
    assert "9 questions come first." in text
    assert "That is not an e-mail address: 'nope' should look like 'name@example.org'." in text
    assert "[https://riverside.github.io/badges/] >" in text
    assert "is not where GitHub publishes" in text
    assert "https://riverside.github.io/badges/" == read_site(tmp_path / "new/mkdocs.yml").base


def test_without_a_terminal_and_without_answers_it_says_what_to_do(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, SCRIPT, str(tmp_path / "new")], stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    assert 1 == done.returncode
    assert "There is no terminal to ask in" in done.stderr


def test_a_question_without_a_rule_takes_every_answer() -> None:
    assert Question("key", "words", "example").fault("anything") is None
