"""Reads ``badges/`` and ``network/`` into a Catalogue, or into every Problem at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from ..model.badge import Achievement
from ..model.catalogue import Artwork, Catalogue
from ..model.free_page import FreePage
from ..model.kinds import KINDS, MANY
from ..model.look import DEFAULT, Look
from ..model.meeting import Meeting
from ..model.network import Home, Network, News, VerifyPage
from ..model.problem import CatalogueError, Problem
from ..model.record import FileRecord
from ..model.system_map import SystemMap
from ..model.vocabulary import Status
from .claimed import stray_problems
from .files import Found, find_files
from .free_pages import find_free_pages, free_page_problems
from .history import last_changes
from .images import read_svg
from .links import body_problems, empty_folders, headings
from .look import look_problems
from .memory import Memory
from .personal import identity_problems
from .placeholders import placeholder_problems
from .references import pointer_problems, reference_problems
from .text import Parts, read_text, split_front_matter
from .translations import read_translations
from .typed import build, partial
from .yaml_text import parse_yaml

RECORDS = tuple(kind.record for kind in KINDS)


def load(root: Path, *, drafts: bool = False, memory: Memory | None = None, translations: bool = True) -> Catalogue:
    """Reads the catalogue below ``root``.

    ``drafts`` keeps badges with status draft, ``memory`` is what was read before, ``translations`` is False for whoever
    works on them. Raises :class:`CatalogueError`
    with all problems of all files.
    """
    problems: list[Problem] = []
    records: dict[type[FileRecord], dict[str, Any]] = {kind: {} for kind in RECORDS}
    unfinished: dict[type[FileRecord], dict[str, Any]] = {kind: {} for kind in RECORDS}
    names: dict[type[FileRecord], set[str]] = {kind: set() for kind in RECORDS}
    artwork: dict[str, Artwork] = {}
    claimed: set[str] = set()
    every_file: list[Found] = []
    for found in find_files(root):
        if isinstance(found, Problem):
            problems.append(found)
            continue
        every_file.append(found)
        names[found.kind].add(found.slug)
        record, is_whole, picture, faults = _read_known(root, found, memory or Memory())
        problems += faults
        if record is None:
            continue
        (records if is_whole else unfinished)[found.kind][found.slug] = record
        if picture:
            artwork[record.source] = picture
        if named := getattr(record, "image", None):
            claimed.add(f"{record.source.rpartition('/')[0]}/{named.id}")
        # A picture that lies beside a badge and is not described has a problem of its own.
        claimed.add(f"{record.source.rpartition('/')[0]}/image.svg" if found.kind is Achievement else record.source)
    network = next(iter(records[Network].values()), None)
    languages, own = getattr(network, "languages", ()), getattr(network, "inLanguage", "")
    files = every_file if translations else []
    spoken = read_translations(root, files, languages, own, memory or Memory(), problems if translations else [])
    claimed |= {one.source for own in spoken.values() for one in own.values()}
    free: list[FreePage] = []
    for one in find_free_pages(root):
        (problems if isinstance(one, Problem) else free).append(one)  # type: ignore[arg-type]
    claimed |= {picture for page in free for picture in page.pictures}
    for look in records[Look].values():
        claimed.add(f"network/{look.typeface_file}")
        problems += look_problems(root, look)
    problems += stray_problems(root, claimed)
    problems += reference_problems(records, names)
    problems += pointer_problems(unfinished, names)
    hidden = {badge.source for badge in records[Achievement].values() if badge.status is Status.DRAFT}
    both = (*records.values(), *unfinished.values())
    every: list[FileRecord] = [record for kind in both for record in kind.values()]
    fragments = {one.source: headings(one.body) for one in every} | {one.source: headings(one.body) for one in free}
    # The headings of a translation are reached by the names of the original.
    fragments |= {one.source: fragments[source] for own in spoken.values() for source, one in own.items()}
    every += [one.record for own in spoken.values() for one in own.values()]
    problems += body_problems(root, every, hidden, fragments, {page.source for page in free})
    problems += free_page_problems(root, free, fragments, hidden | empty_folders(every))
    if problems:
        raise CatalogueError(problems)
    own = {one.name for one in fields(Catalogue)}
    plural: dict[str, Any] = {kind.plural: records[kind.record] for kind in MANY if kind.plural in own}
    catalogue = Catalogue(
        root=root,
        network=records[Network]["network"],
        home=records[Home]["index"],
        artwork=artwork,
        verify=records[VerifyPage].get("verify"),
        map=records[SystemMap].get("map"),
        look=records[Look].get("look", DEFAULT),
        pages={page.source: page for page in free},
        others={kind.record: records[kind.record] for kind in MANY if kind.plural not in own},
        changed=last_changes(root, _announced(records)),
        translations=spoken,
        **plural,
    )
    return catalogue if drafts else _without_drafts(catalogue)


def _announced(records: Mapping[type[FileRecord], Mapping[str, FileRecord]]) -> Iterator[str]:
    """The files that calendars and feeds tell of."""
    for kind in (Achievement, Meeting, News, Network):
        yield from (record.source for record in records[kind].values())


def _read_known(root: Path, found: Found, memory: Memory) -> tuple[Any, bool, Artwork | None, list[Problem]]:
    """The record in one file, whether it is whole, its picture, and what is wrong with both."""

    def read() -> tuple[Any, bool, list[Problem]]:
        problems: list[Problem] = []
        return *read_record(found, problems), problems

    def draw() -> tuple[Artwork | None, list[Problem]]:
        problems: list[Problem] = []
        return _picture(root, record, problems), problems

    record, is_whole, faults = memory.get(found.source, [found.path], read)
    if record is None:
        return None, False, None, faults
    image = getattr(record, "image", None)
    named = found.path.parent / (image.id if image else "image.svg")
    picture, more = memory.get(f"{found.source}#picture", [found.path, named], draw)
    return record, is_whole, picture, [*faults, *more]


def read_record(found: Found, problems: list[Problem]) -> tuple[Any, bool]:
    """The record in one file and True; when it has faults what could be read of it, or None, and False. What is wrong
    with it is added to ``problems``."""
    text, faults = read_text(found.path, found.source)
    problems += faults
    if text is None:
        return None, False
    problems += identity_problems(text, found.source)
    if found.path.suffix == ".md":
        parts, faults = split_front_matter(text, found.source)
        problems += faults
        if parts is None:
            return None, False
    else:
        parts = Parts(text, 1, "")
    document, faults = parse_yaml(parts.yaml, found.source, parts.yaml_line)
    problems += faults
    if document is None:
        return None, False
    problems += placeholder_problems(document, parts.body, found.source, parts.body_line)
    record, faults = build(found.kind, document, slug=found.slug, source=found.source, body=parts.body)
    problems += faults
    if record is not None:
        return record, True
    return partial(found.kind, document, slug=found.slug, source=found.source, body=parts.body), False


def _picture(root: Path, record: FileRecord, problems: list[Problem]) -> Artwork | None:
    """The picture that the record names; a picture that nobody described is a problem too."""
    folder = (root / record.source).parent
    image = getattr(record, "image", None)
    if image is None:
        if isinstance(record, Achievement) and (folder / "image.svg").exists():
            sentence = "has a picture without a text alternative: add 'image:' and below it '  caption: what it shows'"
            problems.append(Problem(record.source, 1, sentence, "picture-caption"))
        return None
    line = record.line("image", "id") if ("image", "id") in record.lines else record.line("image")
    if "/" in image.id or image.id.startswith(".") or not image.id.endswith(".svg"):
        sentence = f"names the image '{image.id}': give the plain name of an SVG file in the same folder"
        problems.append(Problem(record.source, line, sentence, "picture-name"))
        return None
    shown = f"{record.source.rpartition('/')[0]}/{image.id}"
    svg, faults = read_svg(folder / image.id, shown, record.source, line)
    problems += faults
    return Artwork(svg, image.caption) if svg is not None else None


def _without_drafts(catalogue: Catalogue) -> Catalogue:
    """The catalogue as the public sees it: no drafts, and nothing that points at one."""
    hidden = {slug for slug, badge in catalogue.badges.items() if badge.status is Status.DRAFT}
    if not hidden:
        return catalogue

    def keep(slugs: Iterable[str]) -> tuple[str, ...]:
        return tuple(slug for slug in slugs if slug not in hidden)

    badges = {
        slug: badge.model_copy(update={"related": keep(badge.related), "prerequisites": keep(badge.prerequisites)})
        for slug, badge in catalogue.badges.items()
        if slug not in hidden
    }
    organisations = {
        slug: organisation.model_copy(update={"recognises": keep(organisation.recognises)})
        for slug, organisation in catalogue.organisations.items()
    }
    return replace(catalogue, badges=badges, organisations=organisations)
