"""Languages of the interface are compared when a network is opened."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from lapel.load.locales import locale_problems, plural_form, plural_forms
from lapel.load.network import open_network
from lapel.model import CatalogueError
from lapel.strings import StringError, Strings, load_strings


@pytest.fixture
def locales(root: Path, tmp_path: Path) -> Path:
    """A folder with English alone, however many languages there are by now."""
    everything = [file.name for file in (root / "overrides/locales").iterdir()]
    others = [name for name in everything if name != "en"]
    return shutil.copytree(root / "overrides/locales", tmp_path / "locales", ignore=shutil.ignore_patterns(*others))


def found(folder: Path, codes: Path | None = None) -> list[str]:
    return [str(problem) for problem in locale_problems(folder, codes)]


def test_the_languages_that_are_here_say_everything(root: Path) -> None:
    assert [] == found(root / "overrides/locales", root / "verifier/dist/codes.json")


def test_a_sentence_that_one_language_lacks_is_a_problem_at_its_file(locales: Path) -> None:
    shutil.copytree(locales / "en", locales / "de")
    assert [] == found(locales)
    file = locales / "de/site.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("  title: This page is not here\n", ""), encoding="utf-8")
    assert ["overrides/locales/de/site.yml:1: has no sentence 'missing.title', which en has: add it"] == found(locales)


def test_other_holes_are_a_problem_at_their_line(locales: Path) -> None:
    shutil.copytree(locales / "en", locales / "sv")
    file = locales / "sv/site.yml"
    lines = file.read_text(encoding="utf-8").split("\n")
    number = next(n for n, line in enumerate(lines) if "{network}" in line)
    lines[number] = lines[number].replace("{network}", "{netwrok}")
    file.write_text("\n".join(lines), encoding="utf-8")
    (problem,) = found(locales)
    assert problem.startswith(f"overrides/locales/sv/site.yml:{number + 1}: ")
    assert "has other holes than in en ({network})" in problem


def test_a_language_counts_as_cldr_says(locales: Path) -> None:
    shutil.copytree(locales / "en", locales / "uk")
    problems = found(locales)
    assert any("'duration.hours' has no form 'few', which 'uk' counts with" in problem for problem in problems)
    assert ("few", "many", "one", "other") == plural_forms("uk")
    assert ["one", "few", "many"] == [plural_form("uk", n) for n in (21, 22, 25)]
    texts = {"a.one": "{n} one", "a.few": "{n} few", "a.many": "{n} many", "a.other": "{n} other"}
    assert "3 few" == Strings("uk", texts).count("a", 3)


def test_a_code_without_its_sentence_never_reaches_an_employer(locales: Path, root: Path) -> None:
    file = locales / "en/verifier.yml"
    lines = file.read_text(encoding="utf-8").split("\n")
    file.write_text("\n".join(line for line in lines if not line.startswith("    REVOKED:")), encoding="utf-8")
    expected = (
        "overrides/locales/en/verifier.yml:1: has no sentence for the code REVOKED: add it under 'verifier: code:'"
    )
    assert [expected] == found(locales, root / "verifier/dist/codes.json")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("  title: This {page\n", "has a brace without its partner"),
        ("  title: '{Page}'\n", "has the hole '{Page}'"),
        ("  title: '{n!z}'\n", "has a hole with more than its name"),
        ("  title: '{n:d}'\n", "has a hole with more than its name"),
        ("  title: null\n", "'missing.title' is no sentence"),
        ("  title: A\n  title: B\n", "has the key 'missing.title' twice"),
    ],
)
def test_a_sentence_that_cannot_be_filled_is_a_problem(locales: Path, line: str, expected: str) -> None:
    file = locales / "en/site.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("  title: This page is not here\n", line), encoding="utf-8")
    (problem,) = found(locales)
    assert expected in problem


def test_broken_yaml_is_a_problem_and_no_traceback(locales: Path, small: Path) -> None:
    (locales / "en/site.yml").write_text("a: [\n", encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"overrides/locales/en/site\.yml:\d+: is not YAML"):
        open_network(small, locales)


def test_a_missing_sentence_is_a_sentence(root: Path) -> None:
    strings = load_strings(root / "overrides/locales", "en-GB")
    with pytest.raises(StringError, match=r"'no\.such' has no sentence here"):
        strings("no.such")
    with pytest.raises(StringError, match="has the hole 'date' here"):
        strings("badge.retired", day="x")


def test_a_language_that_lacks_the_forms_of_another_is_a_problem_for_itself(locales: Path) -> None:
    shutil.copytree(locales / "en", locales / "pl")
    file = locales / "pl/site.yml"
    lines = file.read_text(encoding="utf-8").split("\n")
    file.write_text(re.sub(r"(hours: \{)one: .*?, (other:)", r"\1\2", "\n".join(lines)), encoding="utf-8")
    assert any("'duration.hours' has no form 'one', which 'pl' counts with" in problem for problem in found(locales))


@pytest.mark.parametrize(("language", "expected"), [("en-XX", "1 hour"), ("eo-GB", "2 hours"), ("en-US-x-a", "1 hour")])
def test_a_tag_that_cldr_does_not_know_counts_as_its_language(root: Path, language: str, expected: str) -> None:
    texts = load_strings(root / "overrides/locales", "en-GB").texts
    assert expected == Strings(language, texts).count("duration.hours", int(expected[0]))


@pytest.mark.parametrize("text", ["", "- a\n"])
def test_a_file_without_sentences_is_a_problem(locales: Path, text: str) -> None:
    (locales / "en/network.yml").write_text(text, encoding="utf-8")
    assert "overrides/locales/en/network.yml:1: should hold lines of the form 'key: sentence'" in found(locales)
