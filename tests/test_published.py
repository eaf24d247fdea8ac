"""A second build costs what changed: what did not change is not written, and is the same as if it were."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest

from lapel.issuing.revoke import Withdrawal, revoke
from lapel.outputs import open_context
from lapel.pages import award_pages
from lapel.pages.award_pages import AwardPages
from lapel.publish import StoppedError, publish
from lapel.published import Published, Record
from lapel.state import MARK, state_of
from lapel.stream import Settings, Unit
from tests.awarding import KEY, context_of, kept, run
from tests.building import ROOT


def build(root: Path, out: Path) -> int:
    """Builds into ``out``; returns how many files were written."""
    settings = Settings(ROOT / "overrides", cache=root.parent / "cache.sqlite", verifier=ROOT / "verifier/dist")
    out.mkdir(exist_ok=True)
    return publish(
        open_context(root, settings), settings, Published(out, out.with_suffix(".json")), search=False
    ).written


def tree(folder: Path) -> dict[str, bytes]:
    files = {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    files.pop(MARK, None)
    return files


def test_only_what_changed_is_made_anew(network: Path, tmp_path: Path) -> None:
    run(network, "first")
    out = tmp_path / "site"
    whole = build(network, out)
    before = tree(out)
    assert len(before) == whole
    assert 0 == build(network, out)
    gone, withdrawn = kept(network)[0], kept(network)[1]
    run(network, "first", people="name\nNew Person\n", batch="two")
    revoke(context_of(network), Withdrawal(withdrawn.id, "A mistake."), lambda *_: KEY)
    file = network / "badges/first/awards/batch.jsonl"
    file.write_bytes(file.read_bytes().replace(gone.raw + b"\n", b""))
    written = build(network, out)
    changed = [name for name, content in tree(out).items() if before.get(name) != content]
    assert 2 + 2 == len([name for name in changed if name.startswith("awards/")])  # the new one has no assertion
    # An award's files are made together: of the withdrawn one the credential was written as it was.
    assert written == len(changed) + 1
    build(network, tmp_path / "fresh")
    assert tree(tmp_path / "fresh") == tree(out)
    assert not (out / "awards" / gone.id).exists()


@pytest.mark.parametrize("what", ["mark", "list", "folder"])
def test_a_list_that_does_not_belong_to_the_folder_is_not_believed(network: Path, tmp_path: Path, what: str) -> None:
    run(network, "first", people="name\nAda\n")
    out = tmp_path / "site"
    whole = build(network, out)
    (award,) = kept(network)
    if what == "mark":
        (out / MARK).write_text("another")
    elif what == "list":
        out.with_suffix(".json").write_text("[]")
    else:
        (out / "awards" / award.id).rename(tmp_path / "away")
    assert (2 if what == "folder" else whole) == build(network, out)


def test_a_file_that_was_touched_is_made_again(network: Path, tmp_path: Path) -> None:
    run(network, "first", people="name\nAda\n")
    out = tmp_path / "site"
    build(network, out)
    before = tree(out)
    (out / "index.html").write_text("spoiled", encoding="utf-8")
    (out / "badges/first/qr.svg").unlink()
    page = next((out / "awards").glob("*/index.html"))
    page.write_text("spoiled", encoding="utf-8")
    assert 2 + 2 == build(network, out)  # an award's files are made together
    assert before == tree(out)


def test_a_build_that_was_cut_off_is_not_believed(tmp_path: Path) -> None:
    listed = tmp_path / "list.json"
    unit = Unit("awards/x/", "digest", lambda: [])
    (tmp_path / "site/awards/x").mkdir(parents=True)
    (tmp_path / "site/awards/x/index.html").write_text("page")
    Published(tmp_path / "site", listed).finish(
        Record(awards={"x": ("digest", *state_of(tmp_path / "site", "awards/x/index.html"))}), (), ""
    )
    assert Published(tmp_path / "site", listed).holds(unit)
    Published(tmp_path / "site", listed).begin()
    assert not Published(tmp_path / "site", listed).holds(unit)


def test_changed_words_of_a_badge_change_its_award_pages(network: Path, tmp_path: Path) -> None:
    run(network, "first", people="name\nAda\n")
    out = tmp_path / "site"
    build(network, out)
    file = network / "badges/first/badge.md"
    file.write_text(file.read_text(encoding="utf-8") + "\nOne more line to do.\n", encoding="utf-8")
    build(network, out)
    (award,) = kept(network)
    assert "One more line to do." in (out / "awards" / award.id / "index.html").read_text(encoding="utf-8")


def test_pages_that_are_alike_are_the_pages_that_would_be_rendered(
    network: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = "name,email,narrative\nAda,ada@example.org,One\nBo,,One\nCy,,Two\nDi,,sha256$x\n"
    run(network, "first", "end", people=people)
    build(network, tmp_path / "quick")
    kinds: list[object] = []
    monkeypatch.setattr(AwardPages, "_kind", lambda *words: kinds.append(words))
    monkeypatch.setattr(award_pages, "_PLAIN", lambda _: None)
    settings = Settings(ROOT / "overrides", verifier=ROOT / "verifier/dist")
    (tmp_path / "whole").mkdir()
    publish(context_of(network), settings, Published(tmp_path / "whole"), search=False)
    assert [] == kinds
    assert tree(tmp_path / "whole") == tree(tmp_path / "quick")


def test_what_stands_beside_an_award_stays_and_goes_with_it(network: Path, tmp_path: Path) -> None:
    run(network, "first", people="name\nAda\n", endorser="anchor", endorsement="Good.", also_jwt=True)
    out = tmp_path / "site"
    build(network, out)
    (award,) = kept(network)
    assert 1 == len(list(out.glob("endorsements/*/credential.json")))
    shutil.rmtree(out / "endorsements")  # a generator empties everything but the awards
    build(network, out)
    assert 1 == len(list(out.glob("endorsements/*/credential.json")))
    (network / "badges/first/awards/batch.jwt").unlink()
    file = network / "network/organisations/anchor.md"
    file.write_text(file.read_text(encoding="utf-8").replace("name: Anchor", "name: Renamed"), encoding="utf-8")
    build(network, out)
    assert not (out / "awards" / award.id / "credential.jwt").exists()
    assert "Renamed" in (out / "awards" / award.id / "index.html").read_text(encoding="utf-8")
    build(network, tmp_path / "fresh")
    assert tree(tmp_path / "fresh") == tree(out)


def test_a_build_that_is_stopped_in_the_middle_is_finished_by_the_next(small: Path, tmp_path: Path) -> None:
    class AfterSome(threading.Event):
        left = 20

        def is_set(self) -> bool:
            self.left -= 1
            return self.left < 0

    context, settings = context_of(small), Settings(ROOT / "overrides")
    out, whole = tmp_path / "site", tmp_path / "whole"
    for folder in (out, whole):
        folder.mkdir()
    with pytest.raises(StoppedError):
        publish(context, settings, Published(out), search=False, stop=AfterSome())
    assert 20 == len(tree(out))
    publish(context, settings, Published(out), search=False)
    publish(context, settings, Published(whole), search=False)
    assert tree(whole) == tree(out)
