"""The page of figures: tables with a chart beside each, the measures of success, and why some numbers are missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Protocol, TypedDict

from ..context import Context
from ..model import paths
from ..model.figures import EARLIER, Count, Figures, quarter_of
from .cards import stories
from .data import Head, MeasureRow, StoryCard
from .measures import measure_rows
from .page import Page

Draw = Callable[[str, str, list[tuple[str, int, str]]], str]
"""Makes the chart of a table from its id, its title and its rows (name, number, what to write beside the bar)."""


class Row(TypedDict):
    """``figure`` is the number, or what stands in its place when it is not ``shown``."""

    name: str
    path: str | None
    shown: bool
    figure: str


class Table(TypedDict):
    """``chart`` is an SVG that shows the same."""

    id: str
    title: str
    column: str
    rows: list[Row]
    chart: str | None


class FiguresData(TypedDict):
    updated: str
    total: str | None
    meetings: str
    members: str
    tables: list[Table]
    some_withheld: bool
    success: list[MeasureRow]
    story: StoryCard | None
    data: str
    csv: str


class FiguresPage(Head):
    figures: FiguresData


class Named(Protocol):
    """A record with a name."""

    @property
    def name(self) -> str: ...


Counted = list[tuple[str, str | None, Count]]
"""Name, path and number of each row."""


def figures_page(context: Context, figures: Figures, draw: Draw, today: date) -> Page:
    """``draw`` is the chart maker of :mod:`lapel.pictures.chart`."""
    strings, catalogue = context.strings, context.catalogue

    def table(key: str, column: str, rows: Counted) -> Table:
        title = strings(f"figures.{key}")
        shown: list[Row] = [
            {"name": name, "path": path, "shown": count is not None, "figure": figure(context, count)}
            for name, path, count in rows
        ]
        # What is not shown has no bar: the table beside the chart says so.
        bars = [(name, count, str(count)) for name, _, count in rows if count]
        chart = draw(f"chart-{key.replace('_', '-')}", strings("figures.chart", title=title), bars) if bars else None
        return {"id": key.replace("_", "-"), "title": title, "column": strings(column), "rows": shown, "chart": chart}

    def named(numbers: Mapping[str, Count], records: Mapping[str, Named], path: Callable[[str], str]) -> Counted:
        rows: Counted = [(records[slug].name, path(slug), count) for slug, count in numbers.items()]
        return sorted(rows, key=lambda row: (-(row[2] or 0), row[2] is None, row[0].casefold()))

    quarters = sorted(figures.quarters.items())
    roles: Counted = [(strings(f"role_group.{role}"), None, number) for role, number in figures.roles.items()]
    tables = [
        table("by_badge", "figures.badge", named(figures.badges, catalogue.badges, paths.badge)),
        table(
            "by_organisation",
            "figures.organisation",
            named(figures.organisations, catalogue.organisations, paths.organisation),
        ),
        table("by_quarter", "figures.quarter", [(quarter_name(context, key), None, count) for key, count in quarters]),
        table("by_pathway", "figures.pathway", named(figures.pathways, catalogue.pathways, paths.pathway)),
        table("by_role", "figures.role", roles),
    ]
    data: FiguresPage = {
        "title": strings("figures.title"),
        "description": strings("figures.description"),
        "figures": {
            "updated": strings("figures.updated", date=strings.date(today)),
            "total": strings.count("figures.awards_total", figures.total)
            if figures.total
            else (strings("figures.none") if figures.total == 0 else None),
            "meetings": strings.count("figures.meetings_held", figures.meetings_held),
            "members": strings.count("about.member_count", len(catalogue.members)),
            "tables": [one for one in tables if one["rows"]],
            "some_withheld": figures.some_withheld,
            "success": measure_rows(context, figures),
            "story": next(iter(stories(context)), None),
            "data": paths.FIGURES_DATA,
            "csv": paths.FIGURES_CSV,
        },
    }
    return Page(paths.FIGURES, "figures", data)


def figure(context: Context, count: Count) -> str:
    """The number, or what stands in its place."""
    return context.strings("figures.withheld") if count is None else str(count)


def quarter_name(context: Context, first: date) -> str:
    """ "October to December 2026", by its first day."""
    strings, term = context.strings, context.catalogue.network.term
    if first == EARLIER and term:
        start = quarter_of(term.starts)
        return strings("figures.earlier", month=strings.months[start.month - 1], year=start.year)
    names = (strings.months[month - 1] for month in (first.month, first.month + 2))
    return strings("figures.quarter_name", first=next(names), last=next(names), year=first.year)
