"""The pictures that messengers show of pages: one for each badge, pathway, meeting, organisation, guide, story."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from .cache import Cache
from .code import code_digest
from .context import Context
from .look_files import typeface
from .model import paths
from .model.badge import Achievement
from .model.look import LIGHT
from .pictures import raster
from .pictures.artwork import artwork_of, default_artwork
from .pictures.share import Plate, share_picture
from .state import state_of
from .stream import Settings, Unit, made


def plate(context: Context, settings: Settings) -> Plate:
    """What all pictures of this network have in common."""
    colours = context.catalogue.look.colours
    found = typeface(context, settings)
    names = ("deep", "ground", "deep-ink", "deep-soft", "sun")
    ground, panel, ink, soft, accent = (colours[name][LIGHT] for name in names)
    font, letters = found or (None, frozenset())
    return Plate(ground, panel, ink, soft, accent, context.catalogue.network.name, font, letters)


def badge_share(context: Context, settings: Settings, cache: Cache, badge: Achievement) -> Unit:
    """That of the pages of a badge, and of its awards: it says nothing of any of them."""
    issuers = [context.catalogue.organisations[slug].name for slug in badge.issuers]
    line = context.strings("share.given_by", issuers=context.strings.listing(issuers))
    return _unit(
        context, settings, cache, paths.badge(badge.slug), badge.name, line, [artwork_of(context.catalogue, badge)]
    )


def share_units(context: Context, settings: Settings, cache: Cache) -> Iterator[Unit]:
    """Those of all other pages. The picture of the home page stands for every page without one of its own."""
    catalogue, strings = context.catalogue, context.strings
    starters = [artwork_of(context.catalogue, badge) for badge in catalogue.active[:3]] or [
        default_artwork(catalogue.network.name)
    ]
    yield _unit(context, settings, cache, "", catalogue.network.name, catalogue.home.headline, starters)
    for pathway in catalogue.pathways.values():
        art = [
            artwork_of(context.catalogue, catalogue.badges[slug])
            for slug in _fronts(pathway.completion, pathway.badges)
        ]
        yield _unit(context, settings, cache, paths.pathway(pathway.slug), pathway.name, strings("pathway.kind"), art)
    for meeting in catalogue.meetings.values():
        line = strings.weekday_date(meeting.date)
        yield _unit(context, settings, cache, paths.meeting(meeting.slug), meeting.name, line, starters[:1])
    for one in catalogue.organisations.values():
        artwork = catalogue.artwork.get(one.source)
        art = [artwork.svg] if artwork else starters[:1]
        line = strings(f"role.{one.roles[0].value}")
        yield _unit(context, settings, cache, paths.organisation(one.slug), one.name, line, art)
    for guide in catalogue.guides.values():
        yield _unit(context, settings, cache, paths.guide(guide.slug), guide.title, strings("guide.kind"), starters)
    for piece in catalogue.news.values():
        line = strings.date(piece.date)
        yield _unit(context, settings, cache, paths.news(piece.slug), piece.title, line, starters[:1])
    for story in catalogue.stories.values():
        badges = [catalogue.badges[slug] for slug in story.badges][:3]
        art = [artwork_of(context.catalogue, badge) for badge in badges] or starters[:1]
        yield _unit(context, settings, cache, paths.story(story.slug), story.title, story.person, art)


def _fronts(completion: str | None, badges: Sequence[str]) -> list[str]:
    return [*([completion] if completion else []), *badges][:3]


def _unit(
    context: Context, settings: Settings, cache: Cache, page: str, title: str, line: str, art: Sequence[str]
) -> Unit:
    look = plate(context, settings)
    said = "\0".join(
        [repr((look.ground, look.panel, look.ink, look.soft, look.accent, look.network)), title, line, *art]
    )
    kind = f"share {code_digest('pictures', libraries=('resvg', 'pillow'))} {_font_digest(look)}"
    digest = hashlib.sha256(f"{kind}\0{said}".encode()).hexdigest()
    return made(paths.share_picture(page), digest, lambda: cache.get(kind, said, _drawer(look, art, title, line)))


def _drawer(look: Plate, art: Sequence[str], title: str, line: str) -> Callable[[], bytes]:
    """What cannot be drawn is left out: the badge or the organisation that it belongs to says so in its own place."""
    return lambda: share_picture(look, [drawn for svg in art if (drawn := _drawn(svg))], title, line)


def _drawn(svg: str) -> bytes | None:
    try:
        return raster.png(svg)
    except ValueError:
        return None


def _font_digest(look: Plate) -> str:
    return "" if look.font is None else _file_digest(look.font, *state_of(look.font.parent, look.font.name))


@lru_cache(maxsize=4)
def _file_digest(file: Path, time: int, size: int) -> str:
    """``time`` and ``size`` are those of the file: it is read once."""
    return hashlib.sha256(file.read_bytes()).hexdigest()
