"""Figures: what is counted, and what is not shown so that nobody is shown."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from datetime import date
from itertools import product
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from lapel.awards.kept import Kept, read_kept
from lapel.awards.revocations import read_revocations
from lapel.model import Catalogue
from lapel.model.figures import FEW, Count, Tally, figures, withheld
from tests.conftest import ROOT


def test_the_sample_is_counted_as_it_is_kept(site: Path, sample: Catalogue) -> None:
    revoked = read_revocations(ROOT)
    standing = [one for one in read_kept(ROOT) if isinstance(one, Kept) and one.id not in revoked]
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
        assert re.search(rf">{re.escape(name)}</a></th><td class=\"number\">{shown}</td>", page), name


COUNTS = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=2), st.integers(0, 12), max_size=8)


@given(COUNTS)
def test_a_small_number_is_hidden_and_no_larger_one_without_need(numbers: dict[str, int]) -> None:
    found = withheld(numbers)
    small = {key for key, number in numbers.items() if 0 < number < FEW}
    assert small <= found.hidden
    assert 0 not in {numbers[key] for key in found.hidden}
    if not small:
        assert set() == found.hidden
    if found.hidden and found.safe:
        assert len(found.hidden) > 1
        assert sum(numbers[key] for key in found.hidden) >= FEW


PAIRS = st.dictionaries(
    st.tuples(st.sampled_from("abcd"), st.sampled_from("XYZ")), st.integers(1, 9), min_size=1, max_size=4
)


def solutions(tables: Mapping[str, Count], pairs: dict[tuple[str, str], int]) -> dict[str, set[int]]:
    """Every value that a hidden count can have, for a reader who knows which organisation gives which badge."""

    def fits(key: str, value: int) -> bool:
        return tables[key] in (value, None)

    found: dict[str, set[int]] = {key: set() for key, count in tables.items() if count is None}
    for values in product(range(1, 11), repeat=len(pairs)):
        sums: Counter[str] = Counter()
        for (badge, organisation), value in zip(pairs, values, strict=True):
            sums[badge] += value
            sums[organisation] += value
            sums["total"] += value
        if all(fits(key, sums[key]) for key in tables):
            for key, every in found.items():
                every.add(sums[key])
    return found


@settings(deadline=None, max_examples=60)
@given(PAIRS)
def test_nobody_can_work_out_a_small_number_from_all_tables_together(pairs: dict[tuple[str, str], int]) -> None:
    empty = Catalogue(ROOT, None, None, {}, {}, {}, {}, {})  # type: ignore[arg-type]
    made = figures(empty, Tally(pairs=Counter(pairs)))
    tables = {**made.badges, **made.organisations, "total": made.total}
    for key, values in solutions(tables, pairs).items():
        assert len(values) > 1, (key, values)


def test_withdrawn_awards_of_one_quarter_and_those_of_another_stay_apart(sample: Catalogue) -> None:
    tally = Tally()
    for day, number in ((date(2026, 3, 31), 6), (date(2026, 4, 1), 7)):
        for _ in range(number):
            tally.add("managing-stress", "fenmarket-homes", day)
    made = figures(sample, tally)
    assert {(2026, 1): 6, (2026, 2): 7} == dict(made.quarters)
    assert 13 == made.badges["managing-stress"]
