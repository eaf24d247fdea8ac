"""What a Markdown body may hold: text, no HTML, and links that lead somewhere.

Links between our own files are written as paths, so that they work on the forge too.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from ..model.problem import Problem
from ..model.record import FileRecord

_LINK = re.compile(r"(?<!\\)\]\(\s*<?([^)\s>]+)>?((?:\s+\"[^\"]*\")?\s*)\)")
# A link that is named elsewhere in the text: [name]: target
_DEFINITION = re.compile(r"^( {0,3}\[[^\]]+\]:[ \t]*<?)([^\s>]+)")
_CODE = re.compile(r"(`+)(?:(?!\1).)+\1")
_AUTOLINK = re.compile(r"<(?:https://|mailto:|tel:|[^\s<>@:]+@)[^\s<>]+>", re.IGNORECASE)
_HTML = re.compile(r"<[A-Za-z/!?][^\s>]*")
_ELSEWHERE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//|#|/")
_FENCE = re.compile(r"^ {0,3}(```|~~~)")
_PAGES = (
    (re.compile(r"badges/pathways/([^/]+)\.md"), "pathways/{}/"),
    (re.compile(r"badges/([^/]+)/badge\.md"), "badges/{}/"),
    (re.compile(r"network/(organisations|meetings|guides)/([^/]+)\.md"), "{}/{}/"),
    (re.compile(r"network/index\.md"), ""),
)
_SAFE_SCHEMES = ("https:", "mailto:", "tel:")


def page_of(source: str) -> str | None:
    """The place of the page that is made of ``source``, relative to the base ("badges/x/"); None when none is."""
    for pattern, place in _PAGES:
        if match := pattern.fullmatch(source):
            return place.format(*match.groups())
    return None


def prose_lines(body: str) -> Iterator[tuple[int, str]]:
    """Line number (from 0) and text of every line of ``body`` that is not code; code inside a line is taken out."""
    fenced = False
    for number, line in enumerate(body.split("\n")):
        if _FENCE.match(line):
            fenced = not fenced
        elif not fenced:
            yield number, _CODE.sub("", line)


def links(line: str) -> Iterator[str]:
    """The targets of the links in a line."""
    yield from (match[1] for match in _LINK.finditer(line))
    if match := _DEFINITION.match(line):
        yield match[2]


def rewrite_links(body: str, source: str, target: Callable[[str], str]) -> str:
    """``body`` with every link to a data file replaced by ``target(place of its page)``."""

    def replace(match: re.Match[str]) -> str:
        path, _, fragment = match[1].partition("#")
        place = None if _ELSEWHERE.match(match[1]) else page_of(_resolve(source, path))
        if place is None:
            return match[0]
        return f"]({target(place)}{'#' + fragment if fragment else ''}{match[2]})"

    def define(match: re.Match[str]) -> str:
        path, _, fragment = match[2].partition("#")
        place = None if _ELSEWHERE.match(match[2]) else page_of(_resolve(source, path))
        return match[0] if place is None else f"{match[1]}{target(place)}{'#' + fragment if fragment else ''}"

    return "\n".join(_DEFINITION.sub(define, line) for line in _LINK.sub(replace, body).split("\n"))


def _resolve(source: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(source), path))


def body_problems(root: Path, records: Iterable[FileRecord]) -> Iterator[Problem]:
    """HTML in a body, and links to a file that is not there, to no page of the site, or over plain ``http:``."""
    for record in records:
        if not record.body:
            continue
        start = _body_line(root, record)
        for number, line in prose_lines(record.body):
            for target in links(line):
                sentence = _fault(root, record.source, target)
                if sentence:
                    yield Problem(record.source, start + number, sentence)
            if tag := _HTML.search(_AUTOLINK.sub("", line)):
                sentence = f"has HTML ('{tag[0][:20]}'): write it as Markdown, or put code between backticks"
                yield Problem(record.source, start + number, sentence)


def _body_line(root: Path, record: FileRecord) -> int:
    text = (root / record.source).read_text(encoding="utf-8-sig", errors="replace").replace("\r\n", "\n")
    return text.count("\n", 0, text.rindex(record.body)) + 1 if record.body in text else 1


def _fault(root: Path, source: str, target: str) -> str | None:
    if target.startswith("#"):
        return None
    if _ELSEWHERE.match(target):
        if target.lower().startswith(_SAFE_SCHEMES):
            return None
        mend = "write 'https:'" if target.lower().startswith("http:") else "link to the file, like '../other/badge.md'"
        return f"links to '{target[:60]}': {mend}"
    path = _resolve(source, target.partition("#")[0])
    if path.startswith("..") or not (root / path).is_file():
        return f"links to '{target[:60]}', which does not exist: check the path from this file"
    if page_of(path) is None:
        return f"links to '{target[:60]}', which has no page on the site: link to a badge.md or another page"
    return None
