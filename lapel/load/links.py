"""What a Markdown body may hold: text, no HTML, and links that lead somewhere.

Links between our own files are written as paths, so that they work on the forge too.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from ..model.free_page import free_path
from ..model.kinds import MANY, page_of
from ..model.problem import Problem
from ..model.record import FileRecord

_LINK = re.compile(r"""(?<!\\)\]\(\s*<?([^)\s>]+)>?((?:\s+(?:"[^"]*"|'[^']*'|\([^)]*\)))?\s*)\)""")
_IMAGE = re.compile(r"!\[[^\]]*\]\s*[(\[]")
_LABEL = re.compile(r"\[([^\]]*)\]\([^)]*\)")
HEADING = re.compile(r" {0,3}(#{1,6})\s+(\S.*)$")
# A link that is named elsewhere in the text: [name]: target
_DEFINITION = re.compile(r"^( {0,3}\[[^\]]+\]:[ \t]*<?)([^\s>]+)")
_TICKS = re.compile(r"`+")
_AUTOLINK = re.compile(r"<(?:https://|mailto:|tel:|[^\s<>@:]+@)[^\s<>]+>", re.IGNORECASE)
_HTML = re.compile(r"<[A-Za-z/!?][^\s>]*")
_ELSEWHERE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//|#|/")
_FENCE = re.compile(r"^ {0,3}(```|~~~)")
OWN_IDS = frozenset(
    "search search-close search-key search-open search-results search-status search-title search-words theme-toggle "
    "align align-copy align-found align-framework align-result align-rows align-status align-text align-words "
    "copy-link copy-status found found-more found-whole share-page filters filter-chosen filter-count filter-open "
    "language-fold list-next menu-fold "
    "verify verify-actions verify-camera verify-compare "
    "verify-drop verify-file verify-file-hint verify-form verify-person verify-person-hint "
    "verify-print verify-progress verify-results verify-save verify-status verify-text verify-video".split()
)
"""The ids of the templates that do not begin with ``lp-`` (a test reads the templates)."""
_MAY_BE_EMPTY = tuple(kind.folder for kind in MANY if not kind.listed_empty)
"""Folders whose list is published only when there is something in it."""
_SAFE_SCHEMES = ("https:", "mailto:", "tel:")


def place_of(source: str) -> str | None:
    """The path of the page that is made of the file ``source``, a record or not; None when none is."""
    page = page_of(source)
    return free_path(source) if page is None and source.startswith("network/") and source.endswith(".md") else page


def _set_aside(line: str, mark: str) -> tuple[str, list[str]]:
    """``line`` with ``mark`` in the place of each piece of code in it, and those pieces."""
    ticks = list(_TICKS.finditer(line))
    rest: dict[int, list[int]] = {}
    for number, match in enumerate(ticks):
        rest.setdefault(len(match[0]), []).append(number)
    parts, codes, at, number = [], [], 0, 0
    while number < len(ticks):
        same = rest[len(ticks[number][0])]
        close = next((other for other in same if other > number), None)
        if close is None:
            number += 1
            continue
        parts += [line[at : ticks[number].start()], mark]
        codes.append(line[ticks[number].start() : ticks[close].end()])
        at, number = ticks[close].end(), close + 1
    return "".join([*parts, line[at:]]), codes


@lru_cache(maxsize=8192)
def prose_lines(body: str) -> tuple[tuple[int, str], ...]:
    """Line number (from 0) and text of every line of ``body`` that is not code; code inside a line is taken out."""
    return tuple(_prose_lines(body))


def _prose_lines(body: str) -> Iterator[tuple[int, str]]:
    lines = body.split("\n")
    fences = [number for number, line in enumerate(lines) if _FENCE.match(line)]
    # A fence that is not closed again is none: it would hide all that comes after it.
    inside = {at for first, last in zip(fences[::2], fences[1::2], strict=False) for at in range(first, last + 1)}
    for number, line in enumerate(lines):
        if number not in inside:
            yield number, _set_aside(line, "")[0]


def links(line: str) -> Iterator[str]:
    """The targets of the links in a line."""
    yield from (match[1] for match in _LINK.finditer(line))
    if match := _DEFINITION.match(line):
        yield match[2]


def rewrite_links(body: str, source: str, target: Callable[[str], str]) -> str:
    """``body`` with every link to a file with a page replaced by ``target(path of its page)``; code stays as it is."""

    def new(link: str) -> str:
        path, _, fragment = link.partition("#")
        page = None if _ELSEWHERE.match(link) else place_of(resolved(source, path))
        return link if page is None else f"{target(page)}{'#' + fragment if fragment else ''}"

    lines = body.split("\n")
    for number, _ in prose_lines(body):
        # Code is set aside and put back: "`[a](b.md)`" is no link.
        line, codes = _set_aside(lines[number], "\0")
        line = _LINK.sub(lambda match: f"]({new(match[1])}{match[2]})", line)
        line = _DEFINITION.sub(lambda match: f"{match[1]}{new(match[2])}", line)
        for code in codes:
            line = line.replace("\0", code, 1)
        lines[number] = line
    return "\n".join(lines)


def resolved(source: str, path: str) -> str:
    """The path from the root of what ``path`` means in the file ``source``."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(source), path))


def headings(body: str) -> frozenset[str]:
    """The fragments that the headings of a body can be reached by."""
    return frozenset(heading_ids(body))


@lru_cache(maxsize=8192)
def heading_ids(body: str) -> tuple[str, ...]:
    """The same in the order of the headings."""
    rows = body.split("\n")
    found: dict[str, None] = {}
    for number, line in prose_lines(body):
        if not HEADING.match(line):
            continue
        match = HEADING.match(rows[number])  # code in a heading counts
        text = _LABEL.sub(r"\1", match[2].rstrip().rstrip("#").rstrip() if match else "")
        plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
        slug = re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", plain).strip().lower())
        # The second heading of the same words gets a number, as the reader of Markdown gives it.
        found[next(name for name in (slug, *(f"{slug}_{n}" for n in range(1, 999))) if name not in found)] = None
    return tuple(found)


def is_own_id(name: str) -> bool:
    """Whether the pages' own templates use this id, so that a heading may not get it."""
    return name.startswith("lp-") or name in OWN_IDS


def body_problems(
    root: Path,
    records: Iterable[FileRecord],
    drafts: set[str],
    fragments: Mapping[str, Collection[str]],
    free: Collection[str] = (),
) -> Iterator[Problem]:
    """HTML and pictures in a body, and links to a file that is not there, to no page, or over plain ``http:``.

    ``drafts`` are the sources of badges that the public does not see, ``fragments`` the headings of every page by its
    source, ``free`` the sources of the pages that the network writes for itself.
    """
    records = list(records)
    empty = empty_folders(records)
    for record in records:
        if not record.body:
            continue
        start = _body_line(root, record)
        for number, line in prose_lines(record.body):
            for target in links(line):
                sentence = link_fault(root, record.source, target, fragments, empty | drafts - {record.source}, free)
                if sentence:
                    yield Problem(record.source, start + number, sentence, "link")
            if (heading := HEADING.match(line)) and len(heading[1]) == 1:
                sentence = f"has the heading '# {heading[2][:40]}': the page has its title already, so begin with '##'"
                yield Problem(record.source, start + number, sentence, "heading")
            if heading and (own := next((one for one in headings(line) if is_own_id(one)), None)):
                sentence = f"has the heading '{heading[2][:40]}', and the page itself has a part named '{own}'"
                yield Problem(record.source, start + number, f"{sentence}: word the heading in another way", "heading")
            if _IMAGE.search(line):
                sentence = "shows a picture in the text: pages show only the badge's own picture, so take it out"
                yield Problem(record.source, start + number, sentence, "picture-in-text")
            if tag := html_in(line):
                sentence = f"has HTML ('{tag[:20]}'): write it as Markdown, or put code between backticks"
                yield Problem(record.source, start + number, sentence, "html")


def empty_folders(records: Iterable[FileRecord]) -> set[str]:
    """The folders whose list is not published, because nothing is in them."""
    filled = {record.source.rpartition("/")[0] for record in records}
    return {folder for folder in _MAY_BE_EMPTY if folder not in filled}


def _body_line(root: Path, record: FileRecord) -> int:
    text = (root / record.source).read_text(encoding="utf-8-sig", errors="replace").replace("\r\n", "\n")
    return text.count("\n", 0, text.rindex(record.body)) + 1 if record.body in text else 1


def html_in(line: str) -> str | None:
    """The first HTML in a line of prose."""
    found = _HTML.search(_AUTOLINK.sub("", line))
    return found[0] if found else None


def link_fault(
    root: Path,
    source: str,
    target: str,
    fragments: Mapping[str, Collection[str]],
    hidden: set[str],
    free: Collection[str] = (),
) -> str | None:
    """Why a link leads nowhere; ``free`` are the sources of the pages that the network writes for itself."""
    path, _, fragment = target.partition("#")
    if _ELSEWHERE.match(target) and not target.startswith("#"):
        if target.lower().startswith(_SAFE_SCHEMES):
            return None
        mend = "write 'https:'" if target.lower().startswith("http:") else "link to the file, like '../other/badge.md'"
        return f"links to '{target[:60]}': {mend}"
    path = resolved(source, path) if path else source
    if path.startswith("..") or not (root / path).exists():
        return f"links to '{target[:60]}', which does not exist: check the path from this file"
    if page_of(path) is None and path not in free:
        return f"links to '{target[:60]}', which has no page on the site: link to a badge.md or another page"
    if path in _MAY_BE_EMPTY and path in hidden:
        return f"links to '{target[:60]}', and there is nothing in it yet: take the link out"
    if path in hidden:
        return f"links to '{target[:60]}', which is a draft: make that badge active first, or take the link out"
    if fragment and fragment not in fragments.get(path, {fragment}):
        return f"links to '{target[:60]}', and that page has no heading '{fragment[:40]}': check the part after '#'"
    return None
