"""Everything that a catalogue is published as: one stream of finished files.

This is the engine's whole contract with any site generator. The stream is lazy, so that it never stands in memory
whole, and each file says what it is made of before it is made.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import orjson

from .award_files import award_tally, award_units, ledger_units
from .cache import Cache
from .code import code_digest
from .context import Context
from .desk_files import desk_state, desk_units
from .desk_pages import DeskPages
from .documents import index, openbadges2, openbadges3, registry
from .documents.figures import figures_document, figures_table
from .documents.sitemap import sitemap
from .framework_files import framework_problems, framework_units
from .hosting.static import host_units
from .identity_files import former_files, organisation_files
from .ledger import checking
from .ledger.base import commits
from .ledger.endorsements import Endorsement, documents_of, endorsements_by_subject, of_badge
from .load import open_network
from .load.memory import Memory
from .load.site import Site
from .look_files import LOGO, look_units, preloaded, style_version
from .model import paths
from .model.badge import Achievement
from .model.catalogue import Catalogue
from .model.figures import Count, Figures, figures
from .model.json_text import json_bytes
from .model.kinds import KINDS
from .model.problem import CatalogueError, Problem
from .network_files import drawn_figures_page, network_files
from .pages import badge
from .pages.forge import forge_address
from .pages.frame import Appearance, site_data
from .pages.helping import helping_page
from .pages.html import Renderer
from .pages.overriding import override_problems
from .pages.page import Page
from .pictures import qr, raster
from .pictures.artwork import artwork_of, raised
from .record_files import RecordProofs
from .reference.schema import schema_text
from .reference.template import short_text
from .scripts import integrity, script_units
from .share_files import badge_share, share_units
from .site_pages import pages_of_site
from .stream import WHOLE, OutputFile, Settings, Share, Unit, made, whole
from .strings import load_strings

ADDED = {"badge": "badges/a-short-name/badge.md", "meeting": "network/meetings/2027-01-20-a-short-name.md"}
"""What can be added from the site, and the name that its file begins with."""


def renderer(context: Context, settings: Settings) -> Renderer:
    """What renders the pages of this network."""
    data = site_data(
        context,
        preview=settings.preview,
        preload=_preload(settings),
        integrity=integrity(settings),
        look=_appearance(context, settings),
        add=_adding(context),
    )
    return Renderer(settings.templates, context.strings, data)


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
    yield from award_units(context, settings, render, share)


def site_units(context: Context, settings: Settings, render: Renderer, share: Share = WHOLE) -> Iterator[Unit]:
    """Everything but the awards."""
    today = settings.day(context.catalogue.network.zone)
    cache = Cache(settings.cache)
    record = RecordProofs(context.catalogue.awards)
    made_figures = figures(context.catalogue, award_tally(context, record, cache))
    pages = list(pages_of_site(context, today, made_figures, preview=settings.preview))
    try:
        for page in share.of(pages):
            yield page_unit(render, page)
        if share.first:
            state = desk_state(context, cache)
            desk = DeskPages(context, settings, render, state)
            yield from _network_units(context, settings, render, record, made_figures, desk)
            yield from desk_units(context, state)
            yield from desk.units()
            yield page_unit(render, desk.page)
            pages.append(desk.page)
            yield from share_units(context, settings, cache)
            yield whole(paths.SITEMAP, sitemap(context, [page.path for page in pages], today, free=settings.free_pages))
        said = endorsements_by_subject(context.catalogue.awards)
        for one_badge in share.of(context.catalogue.badges.values()):
            own = of_badge(said, context.addresses, one_badge.slug)
            yield from badge_units(context, one_badge, render, cache, own, made_figures.badges.get(one_badge.slug))
            yield badge_share(context, settings, cache, one_badge)
    finally:
        cache.flush()


def page_unit(render: Renderer, page: Page) -> Unit:
    """A page, made of its data, its Markdown and all that every page is made of."""
    made_of = orjson.dumps([page.template, page.data, page.markdown, page.source])
    digest = hashlib.sha256(render.digest.encode() + made_of).hexdigest()
    return made(page.file, digest, lambda: render(page), page.source)


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


def verifier_files(context: Context, settings: Settings) -> Iterator[OutputFile]:
    """The verifier's sentences in the language of the network, and the licences of what was bundled."""
    strings = context.strings
    texts = {key: text for key, text in strings.texts.items() if key.startswith(("verifier.", "verify."))}
    yield OutputFile(paths.VERIFIER_STRINGS, json_bytes({"language": strings.language, "texts": texts}))
    if settings.verifier is None:
        return
    for file in sorted(settings.verifier.glob("*.LEGAL.txt")):
        yield OutputFile(f"assets/verifier/{file.name}", file.read_bytes())


