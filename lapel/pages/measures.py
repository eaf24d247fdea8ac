"""Signs of success: what the network wants to reach, and how far it is. Each number has one source."""

from __future__ import annotations

from ..context import Context
from ..model.canvas import Measure
from ..model.figures import Figures
from ..model.vocabulary import Counted, Sector
from .data import Measured, MeasureRow, Progress


def measure_rows(context: Context, figures: Figures) -> list[MeasureRow]:
    """``figures`` are counted from the awards and the members; a measure that they hold says no number of its own."""
    return [measure_row(context, measure, figures) for measure in context.catalogue.network.canvas.success]


def measure_row(context: Context, measure: Measure, figures: Figures) -> MeasureRow:
    strings = context.strings
    if measure.counts:
        number = counted(context, measure.counts, figures)
        words = strings("figures.withheld") if number is None else _words(context, measure.counts, number)
        rows: list[Measured] = [{"date": strings.date(context.today), "value": words}]
    else:
        newest = sorted(measure.figures, key=lambda figure: figure.date, reverse=True)
        rows = [{"date": strings.date(figure.date), "value": figure.value} for figure in newest]
        number = newest[0].number if newest else None
    return {
        "name": measure.name,
        "target": measure.target,
        "figures": rows,
        "progress": _progress(context, measure, number),
    }


def counted(context: Context, what: Counted, figures: Figures) -> int | None:
    """The number today; None where it may not be shown."""
    if what is Counted.BADGES_GIVEN:
        return figures.total
    if what is Counted.MEETINGS_HELD:
        return figures.meetings_held
    members = context.catalogue.members
    return sum(one.sector is Sector.EMPLOYER and bool(one.recognises) for one in members)


def _words(context: Context, what: Counted, number: int) -> str:
    return context.strings.count(f"counted.{what.value}", number)


def _progress(context: Context, measure: Measure, number: int | None) -> Progress | None:
    if measure.goal is None or number is None:
        return None
    share = min(100, number * 100 // measure.goal)
    return {"share": share, "words": context.strings("figures.of_goal", number=number, goal=measure.goal)}
