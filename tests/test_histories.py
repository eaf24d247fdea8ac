"""Whatever happens to a ledger, in whatever order, and on two branches: nothing that was signed is lost or changed.

``LAPEL_HISTORIES`` says how many histories are played; the build of every day plays a few.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lapel.context import Context
from lapel.credentials.batch_canonical import Canonicaliser
from lapel.credentials.multikey import to_multikey
from lapel.credentials.status import decode_list
from lapel.issuing.endorse import AwardError
from lapel.issuing.erase import erase
from lapel.issuing.plan import AwardRequest
from lapel.issuing.recipients import parse_recipients
from lapel.issuing.record import sign_record
from lapel.issuing.record_keys import begin_record
from lapel.issuing.reissue import Reissue, reissue
from lapel.issuing.renew import renew
from lapel.issuing.revoke import Withdrawal, revoke
from lapel.issuing.run import Order, award
from lapel.issuing.vouch import Vouching, vouch
from lapel.ledger.erasures import read_erasures
from lapel.ledger.record_reading import award_in_doubt, read_record, recorded_moments
from lapel.ledger.revocations import status_lists
from lapel.ledger.stored_awards import parse_json
from lapel.load import open_network
from lapel.load.site import Site
from lapel.model import Catalogue
from lapel.outputs import award_problems, make_context
from lapel.stream import Settings
from tests import catalogues
from tests.awarding import ANCHOR, KEY, TEMPLATES, issuing_network, kept
from tests.recording import RECORD_KEY

COUNT = int(os.environ.get("LAPEL_HISTORIES", "6"))
ORGANISATION = "network/organisations/anchor.md"
SIGNED = ("badges/*/awards/*.jsonl", "network/status/*/revocations.jsonl", "network/status/*/erasures.jwt")


@lru_cache(maxsize=64)
def _read(root: str, _: bytes) -> tuple[Catalogue, Site]:
    """A network is read anew when the only file of it that changes here did."""
    site, catalogue = open_network(Path(root), TEMPLATES[0] / "locales")
    return catalogue, site


@dataclass
class World:
    """A network with everything that was ever signed in it, by the line, and what became of each award."""

    root: Path
    keys: dict[str, Ed25519PrivateKey]
    lines: set[bytes] = field(default_factory=set)
    erased: set[str] = field(default_factory=set)
    withdrawn: set[str] = field(default_factory=set)
    people: int = 0

    @property
    def context(self) -> Context:
        read = _read(str(self.root), (self.root / ORGANISATION).read_bytes())
        return make_context(*read, Settings(TEMPLATES[0]))

    def open_key(self, _: str, method: object) -> Ed25519PrivateKey:
        return self.keys[method.id]  # type: ignore[attr-defined]

    def remember(self) -> None:
        for pattern in SIGNED:
            for file in self.root.glob(pattern):
                self.lines |= set(file.read_bytes().splitlines())

    def branch(self, root: Path) -> World:
        shutil.copytree(self.root, root)
        return World(root, dict(self.keys), set(self.lines), set(self.erased), set(self.withdrawn), self.people + 50)


def give(world: World, dice: random.Random) -> None:
    world.people += 1
    badge = dice.choice(["first", "second", "end"])
    wish = AwardRequest("anchor", (badge,), False, True)
    people = parse_recipients(f"name,email\nP{world.people},p{world.people}@example.org\n".encode(), "p.csv")
    name = f"batch-{dice.randrange(3)}"
    award(world.context, TEMPLATES, Order(wish, people, "p.csv", name), world.open_key)


def standing(world: World) -> list[str]:
    return [one.id for one in kept(world.root) if one.id not in world.withdrawn]


def withdraw(world: World, dice: random.Random) -> None:
    if found := standing(world):
        one = dice.choice(found)
        revoke(world.context, Withdrawal(one, "A mistake."), world.open_key)
        world.withdrawn.add(one)


def undo(world: World, dice: random.Random) -> None:
    found = sorted(world.withdrawn - world.erased)
    if found:
        one = dice.choice(found)
        revoke(world.context, Withdrawal(one, None), world.open_key)
        world.withdrawn.discard(one)


def again(world: World, dice: random.Random) -> None:
    if found := standing(world):
        one = dice.choice(found)
        world.people += 1
        order = Reissue(one, f"q{world.people}@example.org", f"Q{world.people}")
        reissue(world.context, TEMPLATES, order, world.open_key)
        world.withdrawn.add(one)


def forget(world: World, dice: random.Random) -> None:
    if found := [one.id for one in kept(world.root)]:
        one = dice.choice(found)
        erase(world.context, one, world.open_key)
        world.erased.add(one)


def _new_key(world: World, line: str) -> None:
    """Another key in the organisation's file, and ``line`` below the newest before it."""
    name = f"key-{len(world.keys) + 1}"
    world.keys[name] = Ed25519PrivateKey.generate()
    file, today = world.root / ORGANISATION, datetime.now(UTC).date()
    multikey = to_multikey(world.keys[name].public_key())
    text = file.read_text(encoding="utf-8")
    newest = f"  - id: key-{len(world.keys) - 1}\n"
    start = text.index(newest)
    end = text.index("\n", text.index("created:", start)) + 1
    method = f"  - id: {name}\n    publicKeyMultibase: {multikey}\n    created: {today}\n"
    file.write_text(f"{text[:end]}    {line}: {today}\n{method}{text[end:]}", encoding="utf-8")


