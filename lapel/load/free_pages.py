"""The pages that a network writes for itself: which files they are, and what they may hold.

The site generator renders them, with the extensions that ``mkdocs.yml`` names. What may stand in them is checked here
all the same: no HTML, links that lead somewhere, pictures that are pictures.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path

from ..model import paths
from ..model.free_page import FOLDER, FreePage, free_path
from ..model.kinds import FLAT, MANY, SINGLE
from ..model.problem import Problem
from ..model.scalars import SLUG_PATTERN, slugify
from .links import HEADING, headings, html_in, is_own_id, link_fault, links, prose_lines, resolved
from .text import Parts, read_text, split_front_matter
from .translation_files import is_translation
from .yaml_text import parse_yaml

PICTURES = {".png": b"\x89PNG", ".jpg": b"\xff\xd8\xff", ".jpeg": b"\xff\xd8\xff", ".webp": b"RIFF", ".gif": b"GIF8"}
"""Pictures that a page may show, with the bytes that they begin with. An SVG opened by itself could run a script."""
MAX_PICTURE = 2 * 1024 * 1024
RESERVED = (
    frozenset(
        path.split("/")[0]
        for path in (
            paths.AWARDS,
            paths.ABOUT,
            paths.MAP,
            paths.FIGURES,
            paths.VERIFY,
            paths.JOIN,
            paths.PROPOSE,
            paths.ENDORSE,
            paths.DATA,
            paths.PRIVACY,
            paths.ACCESSIBILITY,
            paths.MINE,
            paths.ALIGN,
            "frameworks/",
            "schemas/",
            "assets/",
            "pagefind/",
            "search/",
        )
    )
    | {kind.listing.rstrip("/") for kind in MANY}
    | {"endorsements", "404", "index"}
)
"""First parts of the addresses that are the engine's own."""
_SLUG = re.compile(SLUG_PATTERN)
_IMAGE = re.compile(r"!\[[^\]]*\]\(\s*<?([^)\s>]+)")
_TITLE = re.compile(r"#\s+(\S.*?)\s*#*$")


def find_free_pages(root: Path) -> Iterator[FreePage | Problem]:
    """Every Markdown file below ``network/`` that no record is made of."""
    records = {kind.file for kind in SINGLE}
    folders = {kind.folder for kind in FLAT}
    for file in sorted((root / FOLDER).rglob("*.md")):
        source = file.relative_to(root).as_posix()
        folder = source.rpartition("/")[0]
        if source in records or folder in folders or is_translation(source):
            continue  # who reads records names what is wrong with their files
        if file.is_symlink() or "/." in source:
            yield Problem(
                source,
                1,
                "is hidden, or a link to another place: put the file itself here, by a plain name",
                "link-on-disk",
            )
            continue
        if fault := _name_fault(source, folders, records):
            yield Problem(source, 1, fault, "file-name")
        else:
            yield from _read(file, source)


def _name_fault(source: str, folders: Collection[str], records: Collection[str]) -> str | None:
    """Why a file of this name is no page; a name that is nearly that of a record is meant for one."""
    folder, _, name = source.rpartition("/")
    below = next((one for one in folders if folder.startswith(f"{one}/")), None)
    if below:
        return f"is read by nothing: the files of {below} lie in that folder itself"
    near = get_close_matches(source, [one for one in records if one.endswith(".md")], n=1, cutoff=0.9)
    near = near or [f"{one}/{name}" for one in get_close_matches(folder, list(folders), n=1, cutoff=0.9)]
    if near:
        return f"is nearly the name of a record: did you mean {near[0]}? Or give the page another name"
    parts = free_path(source).rstrip("/").split("/")
    if odd := next((part for part in parts if not _SLUG.fullmatch(part)), None):
        return f"cannot be part of an address: rename '{odd}' to '{slugify(odd)}'"
    if parts[0] in RESERVED:
        return f"would have the address /{parts[0]}/, which the site needs for itself: rename it"
    return None


