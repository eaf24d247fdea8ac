"""From files to a catalogue, or to every problem at once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lapel.load import load, read_site
from lapel.model import CatalogueError
from tests import catalogues
from tests.catalogues_check import check, problems

# Files that others name wrongly; nothing is wrong with them.
NO_DEFECT = {"badges/retired-alone/badge.md", "badges/a-draft/badge.md"}


def test_the_awful_catalogue_is_reported_whole_and_in_order(root: Path, tmp_path: Path) -> None:
    done = check(root, catalogues.write(tmp_path, catalogues.awful()))
    expected = (root / "tests" / "awful_expected.txt").read_text(encoding="utf-8")
    assert (1, expected, "") == (done.returncode, done.stderr, done.stdout)


def test_every_defect_of_the_awful_catalogue_is_named_by_a_line_of_its_own(root: Path) -> None:
    expected = (root / "tests" / "awful_expected.txt").read_text(encoding="utf-8").splitlines()[:-1]
    named = {line.split(":")[0] for line in expected}
    named |= {str(Path(line.split(": ")[0]).parent) for line in expected}
    silent = set()
    for path in catalogues.DEFECTS:
        folder = path.rsplit("/", 1)[0]
        # A defect of several files is reported at one of them; a circle at its first badge.
        if path not in named and folder not in named and not any(name.startswith(f"{folder}/") for name in named):
            silent.add(path)
    assert {"badges/circle-b/badge.md", "badges/circle-c/badge.md"} == silent - NO_DEFECT


def test_every_problem_says_how_to_mend_it(root: Path) -> None:
    for line in (root / "tests" / "awful_expected.txt").read_text(encoding="utf-8").splitlines()[:-1]:
        _, _, sentence = line.split(":", 2)
        assert ":" in sentence or "cannot be" in sentence, line


def test_the_good_catalogue_has_no_problem(small: Path, root: Path) -> None:
    assert [] == problems(small)
    assert 0 == check(root, small).returncode


def test_the_sample_network_has_no_problem(root: Path) -> None:
    assert [] == problems(root)


def test_adding_one_file_adds_a_badge(small: Path) -> None:
    catalogues.write(small, {"badges/third/badge.md": catalogues.badge("Third")})
    assert {"first", "second", "third"} == set(load(small).badges)


def test_a_draft_is_seen_in_a_preview_only_and_nothing_points_at_it(small: Path) -> None:
    draft = {"badges/third/badge.md": catalogues.badge("Third", "status: draft\n")}
    pointing = {"badges/second/badge.md": catalogues.badge("Second", "related: [third, first]\n")}
    catalogues.write(small, {**draft, **pointing})
    assert "third" in load(small, drafts=True).badges
    public = load(small)
    assert "third" not in public.badges
    assert ("first",) == public.badges["second"].related


def test_a_link_to_a_file_elsewhere_is_not_followed(small: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.md"
    secret.write_text(catalogues.badge("Secret"), encoding="utf-8")
    (small / "badges/third").mkdir()
    (small / "badges/third/badge.md").symlink_to(secret)
    assert ["badges/third/badge.md:1: is a link to another file: put the file itself here"] == problems(small)


def test_scalars_mean_what_they_say(small: Path) -> None:
    more = "version: 1.10\ncost: no\ntags: [on, 2026-01-01]\n"
    catalogues.write(small, {"badges/third/badge.md": catalogues.badge("Third", more)})
    badge = load(small).badges["third"]
    assert (badge.version, badge.cost, badge.tags) == ("1.10", "no", ("on", "2026-01-01"))


@pytest.mark.parametrize(
    "bad", ["", "site_name: x\n", "site_url: http://example.org/\n", "site_url: https://e.example/?x\n", "a: [\n"]
)
def test_a_site_without_a_usable_address_is_a_problem(tmp_path: Path, bad: str) -> None:
    (tmp_path / "mkdocs.yml").write_text(bad, encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"mkdocs\.yml:1:"):
        read_site(tmp_path / "mkdocs.yml")


def test_a_base_with_a_path_keeps_it(small: Path) -> None:
    assert "https://badges.example.org/net/" == read_site(small / "mkdocs.yml").base


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=400)
    | st.text(max_size=400).map(str.encode)
    | st.text(max_size=200).map(lambda t: f"---\n{t}\n---\n".encode())
)
def test_no_badge_file_whatsoever_ends_in_a_traceback(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    folder = catalogues.write(tmp_path_factory.mktemp("any"), {**catalogues.good(), "badges/third/badge.md": content})
    assert all(line.startswith("badges/third/badge.md:") for line in problems(folder))


def test_a_file_with_a_fault_is_looked_at_whole(small: Path) -> None:
    """Faults of one kind do not hide those of another: a fault in a field, a name of nothing, a link to nothing."""
    text = catalogues.badge("First", "levl: starter\nprerequisites: [secnd]\nvalidity: long\n")
    catalogues.write(small, {"badges/first/badge.md": f"{text}\n[More](no-such.md)\n"})
    found = problems(small)
    assert 4 == len(found)
    for part in ("levl", "names the badge 'secnd'", "'validity'", "no-such.md"):
        assert any(part in one for one in found), part


@pytest.mark.parametrize(
    ("path", "was", "wrong", "right"),
    [
        ("network/organisations/anchor.md", "email:", "website: https://a.example/\nemail:", "url"),
        ("badges/first/badge.md", "name:", "title: Other\nname:", "name"),
        ("badges/first/badge.md", "issuers:", "summary: S\nissuers:", "description"),
        ("badges/first/badge.md", "issuers:", "language: en\nissuers:", "inLanguage"),
    ],
)
def test_another_word_for_a_key_is_told_its_own(small: Path, path: str, was: str, wrong: str, right: str) -> None:
    file = small / path
    file.write_text(file.read_text(encoding="utf-8").replace(was, wrong, 1), encoding="utf-8")
    (problem,) = problems(small)
    assert f"write '{right}' instead" in problem


def test_a_list_with_one_wrong_item_is_named_once(small: Path) -> None:
    file = small / "network/organisations/anchor.md"
    file.write_text(
        re.sub(r"roles:.*\n(?:  - .*\n)*", "roles:\n  - chief\n", file.read_text("utf-8")), encoding="utf-8"
    )
    (one,) = [one for one in problems(small) if "roles" in one]
    assert "'roles' cannot be 'chief'" in one
