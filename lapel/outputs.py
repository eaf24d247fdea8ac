"""Everything that a catalogue is published as: one stream of finished files.

This is the engine's whole contract with any site generator. The stream is lazy, so that it never stands in memory
whole, and each file says what it is made of before it is made.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

from .award_files import award_tally, award_units, ledger_units
from .badge_files import badge_pages, badge_units, page_unit, spoken_documents, with_ids
from .cache import Cache
from .context import Context
from .desk_files import desk_state, desk_units
from .desk_pages import DeskPages
from .documents import index, registry
from .documents.figures import figures_document, figures_table
from .documents.sitemap import sitemap
from .framework_files import framework_problems, framework_units
from .hosting.static import host_units
from .identity_files import former_files, organisation_files
from .ledger import checking
from .ledger.base import commits
from .ledger.endorsements import Endorsement, endorsements_by_subject, of_badge
from .load import open_network
from .load.memory import Memory
from .load.site import Site
from .look_files import LOGO, look_units, preloaded, style_version
from .model import paths
from .model.catalogue import Catalogue
from .model.figures import Figures, figures
from .model.json_text import json_bytes
from .model.kinds import KINDS
from .model.problem import CatalogueError, Problem
from .network_files import drawn_figures_page, network_files
from .pages.forge import forge_address
from .pages.frame import Appearance, site_data
from .pages.html import Renderer
from .pages.overriding import override_problems
from .record_files import RecordProofs
from .reference.schema import schema_text
from .reference.template import short_text
from .scripts import integrity, script_units
from .share_files import badge_share, share_units
from .site_pages import pages_of_site
from .spoken import Tongue, tongues, unmarked
from .stream import WHOLE, OutputFile, Settings, Share, Unit, whole
from .strings import Strings, load_strings

ADDED = {"badge": "badges/a-short-name/badge.md", "meeting": "network/meetings/2027-01-20-a-short-name.md"}
"""What can be added from the site, and the name that its file begins with."""


def renderer(context: Context, settings: Settings, tongue: Tongue | None = None) -> Renderer:
    """What renders the pages of this network; in the language of ``tongue``, or in the network's own."""
    if tongue is None:
        _, tongue = tongues(context, settings.overrides / "locales")[0]
    data = site_data(
        context,
        preview=settings.preview,
        preload=_preload(settings),
        integrity=integrity(settings),
        look=_appearance(context, settings),
        add=_adding(context),
        prefix=tongue.prefix,
    )
    return Renderer(settings.templates, context.strings, data, tongue)


def _adding(context: Context) -> dict[str, str]:
    """Where the network's forge begins a new badge, and a new meeting, with the template in it where it takes one."""
    address = forge_address(context)
    if address is None:
        return {}
    return {
        name: address.replace("{path}", quote(path)).replace("{text}", quote(short_text(kind)))
        for name, path in ADDED.items()
        for kind in KINDS
        if kind.name == name
    }


def _appearance(context: Context, settings: Settings) -> Appearance:
    look = context.catalogue.look
    light, dark = look.colours["ground"]
    return {
        "ground": {"light": light, "dark": dark},
        "logo": LOGO if look.source in context.catalogue.artwork else None,
        "typeface": preloaded(context, settings),
        "style": style_version(context, settings),
    }


def make_context(catalogue: Catalogue, site: Site, settings: Settings) -> Context:
    strings = load_strings(settings.overrides / "locales", catalogue.network.inLanguage)
    return Context(catalogue, site, strings, settings.day(catalogue.network.zone))


def open_context(root: Path, settings: Settings, *, awards: bool = True, memory: Memory | None = None) -> Context:
    """Reads and checks everything below ``root``: the one way in for the checker, the adapter and the scripts.

    Drafts are kept in a preview. ``awards`` is False only where they were checked a moment ago, ``memory`` is what
    was read before. Raises :class:`CatalogueError` with every problem there is.
    """
    own = list(override_problems(settings.own, settings.overrides)) if settings.own else []
    try:
        site, catalogue = open_network(
            root, settings.overrides / "locales", drafts=settings.preview, memory=memory, codes=settings.codes
        )
    except CatalogueError as error:
        raise CatalogueError([*error.problems, *own]) from None
    if own:
        raise CatalogueError(own)
    if unread := list(framework_problems(root)):
        raise CatalogueError(unread)
    context = make_context(catalogue, site, settings)
    problems = award_problems(context, settings.cache) if awards else []
    if problems:
        raise CatalogueError(problems)
    return context


