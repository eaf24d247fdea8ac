"""MkDocs: it watches, serves, and renders the pages that a network writes for itself. Everything else is the engine's.

An order that matters: the catalogue is read, and pages are rendered by MkDocs, while the last good site waits beside
its place. It comes back when both are done, so a mistake leaves it as it is; what nobody makes any more is taken away.
"""

from __future__ import annotations

import logging
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import Files, InclusionLevel
from mkdocs.structure.pages import Page as MkDocsPage

from ..pages.no_html import NoHtml
from ..stream import Settings
from ..unchanged import inputs_digest, is_whole
from .arranged import arrange

if TYPE_CHECKING:  # a build that finds nothing changed is done before these are loaded
    from ..context import Context
    from ..load.memory import Memory
    from ..model.free_page import FreePage
    from ..pages.html import Renderer
    from .preview import Preview

log = logging.getLogger("mkdocs.plugins.lapel")


class LapelPlugin(BasePlugin):  # type: ignore[type-arg,no-untyped-call]
    """The events of MkDocs, in the order in which they come."""

    def __init__(self) -> None:
        self._command = "build"
        self._context: Context
        self._settings: Settings
        self._render: Renderer
        self._site: Path | None = None
        self._inputs, self._unchanged = "", False
        self.fault = ""
        """Why the last build failed."""
        self._pages: dict[str, FreePage] = {}
        self._others: list[str] = []
        self._styles: str | None = None
        self._preview: Preview | None = None
        self._memory: Memory | None = None

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        self._command = command
        if dirty:
            raise PluginError("--dirty leaves most pages out of the search: build without it")

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """What a network need not write into its settings. No text of it becomes HTML, and no theme adds a page."""
        arrange(config)
        if not any(isinstance(one, NoHtml) for one in config.markdown_extensions):
            config.markdown_extensions.append(NoHtml())  # type: ignore[arg-type]
        if not config.use_directory_urls:
            raise PluginError(
                "'use_directory_urls: false' would give pages other addresses than they promise: take it out"
            )
        return config

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Reads the catalogue."""
        self._site, root = Path(config.site_dir), Path(config.config_file_path).parent
        own = Path(config.theme.custom_dir) if config.theme.custom_dir else None
        self._settings = Settings.of(root, preview=self._command == "serve", free_pages=True, own=own)
        awards = config.extra.get("awards")
        self._inputs = inputs_digest(root, self._settings, awards if isinstance(awards, str) else None)
        self._unchanged = is_whole(self._site, _listed(self._site), self._inputs, self._settings)
        if not self._unchanged:
            self._open(root)
        shutil.rmtree(_aside(self._site), ignore_errors=True)
        if self._site.is_dir():
            self._site.rename(_aside(self._site))

    def _open(self, root: Path) -> None:
        from ..load.memory import Memory
        from ..model.problem import LapelError
        from ..outputs import open_context, renderer

        if self._command == "serve" and self._memory is None:
            self._memory = Memory()
        try:
            # In a preview MkDocs puts the local address into its settings; QR codes must carry the published one.
            self._context = open_context(root, self._settings, memory=self._memory)
        except LapelError as error:
            raise PluginError(f"The catalogue has problems:\n{error.report()}") from None
        self._render = renderer(self._context, self._settings)

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Nothing of the network's folder is published as it lies there but free pages and the pictures in them."""
        if self._unchanged:
            self._put_back()
            return Files([])
        self._pages = {page.source.partition("/")[2]: page for page in self._context.catalogue.pages.values()}
        pictures = {name.partition("/")[2] for page in self._pages.values() for name in page.pictures}
        kept = []
        for file in files:
            lies_here = file.src_dir == config.docs_dir and not Path(config.docs_dir, file.src_uri).is_symlink()
            if lies_here and (file.src_uri in self._pages or file.src_uri in pictures):
                file.inclusion = InclusionLevel.INCLUDED
                kept.append(file)
            elif file.src_dir not in (config.docs_dir, None):
                if self._pages and re.fullmatch(r"assets/stylesheets/main\.[^/]*\.css", file.src_uri):
                    kept.append(file)
            elif file.src_dir is None or file.generated_by is not None:
                kept.append(file)
        self._styles = next((file.src_uri for file in kept if file.src_uri.startswith("assets/stylesheets/")), None)
        self._others = [file.dest_uri for file in kept]
        return Files(kept)

    def on_page_markdown(self, markdown: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        """Links to records become links to their pages; MkDocs knows those to its own."""
        from ..load.links import rewrite_links
        from ..model.paths import relative

        free = self._pages.get(page.file.src_uri)
        if free is None:
            return markdown
        here = free.path
        # What was checked, and nothing that MkDocs reads out of its first lines.
        page.meta = {}
        return rewrite_links(free.body, free.source, lambda path: relative(path, here))

    def on_page_content(self, html: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        """Stops at a body that could do something in a browser."""
        from ..pages.rendered import active_faults

        if faults := active_faults(html):
            source = f"network/{page.file.src_uri}"
            raise PluginError(f"{source}:1: its text becomes {', '.join(faults)}: write plain Markdown")
        return html

    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        """The frame of all other pages, around what MkDocs made of the text."""
        free = self._pages.get(page.file.src_uri)
        if free is None:
            return output
        from ..model.problem import LapelError
        from ..pages.free_page import free_page

        content = page.content or ""
        try:
            return self._render(free_page(free, content, self._styles), content).decode()
        except LapelError as error:
            raise PluginError(error.report()) from None

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Everything else."""
        site = Path(config.site_dir)
        if self._unchanged:
            return
        from ..model.problem import LapelError
        from ..publish import publish
        from ..published import Published

        # What MkDocs has rendered is good: now the last good site comes back, and takes it in.
        fresh = _aside(site, "fresh")
        shutil.rmtree(fresh, ignore_errors=True)
        if site.is_dir():
            site.rename(fresh)
        self._put_back()
        site.mkdir(parents=True, exist_ok=True)
        published = Published(site, _listed(site))
        published.sweep()
        _move(fresh, site)
        try:
            done = publish(
                self._context,
                self._settings,
                published,
                others=self._others,
                search=self._command != "serve",
                alone=self._preview is not None,  # a process with threads must not be copied
                # MkDocs has its own say in what it renders: only a site without its pages is known whole.
                inputs="" if self._others else self._inputs,
            )
        except LapelError as error:
            raise PluginError(error.report()) from None
        if self._preview is not None:
            self._preview.built(self._context, done)

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        """A preview that answers at once."""
        from ..load.memory import Memory
        from .preview import Preview

        root = Path(config.config_file_path).parent
        listed = _listed(Path(config.site_dir))
        self._preview = Preview(
            server,
            root,
            self._settings,
            listed,
            self._memory or Memory(),
            rebuild_all=builder,
            fault=lambda: self.fault,
        )
        self._preview.start(self._context, [root / "badges", root / config.docs_dir], self._settings.templates)
        return server

    def on_build_error(self, *, error: Exception) -> None:
        """A failed build leaves what it did not come to."""
        self.fault = str(error)
        self._put_back()

    def on_shutdown(self) -> None:
        """A preview is built in a folder for the time being: nothing stays beside it."""
        if self._command == "serve" and self._site is not None:
            shutil.rmtree(_aside(self._site), ignore_errors=True)
            _listed(self._site).unlink(missing_ok=True)

    def _put_back(self) -> None:
        if self._site is not None and _aside(self._site).is_dir():
            shutil.rmtree(self._site, ignore_errors=True)  # MkDocs has made it, and it is empty
            _aside(self._site).rename(self._site)


def _aside(site: Path, word: str = "kept") -> Path:
    return site.with_name(f".{site.name}.{word}")


def _move(source: Path, target: Path) -> None:
    """Moves every file below ``source`` to its place below ``target``."""
    for file in sorted(source.rglob("*")):
        if file.is_file():
            place = target / file.relative_to(source)
            place.parent.mkdir(parents=True, exist_ok=True)
            file.replace(place)
    shutil.rmtree(source, ignore_errors=True)


def _listed(site: Path) -> Path:
    """The list of what a site has: beside it, because it names every award."""
    return site.with_name(f".{site.name}.made.json")
