"""The part of the stream that awards make: pages, credentials, assertions, endorsements, status lists."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from .awards import revocations
from .awards.endorsements import Endorsement, endorsements_by_subject
from .awards.kept import Kept, read_line, read_lines, to_line
from .awards.signatures import organisations_by_did
from .awards.tokens import tokens_by_award
from .documents import assertion
from .documents.endorsement import endorsement_claim
from .load.criteria import narrative
from .model import addresses as places
from .model.addresses import Addresses
from .model.figures import Tally
from .model.json_text import json_bytes
from .model.organisation import Profile
from .model.problem import CatalogueError, Problem
from .pages.award import Around, Withdrawn
from .pages.award_pages import AwardPages
from .pages.html import Renderer
from .pages.page import Context
from .pictures.qr_alike import AlikeCodes
from .stream import OutputFile, Settings


@dataclass(frozen=True)
class _Beside:
    """What is kept beside the awards, read once."""

    revoked: dict[str, revocations.Revocation]
    replaces: dict[str, str]
    tokens: dict[str, bytes]
    endorsements: dict[str, list[Endorsement]]
    pages: AwardPages
    organisations: dict[str, Profile]
    codes: AlikeCodes = field(default_factory=AlikeCodes)


def award_files(context: Context, render: Renderer, settings: Settings, tally: Tally) -> Iterator[OutputFile]:
    """The page and the documents of every award, as they were committed, and the status lists.

    Everything was checked before. Holds one award in memory at a time. ``tally`` counts those that stand.
    """
    root, addresses = context.catalogue.awards, context.addresses
    revoked = revocations.read_revocations(root)
    beside = _Beside(
        revoked,
        {entry.replacement: name for name, entry in revoked.items() if entry.replacement},
        tokens_by_award(root),
        endorsements_by_subject(root),
        AwardPages(context, render),
        organisations_by_did(context.catalogue, addresses),
    )
    today = settings.day(context.catalogue.network.zone)
    shared = _shared_digest(context, render, settings.overrides, beside.organisations)
    said = {one.number for own in beside.endorsements.values() for one in own}
    for line in read_lines(root):
        one = line if isinstance(line, Problem) else read_line(line)
        if isinstance(one, Problem):
            raise CatalogueError([one])
        if one.id not in revoked:
            tally.add(one.badge, beside.organisations[one.issuer].slug, _day_of(one))
        digest = _digest(shared(one.badge, one.issuer), one, beside, addresses, today)
        if settings.is_published is None or not settings.is_published(one.id, digest):
            yield from _files_of(context, one, beside, today)
        # They stand outside the award's folder, so they are written whether the award changed or not.
        for each in [*one.document.get("endorsement", []), *_of_badge(one)]:
            name = str(each["id"]).split("/")[-2]
            if name not in said:
                said.add(name)
                yield from endorsement_files(context, beside.organisations, each, one.badge, to_line(each), one.path)
    for own in beside.endorsements.values():
        for kept in own:
            yield from endorsement_files(context, beside.organisations, kept.document, kept.badge, kept.raw, kept.path)
    for slug, number, path in revocations.status_lists(root):
        yield OutputFile(places.status_list(slug, number), (root / path).read_bytes(), path)


def _day_of(one: Kept) -> date:
    """The day on which the award was earned, or else the day from which it is good."""
    moment = one.document.get("awardedDate") or one.document["validFrom"]
    return date.fromisoformat(str(moment)[:10])


def _of_badge(one: Kept) -> list[dict[str, Any]]:
    """What was said of the badge when the award was made; it may be taken back since."""
    found: list[dict[str, Any]] = one.document["credentialSubject"]["achievement"].get("endorsement", [])
    return found


def _digest(shared: str, one: Kept, beside: _Beside, addresses: Addresses, today: date) -> str:
    """Of everything that the files of an award are made from."""
    address, page = addresses(places.credential(one.id)), addresses(places.award(one.id))
    until = one.document.get("validUntil")
    parts = [
        shared,
        repr(beside.revoked.get(one.id)),
        beside.replaces.get(one.id, ""),
        beside.tokens.get(address, b"").decode(),
        *(said.raw.decode() for said in beside.endorsements.get(page, ())),
        str(until is not None and str(until)[:10] < today.isoformat()),
    ]
    return hashlib.sha256("\0".join(parts).encode() + b"\0" + one.raw).hexdigest()


def _shared_digest(context: Context, render: Renderer, overrides: Path, organisations: dict[str, Profile]) -> Any:
    """A function of badge and issuer: what all awards of the two have in common, templates and code included."""
    whole = hashlib.sha256()
    code = Path(__file__).parent
    for file in sorted([*code.rglob("*.py"), *overrides.rglob("*.html"), *overrides.rglob("*.yml")]):
        whole.update(file.name.encode() + b"\0" + file.read_bytes())
    whole.update(json.dumps(render.environment.globals["site"], default=str).encode())
    whole.update(repr([(did, one.name) for did, one in organisations.items()]).encode())  # who endorses is named

    @lru_cache(maxsize=4096)
    def of(badge: str, issuer: str) -> str:
        one = context.catalogue.badges[badge]
        artwork = context.catalogue.artwork.get(one.source)
        words = narrative(one, context.addresses)
        parts = [
            whole.hexdigest(),
            one.model_dump_json(),
            words,
            repr(artwork),
            organisations[issuer].model_dump_json(),
        ]
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()

    return of


def _files_of(context: Context, one: Kept, beside: _Beside, today: date) -> Iterator[OutputFile]:
    addresses, badge = context.addresses, context.catalogue.badges[one.badge]
    issuer = beside.organisations[one.issuer]
    address = addresses(places.credential(one.id))
    entry = beside.revoked.get(one.id)
    inside = one.document.get("endorsement", [])
    said = [*inside, *(kept.document for kept in beside.endorsements.get(addresses(places.award(one.id)), ()))]
    yield OutputFile(places.credential(one.id), one.raw, one.path)
    if address in beside.tokens:
        yield OutputFile(places.jwt(one.id), beside.tokens[address], one.path)
    own = None if issuer.slug == badge.issuers[0] else issuer.slug
    numbers = [str(document["id"]).split("/")[-2] for document in said]
    document = assertion.assertion(one.document, one.id, one.badge, own, addresses, numbers)
    if document is not None and entry is not None:
        document = assertion.revoked_assertion(one.id, entry.reason, addresses)
    if document is not None:
        yield OutputFile(places.assertion(one.id), json_bytes(document), one.path)
    around = Around(
        issuer,
        has_assertion=document is not None,
        has_jwt=address in beside.tokens,
        withdrawn=Withdrawn(date.fromisoformat(entry.date), entry.reason, entry.replacement) if entry else None,
        replaces=beside.replaces.get(one.id),
        endorsements=said,
        today=today,
        qr=beside.codes.picture(addresses(places.award(one.id))),
    )
    page = beside.pages(one.id, one.document, badge, around)
    yield OutputFile(f"{places.award(one.id)}index.html", page, one.path)


def endorsement_files(
    context: Context, organisations: dict[str, Profile], document: dict[str, Any], badge: str, raw: bytes, source: str
) -> Iterator[OutputFile]:
    """An endorsement at its own address, and as Open Badges 2.0 knows it."""
    addresses = context.addresses
    number, subject = str(document["id"]).split("/")[-2], str(document["credentialSubject"]["id"])
    endorser = organisations[document["issuer"]["id"]]
    of_badge = subject == addresses(places.achievement(badge))
    older = places.badge_class(badge) if of_badge else places.assertion(subject.split("/")[-2])
    claim = endorsement_claim(document, number, addresses(older), endorser.slug, addresses)
    yield OutputFile(places.endorsement(number), raw, source)
    yield OutputFile(places.endorsement_claim(number), json_bytes(claim), source)