def stream(context: Context, settings: Settings) -> Iterator[OutputFile]:
    """Every file of the site. Whoever keeps files between builds asks for their :func:`units` instead."""
    for unit in units(context, settings):
        yield from unit.make()


def units(context: Context, settings: Settings, share: Share = WHOLE) -> Iterator[Unit]:
    """Everything that is published, each with the digest of what it is made of.

    Several processes can share the work: see :class:`~.stream.Share`.
    """
    render = renderer(context, settings)
    yield from site_units(context, settings, render, share)
    yield from awards_of_site(context, settings, render, share)


def awards_of_site(context: Context, settings: Settings, render: Renderer, share: Share = WHOLE) -> Iterator[Unit]:
    """The awards, and their pages in every language."""
    yield from award_units(context, settings, render, share, spoken_renderers(context, settings))


def site_units(context: Context, settings: Settings, render: Renderer, share: Share = WHOLE) -> Iterator[Unit]:
    """Everything but the awards."""
    today = settings.day(context.catalogue.network.zone)
    cache = Cache(settings.cache)
    record = RecordProofs(context.catalogue.awards)
    made_figures = figures(context.catalogue, award_tally(context, record, cache))
    pages = list(pages_of_site(context, today, made_figures, preview=settings.preview))
    said = endorsements_by_subject(context.catalogue.awards)
    try:
        for page in share.of(pages):
            yield page_unit(render, page)
        further = spoken_contexts(context, settings)
        for spoken, tongue in further:
            yield from _spoken_units(context, spoken, tongue, settings, today, made_figures, said, share)
        if share.first:
            state = desk_state(context, cache)
            desk = DeskPages(context, settings, render, state)
            yield from _network_units(context, settings, render, record, made_figures, desk)
            yield from desk_units(context, state)
            yield from desk.units()
            yield page_unit(render, desk.page)
            pages.append(desk.page)
            yield from share_units(context, settings, cache)
            tags = [tongue for _, tongue in further]
            places = [page.path for page in pages]
            yield whole(paths.SITEMAP, sitemap(context, places, today, free=settings.free_pages, tongues=tags))
        for one_badge in share.of(context.catalogue.badges.values()):
            own = of_badge(said, context.addresses, one_badge.slug)
            yield from badge_units(context, one_badge, render, cache, own, made_figures.badges.get(one_badge.slug))
            yield badge_share(context, settings, cache, one_badge)
    finally:
        cache.flush()


def spoken_contexts(context: Context, settings: Settings) -> list[tuple[Context, Tongue]]:
    """The further languages of the network."""
    return tongues(context, settings.overrides / "locales")[1:]


def spoken_renderers(context: Context, settings: Settings) -> list[tuple[Context, Renderer]]:
    """The further languages of the network, each with what renders its pages."""
    return [(one, renderer(one, settings, tongue)) for one, tongue in spoken_contexts(context, settings)]


def _spoken_units(
    original: Context,
    context: Context,
    tongue: Tongue,
    settings: Settings,
    today: date,
    made_figures: Figures,
    said: dict[str, list[Endorsement]],
    share: Share,
) -> Iterator[Unit]:
    """The pages of a further language, and what belongs to the language itself."""
    render = renderer(context, settings, tongue)
    every = [*pages_of_site(context, today, made_figures), drawn_figures_page(context, made_figures, today)]
    for page in share.of([one for one in every if tongue.has(one.path)]):
        yield page_unit(render, with_ids(tongue, page))
    for one in share.of(context.catalogue.badges.values()):
        own, held = of_badge(said, context.addresses, one.slug), made_figures.badges.get(one.slug)
        for page in badge_pages(context, one, own, held, original):
            yield page_unit(render, with_ids(tongue, page))
        yield from spoken_documents(original, context, tongue, one)
    if share.first:
        for file in spoken_files(context, tongue):
            yield whole(file.path, file.content)


