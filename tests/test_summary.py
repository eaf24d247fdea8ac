"""The ledger on one screen."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from lapel.issuing.revoke import Withdrawal, revoke
from lapel.ledger.summary import state_of_ledger
from tests import commands
from tests.awarding import KEY, context_of, kept, run


def lapel(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return commands.lapel("ledger", *words, "--root", root, LAPEL_KEYS=str(root.parent / "no-keys"))


def test_every_award_is_counted_once(network: Path) -> None:
    run(network, "first", people="name\nAda\nBo\nCy\n")
    revoke(context_of(network), Withdrawal(kept(network)[0].id, "A mistake."), lambda *_: KEY)
    context = context_of(network)
    (one,) = state_of_ledger(context.catalogue, context.addresses, kept(network))
    assert ("anchor", 3, 2, 1, 0, 0) == tuple(
        one[key] for key in ("organisation", "given", "standing", "withdrawn", "given_again", "in_doubt")
    )
    assert [3] == [each["taken"] for each in one["lists"]]
    assert [("key-1", None)] == [(key["id"], key["why_not"]) for key in one["keys"]]
    assert json.loads(lapel(network, "--json").stdout) == [one]


def test_what_is_to_be_done_is_said(network: Path) -> None:
    run(network, "first", people="name\nAda\n")
    assert "awards: 1 given, 1 stand, 0 withdrawn" in lapel(network).stdout
    file = network / "network/organisations/anchor.md"
    file.write_text(file.read_text(encoding="utf-8").replace("roles:", "    revoked: 2026-01-01\nroles:"), "utf-8")
    shown = lapel(network).stdout
    assert "an award is in doubt, see 'lapel keys vouch anchor'" in shown
    assert "no key is in force, 'lapel keys new anchor' makes one" in shown
    assert "signs nothing more: it was not safe from 2026-01-01; not on this computer" in shown


def test_a_network_without_keys_is_told_how_to_begin(small: Path) -> None:
    assert "No organisation has a key yet" in lapel(small).stdout
