"""``figures.json``: the figures as data. A count that is not shown is null."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..model import paths
from ..model.addresses import Addresses
from ..model.catalogue import Catalogue
from ..model.figures import EARLIER, Count, Figures

VERSION = 1


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
        "byQuarter": [
            {"quarter": "earlier" if day == EARLIER else f"{day.year}-Q{day.month // 3 + 1}", "count": count}
            for day, count in sorted(figures.quarters.items())
        ],
        "pathwaysCompleted": rows(figures.pathways, "pathway", paths.pathway),
        "membersByRole": dict(figures.roles),
        "meetingsHeld": figures.meetings_held,
        "success": [
            {
                "name": measure.name,
                "target": measure.target,
                "figures": [{"date": one.date.isoformat(), "value": one.value} for one in measure.figures],
            }
            for measure in catalogue.network.canvas.success
        ],
    }
