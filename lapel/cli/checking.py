"""``lapel check``: every mistake of a network at once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from ..badge_files import drawn_with
from ..cache import Cache
from ..context import Context
from ..fetch import fetch
from ..files import write_whole
from ..framework_files import code_reminders
from ..home import HOME, INSTALLED, LOCALES, cache_file
from ..issuing.run import all_stored
from ..ledger.against import against_problems
from ..ledger.record_reminders import record_reminders
from ..ledger.revocations import ending_lists, status_lists
from ..ledger.signatures import in_doubt
from ..ledger.summary import state_of_ledger
from ..load.personal import contact_reminders
from ..load.plain_words import plain_words
from ..load.translation_reminders import translation_reminders
from ..model import CatalogueError, LapelError, Problem
from ..model.addresses import Addresses
from ..model.catalogue import Catalogue
from ..model.scalars import https_url
from ..outputs import open_context
from ..pictures.seen import ENOUGH, picture_contrast
from ..reference.files import generated_problems
from ..reports import FORMATS, Found, awards_folder, counted, place_in_repository, published_address
from ..spoken import records_of
from ..stream import Settings
from .common import SETTINGS, Root, network, stopping
from .waiting import waiting


class Format(StrEnum):
    """How the check says what it found."""

    TEXT = "text"
    GITHUB = "github"
    GITLAB = "gitlab"
    JSON = "json"
    SARIF = "sarif"


def check(
    root: Annotated[
        Path | None, typer.Argument(help="The folder of the network. Left out: this one, or the nearest around it.")
    ] = None,
    against: Annotated[
        str | None, typer.Option(help="The address of a site: is the ledger here older than what it shows?")
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="For people, or for the pipeline of a forge.")] = Format.TEXT,
    out: Annotated[
        Path | None, typer.Option("--out", help="Write the report to this file, and say it here as text too.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    at: Root = None,
) -> None:
    """Name every mistake with its file, its line and its mend. Exit 1 if there is one."""
    with stopping(""):
        folder = network(root or at)
    found = _found(folder, against)
    chosen = Format.JSON if as_json else form
    if out is not None:
        with stopping("No report was written."):
            out.parent.mkdir(parents=True, exist_ok=True)
            write_whole(out, (FORMATS[chosen](found) + "\n").encode())
        chosen = Format.TEXT
    said = FORMATS[chosen](found)
    if said:
        typer.echo(said, err=chosen is Format.TEXT and bool(found.problems))
    raise typer.Exit(int(bool(found.problems)))


def _found(folder: Path, against: str | None) -> Found:
    problems: list[Problem] = []
    reminders: list[Problem] = []
    counts: dict[str, int] = {}
    base = published_address(folder)
    try:
        # As a preview, with the drafts: a badge is checked before it is published, not after.
        with waiting("Checking"):
            context = open_context(folder, Settings.of(folder, preview=True))
        catalogue = context.catalogue
        counts = {"badges": len(catalogue.badges), "organisations": len(catalogue.organisations)}
        problems = generated_problems(folder) if folder == HOME and not INSTALLED else []
        reminders = list(_reminders(context))
        if against:
            with waiting("Asking the site"):
                problems += against_problems(catalogue, _site(against), fetch)
    except CatalogueError as error:
        problems = error.problems
    except LapelError as error:
        problems = [Problem(SETTINGS, 1, str(error), "unexpected")]
    inside, awards = place_in_repository(folder), awards_folder(folder)
    apart = place_in_repository(awards) if awards != folder else ""
    return Found(sorted(set(problems)), reminders, counts, inside, base, apart)


def _reminders(context: Context) -> list[Problem]:
    """What is no problem: a network may start before every question has its answer, and awards on an old list stay
    good, but who checks them is told that the list is old."""
    catalogue, network = context.catalogue, context.catalogue.network
    text = "has no address of the site yet ('site_url'): choose it before you award the first badge"
    nowhere = [] if context.addresses.is_chosen else [Problem(SETTINGS, 1, text, "site-address")]
    open_keys = [key for key, _ in network.canvas.empty()]
    text = f"{counted(len(open_keys), 'questions')} of the canvas can still be answered: {', '.join(open_keys)}"
    empty = [Problem(network.source, network.line("canvas"), text, "canvas-open")] if open_keys else []
    old = [
        Problem(str(path), 1, f"is old on {end:%Y-%m-%d}: renew it with 'lapel revoke --renew {issuer}'", "list-old")
        for issuer, _, path, end in ending_lists(catalogue.awards, datetime.now(UTC))
    ]
    jargon = plain_words(catalogue, LOCALES)
    spoken = translation_reminders(catalogue, LOCALES, {one.source: one for one in records_of(catalogue)})
    said = [*spoken, *jargon, *contact_reminders(catalogue), *code_reminders(catalogue), *_faint(catalogue)]
    return [*nowhere, *empty, *old, *said, *_doubts(context), *record_reminders(catalogue, context.addresses)]


def _contrast(svg: str, light: str, dark: str) -> bytes:
    return json.dumps(picture_contrast(svg, (light, dark))).encode()


def _faint(catalogue: Catalogue) -> Iterator[Problem]:
    """Pictures in which nothing can be told apart, or that vanish on a light or a dark page."""
    light, dark = catalogue.look.colours["ground"]
    cache, kind = Cache(cache_file()), f"contrast {drawn_with()}"
    for badge in catalogue.badges.values():
        artwork = catalogue.artwork.get(badge.source)
        if artwork is None or badge.image is None:
            continue
        try:
            made = cache.get(kind, f"{light} {dark}\n{artwork.svg}", partial(_contrast, artwork.svg, light, dark))
        except ValueError:
            continue  # the build says why it cannot be drawn
        inside, outside = json.loads(made)
        shown = f"{badge.source.rpartition('/')[0]}/{badge.image.id}"
        if inside < ENOUGH:
            text = f"has colours that differ too little ({inside:.1f} to 1, and {ENOUGH:g} is the least)"
            yield Problem(shown, 1, f"{text}: draw the sign lighter, or its ground darker", "picture-faint")
        if outside < ENOUGH:
            text = (
                f"can hardly be seen on a page as light or dark as ours ({outside:.1f} to 1, {ENOUGH:g} is the least)"
            )
            yield Problem(shown, 1, f"{text}: give it a rim or a ground of its own", "picture-faint")
    cache.flush()


def _site(address: str) -> Addresses:
    try:
        return Addresses(https_url(address).rstrip("/") + "/")
    except ValueError as error:
        raise LapelError(f"--against {error}") from None


def _doubts(context: Context) -> Iterator[Problem]:
    """What a stopped key signed and nobody has vouched for yet: it is published, and verifiers do not believe it."""
    catalogue = context.catalogue
    members = catalogue.organisations
    if not any(key.revoked for one in members.values() for key in one.verificationMethod):
        return  # then no award has to be read for this
    for slug, _, path in status_lists(catalogue.awards):
        document = json.loads((catalogue.awards / path).read_bytes())
        if slug in members and (day := in_doubt(document, members[slug])):
            mend = f"sign it again with 'lapel revoke --renew {slug}'"
            yield Problem(
                path,
                1,
                f"was signed with a key that was not safe from {day}, so nobody believes it: {mend}",
                "list-in-doubt",
            )
    for one in state_of_ledger(catalogue, context.addresses, all_stored(catalogue.awards)):
        if one["in_doubt"]:
            source = members[one["organisation"]].source
            text = f"{counted(one['in_doubt'], 'awards')} in doubt, because a stopped key signed them"
            yield Problem(
                source, 1, f"{text}: give them again with 'lapel keys vouch {one['organisation']}'", "awards-in-doubt"
            )
