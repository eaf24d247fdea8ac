"""Figures: what is counted, and what is not shown so that nobody is shown."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from datetime import date
from itertools import product
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapel.ledger.stored_awards import StoredAward, read_stored
from lapel.ledger.withdrawals import read_revocations
from lapel.model import Catalogue
from lapel.model.figures import EARLIER, FEW, Tally, figures, withheld
from tests.building import ROOT


def test_the_sample_is_counted_as_it_is_kept(site: Path, sample: Catalogue) -> None:
    revoked = read_revocations(ROOT)
    standing = [one for one in read_stored(ROOT) if isinstance(one, StoredAward) and one.id not in revoked]
    document = json.loads((site / "figures.json").read_bytes())
    assert len(standing) == document["awards"]
    expected = Counter(one.badge for one in standing)
    for row in document["byBadge"]:
        number = expected[row["badge"].split("/")[-2]]
        assert row["count"] in (number, None)
        assert row["count"] is None or number >= FEW
    assert any(row["count"] for row in document["byBadge"])
    assert 2 == document["meetingsHeld"]
    assert {"issuer": 4, "consumer": 2}.items() <= document["membersByRole"].items()
    assert [measure.name for measure in sample.network.canvas.success] == [row["name"] for row in document["success"]]


def test_the_page_and_the_data_say_the_same(site: Path, sample: Catalogue) -> None:
    document = json.loads((site / "figures.json").read_bytes())
    page = (site / "figures/index.html").read_text(encoding="utf-8")
    for row in document["byBadge"]:
        name = sample.badges[row["badge"].split("/")[-2]].name
        shown = (
            str(row["count"]) if row["count"] is not None else ("fewer than 5" if "fewerThan" in row else "not shown")
        )
        assert re.search(rf">{re.escape(name)}</a></th><td class=\"number\">(<a [^>]*>)?{shown}<", page), name


COUNTS = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=2), st.integers(0, 12), max_size=8)


@given(COUNTS)
def test_a_small_number_is_hidden_and_nothing_without_need(numbers: dict[str, int]) -> None:
    found = withheld(numbers)
    small = {key for key, number in numbers.items() if 0 < number < FEW}
    assert small <= found.hidden
    assert 0 not in {numbers[key] for key in found.hidden}
    assert bool(small) == bool(found.hidden)
    if found.hidden and found.safe:
        assert len(found.hidden) > 1
        assert sum(numbers[key] for key in found.hidden) >= FEW


def published(pairs: Mapping[tuple[str, str], int]) -> tuple[object, ...]:
    """All that the figures say of awards, in a form that can be compared."""
    network = SimpleNamespace(term=None)
    empty = Catalogue(ROOT, network, None, {}, {}, {}, {}, {})  # type: ignore[arg-type]
    made = figures(empty, Tally(pairs=Counter(pairs)))
    return made.total, tuple(sorted(made.badges.items())), tuple(sorted(made.organisations.items()))


SHAPES = [
    ["aX", "bX"],
    ["aX", "bX", "cX"],
    ["aX", "bY"],
    ["aX", "aY", "bY"],
    ["aX", "bX", "cY"],
    ["aX", "aY", "bX", "bY"],
    ["aX", "bY", "cZ"],
    ["aX", "aY", "bY", "cZ"],
]


@pytest.mark.parametrize("shape", SHAPES, ids=" ".join)
def test_nobody_who_knows_the_rule_and_who_gives_what_can_work_out_a_small_number(shape: list[str]) -> None:
    """Every set of awards of a shape, up to 13 in all: what is published of one with a small count fits another too."""
    pairs = [(name[0], name[1]) for name in shape]
    by_what_is_shown: dict[object, list[tuple[int, ...]]] = {}
    for values in product(range(1, 13), repeat=len(pairs)):
        if sum(values) <= 13:
            by_what_is_shown.setdefault(published(dict(zip(pairs, values, strict=True))), []).append(values)
    for shown, candidates in by_what_is_shown.items():
        if shown[0] is None:  # type: ignore[index]
            continue
        for place, pair in enumerate(pairs):
            values_of_pair = {candidate[place] for candidate in candidates}
            assert len(values_of_pair) > 1 or values_of_pair.pop() >= FEW, (shown, pair)


def test_when_the_whole_is_small_nothing_is_listed(sample: Catalogue) -> None:
    made = figures(
        sample, Tally(Counter({("a", "X"): 1, ("b", "X"): 1, ("c", "X"): 2}), Counter({date(2026, 10, 1): 4}))
    )
    assert (None, {}, {}, {}, {}) == (made.total, made.badges, made.organisations, made.quarters, made.pathways)


def test_quarters_stay_apart_and_those_before_the_start_are_one(sample: Catalogue) -> None:
    tally = Tally()
    for day, number in ((date(2026, 6, 30), 6), (date(2026, 7, 1), 7)):
        for _ in range(number):
            tally.add("managing-stress", "fenmarket-homes", day)
    made = figures(sample, tally)
    assert {EARLIER: 6, date(2026, 7, 1): 7} == dict(made.quarters)
    assert 13 == made.badges["managing-stress"]
