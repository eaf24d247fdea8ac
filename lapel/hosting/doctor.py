"""Whether a published site sends what it should: asked file by file, from the table of :mod:`.headers`.

A fault that keeps other people's verifiers from reading a badge is *needed*; what only makes the site safer or faster
is *better*.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

from ..model import paths
from .headers import Group, group_of

ORIGIN = "https://another-site.example"
"""Whose verifier we pretend to be."""
LONGEST = 86_400
"""Seconds that a list of withdrawn badges may be kept at most."""
DOCUMENTS = ("status", "live", "documents", "token", "tiles", "checkpoint")
"""Groups that verifiers on other sites read."""


@dataclass(frozen=True)
class Answer:
    """What a host sent; the names of ``headers`` in small letters. ``status`` is 0 when there was no answer, and
    ``fault`` says why."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""
    fault: str = ""

    def __getitem__(self, name: str) -> str:
        return self.headers.get(name.lower(), "")


_MAY_LACK = re.compile(
    r"meetings\.ics|feed\.xml|manifest\.webmanifest|verify/sw\.js|record/.*|organisations/[^/]+/status/1\.json"
    r"|awards/[^/]+/(?:assertion\.json|credential\.jwt)|badges/[^/]+/image\.png"
)
"""What a site may lack; everything else that is asked for, the site itself or whoever asks has named."""


class Ask(Protocol):
    """Asks an address, with ``OPTIONS`` as a browser does before it lets a page send a header of its own."""

    def __call__(self, address: str, method: str = "GET") -> Answer: ...


@dataclass(frozen=True)
class Finding:
    """``is_needed``: without it something does not work for somebody."""

    path: str
    text: str
    is_needed: bool

    def __str__(self) -> str:
        return f"{'needed' if self.is_needed else 'better'}: /{self.path}: {self.text}"


def examine(base: str, ask: Ask, award: str | None = None) -> tuple[list[Finding], list[str]]:
    """What is missing, and the paths that were asked for. ``award`` is the id of one, whose page is looked at too."""
    ask = _once(ask)
    found: list[Finding] = [*_unread(base, ask)]
    asked: list[str] = []
    for path in _samples(base, ask, award):
        answer = ask(base + path)
        if answer.status == 404 and _MAY_LACK.fullmatch(path):
            continue  # not every network has one
        asked.append(path)
        found += _of_answer(path, answer)
        if group_of(path).name == "status" and answer.status == 200:
            found += _of_preflight(path, ask(base + path, "OPTIONS"))
    found += _elsewhere(base, ask)
    return found, asked


def _once(ask: Ask) -> Ask:
    """``ask`` that asks each address once: the lists of the site are looked at by several questions."""
    return lru_cache(maxsize=None)(lambda address, method="GET": ask(address, method))


def _unread(base: str, ask: Ask) -> Iterator[Finding]:
    for path in (paths.INDEX, paths.REGISTRY):
        answer = ask(base + path)
        if answer.status == 200 and not _json(answer):
            yield Finding(path, "is no JSON that can be read, so what it names was not asked for", is_needed=True)


def _of_answer(path: str, answer: Answer) -> Iterator[Finding]:
    if answer.status != 200:
        why = answer.fault or f"answers with the status {answer.status}"
        yield Finding(path, f"{why}, and has to answer with 200", is_needed=True)
        return
    group = group_of(path)
    wanted = (group.kind or "").partition(";")[0]
    got = answer["Content-Type"].partition(";")[0].strip().lower()
    if wanted and got != wanted and not (wanted == "text/javascript" and got == "application/javascript"):
        is_needed = group.name in DOCUMENTS or wanted in ("text/html", "text/javascript", "text/calendar")
        yield Finding(path, f"is sent as '{got or 'nothing'}', and is '{wanted}'", is_needed=is_needed)
    for name, value in group.headers.items():
        yield from _of_header(path, group, name, value, answer[name])


def _of_preflight(path: str, answer: Answer) -> Iterator[Finding]:
    allowed = answer["Access-Control-Allow-Headers"].lower()
    may_ask = answer["Access-Control-Allow-Origin"] in ("*", ORIGIN) and ("*" in allowed or "cache-control" in allowed)
    if not (200 <= answer.status < 300 and may_ask):
        text = "lets nobody ask for a fresh copy (OPTIONS has to be answered, with 'Access-Control-Allow-Headers: *')"
        yield Finding(path, f"{text}, so some verifiers cannot read it", is_needed=False)


def _of_header(path: str, group: Group, name: str, value: str, got: str) -> Iterator[Finding]:
    match name:
        case "Access-Control-Allow-Origin":
            if got not in ("*", ORIGIN):
                is_needed = group.name in DOCUMENTS
                why = "so no verifier on another site can read it" if is_needed else "so other sites cannot show it"
                yield Finding(path, f"has no '{name}: *', {why}", is_needed=is_needed)
        case "Cache-Control":
            yield from _of_cache(path, group, value, got)
        case "Content-Security-Policy":
            if not re.search(r"(?:default-src|frame-ancestors|sandbox)", got):
                yield Finding(path, f"has no '{name}': other sites can show it in a frame", is_needed=False)
        case "Strict-Transport-Security":
            if not re.search(r"max-age=0*[1-9]", got):
                yield Finding(path, f"has no '{name}': the first visit can be led astray", is_needed=False)
        case _:
            if value.lower() not in got.lower():
                yield Finding(path, f"has no '{name}: {value}'", is_needed=False)


