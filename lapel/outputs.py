"""Everything that a catalogue is published as: one stream of files.

This is the engine's whole contract with any site generator. A path that ends in ``.md`` is a page that wants
the theme: its front matter names a template and carries the data. Everything else is ready to be served.
The stream is lazy, so that it never stands in memory whole.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

from .award_files import award_files
from .cache import Cache
from .context import Context
from .documents import did, index, openbadges2, openbadges3, registry
from .ledger import checking
from .ledger.endorsements import Endorsement, documents_of, endorsements_by_subject
from .load import open_network
from .load.site import Site
from .model import paths
from .model.badge import Achievement
from .model.catalogue import Catalogue
from .model.figures import Tally
from .model.json_text import json_bytes
from .model.organisation import Profile
from .model.pathway import Pathway
from .model.problem import CatalogueError, Problem
from .network_files import figures_files, network_files, system_map_page
from .pages import about, badge, directory, listings, meeting, meetings, organisation, pathway, text
from .pages.html import Renderer, site_data
from .pages.page import Page, has_meetings
from .pages.verify import verify_page
from .pictures import qr, raster
from .pictures.artwork import default_artwork
from .pictures.pathway import Step, pathway_picture
from .reference.page import fields_guide
from .scripts import integrity, script_files
from .stream import OutputFile, Settings
from .strings import load_strings


def make_context(catalogue: Catalogue, site: Site, settings: Settings) -> Context:
    strings = load_strings(settings.overrides / "locales", catalogue.network.inLanguage)
    return Context(catalogue, site, strings)


def open_context(root: Path, settings: Settings, *, awards: bool = True) -> Context:
    """Reads and checks everything below ``root``: the one way in for the checker, the adapter and the scripts.

    Drafts are kept in a preview. ``awards`` is False only where they were checked a moment ago. Raises
    :class:`CatalogueError` with every problem there is.
    """
    site, catalogue = open_network(root, settings.overrides / "locales", drafts=settings.preview)
    context = make_context(catalogue, site, settings)
    problems = award_problems(context, settings.cache) if awards else []
    if problems:
        raise CatalogueError(problems)
    return context


def stream(catalogue: Catalogue, site: Site, settings: Settings) -> Iterator[OutputFile]:
    """Every file of the site: the pages that want the theme first, then the rest."""
    context = make_context(catalogue, site, settings)
    yield from themed_pages(context, settings.day(context.catalogue.network.zone))
    yield from finished_files(context, settings)


def themed_pages(context: Context, today: date) -> Iterator[OutputFile]:
    """The pages that the theme frames."""
    for page in _pages(context, today):
        yield OutputFile(f"{page.path}index.md", page.front_matter(), page.source)


def _pages(context: Context, today: date) -> Iterator[Page]:
    catalogue = context.catalogue
    yield listings.home_page(context, today)
    yield listings.catalogue_page(context)
    if catalogue.pathways:
        yield listings.pathways_page(context)
    if has_meetings(catalogue):
        yield meetings.meetings_page(context, today)
        yield meeting.actions_page(context, today)
    yield listings.guides_page(context, [*catalogue.guides.values(), fields_guide()])
    yield about.about_page(context, today)
    yield directory.directory_page(context)
    if catalogue.map:
        yield system_map_page(context, catalogue.map)
    if catalogue.news:
        yield text.news_list_page(context, today)
    yield verify_page(context)
    said = endorsements_by_subject(catalogue.awards)
    for one_badge in catalogue.badges.values():
        own = said.get(context.addresses(paths.achievement(one_badge.slug)), [])
        yield badge.badge_page(context, one_badge, documents_of(own))
    for one_pathway in catalogue.pathways.values():
        yield pathway.pathway_page(context, one_pathway, _picture(context, one_pathway))
    for one_organisation in catalogue.organisations.values():
        yield organisation.organisation_page(context, one_organisation)
    for one_meeting in catalogue.meetings.values():
        yield meeting.meeting_page(context, one_meeting, today)
    for guide in [*catalogue.guides.values(), fields_guide()]:
        yield text.guide_page(context, guide)
    for piece in catalogue.news.values():
        yield text.news_page(context, piece)


def _picture(context: Context, one: Pathway) -> str:
    strings, badges = context.strings, context.catalogue.badges
    here = paths.pathway(one.slug)

    def step(slug: str) -> Step:
        return Step(badges[slug].name, paths.relative(paths.image(slug), here))

    names = [badges[slug].name for slug in one.badges]
    rule = pathway.rule_sentence(context, one)
    order = strings("pathway.then").join(names) if one.order == "in-order" else strings.listing(names)
    description = f"{rule} {order}."
    if one.completion:
        description += " " + strings("pathway.at_the_end", name=badges[one.completion].name)
    return pathway_picture(
        [step(slug) for slug in one.badges],
        step(one.completion) if one.completion else None,
        ordered=one.order == "in-order",
        title=strings("pathway.picture", name=one.name),
        description=description,
        group_label=strings("pathway.group", needed=one.needed, total=len(one.badges)),
    )


def finished_files(context: Context, settings: Settings, part: int = 0, parts: int = 1) -> Iterator[OutputFile]:
    """Documents, pictures, posters and the files of the look: nothing here needs a theme.

    Several processes can share the work: each of ``parts`` takes the badges whose number leaves ``part``.
    """
    catalogue, cache = context.catalogue, Cache(settings.cache)
    data = site_data(context, preview=settings.preview, preload=_preload(settings), integrity=integrity(settings))
    render = Renderer(settings.overrides, context.strings, data)
    said = endorsements_by_subject(catalogue.awards)
    for one_badge in islice(catalogue.badges.values(), part, None, parts):
        own = said.get(context.addresses(paths.achievement(one_badge.slug)), [])
        yield from badge_files(context, one_badge, render, cache, own)
    cache.flush()
    if part:
        return
    for asset in sorted((settings.overrides / "assets").iterdir()):
        if asset.is_file() and not asset.is_symlink() and asset.suffix != ".js":
            yield OutputFile(f"assets/{asset.name}", asset.read_bytes())
    yield from script_files(settings)
    yield OutputFile(paths.SCRIPTS, json_bytes(script_list(context, settings)))
    yield from verifier_files(context, settings)
    for one_organisation in catalogue.organisations.values():
        yield from organisation_files(context, one_organisation)
    yield OutputFile(paths.INDEX, json_bytes(index.index(catalogue, context.addresses)))
    yield OutputFile(paths.REGISTRY, json_bytes(registry.registry(catalogue, context.addresses)))
    today = settings.day(context.catalogue.network.zone)
    yield from network_files(context, today)
    tally = Tally()
    yield from award_files(context, render, settings, tally)
    yield from figures_files(context, render, tally, today)


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


def badge_files(
    context: Context, one: Achievement, render: Renderer, cache: Cache, said: Sequence[Endorsement] = ()
) -> Iterator[OutputFile]:
    """The documents, the artwork, the QR code and the poster of one badge; ``said`` is what others say of it."""
    catalogue, addresses = context.catalogue, context.addresses
    numbers = [each.number for each in said]
    for number, issuer in enumerate(dict.fromkeys(one.issuers)):
        # An endorsement names one BadgeClass: the first issuer's.
        document = openbadges2.badge_class(one, issuer, catalogue, addresses, () if number else numbers)
        yield OutputFile(paths.badge_class(one.slug, issuer if number else None), json_bytes(document), one.source)
    document = openbadges3.standalone(openbadges3.achievement(one, catalogue, addresses))
    if said:
        document["endorsement"] = documents_of(said)
    yield OutputFile(paths.achievement(one.slug), json_bytes(document), one.source)

    artwork = catalogue.artwork.get(one.source)
    svg = artwork.svg if artwork else default_artwork(one.slug)
    yield OutputFile(paths.image(one.slug), svg.encode(), one.source)
    yield OutputFile(paths.image(one.slug, "png"), cache.get("art-1", svg, lambda: _raster(svg, one)), one.source)
    address = addresses(paths.badge(one.slug))
    matrix = lru_cache(maxsize=1)(qr.qr_matrix)
    code = cache.get("qr-svg-1", address, lambda: qr.qr_svg(matrix(address)))
    yield OutputFile(paths.qr(one.slug), code, one.source)
    code = cache.get("qr-png-1", address, lambda: qr.qr_png(matrix(address)))
    yield OutputFile(paths.qr(one.slug, "png"), code, one.source)
    poster = badge.poster_page(context, one)
    yield OutputFile(f"{poster.path}index.html", render(poster), one.source)


def _raster(svg: str, one: Achievement) -> bytes:
    try:
        return raster.png(svg)
    except ValueError as error:
        shown = f"{one.source.rpartition('/')[0]}/{one.image.id if one.image else 'image.svg'}"
        raise CatalogueError([Problem(shown, 1, f"{error}: simplify the drawing and export it again")]) from error


def organisation_files(context: Context, one: Profile) -> Iterator[OutputFile]:
    """The profiles, the DID document and the picture of one organisation."""
    addresses, artwork = context.addresses, context.catalogue.artwork.get(one.source)
    has_image = artwork is not None
    document = openbadges2.issuer_profile(one, addresses, has_image=has_image)
    yield OutputFile(paths.issuer(one.slug), json_bytes(document), one.source)
    document = openbadges3.standalone(openbadges3.profile(one, addresses, has_image=has_image))
    yield OutputFile(paths.profile(one.slug), json_bytes(document), one.source)
    yield OutputFile(paths.did_document(one.slug), json_bytes(did.did_document(one, addresses)), one.source)
    if artwork:
        yield OutputFile(paths.organisation_image(one.slug), artwork.svg.encode(), one.source)