def award_problems(context: Context, cache: Path | None) -> list[Problem]:
    """Why awards that are kept may not be published; empty when all may."""
    return list(checking.award_problems(context.catalogue, context.addresses, Cache(cache)))


def badge_units(
    context: Context,
    one: Achievement,
    render: Renderer,
    cache: Cache,
    said: Sequence[Endorsement] = (),
    held: Count = None,
) -> Iterator[Unit]:
    """The pages, documents, artwork and QR code of one badge; ``said`` is what others say of it, ``held`` how many
    people hold it."""
    catalogue, addresses = context.catalogue, context.addresses
    yield page_unit(render, badge.badge_page(context, one, documents_of(said), held))
    if help_page := helping_page(context, one):
        yield page_unit(render, help_page)
    yield page_unit(render, badge.poster_page(context, one))
    ids = [each.id for each in said]
    for number, issuer in enumerate(dict.fromkeys(one.issuers)):
        # An endorsement names one BadgeClass: the first issuer's.
        document = openbadges2.badge_class(one, issuer, catalogue, addresses, () if number else ids)
        yield whole(paths.badge_class(one.slug, issuer if number else None), json_bytes(document), one.source)
    document = openbadges3.standalone(openbadges3.achievement(one, catalogue, addresses))
    if said:
        document["endorsement"] = documents_of(said)
    yield whole(paths.achievement(one.slug), json_bytes(document), one.source)

    svg = artwork_of(catalogue, one)
    yield whole(paths.image(one.slug), svg.encode(), one.source)
    yield whole(paths.large_image(one.slug), raised(svg).encode(), one.source)
    address = addresses(paths.badge(one.slug))
    matrix = lru_cache(maxsize=1)(qr.qr_matrix)
    for path, kind, content, draw in (
        (paths.image(one.slug, "png"), "png", svg, lambda: _raster(svg, one)),
        (paths.qr(one.slug), "qr-svg", address, lambda: qr.qr_svg(matrix(address))),
        (paths.qr(one.slug, "png"), "qr-png", address, lambda: qr.qr_png(matrix(address))),
    ):
        yield _picture_unit(cache, path, f"{kind} {drawn_with()}", content, draw, one.source)


def _picture_unit(
    cache: Cache, path: str, kind: str, content: str, draw: Callable[[], bytes], source: str | None
) -> Unit:
    digest = hashlib.sha256(f"{kind}\0{content}".encode()).hexdigest()
    return made(path, digest, lambda: cache.get(kind, content, draw), source)


def drawn_with() -> str:
    """What pictures are drawn with: our code, and the libraries that it asks."""
    return code_digest("pictures", libraries=("resvg", "qrcode", "pillow"))


def _raster(svg: str, one: Achievement) -> bytes:
    try:
        return raster.png(svg)
    except ValueError as error:
        shown = f"{one.source.rpartition('/')[0]}/{one.image.id if one.image else 'image.svg'}"
        raise CatalogueError(
            [Problem(shown, 1, f"{error}: simplify the drawing and export it again", "picture-unfit")]
        ) from error
