"""A last look at the HTML that a Markdown body became: only text, headings, lists, tables and safe links.

The loader refuses HTML and bad links in the Markdown, with the line. This looks at the result, because no
reading of Markdown is as good as what the reader of the pages makes of it.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

TAGS = frozenset(
    "p h2 h3 h4 h5 h6 ul ol li a strong em code pre blockquote table thead tbody tr th td br hr sup sub div span del "
    "dl dt dd section label input".split()
)
ATTRIBUTES = frozenset({"id", "class", "href", "title", "start", "type", "disabled", "checked", "role", "dir"})
_PLAIN = re.compile(r"</?(?:p|ul|ol|li|strong|em|h[2-6]|code|blockquote)>|<h[2-6] id=\"[\w-]*\">")
_ALIGN = re.compile(r"text-align: (left|right|center);?")
_LINK = re.compile(r"https://|mailto:|tel:|#|(?![a-zA-Z][a-zA-Z0-9+.-]*:|/)", re.IGNORECASE)


_UNSEEN = re.compile(r"[\x00-\x20\x7f]")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.faults.append(f"<{tag}>")
        for name, value in attrs:
            aligned = name == "style" and _ALIGN.fullmatch(value or "")
            # A browser takes white space and control characters out of a scheme before it reads it.
            if name == "href" and not _LINK.match(_UNSEEN.sub("", value or "")):
                self.faults.append(f"a link to '{(value or '')[:60]}'")
            elif name not in ATTRIBUTES and not name.startswith("data-") and not aligned:
                self.faults.append(f"the attribute '{name}'")

    def handle_comment(self, data: str) -> None:
        self.faults.append("a comment of HTML")

    def handle_decl(self, decl: str) -> None:
        self.faults.append("a declaration of HTML")

    def unknown_decl(self, data: str) -> None:
        self.faults.append("a declaration of HTML")

    def handle_pi(self, data: str) -> None:
        self.faults.append("an instruction of HTML")


_ACTIVE = frozenset("script iframe object embed form base meta link frame applet portal audio video".split())


class _Active(_Reader):
    """Lets through whatever only shows something: what extensions of Markdown make is of many kinds."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _ACTIVE:
            self.faults.append(f"<{tag}>")
        for name, value in attrs:
            if name.startswith("on") or name in ("srcdoc", "formaction", "http-equiv", "style"):
                if not (name == "style" and _ALIGN.fullmatch(value or "")):
                    self.faults.append(f"the attribute '{name}'")
            elif name in ("href", "src", "xlink:href") and not _LINK.match(_UNSEEN.sub("", value or "")):
                self.faults.append(f"a link to '{(value or '')[:60]}'")

    def handle_comment(self, data: str) -> None:
        """A comment does nothing."""


def active_faults(html: str) -> list[str]:
    """What in the HTML of a page that a network writes for itself could do something in a browser."""
    reader = _Active()
    reader.feed(html)
    reader.close()
    return sorted(set(reader.faults))


def html_faults(html: str) -> list[str]:
    """What in the HTML of a body is more than text; empty when all is well."""
    if "<" not in _PLAIN.sub("", html):
        return []  # most bodies hold nothing but these, and reading them in full takes longer than making them
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return sorted(set(reader.faults))
