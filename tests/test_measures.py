"""Progress towards goals: each number has one source."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

from tests import catalogues
from tests.catalogues_check import problems

MEASURE = "canvas:\n  success:\n    - name: Badges\n      target: Ten badges\n      goal: 10\n"


def words(page: Path) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", page.read_text(encoding="utf-8")).split())


def test_the_same_number_stands_on_every_page(site: Path) -> None:
    total = json.loads((site / "figures.json").read_text(encoding="utf-8"))["awards"]
    for page in ("index.html", "figures/index.html", "about/index.html"):
        counts = set(re.findall(r"(\d+) badges given", words(site / page)))
        assert {str(total)} == counts, page


def test_the_table_for_a_spreadsheet_says_what_the_page_says(site: Path) -> None:
    rows = list(csv.reader(io.StringIO((site / "figures.csv").read_text(encoding="utf-8-sig"))))
    data = json.loads((site / "figures.json").read_text(encoding="utf-8"))
    assert ["what", "of", "count"] == rows[0]
    assert ["Badges given", "", str(data["awards"])] == rows[1]
    counts = [row[2] for row in rows if row[0] == "Badges given, by badge"]
    assert ["" if one["count"] is None else str(one["count"]) for one in data["byBadge"]] == counts


def test_two_sources_for_one_number_are_a_problem(small: Path) -> None:
    twice = MEASURE + "      counts: badges-given\n      figures: [{date: 2026-11-01, value: 5 badges}]\n"
    catalogues.write(small, {"network/network.yml": catalogues.NETWORK + twice})
    (problem,) = problems(small)
    assert "has 'counts' and 'figures', so that two numbers could disagree: keep one of them" in problem


def test_how_many_hold_a_badge_is_said_only_where_it_names_nobody(site: Path) -> None:
    data = json.loads((site / "figures.json").read_text(encoding="utf-8"))
    for row in data["byBadge"]:
        slug = row["badge"].rstrip("/").split("/")[-1]
        said = re.search(r"Given (\d+) times", words(site / "badges" / slug / "index.html"))
        assert (str(row["count"]) if row["count"] else None) == (said[1] if said else None), slug
