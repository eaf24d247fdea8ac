"""An organisation leaves, changes its name, or goes on in another: its awards stay good, and its page says it."""

from __future__ import annotations

from pathlib import Path

import pytest

from lapel.ledger.signatures import AwardError
from lapel.load import load
from lapel.model import CatalogueError
from tests import catalogues
from tests.awarding import kept, problems, publish, run, verified
from tests.repository import git

ANCHOR = "network/organisations/anchor.md"


def say(root: Path, words: str) -> None:
    file = root / ANCHOR
    file.write_text(file.read_text(encoding="utf-8").replace("roles:", f"{words}\nroles:", 1), encoding="utf-8")


@pytest.fixture
def awarded(network: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Anchor gave two badges and left; Other awards them now."""
    for name in ("GITHUB_BASE_REF", "LAPEL_BASE", "CI_MERGE_REQUEST_DIFF_BASE_SHA"):
        monkeypatch.delenv(name, raising=False)
    (network / ".gitignore").write_text("/outbox/\n")
    run(network, "first", people="name\nAda\nBo\n")
    git(network, "init", "--quiet")
    save(network)
    return network


def save(root: Path) -> None:
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message=x")


def leave(root: Path) -> None:
    say(root, "left: 2026-11-01\nformerNames: [Old Anchor]\nsuccessor: other")
    for name in ("first", "second", "end"):
        file = root / f"badges/{name}/badge.md"
        file.write_text(file.read_text(encoding="utf-8").replace("issuers: [anchor]", "issuers: [other]"), "utf-8")


def test_what_it_gave_stays_good_and_its_page_says_that_it_left(awarded: Path, tmp_path: Path, node: str) -> None:
    leave(awarded)
    assert [] == problems(awarded)
    site = publish(awarded, tmp_path / "site")
    assert {True} == set(verified(site, node).values())
    page = (site / "organisations/anchor/index.html").read_text(encoding="utf-8")
    assert "Anchor left this network on 1 November 2026." in page
    assert "Old Anchor" in page
    assert "organisations/other/" in page
    assert "Anchor" not in (site / "organisations/index.html").read_text(encoding="utf-8").split("<main")[1]


def test_it_gives_nothing_new(awarded: Path) -> None:
    leave(awarded)
    with pytest.raises(AwardError, match="Anchor left the network on 2026-11-01"):
        run(awarded, "first", people="name\nCy\n")
    git(awarded, "stash", "--quiet")
    run(awarded, "first", people="name\nCy\n", batch="late")
    git(awarded, "stash", "pop", "--quiet")
    assert any("is new, and Anchor left the network on 2026-11-01" in one for one in problems(awarded))
    assert 3 == len(kept(awarded))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("left: 2026-01-01\njoined: 2026-02-01", "has a day in 'left' before the day in 'joined'"),
        ("successor: anchor", "names itself as its 'successor'"),
        ("successor: othr", "names the organisation 'othr', which does not exist: did you mean 'other'?"),
        ("left: 2026-01-01", "but that organisation left on 2026-01-01: take it out, or retire the badge"),
    ],
)
def test_what_cannot_be_is_named(network: Path, words: str, sentence: str) -> None:
    say(network, words)
    with pytest.raises(CatalogueError) as caught:
        load(network)
    assert sentence in str(caught.value)


def test_a_retired_badge_may_keep_the_name_of_who_left(small: Path) -> None:
    catalogues.write(small, {"network/organisations/other.md": catalogues.ORGANISATION.format(name="Other")})
    for name in ("first", "second"):
        text = catalogues.badge(name.title(), "status: retired\nretiredDate: 2026-01-01\n")
        (small / f"badges/{name}/badge.md").write_text(text, encoding="utf-8")
    say(small, "left: 2026-11-01")
    assert 2 == len(load(small).badges)
