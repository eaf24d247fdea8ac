"""Pages as HTML: one Jinja environment, in which an undefined name is a problem at its line."""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
from collections.abc import Sequence
from functools import lru_cache
from html import unescape
from pathlib import Path
from traceback import extract_tb
from urllib.parse import urlsplit

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    Template,
    TemplateSyntaxError,
    select_autoescape,
)

from ..code import LIBRARIES, code_digest
from ..model import paths
from ..model.languages import direction
from ..model.marked import spoken_html
from ..model.problem import CatalogueError, LapelError, Problem
from ..spoken import Tongue
from ..strings import Strings
from .frame import SiteData
from .markdown import body_html
from .page import Page

_LINKED = re.compile(r'(<(?:a|link|area|form)\b[^>]*?\s(?:href|action)=")([^"]*)"( data-language)?')
_ELSEWHERE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")


@lru_cache(maxsize=4)
def _templates(folders: tuple[Path, ...]) -> Environment:
    """The templates of folders, the first before the others; one that was changed is read again.

    ``lapel/<name>`` is the engine's own, for a template that fills some of its blocks and leaves the rest.
    """
    return Environment(
        loader=ChoiceLoader([FileSystemLoader(folders), PrefixLoader({"lapel": FileSystemLoader(folders[-1])})]),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def template(folders: Sequence[Path], name: str) -> Template:
    """A template of something that is no page of the site."""
    return _templates(tuple(folders)).get_template(name)


class Renderer:
    """Renders pages to HTML with the templates in ``folders``: a network's own, and the engine's.

    ``digest`` is that of all that every page is made of: the templates, the words, the data of the frame.
    """

    def __init__(self, folders: Sequence[Path], strings: Strings, site: SiteData, tongue: Tongue | None = None) -> None:
        self._templates = _templates(tuple(folders))
        self._tongue = tongue
        self._shared = {"t": strings, "site": site, "languages": tongue.offered if tongue else ()}
        self._site = site
        self.digest = _digest(folders, strings, site, tongue)

    @property
    def prefix(self) -> str:
        """What stands before the path of each page: "uk/" for the pages of a further language."""
        return self._tongue.prefix if self._tongue else ""

    def __call__(self, page: Page, content: str | None = None) -> bytes:
        """The page as a file. ``content`` is a body that is HTML already. Raises :class:`CatalogueError` for a body
        that becomes more than text, and for a template that cannot be rendered."""
        missing = page.path == paths.MISSING
        tongue = self._tongue
        depth = f"{self.prefix}{page.path}".count("/")
        edit = self._site["edit"]
        source = tongue.source(page.source) if tongue else page.source
        body = body_html(page.markdown, source, page.ids) if content is None else content
        if body and tongue and (language := tongue.foreign_body(page.source)):
            body = f'<div lang="{language}" dir="{direction(language)}">{body}</div>'
        is_spoken = bool(tongue and tongue.offered and tongue.has(page.path))
        # The page for a missing address is shown at any depth, so its links start at the root of the host.
        base_url = urlsplit(self._site["base"]).path.rstrip("/") if missing else "/".join([".."] * depth) or "."
        here = {
            "page": {
                "meta": page.data,
                "content": body,
                "edit_url": f"{edit}{source}" if edit and source else None,
                "note": tongue.note(page.source) if tongue else None,
                "spoken": is_spoken,
            },
            "base_url": base_url,
            # Where the page is, without what stands before it in a further language, and with it.
            "path": None if missing else page.path,
            "here": f"{self.prefix}{page.path}",
        }
        try:
            html = self._templates.get_template(f"{page.template}.html").render(self._shared | here)
            if tongue:
                html = spoken_html(html, tongue.language)
                if tongue.prefix:
                    html = led_to(html, base_url, page.path, tongue)
            return html.encode()
        except LapelError:
            raise
        except Exception as error:  # a template is code of the network, and may fail in any way
            raise CatalogueError([_template_problem(page, error)]) from error


def _template_problem(page: Page, error: Exception) -> Problem:
    """Where in which template the fault is: the deepest line of one in the traceback."""
    rows = [row for row in extract_tb(error.__traceback__) if row.filename.endswith(".html")]
    name, line = (rows[-1].filename, rows[-1].lineno or 1) if rows else (f"{page.template}.html", 1)
    if isinstance(error, TemplateSyntaxError):
        name, line = error.filename or name, error.lineno
    shown = "overrides" + name.replace("\\", "/").rpartition("overrides")[2] if "overrides" in name else Path(name).name
    return Problem(shown, line, f"cannot be rendered for '{page.path}': {error}: mend the template", "template")


def led_to(html: str, base_url: str, path: str, tongue: Tongue) -> str:
    """The links of a page in a further language: to pages of that language where there are such, and to everything
    else where it is once."""

    def new(found: re.Match[str]) -> str:
        # Markdown hides e-mail addresses from those who gather them, in numbers of letters.
        link = found[2] if _ELSEWHERE.match(unescape(found[2])) else found[2].partition("#")[0]
        if not link or _ELSEWHERE.match(unescape(link)) or " data-language" in found[0]:
            return found[0]
        place, mark, query = link.partition("?")
        rest = f"{mark}{query}{found[2][len(link) :]}"
        if place == base_url or place.startswith(f"{base_url}/"):
            target = place[len(base_url) + 1 :]
        else:  # as the text of a page has it: from the place of the page
            ends = "/" if place.endswith(("/", "..")) or place == "." else ""
            target = posixpath.normpath(posixpath.join(path, place)).lstrip("./") + ends
            target = "" if target == "/" else target
        prefix = tongue.prefix if tongue.has(target) else ""
        return f'{found[1]}{base_url}/{prefix}{target}{rest}"'

    return _LINKED.sub(new, html)


def _digest(folders: Sequence[Path], strings: Strings, site: SiteData, tongue: Tongue | None) -> str:
    whole = hashlib.sha256(code_digest("pages", "strings.py", "load", "model", libraries=LIBRARIES).encode())
    for folder in folders:
        for file in sorted(folder.rglob("*.html")):
            whole.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes())
    spoken = [tongue.prefix, tongue.offered, sorted(tongue.free), repr(sorted(tongue.translations))] if tongue else []
    whole.update(json.dumps([strings.language, dict(strings.texts), dict(site), spoken], default=str).encode())
    return whole.hexdigest()
