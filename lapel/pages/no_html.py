"""Markdown without HTML: what looks like a tag is text."""

from __future__ import annotations

import markdown


class NoHtml(markdown.Extension):
    """Takes the two steps out at which Markdown lets HTML through as it is. A reader of ours cannot find every tag in
    a text that another program will read; so that program is told to know none."""

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 - the name that Markdown calls
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
