"""``figures.json``: the figures as data. A count that is not shown is null."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import date
from typing import Any

from ..model import paths
from ..model.addresses import Addresses
from ..model.catalogue import Catalogue
from ..model.figures import EARLIER, Count, Figures
from ..model.spreadsheet import cell
from ..strings import Strings

VERSION = 1


def figures_table(strings: Strings, catalogue: Catalogue, figures: Figures) -> bytes:
    """``figures.csv``: every number in a row of its own, for a spreadsheet. A number that is not shown is empty."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(["what", "of", "count"])
    rows.writerow([strings("figures.total"), "", _cell(figures.total)])
    rows.writerow([strings("figures.meetings"), "", figures.meetings_held])
    named: list[tuple[str, Mapping[str, Count], Mapping[str, Any]]] = [
        ("by_badge", figures.badges, catalogue.badges),
        ("by_organisation", figures.organisations, catalogue.organisations),
        ("by_pathway", figures.pathways, catalogue.pathways),
    ]
    for key, numbers, records in named:
        for slug, count in sorted(numbers.items()):
            rows.writerow([strings(f"figures.{key}"), cell(records[slug].name), _cell(count)])
    for day, count in sorted(figures.quarters.items()):
        rows.writerow([strings("figures.by_quarter"), _quarter(day), _cell(count)])
    for role, number in figures.roles.items():
        rows.writerow([strings("figures.by_role"), strings(f"role_group.{role}"), number])
    return ("\ufeff" + out.getvalue()).encode()


def _cell(count: Count) -> str:
    return "" if count is None else str(count)


def _quarter(day: date) -> str:
    return "earlier" if day == EARLIER else f"{day.year}-Q{day.month // 3 + 1}"


def figures_document(catalogue: Catalogue, figures: Figures, addresses: Addresses) -> dict[str, Any]:
    def rows(numbers: Mapping[str, Count], key: str, path: Any) -> list[dict[str, Any]]:
        return [{key: addresses(path(slug)), "count": count} for slug, count in sorted(numbers.items())]

    return {
        "id": addresses(paths.FIGURES_DATA),
        "version": VERSION,
        "name": catalogue.network.name,
        "awards": figures.total,
        "byBadge": rows(figures.badges, "badge", paths.badge),
        "byOrganisation": rows(figures.organisations, "organisation", paths.organisation),
        "byQuarter": [{"quarter": _quarter(day), "count": count} for day, count in sorted(figures.quarters.items())],
        "pathwaysCompleted": rows(figures.pathways, "pathway", paths.pathway),
        "membersByRole": dict(figures.roles),
        "meetingsHeld": figures.meetings_held,
        "success": [
            {
                "name": measure.name,
                "target": measure.target,
                "goal": measure.goal,
                "counts": measure.counts.value if measure.counts else None,
                "figures": [{"date": one.date.isoformat(), "value": one.value} for one in measure.figures],
            }
            for measure in catalogue.network.canvas.success
        ],
    }