def _read(file: Path, source: str) -> Iterator[FreePage | Problem]:
    text, problems = read_text(file, source)
    yield from problems
    if text is None:
        return
    title = description = ""
    parts = Parts("", 1, text)
    if text.startswith("---"):
        found, problems = split_front_matter(text, source)
        yield from problems
        if found is None:
            return
        parts = found
        document, problems = parse_yaml(parts.yaml, source, parts.yaml_line)
        yield from problems
        value = document.value if document is not None else None
        if isinstance(value, dict):
            title, description = str(value.get("title") or ""), str(value.get("description") or "")
    first = next((match[1] for _, line in prose_lines(parts.body) if (match := _TITLE.match(line))), "")
    line = text.count("\n", 0, text.rindex(parts.body)) + 1 if parts.body else 1
    name = title or first or free_path(source).rstrip("/").rpartition("/")[2].replace("-", " ").capitalize()
    pictures = tuple(dict.fromkeys(_pictures(parts.body, source)))
    yield FreePage(free_path(source), source, name, description, parts.body, line, pictures)


def _pictures(body: str, source: str) -> Iterator[str]:
    for _, line in prose_lines(body):
        paths_of_line = (resolved(source, match[1]) for match in _IMAGE.finditer(line))
        yield from (path for path in paths_of_line if path.endswith(tuple(PICTURES)))


def free_page_problems(
    root: Path, pages: Collection[FreePage], fragments: Mapping[str, Collection[str]], hidden: set[str]
) -> Iterator[Problem]:
    """Links that lead nowhere, HTML, and pictures that are none. ``fragments`` are the headings of every page by its
    source, ``hidden`` the files whose page is not published."""
    free = {page.source for page in pages}
    seen: dict[str, str] = {}
    for page in pages:
        if (first := seen.setdefault(page.path, page.source)) != page.source:
            yield Problem(page.source, 1, f"has the address of {first}: rename one of the files", "address-taken")
        for number, line in prose_lines(page.body):
            # Whatever looks like a picture is asked for as one: what is shown here is what is published.
            shown = {match[1] for match in _IMAGE.finditer(line)}
            faults = [_picture_fault(root, resolved(page.source, target), target) for target in sorted(shown)]
            faults += [
                link_fault(root, page.source, target, fragments, hidden, free)
                for target in links(line)
                if target not in shown
            ]
            heading = HEADING.match(line)
            if heading and (own := next((one for one in headings(line) if is_own_id(one)), None)):
                faults.append(f"has the heading '{heading[2][:40]}', and the page itself has a part named '{own}'")
            yield from (Problem(page.source, page.line + number, fault, "link") for fault in faults if fault)
            if tag := html_in(line):
                sentence = f"has HTML ('{tag[:20]}'): write it as Markdown, or put code between backticks"
                yield Problem(page.source, page.line + number, sentence, "html")


def _picture_fault(root: Path, path: str, target: str) -> str | None:
    file, parts = root / path, path.split("/")
    if any(part.startswith(".") for part in parts) or any(
        (root / "/".join(parts[:n])).is_symlink() for n in range(1, len(parts))
    ):
        return f"shows '{target[:60]}', which is hidden or lies behind a link: put the picture beside the page"
    if len(parts) > 2 and parts[1] in RESERVED:
        return f"shows '{target[:60]}', and the site needs /{parts[1]}/ for itself: move the picture"
    if "://" in target or not path.startswith(f"{FOLDER}/"):
        return f"shows '{target[:60]}', which is not here: put the picture beside the page, below network/"
    if file.is_symlink() or not file.is_file():
        return f"shows '{target[:60]}', which does not exist: check the path from this file"
    start = PICTURES.get(file.suffix)
    if start is None or not file.read_bytes()[:8].startswith(start):
        return f"shows '{target[:60]}', which is no PNG, JPEG, WebP or GIF: save the picture as one of these"
    if file.stat().st_size > MAX_PICTURE:
        return f"shows '{target[:60]}', which is larger than 2 MiB: make the picture smaller"
    return None
