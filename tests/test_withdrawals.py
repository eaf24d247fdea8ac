"""Lines of withdrawals: whatever two branches do, and in whatever order their lines meet, none is lost."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lapel.credentials.identity import new_id
from lapel.ledger.withdrawals import Revocation, Undo, read_entry, read_withdrawals, with_entries

DAY = "2026-11-22"
AWARDS = ["a" * 26, "b" * 26, "c" * 26]
STEPS = st.lists(st.sampled_from(AWARDS), max_size=8)
"""Each names an award, which is withdrawn, or in force again when it is."""


def act(content: bytes, award: str) -> bytes:
    """Withdraws the award, or takes its withdrawal back, as ``lapel revoke`` writes it."""
    own = read_withdrawals(content)
    before = own.lines_of(award)
    if any(one.award == award for one in own.standing):
        return with_entries(content, [Undo(award, before, DAY)])
    return with_entries(content, [Revocation(award, 1, AWARDS.index(award), DAY, "A mistake.", None, new_id())])


def withdrawn(content: bytes) -> set[str]:
    return {one.award for one in read_withdrawals(content).standing}


def union(base: bytes, here: bytes, there: bytes, seed: int) -> bytes:
    """What is left of a merge by lines: those of both sides, in any order."""
    rows = [*base.splitlines(), *here[len(base) :].splitlines(), *there[len(base) :].splitlines()]
    random.Random(seed).shuffle(rows)  # noqa: S311 - an order, and no secret
    return b"".join(row + b"\n" for row in rows)


@settings(max_examples=400)
@given(STEPS, STEPS, STEPS, st.integers(0, 10_000))
def test_a_merge_loses_no_withdrawal(first: list[str], here: list[str], there: list[str], seed: int) -> None:
    base = b""
    for award in first:
        base = act(base, award)
    sides = []
    for steps in (here, there):
        content = base
        for award in steps:
            content = act(content, award)
        assert content.startswith(base), "no line that was there is changed"
        sides.append(content)
    merged = union(base, *sides, seed)
    assert set(merged.splitlines()) == {row for side in sides for row in side.splitlines()} | set(base.splitlines())
    for side, steps in zip(sides, (here, there), strict=True):
        # What a branch withdrew stands, whatever the other did: it could not know of it.
        for one in read_withdrawals(side).standing:
            if one not in read_withdrawals(base).standing:
                assert one.award in withdrawn(merged)
        assert steps or side == base
    untouched = set(AWARDS) - {*here, *there}
    assert withdrawn(base) & untouched == withdrawn(merged) & untouched


def test_the_withdrawal_that_names_a_new_award_is_shown() -> None:
    rows = [Revocation(AWARDS[0], 1, 0, DAY, "Re-issued.", AWARDS[1]), Revocation(AWARDS[0], 1, 0, DAY, "A mistake.")]
    for order in (rows, rows[::-1]):
        (one,) = read_withdrawals(with_entries(b"", order)).standing
        assert AWARDS[1] == one.replacement


@pytest.mark.parametrize(
    "row",
    [
        b"",
        b"[]",
        b'{"award":"a"}',
        b'{"award":"a","list":"1","index":1,"date":"2026-11-22","reason":"x"}',
        b'{"award":"a","list":1,"index":1,"date":"2026-11-22","reason":"x","id":1}',
        b'{"award":"a","list":1,"index":1,"date":"2026-11-22","reason":"x","more":1}',
        b'{"award":"a","undoes":[],"date":"2026-11-22"}',
        b'{"award":"a","undoes":"all","date":"2026-11-22"}',
        b'{"award":"a","undoes":["x"],"date":"2026-11-22"}',
        b'{"award":"a","undoes":["' + b"0" * 64 + b'"],"date":"today"}',
        b'{"award":1,"undoes":["' + b"0" * 64 + b'"],"date":"2026-11-22"}',
        b'{"award": "a","list":1,"index":1,"date":"2026-11-22","reason":"x"}',
        b'{"award":"a","list":1,"index":1,"date":"2999-11-22","reason":"x"}',
        b'{"award":"a","list":1,"index":1,"date":"2026-11-22","reason":""}',
        b'{"award":"a","list":1,"index":1,"date":"2026-11-22","reason":"' + b"x" * 301 + b'"}',
        b'{"award":"a","list":1,"index":1,"date":"2026-11-22","reason":"a\\ud800"}',
        b'{"award":"a","list":1,"index":1,"date":"2026-11-22","reason":"a\\u202eb"}',
        b'{"award":"a","list":1,"index":1,"date":"2026-11-22","reason":"x","replacement":"a"}',
        b"<<<<<<< HEAD",
        b"=======",
        b">>>>>>> there",
    ],
)
def test_a_line_that_is_no_withdrawal_is_refused(row: bytes) -> None:
    with pytest.raises((ValueError, TypeError)):
        read_entry(row)


def test_many_lines_of_one_award_are_read_in_one_pass() -> None:
    rows: list[Revocation | Undo] = []
    for _ in range(3000):
        rows.append(Revocation(AWARDS[0], 1, 0, DAY, "A mistake.", None, new_id()))
    content = with_entries(b"", rows)
    found = read_withdrawals(content)
    content = with_entries(content, [Undo(AWARDS[0], (digest,), DAY) for digest in found.lines_of(AWARDS[0])])
    assert [] == read_withdrawals(content).standing


def test_a_file_without_its_last_line_end_gets_it_back() -> None:
    row = Revocation(AWARDS[0], 1, 0, DAY, "A mistake.", None, new_id())
    assert with_entries(row.line, [row]).count(b"\n") == 2
