"""Settings of MkDocs that are the same for every network, so that none has to write them down."""

from __future__ import annotations

import logging
import os
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.theme import Theme
from pathspec.gitignore import GitIgnoreSpec

# Material announces its end at each start. What that means here stands in docs/decisions, once.
os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")

DOCS = "network"
RECORDS = ("*.md", "*.yml", "*.svg", "/status/")
"""What the engine makes pages of; any other Markdown file is a page that the network writes itself."""
MARKDOWN = ("footnotes", "tables", "admonition", "toc", "pymdownx.tasklist")
"""For such a page: what records have too (docs/markdown.md), beside what the network asks for."""


def arrange(config: MkDocsConfig) -> None:
    """Fills in what the network's ``mkdocs.yml`` leaves out. Raises :class:`PluginError` for what cannot work."""
    written = {key for one in config.user_configs for key in one}
    if Path(config.docs_dir).name != DOCS:
        raise PluginError(
            f"'docs_dir' is '{config.docs_dir}': write 'docs_dir: {DOCS}', where the records of a network are"
        )
    if config.theme.name != "material":
        config.theme = Theme(name="material", custom_dir=config.theme.custom_dir, font=False)
    config.theme.static_templates = set()
    if "exclude_docs" not in written:
        config.exclude_docs = GitIgnoreSpec.from_lines(RECORDS)
    theirs = config.markdown_extensions
    config.markdown_extensions = [*(one for one in MARKDOWN if one not in theirs), *theirs]
    config.mdx_configs.setdefault("toc", {"permalink": False})
    if "validation" not in written:
        config.validation.nav.omitted_files = logging.INFO
        config.validation.nav.not_found = logging.INFO
        config.validation.links.absolute_links = logging.INFO
