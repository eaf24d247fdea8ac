"""The site got a new address: what was given before stays good, and what is new is given there."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from lapel.issuing.reissue import Reissue, reissue
from lapel.issuing.revoke import Withdrawal, revoke
from tests.awarding import BASE, KEY, TEMPLATES, context_of, kept, problems, publish, run
from tests.building import ROOT, serve
from tests.recording import begin, says, sign
from tests.repository import git

NEW = "https://new.example.org/"
PEOPLE = "name,email\nAda,ada@example.org\nBo,bo@example.org\n"


def move(root: Path) -> None:
    """As the message says: the new address in mkdocs.yml, the old one under 'formerly'."""
    settings, network = root / "mkdocs.yml", root / "network/network.yml"
    settings.write_text(settings.read_text(encoding="utf-8").replace(BASE, NEW), encoding="utf-8")
    network.write_text(network.read_text(encoding="utf-8") + f"formerly:\n  - {BASE}\n", encoding="utf-8")


@pytest.fixture
def moved(network: Path) -> Path:
    """Two awards at the old address, a move, and two at the new one."""
    run(network, "first", people=PEOPLE)
    move(network)
    run(network, "end", people=PEOPLE, batch="after")
    return network


def test_the_check_names_one_cause_and_both_ways(network: Path) -> None:
    run(network, "first", people=PEOPLE)
    settings = network / "mkdocs.yml"
    settings.write_text(settings.read_text(encoding="utf-8").replace(BASE, NEW), encoding="utf-8")
    (only,) = problems(network)
    assert f"'formerly: [{BASE}]' in network/network.yml" in only
    assert f"put 'site_url: {BASE}' back" in only


def test_old_awards_keep_their_names_and_new_ones_get_new_names(moved: Path) -> None:
    assert [] == problems(moved)
    by_badge = {one.badge: one for one in kept(moved)}
    assert by_badge["first"].document["id"].startswith(BASE)
    assert by_badge["end"].document["id"].startswith(NEW)
    assert by_badge["first"].status[0].startswith(BASE)
    assert NEW + "organisations/anchor/status/2.json" == by_badge["end"].status[0]


def documents(site: Path) -> dict[str, Any]:
    """What is read at each address, the former ones too."""
    files = [*site.glob("organisations/*/status/*.json"), *site.glob("**/did.json")]
    return {said["id"]: said for said in (json.loads(file.read_bytes()) for file in files)}


def believed(site: Path, node: str) -> list[bool]:
    """What Digital Bazaar's verifier says of every award."""
    credentials = [json.loads(file.read_bytes()) for file in sorted(site.glob("awards/*/credential.json"))]
    done = subprocess.run(
        [node, "tests/peers/vc.mjs"],
        cwd=ROOT,
        input=json.dumps({"documents": documents(site), "credentials": credentials}),
        capture_output=True,
        text=True,
    )
    assert 0 == done.returncode, done.stderr
    return [json.loads(line)["verified"] for line in done.stdout.splitlines()]


def test_another_verifier_believes_both(moved: Path, tmp_path: Path, node: str) -> None:
    assert [True] * 4 == believed(publish(moved, tmp_path / "site"), node)


def test_an_old_award_is_withdrawn_in_its_old_list_and_comes_back(moved: Path, tmp_path: Path, node: str) -> None:
    old = next(one for one in kept(moved) if one.badge == "first")
    revoke(context_of(moved), Withdrawal(old.id, "A mistake."), lambda *_: KEY)
    assert [] == problems(moved)
    site = publish(moved, tmp_path / "site")
    assert 1 == believed(site, node).count(False)
    revoke(context_of(moved), Withdrawal(old.id, None), lambda *_: KEY)
    assert [] == problems(moved)
    assert [True] * 4 == believed(publish(moved, site), node)


def test_an_old_award_is_given_again_at_the_new_address(moved: Path, tmp_path: Path, node: str) -> None:
    old = next(one for one in kept(moved) if one.badge == "first")
    order = Reissue(old.id, "other@example.org", None)
    report = reissue(context_of(moved), TEMPLATES, order, lambda *_: KEY)
    assert [] == problems(moved)
    new = next(one for one in kept(moved) if one.id == report.awards[0])
    assert BASE not in new.raw.decode()
    site = publish(moved, tmp_path / "site")
    assert {old.id} == {file.name for file in site.glob("awards/*") if not _ok(site, file.name, node)}


def _ok(site: Path, award: str, node: str) -> bool:
    raw = (site / f"awards/{award}/credential.json").read_bytes()
    result = says(node, site, raw, base=NEW, map=[[NEW, str(site)], *formerly(site)])
    return bool(result["verdict"] == "genuine")


def formerly(site: Path) -> list[list[str]]:
    """The old address, for a verifier that has only the folder."""
    names = [("did.json", "organisations/anchor/did.json"), ("profile.json", "organisations/anchor/profile.json")]
    return [*([BASE + path, str(site / "formerly/0" / path)] for _, path in names), [BASE, str(site)]]


def test_the_record_goes_on_under_its_old_name(network: Path, tmp_path: Path, node: str) -> None:
    run(network, "first", people=PEOPLE)
    begin(network)
    git(network, "init", "--quiet", "--initial-branch=main")
    (network / ".gitignore").write_text("/outbox/\n")
    git(network, "add", "--all")
    git(network, "commit", "--quiet", "--message=x")
    move(network)
    run(network, "end", people=PEOPLE, batch="after")
    sign(network)
    assert [] == problems(network)
    site = publish(network, tmp_path / "site")
    assert (site / "record/checkpoint").read_text(encoding="utf-8").startswith(f"{BASE[8:]}record\n")
    for award in (file.name for file in site.glob("awards/*")):
        assert _ok(site, award, node)


def test_the_address_of_somebody_else_is_no_former_one(network: Path) -> None:
    run(network, "first", people=PEOPLE)
    (network / ".gitignore").write_text("/outbox/\n")
    git(network, "init", "--quiet", "--initial-branch=main")
    git(network, "add", "--all")
    git(network, "commit", "--quiet", "--message=x")
    settings = network / "network/network.yml"
    settings.write_text(
        settings.read_text(encoding="utf-8") + "formerly: ['https://bank.example/']\n", encoding="utf-8"
    )
    found = problems(network)
    assert {"network/network.yml"} == {one.split(":")[0] for one in found}
    assert any(
        "https://bank.example/ under 'formerly', which was not the address of the published" in one for one in found
    )
    assert any("where nothing was given that is here" in one for one in found)


def test_the_page_of_an_old_award_verifies_where_it_stands_now(moved: Path, tmp_path: Path, browser: Any) -> None:
    begin(moved)
    site = publish(moved, tmp_path / "site")
    server, base = serve(site)
    try:
        page = browser.new_page()
        for one in kept(moved):
            page.goto(f"{base}awards/{one.id}/")
            page.wait_for_selector("#award-verdict[data-verdict]")
            assert "genuine" == page.get_attribute("#award-verdict", "data-verdict"), page.inner_text("#award-verdict")
            page.goto(f"{base}verify/#url={one.document['id']}")
            page.reload()
            page.wait_for_selector(".report .verdict")
            assert page.query_selector(".verdict-genuine"), page.inner_text(".report")
        page.close()
    finally:
        server.shutdown()
