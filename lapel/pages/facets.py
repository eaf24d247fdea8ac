"""By what badges are filtered: one table, which the cards, the choices above them and the badge's page all ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ..context import Context
from ..model.badge import Achievement
from ..model.vocabulary import Level
from .data import FacetData, Fact, Filter

TIME_STEPS = ((60, "hour"), (4 * 60, "half-day"), (8 * 60, "day"))
"""Choices by the most minutes that they stand for; anything longer is "longer"."""
MAX_TAGS = 40
"""How many tags a reader can choose from: those that most badges have."""


Order = Callable[["_Facet", Context, Counter[str]], list[str]]
"""Puts the values that some badge has in the order in which they are offered."""


def _by_words(facet: _Facet, context: Context, found: Counter[str]) -> list[str]:
    return sorted(found, key=lambda value: context.catalogue.order(facet.words(context, value)))


def _most_used(_: _Facet, __: Context, found: Counter[str]) -> list[str]:
    return sorted(found, key=lambda value: (-found[value], value.casefold()))[:MAX_TAGS]


def _listed(values: Sequence[str]) -> Order:
    return lambda _, __, found: [value for value in values if value in found]


@dataclass(frozen=True)
class _Facet:
    """``values`` are those of one badge, ``words`` what a reader reads for one of them.

    ``single``: a badge has one value at most. ``is_fact``: the value stands among the facts of a card and of the
    badge's page, there with the words of ``<name>.label`` before it. ``sentences`` are the keys of all its words.
    """

    name: str
    values: Callable[[Context, Achievement], Sequence[str]]
    words: Callable[[Context, str], str]
    order: Order = _by_words
    single: bool = False
    is_fact: bool = False
    sentences: tuple[str, ...] = ()


def _choice(
    name: str,
    value: Callable[[Achievement], str | None],
    options: Sequence[str],
    *,
    family: str = "",
    is_fact: bool = False,
) -> _Facet:
    """One value of a short list: its words are the sentence ``<family>.<value>`` (``name`` names the family too)."""
    family = family or name
    keys = (f"catalogue.{name}", *(f"{family}.{option}" for option in options), *([f"{name}.label"] * is_fact))
    return _Facet(
        name,
        lambda _, badge: [str(found)] if (found := value(badge)) else [],
        lambda context, found: context.strings(f"{family}.{found}"),
        _listed(options),
        single=True,
        is_fact=is_fact,
        sentences=keys,
    )


def _organisation(context: Context, slug: str) -> str:
    return context.catalogue.organisations[slug].name


def _time_step(badge: Achievement) -> str | None:
    if badge.time is None:
        return None
    minutes = badge.time.total_minutes()
    return next((name for most, name in TIME_STEPS if minutes <= most), "longer")


def help_languages(context: Context, badge: Achievement) -> list[str]:
    """The languages in which somebody can help: the person at the door, or else those who give the badge."""
    givers = (context.catalogue.organisations[slug] for slug in badge.issuers)
    spoken = badge.start.languages or [tag for one in givers for tag in one.languagesOfHelp]
    return sorted({tag.split("-")[0] for tag in spoken})


FACETS = (
    _Facet(
        "tag",
        lambda _, badge: badge.tags,
        lambda _, tag: tag[:1].upper() + tag[1:],
        _most_used,
        sentences=("catalogue.tag",),
    ),
    _Facet("organisation", lambda _, badge: badge.issuers, _organisation, sentences=("catalogue.organisation",)),
    _choice("time", _time_step, [*(name for _, name in TIME_STEPS), "longer"], family="time_step"),
    _Facet(
        "place",
        lambda _, badge: [badge.start.town] if badge.start.town else [],
        lambda _, town: town,
        single=True,
        sentences=("catalogue.place",),
    ),
    _Facet(
        "help",
        lambda context, badge: help_languages(context, badge),
        lambda context, tag: context.strings.language_name(tag),
        sentences=("catalogue.help",),
    ),
    _Facet(
        "month",
        lambda context, badge: sorted({f"{day:%Y-%m}" for day in badge.start.dates if day >= context.today}),
        lambda context, month: context.strings.month(date.fromisoformat(f"{month}-01")),
        lambda _, __, found: sorted(found),
        sentences=("catalogue.month",),
    ),
    _choice("level", lambda badge: badge.level, list(Level), is_fact=True),
    _Facet(
        "recognised",
        lambda context, badge: [one.slug for one in context.catalogue.recognising(badge.slug)],
        _organisation,
        sentences=("catalogue.recognised",),
    ),
)


def facets(context: Context, badge: Achievement) -> list[FacetData]:
    """What the filters look at on a card."""
    return [
        {"name": facet.name, "values": list(facet.values(context, badge)), "single": facet.single} for facet in FACETS
    ]


def facts(context: Context, badge: Achievement) -> list[Fact]:
    """What the card and the page of a badge say in a line."""
    return [
        {"label": context.strings(f"{facet.name}.label"), "words": facet.words(context, value)}
        for facet in FACETS
        if facet.is_fact
        for value in facet.values(context, badge)
    ]


def filters(context: Context, badges: Iterable[Achievement]) -> list[Filter]:
    """The filters that offer a choice between these badges, with the values that some badge has."""
    badges = list(badges)
    found: list[Filter] = []
    for facet in FACETS:
        values = Counter(value for badge in badges for value in facet.values(context, badge))
        choices = [(value, facet.words(context, value)) for value in facet.order(facet, context, values)]
        if len(choices) > 1:
            found.append({"name": facet.name, "choices": choices})
    return found