def rotate(world: World, _: random.Random) -> None:
    _new_key(world, "expires")


def compromise(world: World, dice: random.Random) -> None:
    """A key was stolen: what was real is given again, and what it stands for is withdrawn with it."""
    _new_key(world, "revoked")
    before = {one.id for one in kept(world.root)}
    vouch(world.context, TEMPLATES, Vouching("anchor", tuple(standing(world)), None), world.open_key)
    if {one.id for one in kept(world.root)} - before:
        world.withdrawn |= before


EVENTS: list[Callable[[World, random.Random], None]] = [give, give, give, withdraw, undo, again, forget]
KEY_EVENTS = [rotate, compromise]


def play(world: World, dice: random.Random, events: list[Callable[[World, random.Random], None]]) -> None:
    for _ in range(dice.randrange(1, 4)):
        try:
            dice.choice(events)(world, dice)
        except AwardError as error:
            # What cannot be done is said, and changes nothing: a re-issued award is not simply put back.
            if not any(word in str(error) for word in ("re-issued", "in doubt", "already", "vouch")):
                raise
        world.remember()


def merged(base: World, ours: World, theirs: World) -> World:
    """As git merges: the lines of both sides, and of two lists ours; then the issuer signs a list that says both."""
    for pattern in SIGNED:
        names = {file.relative_to(one.root) for one in (ours, theirs) for file in one.root.glob(pattern)}
        for name in names:
            rows = [
                (one.root / name).read_bytes().splitlines() if (one.root / name).exists() else []
                for one in (base, ours, theirs)
            ]
            then, mine, other = rows
            kept_rows = [row for row in mine if row in other or row not in then]
            kept_rows += [row for row in other if row not in mine and row not in then]
            (ours.root / name).parent.mkdir(parents=True, exist_ok=True)
            (ours.root / name).write_bytes(b"".join(row + b"\n" for row in kept_rows))
    for file in theirs.root.glob("network/status/*/*.json"):
        target = ours.root / file.relative_to(theirs.root)
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, target)
    ours.keys |= theirs.keys
    ours.lines |= theirs.lines
    ours.erased |= theirs.erased
    ours.people = max(ours.people, theirs.people)
    if any(True for _ in status_lists(ours.root)):
        renew(ours.context, "anchor", ours.open_key)
    return ours


def settle(world: World) -> None:
    """Two branches said two things of one award: the check names the award to withdraw, and a maintainer does."""
    for _ in range(6):
        found = [str(one) for one in award_problems(world.context, None)]
        named = [one for one in found if "'lapel revoke'" in one]
        assert found == named, found
        if not named:
            return
        text = named[0]
        award_id = text.rpartition("withdraw ")[2].split("'")[1] if "withdraw '" in text else text.split("as '")[1][:26]
        revoke(world.context, Withdrawal(award_id, "It was withdrawn on another branch."), world.open_key)
    raise AssertionError(found)


def heal(world: World) -> None:
    """What a stopped key signed on the other branch was real, and is given again."""
    moments, anchor = recorded_moments(world.root), world.context.catalogue.organisations["anchor"]
    gone = withdrawn_by_lines(world)
    doubts = [one.id for one in kept(world.root) if one.id not in gone and award_in_doubt(one, anchor, moments)]
    if doubts:
        vouch(world.context, TEMPLATES, Vouching("anchor", tuple(doubts), None), world.open_key)


