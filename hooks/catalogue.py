"""The adapter to MkDocs: the engine's stream becomes MkDocs files, its problems become one clean error.

Pages that want the theme are handed to MkDocs. All other files are written by other processes while MkDocs
renders, because neither needs the other.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

from jinja2 import Environment, select_autoescape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from lapel.model import CatalogueError  # noqa: E402
from lapel.outputs import open_context, themed_pages  # noqa: E402
from lapel.pages.html import shared_globals, site_data  # noqa: E402
from lapel.pages.no_html import NoHtml  # noqa: E402
from lapel.context import Context  # noqa: E402
from lapel.pages.rendered import html_faults  # noqa: E402
from lapel.published import AWARDS  # noqa: E402
from lapel.scripts import integrity  # noqa: E402
from lapel.stream import Settings  # noqa: E402

BUNDLE = ROOT / "verifier" / "dist"
log = logging.getLogger("mkdocs.hooks.lapel")

# Parts of the theme that no page of ours uses: its script, its own search, its palettes.
UNUSED = ("assets/javascripts/", "assets/stylesheets/palette.", "assets/images/")

BADGES_A_WRITER = 300
SEARCH_UNUSED = (
    "pagefind-ui.*",
    "pagefind-modular-ui.*",
    "pagefind-component-ui.*",
    "pagefind-highlight.js",
    "pagefind-worker.js",
)


class _Build:
    """What one build hands from one event to the next."""

    preview = False
    site: ClassVar[Path | None] = None
    globals: ClassVar[dict[str, Any]] = {}
    pages: ClassVar[dict[str, dict[str, Any]]] = {}
    context: ClassVar[Context]
    day: ClassVar[date]
    writers: ClassVar[list[subprocess.Popen[bytes]]] = []


def on_startup(command: str, dirty: bool) -> None:
    _Build.preview = command == "serve"
    if dirty:
        raise PluginError("--dirty leaves most pages out of the search: build without it")


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """No text of the network becomes HTML."""
    if not any(isinstance(one, NoHtml) for one in config.markdown_extensions):
        config.markdown_extensions.append(NoHtml())
    return config


def on_pre_build(config: MkDocsConfig) -> None:
    """Reads the catalogue before MkDocs empties the site: a mistake leaves the last good site where it is."""
    settings = Settings(
        Path(config.theme.custom_dir),
        cache=ROOT / ".cache" / "cache.sqlite",
        preview=_Build.preview,
        verifier=BUNDLE if BUNDLE.is_dir() else None,
    )
    try:
        # In a preview MkDocs puts the local address into its settings; QR codes must carry the published one.
        _Build.context = open_context(Path(config.config_file_path).parent, settings)
    except CatalogueError as error:
        raise PluginError(f"The catalogue has problems:\n{error.report()}") from None
    _Build.day = settings.day(_Build.context.catalogue.network.zone)
    _Build.site = Path(config.site_dir)
    _put_aside(_Build.site)
    data = site_data(_Build.context, preview=_Build.preview, integrity=integrity(settings))
    _Build.globals = shared_globals(_Build.context.strings, data)


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Adds every page of the catalogue, and starts the writers of everything else."""
    _put_back(Path(config.site_dir))
    _Build.writers = _start_writers(config, len(_Build.context.catalogue.badges))
    _Build.pages = {}
    # Nothing of the network's folder is published as it lies there: each file is made by the engine, which checked it.
    for file in [one for one in files if one.src_dir == config.docs_dir]:
        files.remove(file)
    for output in themed_pages(_Build.context, _Build.day):
        # The front matter is JSON; a YAML parser reads it too, and takes fifty times as long.
        _, meta, body = output.content.decode().split("---\n", 2)
        if output.path in _Build.pages:
            raise PluginError(f"{output.source}:1: makes the page '{output.path}', which another file makes too")
        _Build.pages[output.path] = json.loads(meta)
        # An empty front matter of its own, because MkDocs would take a first line "Word: text" for one.
        page = File.generated(
            config, output.path, content=f"---\n{{}}\n---\n\n{body}", inclusion=InclusionLevel.INCLUDED
        )
        page.edit_uri = output.source
        files.append(page)
    return files


def _aside(site: Path) -> Path:
    return site.with_name(f".{site.name}.awards")


def _put_aside(site: Path) -> None:
    """MkDocs empties the site before it builds. The awards that did not change wait beside it."""
    if (site / AWARDS).is_dir():
        shutil.rmtree(_aside(site), ignore_errors=True)
        (site / AWARDS).rename(_aside(site))


def _put_back(site: Path) -> None:
    if _aside(site).is_dir():
        site.mkdir(parents=True, exist_ok=True)
        _aside(site).rename(site / AWARDS)