def _of_cache(path: str, group: Group, value: str, got: str) -> Iterator[Finding]:
    age = _age(got)
    if "no-store" in got:
        yield Finding(
            path, "may not be kept by browsers ('no-store'): nothing works without a network", is_needed=False
        )
    elif group.name in ("status", "live", "checkpoint") and (age is None or age > LONGEST):
        said = f"may be kept for {age} seconds" if age is not None else "does not say how long it may be kept"
        is_needed = group.name == "status" and age is not None
        yield Finding(
            path, f"{said}, so a withdrawal is seen late: it should send 'Cache-Control: {value}'", is_needed=is_needed
        )
    elif "immutable" in value and (age is None or age < LONGEST):
        yield Finding(
            path, f"never changes, and should send 'Cache-Control: {value}', so that browsers keep it", is_needed=False
        )
    elif "immutable" not in value and (age is None or age > LONGEST) and "no-cache" not in got:
        yield Finding(
            path, f"should send 'Cache-Control: {value}', so that browsers ask for a newer one", is_needed=False
        )


def _age(said: str) -> int | None:
    if "no-cache" in said:
        return 0
    found = re.search(r"max-age=(\d{1,10})", said)
    return int(found[1]) if found else None


def _elsewhere(base: str, ask: Ask) -> Iterator[Finding]:
    """What becomes of an address that is none, and of a folder without its last slash."""
    missing = "no-such-page-of-lapel/"
    answer = ask(base + missing)
    if answer.status not in (404, 410):
        text = f"is none, and the host answers with the status {answer.status}: what is gone would seem to be there"
        yield Finding(missing, text, is_needed=True)
    elif b"<html" not in answer.body:
        yield Finding(missing, "shows the host's own page: let it show 404.html", is_needed=False)
    folder = paths.CATALOGUE.rstrip("/")
    answer = ask(base + folder)
    leads = answer.status in (301, 302, 307, 308) and answer["Location"].endswith(paths.CATALOGUE)
    if not leads and answer.status != 200:
        yield Finding(folder, f"does not lead to /{paths.CATALOGUE}, as people type it", is_needed=False)


def _samples(base: str, ask: Ask, award: str | None) -> Iterator[str]:
    """A path of each group that the site has."""
    yield from ("", paths.INDEX, paths.REGISTRY, paths.CALENDAR, paths.FEED, paths.MANIFEST, paths.VERIFY)
    yield from (f"{paths.VERIFY}sw.js", paths.RECORD_LATEST, paths.RECORD_CHECKPOINT)
    yield from _tile(ask(base + paths.RECORD_CHECKPOINT))
    badge = next(iter(_ids(base, ask, paths.INDEX, "badges")), "")
    if badge:
        yield from (f"{badge}/{name}" for name in ("", "achievement.json", "badge.json", "image.svg", "image.png"))
    for issuer in _issuers(base, ask):
        yield from (f"{issuer}/did.json", f"{issuer}/profile.json", f"{issuer}/issuer.json", f"{issuer}/status/1.json")
    scripts = _json(ask(base + paths.SCRIPTS)).get("scripts")
    yield from _first(scripts if isinstance(scripts, dict) else {})
    if award:
        yield from (paths.award(award), paths.credential(award), paths.assertion(award), paths.jwt(award))


def _tile(checkpoint: Answer) -> Iterator[str]:
    """The first tile of the record (C2SP tlog-tiles); the second line of a checkpoint is how many entries there are."""
    size = re.match(rb"[^\n]*\n(\d{1,12})\n", checkpoint.body) if checkpoint.status == 200 else None
    if size and int(size[1]):
        yield f"{paths.RECORD}tile/0/000" + ("" if int(size[1]) >= 256 else f".p/{int(size[1])}")


def _first(scripts: Mapping[str, Any]) -> Iterator[str]:
    """A script whose name says what is in it."""
    yield from [name for name in sorted(scripts) if group_of(name).name == "scripts"][:1]


def _ids(base: str, ask: Ask, path: str, key: str) -> Iterator[str]:
    """The folders of what a list of the site names, below the site; nobody's own address is asked for."""
    rows = _json(ask(base + path)).get(key)
    for row in rows if isinstance(rows, list) else []:
        address = str(row.get("url", "")) if isinstance(row, dict) else ""
        found = re.search(r"/(badges/[a-z0-9-]+)(?:/[a-z.]*)?$", address)
        if found:
            yield found[1]


def _issuers(base: str, ask: Ask) -> Iterator[str]:
    """The folders of two issuers."""
    said = json.dumps(_json(ask(base + paths.REGISTRY)))
    names = dict.fromkeys(re.findall(r"organisations[:/]([a-z0-9-]+)", said))
    yield from (f"organisations/{name}" for name in [*names][:2])


def _json(answer: Answer) -> dict[str, Any]:
    try:
        found = json.loads(answer.body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