def look(world: World) -> None:
    """Everything that has to hold, whatever happened."""
    context, root = world.context, world.root
    awards = kept(root)
    erasures = read_erasures(root)
    gone = {one.digest for one in erasures.values()}
    there = {row for pattern in SIGNED for file in root.glob(pattern) for row in file.read_bytes().splitlines()}
    lost = {row for row in world.lines - there if hashlib.sha256(row).hexdigest() not in gone}
    assert set() == lost
    assert world.erased == set(erasures)
    assert not {one.id for one in awards} & world.erased
    places = [one.status for one in awards] + [
        (f"{context.addresses.base}organisations/anchor/status/{one.list}.json", one.index) for one in erasures.values()
    ]
    assert len(places) == len(set(places))
    bits = {}
    for issuer, number, path in status_lists(root):
        document = parse_json((root / path).read_bytes())
        bits[f"{context.addresses.base}organisations/{issuer}/status/{number}.json"] = decode_list(
            document["credentialSubject"]["encodedList"]
        )
    moments, anchor = recorded_moments(root), context.catalogue.organisations["anchor"]
    for one in awards:
        address, index = one.status
        assert (index in bits[address]) == (one.id in world.withdrawn), one.id
        if one.id not in world.withdrawn:
            assert award_in_doubt(one, anchor, moments) is None


def withdrawn_by_lines(world: World) -> set[str]:
    """What the lines say, read by themselves: withdrawn, and not taken back by a line that names that withdrawal."""
    found: dict[str, set[str]] = {}
    undone: set[str] = set()
    for file in world.root.glob("network/status/*/revocations.jsonl"):
        for row in file.read_bytes().splitlines():
            said = json.loads(row)
            if "undoes" in said:
                undone |= set(said["undoes"])
            else:
                found.setdefault(said["award"], set()).add(hashlib.sha256(row).hexdigest())
    return {name for name, digests in found.items() if digests - undone}


@lru_cache(maxsize=1)
def _template(folder: str) -> Path:
    root = Path(folder, "template")
    issuing_network(catalogues.write(root, catalogues.good()))
    return root


def history(number: int, folder: Path) -> None:
    dice = random.Random(number)  # noqa: S311 - a history that can be played again
    place = folder / f"h{number}"
    shutil.copytree(_template(str(folder)), place / "main")
    world = World(place / "main", {"key-1": KEY})
    with_record = dice.random() < 0.5
    give(world, dice)
    world.remember()
    if with_record:
        begin_record(world.context, to_multikey(RECORD_KEY.public_key()), world.open_key)
        sign_record(world.context, lambda _: RECORD_KEY, None)
    play(world, dice, EVENTS)
    base = world.branch(place / "base")
    other = world.branch(place / "other")
    play(world, dice, [*EVENTS, *KEY_EVENTS])
    play(other, dice, EVENTS)
    world = merged(base, world, other)
    # An award that a stopped key signed on the other branch is withdrawn and given again, like those before.
    settle(world)
    heal(world)
    world.remember()
    world.withdrawn = withdrawn_by_lines(world)
    look(world)
    if with_record:
        lines = read_record(world.root)
        assert lines is not None
        sign_record(world.context, lambda _: RECORD_KEY, None)
        record = read_record(world.root)
        assert record is not None
        assert record.lines[: len(lines.lines)] == lines.lines
        assert [] == [str(one) for one in award_problems(world.context, None)]
    play(world, dice, EVENTS)
    heal(world)  # what is put back may be of a key that was stopped meanwhile
    world.withdrawn = withdrawn_by_lines(world)
    look(world)
    shutil.rmtree(place)


def test_no_history_loses_or_changes_what_was_signed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "key-1" in ANCHOR
    # Without a commit to compare with, everything is new; what is compared here is every line that was ever signed.
    monkeypatch.setattr("lapel.ledger.checking.since_problems", lambda *_: ())
    monkeypatch.setattr("lapel.ledger.checking.git", lambda *_, **__: None)
    monkeypatch.setattr("lapel.issuing.transaction.git", lambda *_, **__: None)
    # The form of an award is worked out once for all histories.
    shared = Canonicaliser()
    for place in ("issuing.signer", "ledger.line_check"):
        monkeypatch.setattr(f"lapel.{place}.Canonicaliser", lambda: shared)
    first = int(os.environ.get("LAPEL_HISTORIES_FROM", "0"))
    for number in range(first, first + COUNT):
        try:
            history(number, tmp_path)
        except BaseException:
            print(f"history {number}")
            raise