def _network_units(
    context: Context,
    settings: Settings,
    render: Renderer,
    record: RecordProofs,
    made_figures: Figures,
    desk: DeskPages,
) -> Iterator[Unit]:
    """The files of the look, the scripts, the documents of organisations and of the network."""
    catalogue = context.catalogue
    yield from look_units(context, settings)
    for guide in catalogue.guides.values():
        if artwork := catalogue.artwork.get(guide.source):
            yield whole(paths.guide_image(guide.slug), artwork.svg.encode(), guide.source)
    for kind in KINDS:
        yield whole(paths.schema(kind.name), schema_text(kind.name).encode())
    for name, asset in settings.assets.items():
        if asset.suffix != ".js":
            yield whole(f"assets/{name}", asset.read_bytes())
    yield from script_units(settings)
    yield whole(paths.SCRIPTS, json_bytes(script_list(context, settings)))
    for file in verifier_files(context, settings):
        yield whole(file.path, file.content)
    for one_organisation in catalogue.organisations.values():
        for file in organisation_files(context, one_organisation):
            yield whole(file.path, file.content, file.source)
    for file in former_files(context):
        yield whole(file.path, file.content, file.source)
    yield from host_units(context.site)
    yield from framework_units(catalogue.root, context.addresses)
    yield whole(paths.INDEX, json_bytes(index.index(catalogue, context.addresses)))
    made_of = [] if settings.preview else commits(catalogue)
    if made_of:
        yield whole(paths.COMMIT, "".join(f"{commit}\n" for commit in made_of).encode())
    if not record:  # where there is one, the list is published as it was signed
        yield whole(paths.REGISTRY, json_bytes(registry.registry(catalogue, context.addresses)))
    for file in network_files(context, context.today, desk.entries()):
        yield whole(file.path, file.content, file.source)
    yield from ledger_units(context, record)
    yield page_unit(render, drawn_figures_page(context, made_figures, context.today))
    yield whole(paths.FIGURES_CSV, figures_table(context.strings, catalogue, made_figures))
    yield whole(paths.FIGURES_DATA, json_bytes(figures_document(catalogue, made_figures, context.addresses)))


def _preload(settings: Settings) -> list[str]:
    """The scripts that an award page needs in any case; the bundle says which."""
    if settings.verifier is None:
        return []
    names: list[str] = json.loads((settings.verifier / "award.json").read_text(encoding="utf-8"))
    return names


def script_list(context: Context, settings: Settings) -> dict[str, Any]:
    """``scripts.json``: the hash of every script of the site, for whoever wants to compare."""
    return {"id": context.addresses(paths.SCRIPTS), "scripts": integrity(settings)}


def spoken_files(context: Context, tongue: Tongue) -> Iterator[OutputFile]:
    """What a further language has beside its pages: the verifier's sentences, calendars and the feed."""
    texts = _verifier_texts(context.strings)
    yield OutputFile(paths.verifier_strings(tongue.language), json_bytes(texts))
    yield from network_files(unmarked(context), context.today, prefix=tongue.prefix)


def _verifier_texts(strings: Strings) -> dict[str, object]:
    texts = {key: text for key, text in strings.texts.items() if key.startswith(("verifier.", "verify."))}
    return {"language": strings.language, "locale": strings.browser_locale, "texts": texts}


def verifier_files(context: Context, settings: Settings) -> Iterator[OutputFile]:
    """The verifier's sentences in the language of the network, and the licences of what was bundled."""
    yield OutputFile(paths.VERIFIER_STRINGS, json_bytes(_verifier_texts(context.strings)))
    if settings.verifier is None:
        return
    for file in sorted(settings.verifier.glob("*.LEGAL.txt")):
        yield OutputFile(f"assets/verifier/{file.name}", file.read_bytes())


def award_problems(context: Context, cache: Path | None) -> list[Problem]:
    """Why awards that are kept may not be published; empty when all may."""
    return list(checking.award_problems(context.catalogue, context.addresses, Cache(cache)))
