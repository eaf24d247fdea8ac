"""What is made of one badge: its pages, its documents, its artwork and its QR code, in each language."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import orjson

from .cache import Cache
from .code import code_digest
from .context import Context
from .documents import openbadges2, openbadges3
from .ledger.endorsements import Endorsement, documents_of
from .model import paths
from .model.badge import Achievement
from .model.figures import Count
from .model.json_text import json_bytes
from .model.problem import CatalogueError, Problem
from .pages import badge
from .pages.helping import helping_page
from .pages.html import Renderer
from .pages.markdown import ids_in
from .pages.page import Page
from .pictures import qr, raster
from .pictures.artwork import artwork_of, raised
from .spoken import Tongue
from .stream import Unit, made, whole


def page_unit(render: Renderer, page: Page) -> Unit:
    """A page, made of its data, its Markdown and all that every page is made of."""
    made_of = orjson.dumps([page.template, page.data, page.markdown, page.source, page.ids])
    digest = hashlib.sha256(render.digest.encode() + made_of).hexdigest()
    return made(f"{render.prefix}{page.file}", digest, lambda: render(page), page.source)


def with_ids(tongue: Tongue, page: Page) -> Page:
    """The headings of a translation have the names of those of its original."""
    known = tongue.translations.get(page.source or "")
    ids = tongue.ids(page.source or "")
    if known is None or not page.markdown or not ids:
        return page
    names = dict(zip(ids_in(page.markdown), ids, strict=False))
    listed: Any = page.data.get("contents") or []
    parts = [{**part, "id": names.get(part["id"], part["id"])} for part in listed]
    return replace(page, ids=ids, data={**page.data, "contents": parts} if parts else page.data)


def badge_pages(
    context: Context, one: Achievement, said: Sequence[Endorsement], held: Count, second: Context | None = None
) -> Iterator[Page]:
    """``second`` is the network in the language that a poster carries beside that of the page."""
    yield badge.badge_page(context, one, documents_of(said), held)
    if help_page := helping_page(context, one):
        yield help_page
    yield badge.poster_page(context, one, second)


def spoken_documents(original: Context, context: Context, tongue: Tongue, one: Achievement) -> Iterator[Unit]:
    """The Open Badges documents of a badge that is translated, each at an address of its own."""
    if one.source not in tongue.translations:
        return
    language, addresses = tongue.language, context.addresses
    known = original.catalogue.badges[one.slug].inLanguage or original.catalogue.network.inLanguage
    made = openbadges3.achievement(one, context.catalogue, addresses, language=language, original=known)
    yield whole(paths.achievement(one.slug, language), json_bytes(openbadges3.standalone(made)), one.source)
    older = openbadges2.badge_class(one, one.issuers[0], context.catalogue, addresses, language=language)
    yield whole(paths.badge_class_in(one.slug, language), json_bytes(older), one.source)


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
    for page in badge_pages(context, one, said, held):
        yield page_unit(render, page)
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
