"""``figures.json``: the figures as data. A count that is not shown is null."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..model import addresses as places
from ..model.addresses import Addresses
from ..model.catalogue import Catalogue
from ..model.figures import EARLIER, Count, Figures

VERSION = 1


def figures_document(catalogue: Catalogue, figures: Figures, addresses: Addresses) -> dict[str, Any]:
    def rows(numbers: Mapping[str, Count], key: str, place: Any) -> list[dict[str, Any]]:
        return [{key: addresses(place(slug)), "count": count} for slug, count in sorted(numbers.items())]

    return {
        "id": addresses(places.FIGURES_DATA),
        "version": VERSION,
        "name": catalogue.network.name,
        "awards": figures.total,
        "byBadge": rows(figures.badges, "badge", places.badge),
        "byOrganisation": rows(figures.organisations, "organisation", places.organisation),
        "byQuarter": [
            {"quarter": "earlier" if day == EARLIER else f"{day.year}-Q{day.month // 3 + 1}", "count": count}
            for day, count in sorted(figures.quarters.items())
        ],
        "pathwaysCompleted": rows(figures.pathways, "pathway", places.pathway),
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
