"""Publishing: everything that a catalogue is, put into a folder, with as little work as what changed allows.

No site generator is known here. What one writes beside it, or a person put there, is the caller's to keep or to sweep.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Event

from .badge_files import badge_units
from .cache import Cache
from .context import Context
from .ledger.endorsements import endorsements_by_subject, of_badge
from .ledger.stored_awards import count_lines
from .model.problem import CatalogueError, LapelError, Problem
from .outputs import awards_of_site, renderer, site_units
from .pages.html import Renderer
from .processes import processors, spread
from .published import Published, Record, Whole, award_of
from .search import index_digest, make_index
from .state import award_page, state_of
from .stream import Settings, Share, Unit
from .write import write_unit

# From so many things a process on, starting one costs less than it saves.
BADGES_A_PROCESS = 150
AWARDS_A_PROCESS = 1500


Units = Callable[[Context, Settings, Renderer, Share], Iterable[Unit]]


@dataclass(frozen=True)
class Done:
    """What was published: how many files were written."""

    written: int
    search: str
    """The digest of the pages that are searched."""


@dataclass(frozen=True)
class _Job:
    """What every process of one build knows."""

    context: Context
    settings: Settings
    published: Published
    alone: bool
    stop: Event | None


class StoppedError(LapelError):
    """Whoever asked for it wants it no more."""


def publish(
    context: Context,
    settings: Settings,
    published: Published,
    *,
    others: Collection[str] = (),
    search: bool = True,
    alone: bool = False,
    inputs: str = "",
    stop: Event | None = None,
) -> Done:
    """Writes the whole site to the folder of ``published``, but for what it holds. Everything was checked before.

    ``others`` are the paths of files that another hand has written there. ``alone`` starts no other process.
    ``inputs`` is the digest of all that the site is made of (:mod:`.unchanged`).
    ``stop`` ends it between two files, with :class:`StoppedError`: what was written stands, and is looked at again.
    Raises :class:`CatalogueError` when two files have one path, or something cannot be drawn or rendered.
    """
    network = context.catalogue.network
    today = settings.day(network.zone)
    published.begin()
    job = _Job(context, settings, published, alone, stop)
    record, written = _shared(job, site_units, len(context.catalogue.badges) // BADGES_A_PROCESS)
    for path in others:
        if path.casefold() in record.sources:
            raise CatalogueError(
                [Problem(path, 1, "is a file that the engine makes too: rename the page", "address-taken")]
            )
    digest = index_digest(published.folder, record, context.strings.language, others)
    if search and digest != published.search:
        make_index(published.folder, context.strings.language, network.languages)
    awards, more = Record(), 0
    if not settings.apart:
        awards, more = _shared(job, awards_of_site, count_lines(context.catalogue.awards) // AWARDS_A_PROCESS)
    record.awards = awards.awards
    published.finish(
        record, others, digest if search else "", Whole(inputs, today.isoformat(), network.timeZone) if inputs else None
    )
    return Done(written + more, digest)


def publish_badges(context: Context, settings: Settings, folder: Path, slugs: Iterable[str]) -> None:
    """Writes what these badges are published as, and nothing of what else they change: a first look at them."""
    render, cache = renderer(context, settings), Cache(None)
    said = endorsements_by_subject(context.catalogue.awards)
    folders: set[Path] = set()
    for slug in slugs:
        own = of_badge(said, context.addresses, slug)
        for unit in badge_units(context, context.catalogue.badges[slug], render, cache, own):
            write_unit(unit, folder, folders)


def _shared(job: _Job, units: Units, worth: int) -> tuple[Record, int]:
    """What ``units`` gives, made by as many processes as it is worth to start."""
    parts = 1 if job.alone else min(processors(), worth)
    done = spread(partial(_part, job, units, parts), parts, can_be_sent=True) if parts > 1 else None
    if done is None:
        return _work(job, units, Share())
    whole = Record()
    for record, _ in done:
        whole = whole.joined(record)
    return whole, sum(written for _, written in done)


def _part(job: _Job, units: Units, parts: int, part: int) -> tuple[Record, int]:
    return _work(job, units, Share(part, parts))


def _work(job: _Job, units: Units, share: Share) -> tuple[Record, int]:
    render = renderer(job.context, job.settings)
    record, written = Record(), 0
    folders: set[Path] = set()
    for unit in units(job.context, job.settings, render, share):
        if job.stop and job.stop.is_set():
            raise StoppedError
        state = job.published.holds(unit)
        if state is None:
            job.published.clear(unit)
            written += write_unit(unit, job.published.folder, folders)
            path = award_page(award_of(unit)) if unit.key.endswith("/") else unit.key
            state = state_of(job.published.folder, path)
        record.add(unit, state)
    return record, written
