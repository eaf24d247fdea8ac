"""The canvas, the term, the rhythm, members and the registry."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from itertools import count, islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapel.load import load
from lapel.model import Catalogue, CatalogueError, Duration
from lapel.model.canvas import Canvas
from lapel.model.duration import later
from lapel.model.rhythm import Rhythm, Term
from lapel.outputs import open_context
from lapel.pages.meetings import expected
from lapel.stream import Settings
from tests import catalogues
from tests.building import ROOT

HEADINGS = {
    "drivers", "businessStrategy", "policyStrategy", "existingResources", "commitment", "representation",
    "communication", "engagement", "structure", "subGroups", "principles", "awareness", "success", "members",
}  # fmt: skip


def add(root: Path, text: str) -> None:
    file = root / "network/network.yml"
    file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")


def problems(root: Path) -> list[str]:
    with pytest.raises(CatalogueError) as caught:
        load(root)
    return [str(problem) for problem in caught.value.problems]


def test_the_sample_fills_every_heading_of_the_canvas(sample: Catalogue) -> None:
    assert HEADINGS == set(Canvas.model_fields)
    assert [] == list(sample.network.canvas.empty())


def test_every_heading_of_the_canvas_stands_on_the_page_about_the_network(site: Path, sample: Catalogue) -> None:
    page = (site / "about/index.html").read_text(encoding="utf-8")
    canvas = sample.network.canvas.model_dump()

    def texts(value: object) -> list[str]:
        if isinstance(value, dict):
            return [text for key, part in value.items() if key not in ("id", "date", "counts") for text in texts(part)]
        if isinstance(value, (list, tuple)):
            return [text for part in value for text in texts(part)]
        return [value] if isinstance(value, str) else []

    said = [*texts(canvas), sample.network.territory]
    assert len(said) > 30
    assert [] == [text for text in said if text.replace("'", "&#39;") not in page]


def test_the_checker_names_the_headings_that_are_still_empty(small: Path) -> None:
    add(small, "canvas:\n  commitment: One day a month.\n  representation:\n    earners: People\n")
    done = subprocess.run(
        [sys.executable, "scripts/check.py", str(small)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    *notes, last = done.stdout.splitlines()
    assert "2 badges, 1 organisation, no problem found" == last
    (note,) = notes
    assert note.startswith("network/network.yml:6: ")
    assert "of the canvas can still be answered: " in note
    assert HEADINGS - {"commitment", "representation"} == set(
        note.removesuffix(" [canvas-open]").split("answered: ")[1].split(", ")
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("canvas:\n  drivrs: [x]\n", "network/network.yml:7: has an unknown key 'drivrs': did you mean 'drivers'?"),
        (
            "rhythm:\n  every: now and then\n",
            "network/network.yml:7: 'every' is not a length of time: 'now and then' should look like '45 minutes' or "
            "'2 hours 30 minutes'",
        ),
        (
            "rhythm:\n  every: 2 hours\n",
            "network/network.yml:6: 'rhythm' cannot be read: 'every' should be whole weeks, months or years, like "
            "'2 months'",
        ),
        (
            "term:\n  starts: 2026-09-01\n  length: 1 year\n  review: 2026-08-01\n",
            "network/network.yml:6: 'term' is reviewed before it starts: mend 'starts' or 'review'",
        ),
        (
            "canvas:\n  subGroups:\n    - {id: a, name: A, lead: L}\n    - {id: a, name: B, lead: L}\n",
            "network/network.yml:6: 'canvas' has two sub-groups with the id 'a': give each its own",
        ),
        (
            "canvas:\n  success:\n    - name: People in work\n",
            "network/network.yml:8: 'target' is missing: add it, like 'target: All six meetings of the year'",
        ),
    ],
)
def test_a_fault_in_the_canvas_is_named_with_its_line(small: Path, text: str, expected: str) -> None:
    add(small, text)
    assert [expected] == problems(small)


def test_two_meetings_with_one_address_are_a_problem(small: Path) -> None:
    text = catalogues.meeting("date: 2027-01-20\n" + catalogues.HOUR)
    catalogues.write(small, {"network/meetings/2027-01-20-a.md": text, "network/meetings/2027-01-20-A.md": text})
    if len(list((small / "network/meetings").iterdir())) == 1:
        pytest.skip("this file system holds one of the two only")
    first, second = problems(small)
    assert "network/meetings/2027-01-20-A.md:1: cannot be part of an address" in first
    taken = "network/meetings/2027-01-20-a.md:1: has the address of network/meetings/2027-01-20-A.md"
    assert f"{taken}: rename one of the files" == second


def test_the_registry_says_who_is_recognised_by_whom_and_since_when(site: Path, sample: Catalogue) -> None:
    base = "https://badges.example.org/"
    rows = {row["name"]: row for row in json.loads((site / "registry.json").read_bytes())["issuers"]}
    assert {"Fenmarket Homes", "Harbour Learning Centre", "Meadowbank Care", "Open Door Skills"} == set(rows)
    care = rows["Meadowbank Care"]
    assert "2026-11-18" == care["since"]
    assert "did:web:badges.example.org:organisations:open-door-skills" == care["recognisedBy"]
    assert f"{base}meetings/2026-11-18-what-employers-read/" == care["decision"]


def rhythm(every: str) -> Rhythm:
    return Rhythm(every=every)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("every", "first", "today", "expected"),
    [
        ("2 months", "2026-09-16", "2026-11-22", ["2026-11-16", "2027-01-16", "2027-03-16"]),
        ("2 months", "2027-03-17", "2026-11-22", ["2027-03-17", "2027-05-17", "2027-07-17"]),
        ("1 month", "2026-01-31", "2026-01-31", ["2026-01-31", "2026-02-28", "2026-03-31"]),
        ("6 weeks", "2027-01-20", "2027-02-01", ["2027-03-03", "2027-04-14", "2027-05-26"]),
        ("1 year", "2020-02-29", "2026-11-22", ["2027-02-28", "2028-02-29", "2029-02-28"]),
    ],
)
def test_a_rhythm_says_when_to_expect_meetings(every: str, first: str, today: str, expected: list[str]) -> None:
    found = rhythm(every).days(date.fromisoformat(first), date.fromisoformat(today))
    assert expected == [day.isoformat() for day in islice(found, 3)]


DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))
RHYTHMS = st.sampled_from(["1 week", "10 days", "6 weeks", "1 month", "2 months", "1 month 2 weeks", "5 years"])


@given(RHYTHMS, DAYS, DAYS)
def test_expected_days_never_lie_in_the_past_and_leave_none_out(every: str, first: date, today: date) -> None:
    one = rhythm(every)
    start = today.replace(day=1) if one.in_months else today
    found = list(islice(one.days(first, today), 4))
    steps = (Duration(**{unit: number * step for unit, number in one.every.parts()}) for step in count())
    every_day = (day for step in steps if (day := later(first, step)) >= start)
    assert list(islice(every_day, 4)) == found


def test_a_rhythm_comes_to_an_end_with_the_calendar() -> None:
    assert [date(9998, 12, 30)] == list(rhythm("1 year").days(date(9998, 12, 30), date(9998, 1, 1)))


def put(root: Path, day: str, more: str = "") -> None:
    text = catalogues.meeting(f"date: {day}\n{catalogues.HOUR}{more}")
    catalogues.write(root, {f"network/meetings/{day}-one.md": text})


def expected_in(root: Path, today: date) -> list[str]:
    context = open_context(root, Settings(ROOT / "overrides"))
    return [row["iso"] for row in islice(expected(context, today), 3)]


def test_a_month_with_a_meeting_is_not_expected_again_and_an_extra_meeting_moves_nothing(small: Path) -> None:
    add(small, "rhythm:\n  every: 2 months\n")
    for day in ("2027-01-20", "2027-02-10", "2027-05-19"):
        put(small, day)
    put(small, "2027-07-21", "status: cancelled\n")
    assert ["2027-03", "2027-07", "2027-09"] == expected_in(small, date(2027, 2, 11))


def test_a_rhythm_of_weeks_knows_a_meeting_that_is_a_few_days_off(small: Path) -> None:
    add(small, "rhythm:\n  every: 4 weeks\n  since: 2027-01-04\n")
    put(small, "2027-02-03")
    assert ["2027-01-04", "2027-03-01", "2027-03-29"] == expected_in(small, date(2027, 1, 1))


def test_nothing_is_expected_after_the_end_of_the_term(small: Path) -> None:
    add(small, "rhythm:\n  every: 2 months\nterm:\n  starts: 2027-01-10\n  length: 6 months\n  review: 2027-06-01\n")
    assert ["2027-01", "2027-03", "2027-05"] == expected_in(small, date(2027, 1, 10))
    assert ["2027-05"] == expected_in(small, date(2027, 5, 31))
    assert date(2027, 7, 9) == Term(starts=date(2027, 1, 10), length=Duration(months=6), review=date(2027, 6, 1)).ends


@pytest.mark.parametrize("zone", ["Etc/GMT+5", "localtime", "Factory", "GB", "Moon/Sea"])
def test_a_zone_that_misleads_is_no_zone(small: Path, zone: str) -> None:
    add(small, f"timeZone: {zone}\n")
    (found,) = problems(small)
    assert f"'timeZone' is not a time zone: '{zone}'" in found


@pytest.mark.parametrize("clock", ["14:5", "+1:+2", "1_0:0_0", "１４:００", "24:00", "14.30"])
def test_an_odd_hour_is_a_problem(small: Path, clock: str) -> None:
    put(small, "2027-01-20")
    file = small / "network/meetings/2027-01-20-one.md"
    file.write_text(file.read_text(encoding="utf-8").replace("14:00", clock), encoding="utf-8")
    (found,) = problems(small)
    assert "is not a time of day" in found


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "1899-12-31", "2200-01-01"])
def test_a_day_out_of_all_bounds_is_a_problem_and_no_traceback(small: Path, day: str) -> None:
    put(small, day)
    (found,) = problems(small)
    assert f"lies in the year {int(day[:4])}: write a day from 1900 to 2199" in found


def test_a_map_that_nobody_can_follow_is_a_problem(small: Path) -> None:
    ids = [f"g{number}" for number in range(14)]
    groups = "".join(f"      - {{id: {name}, name: N, does: [x], leadsTo: [{', '.join(ids)}]}}\n" for name in ids)
    text = "title: T\nlead: L\noutcomesName: O\noutcomes: [{id: o, name: O}]\nlayers:\n  - name: L\n    groups:\n"
    catalogues.write(small, {"network/map.yml": text + groups})
    assert ["network/map.yml:1: has more than 150 arrows, which nobody can follow: leave some out"] == problems(small)


def test_an_id_that_is_there_twice_is_named_at_its_line(small: Path) -> None:
    text = (
        "title: T\nlead: L\noutcomesName: O\noutcomes:\n  - id: one\n    name: O\nlayers:\n  - name: L\n    groups:\n"
    )
    catalogues.write(small, {"network/map.yml": text + "      - id: one\n        name: N\n        does: [x]\n"})
    assert ["network/map.yml:5: has the id 'one' twice: give each group and outcome its own"] == problems(small)


def test_an_address_that_would_add_to_a_letter_is_no_address(small: Path) -> None:
    file = small / "network/network.yml"
    text = file.read_text(encoding="utf-8").replace("hello@example.org", "a?bcc=evil%40evil.org&body=@example.org")
    file.write_text(text, encoding="utf-8")
    (found,) = problems(small)
    assert "'email' is not an e-mail address" in found


def test_a_link_to_a_list_that_is_empty_is_a_problem(small: Path) -> None:
    (small / "network/news").mkdir()
    catalogues.write(
        small, {"network/guides/g.md": "---\ntitle: G\ndescription: D\n---\n\n[News](../news) [B](../../badges/)\n"}
    )
    (found,) = problems(small)
    assert "links to '../news', and there is nothing in it yet: take the link out" in found