def _published(site: Path) -> Path:
    """The list of the awards that a site has: beside it, because it names them all."""
    return site.with_name(f".{site.name}.awards.json")


def _start_writers(config: MkDocsConfig, badges: int) -> list[subprocess.Popen[bytes]]:
    """One process is enough for a network; a city's catalogue is shared by all cores but the one that MkDocs uses."""
    count = min(max(1, (os.cpu_count() or 1) - 1), 1 + badges // BADGES_A_WRITER)
    root, overrides = Path(config.config_file_path).parent, config.theme.custom_dir
    command = [sys.executable, str(ROOT / "scripts" / "build_outputs.py"), config.site_dir, "--root", str(root)]
    command += ["--overrides", overrides, "--finished-only", "--fresh", *(["--preview"] if _Build.preview else [])]
    published = ["--published", str(_published(Path(config.site_dir)))]  # the first of them writes the awards
    return [
        subprocess.Popen(
            [*command, "--part", f"{part}/{count}", *([] if part else published)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        for part in range(count)
    ]


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Gives the templates their words, and drops what the theme would copy for nothing."""
    env.globals.update(_Build.globals)
    # The theme's environment leaves this off: every value of a file would reach the page as HTML.
    env.autoescape = select_autoescape(["html"])
    styles = [file.src_uri for file in files if file.src_uri.startswith("assets/stylesheets/main.")]
    env.globals["path"] = None  # pages that have no address of their own, such as 404
    env.globals["theme_css"] = next((style for style in styles if style.endswith(".css")), None)
    for file in list(files):
        unused = file.src_uri.startswith(UNUSED) or file.src_uri.endswith(".map")
        if file.src_dir not in (config.docs_dir, None) and (unused or file.src_dir == config.theme.custom_dir):
            files.remove(file)
    return env


def on_page_markdown(markdown: str, page: Any, config: MkDocsConfig, files: Files) -> str:
    """Gives a page of ours its front matter."""
    page.meta.update(_Build.pages.get(page.file.src_uri, {}))
    return markdown


def on_page_content(html: str, page: Any, config: MkDocsConfig, files: Files) -> str:
    """Stops at a body that became more than text."""
    faults = html_faults(html)
    if faults:
        source = page.file.edit_uri or page.file.src_uri
        raise PluginError(f"{source}:1: its text becomes {', '.join(faults)}: write plain Markdown")
    return html


def on_page_context(context: dict[str, Any], page: Any, config: MkDocsConfig, nav: Any) -> dict[str, Any]:
    """Templates know their path, as in the engine's own environment."""
    context["path"] = "" if page.is_homepage else page.url
    return context


def on_template_context(context: dict[str, Any], template_name: str, config: MkDocsConfig) -> dict[str, Any]:
    """The page for a missing address is shown at any depth, so its links start at the root of the site."""
    context["base_url"] = str(context.get("base_url", "")).rstrip("/")
    return context


def on_post_build(config: MkDocsConfig) -> None:
    """Makes the search index of the pages while the writer finishes: it reads nothing that the writer writes."""
    site = Path(config.site_dir)
    (site / "sitemap.xml.gz").unlink(missing_ok=True)
    bundle = site / "pagefind"
    shutil.rmtree(bundle, ignore_errors=True)
    language = _Build.globals["site"]["language"].split("-")[0]
    # Awards are not searched; there may be 100,000 of them, and they may be half written now.
    folders = sorted(entry.name for entry in site.iterdir() if entry.is_dir() and entry.name != AWARDS)
    command = [sys.executable, "-m", "pagefind", "--site", str(site), "--force-language", language, "--silent"]
    done = subprocess.run(
        [*command, "--glob", "{index.html,{" + ",".join(folders) + "}/**/*.html}"],
        capture_output=True,
        text=True,
    )
    writers, _Build.writers = _Build.writers, []
    for writer in writers:
        _, errors = writer.communicate()
        if writer.returncode:
            raise PluginError(errors.decode(errors="replace").strip() or "the documents and pictures were not written")
    if done.returncode:
        raise PluginError(f"the search index was not made: {done.stderr.strip() or done.stdout.strip()}")
    for pattern in SEARCH_UNUSED:
        for unused in bundle.glob(pattern):
            unused.unlink()


def on_shutdown() -> None:
    """A preview is built in a folder for the time being: nothing stays beside it."""
    if _Build.preview and _Build.site is not None:
        shutil.rmtree(_aside(_Build.site), ignore_errors=True)
        _published(_Build.site).unlink(missing_ok=True)


def on_build_error(error: Exception) -> None:
    """A failed build leaves no process behind."""
    for writer in _Build.writers:
        writer.kill()
        writer.wait()
    _Build.writers = []
