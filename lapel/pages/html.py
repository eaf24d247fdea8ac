"""Pages as HTML: one Jinja environment, in which an undefined name is a problem at its line."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from functools import lru_cache
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
from ..model.problem import CatalogueError, LapelError, Problem
from ..strings import Strings
from .frame import SiteData
from .markdown import body_html
from .page import Page


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

    def __init__(self, folders: Sequence[Path], strings: Strings, site: SiteData) -> None:
        self._templates = _templates(tuple(folders))
        self._shared = {"t": strings, "site": site}
        self._site = site
        self.digest = _digest(folders, strings, site)

    def __call__(self, page: Page, content: str | None = None) -> bytes:
        """The page as a file. ``content`` is a body that is HTML already. Raises :class:`CatalogueError` for a body
        that becomes more than text, and for a template that cannot be rendered."""
        missing = page.path == paths.MISSING
        depth = page.path.count("/")
        edit = self._site["edit"]
        here = {
            "page": {
                "meta": page.data,
                "content": body_html(page.markdown, page.source) if content is None else content,
                "edit_url": f"{edit}{page.source}" if edit and page.source else None,
            },
            # The page for a missing address is shown at any depth, so its links start at the root of the host.
            "base_url": urlsplit(self._site["base"]).path.rstrip("/") if missing else "/".join([".."] * depth) or ".",
            "path": None if missing else page.path,
        }
        try:
            return self._templates.get_template(f"{page.template}.html").render(self._shared | here).encode()
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


def _digest(folders: Sequence[Path], strings: Strings, site: SiteData) -> str:
    whole = hashlib.sha256(code_digest("pages", "strings.py", "load", "model", libraries=LIBRARIES).encode())
    for folder in folders:
        for file in sorted(folder.rglob("*.html")):
            whole.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes())
    whole.update(json.dumps([strings.language, dict(strings.texts), dict(site)], default=str).encode())
    return whole.hexdigest()
