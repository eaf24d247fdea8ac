"""The list of pages for search engines (sitemaps.org, protocol 0.9)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from xml.sax.saxutils import escape

from ..context import Context
from ..model import paths
from ..spoken import Tongue


def sitemap(
    context: Context, places: Iterable[str], today: date, *, free: bool = False, tongues: Sequence[Tongue] = ()
) -> bytes:
    """``places`` are the paths of the pages that are no badge; ``free`` adds those that the network writes for itself,
    ``tongues`` are its further languages.

    Awards and posters are for those who have their address, so they are not listed.
    """
    catalogue = context.catalogue
    every = [
        *(path for path in places if path != paths.MISSING),
        paths.FIGURES,
        *(paths.badge(slug) for slug in catalogue.badges),
        *(page.path for page in catalogue.pages.values() if free),
    ]
    every += [f"{tongue.prefix}{path}" for tongue in tongues for path in every if tongue.has(path)]
    rows = [
        f"    <url>\n         <loc>{escape(context.addresses(path))}</loc>\n"
        f"         <lastmod>{today.isoformat()}</lastmod>\n    </url>\n"
        for path in every
    ]
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return f"{head}{''.join(rows)}</urlset>".encode()
