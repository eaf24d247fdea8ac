"""A network closes: nothing has to be signed any more, and its badges stay good."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from lapel.issuing.close import closed_settings, last_lists, open_lists
from lapel.issuing.revoke import Withdrawal, revoke
from lapel.ledger.signatures import AwardError
from tests.awarding import KEY, context_of, kept, problems, publish, run
from tests.recording import begin, says, sign
from tests.repository import git, no_base

PEOPLE = "name,email\nAda,ada@example.org\nBo,bo@example.org\n"


def end(root: Path) -> None:
    settings = root / "network/network.yml"
    text = closed_settings(settings.read_text(encoding="utf-8"), datetime.now(UTC).date())
    settings.write_text(text, encoding="utf-8")


@pytest.fixture
def closed(network: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two awards, one withdrawn; last lists; a record that is signed for ten years."""
    no_base(monkeypatch)
    (network / ".gitignore").write_text("/outbox/\n")
    run(network, "first", people=PEOPLE)
    revoke(context_of(network), Withdrawal(kept(network)[1].id, "Given twice."), lambda *_: KEY)
    begin(network)
    assert ["anchor"] == open_lists(context_of(network))
    assert 1 == last_lists(context_of(network), "anchor", lambda *_: KEY)
    assert [] == open_lists(context_of(network))
    end(network)
    sign(network, lasts=timedelta(days=3650))
    git(network, "init", "--quiet", "--initial-branch=main")
    git(network, "add", "--all")
    git(network, "commit", "--quiet", "--message=x")
    return network


def test_badges_of_a_closed_network_are_genuine_for_years(closed: Path, tmp_path: Path, node: str) -> None:
    assert [] == problems(closed)
    site = publish(closed, tmp_path / "site")
    ada, bo = kept(closed)
    later = (datetime.now(UTC) + timedelta(days=3000)).isoformat()
    assert "genuine" == says(node, site, ada.raw, now=later)["verdict"]
    assert "REVOKED" == says(node, site, bo.raw, now=later)["code"]


def test_every_page_says_that_the_network_closed(closed: Path, tmp_path: Path) -> None:
    site = publish(closed, tmp_path / "site")
    for path in ("index.html", "badges/first/index.html", f"awards/{kept(closed)[0].id}/index.html"):
        page = (site / path).read_text(encoding="utf-8")
        assert "This network closed on" in page
        assert "Its badges are still valid" in page


def test_nothing_new_is_given(closed: Path) -> None:
    with pytest.raises(AwardError, match="The network closed on"):
        run(closed, "end", people=PEOPLE, batch="more")
    settings = closed / "network/network.yml"
    said = settings.read_text(encoding="utf-8")
    settings.write_text("\n".join(row for row in said.split("\n") if not row.startswith("closed:")), encoding="utf-8")
    run(closed, "end", people=PEOPLE, batch="more")
    settings.write_text(said, encoding="utf-8")
    assert any("is new, and the network closed on" in one for one in problems(closed))


def test_an_organisation_without_a_list_has_nothing_to_sign(closed: Path) -> None:
    with pytest.raises(AwardError, match="nothing to sign"):
        last_lists(context_of(closed), "other", lambda *_: KEY)
    with pytest.raises(AwardError, match="There is no organisation"):
        last_lists(context_of(closed), "nobody", lambda *_: KEY)


def test_the_day_is_written_once_and_every_other_line_stays() -> None:
    day = datetime(2029, 7, 21, tzinfo=UTC).date()
    text = "name: X\n# a note\n\n"
    once = closed_settings(text, day)
    assert "name: X\n# a note\nclosed: 2029-07-21\n" == once
    assert once == closed_settings(once, day)
