"""What is published of the ledger: pages, credentials, assertions, endorsements, status lists."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, partial
from typing import Any

import orjson

from .cache import Cache
from .code import LIBRARIES, code_digest
from .context import Context
from .documents import assertion
from .documents.endorsement import endorsement_claim
from .ledger.endorsements import Endorsement, endorsements_by_subject
from .ledger.erasures import read_erasures
from .ledger.record_reading import award_in_doubt
from .ledger.revocations import status_lists
from .ledger.signatures import organisations_by_did
from .ledger.stored_awards import Line, StoredAward, read_line, read_lines, to_line
from .ledger.tokens import tokens_by_award
from .ledger.withdrawals import Revocation, read_revocations
from .load.criteria import narrative
from .model import paths
from .model.addresses import Addresses
from .model.figures import Tally
from .model.json_text import json_bytes
from .model.organisation import Profile
from .model.problem import CatalogueError, Problem
from .pages.award import AwardFacts, Withdrawn
from .pages.award_pages import AwardPages
from .pages.erased import erased_page
from .pages.html import Renderer
from .pictures.qr_batch import BatchCodes
from .record_files import RecordProofs
from .stream import WHOLE, OutputFile, Settings, Share, Unit, whole


@dataclass(frozen=True)
class _Ledger:
    """What is kept beside the awards, read once."""

    revoked: dict[str, Revocation]
    replaces: dict[str, str]
    tokens: dict[str, bytes]
    endorsements: dict[str, list[Endorsement]]
    pages: dict[str, AwardPages]
    """By what stands before the paths of a language."""
    organisations: dict[str, Profile]
    record: RecordProofs
    codes: BatchCodes = field(default_factory=BatchCodes)


Spoken = Sequence[tuple[Context, Renderer]]
"""The network in its further languages, each with what renders its pages."""


def award_units(
    context: Context, settings: Settings, render: Renderer, share: Share = WHOLE, spoken: Spoken = ()
) -> Iterator[Unit]:
    """The folder of every award, as it was committed, with its page; and its pages in further languages.

    Everything was checked before. Holds one award in memory at a time.
    """
    make = award_maker(context, settings, render, spoken)
    if share.first:
        yield from erased_units(context, render, RecordProofs(context.catalogue.awards))
    for line in share.of(read_lines(context.catalogue.awards)):
        yield from make(line)


def award_maker(
    context: Context, settings: Settings, render: Renderer, spoken: Spoken = ()
) -> Callable[[Line | Problem], list[Unit]]:
    """What makes the folder of an award of its line, and its page in each further language. Everything was checked
    before."""
    root, addresses = context.catalogue.awards, context.addresses
    revoked = read_revocations(root)
    ledger = _Ledger(
        revoked,
        {entry.replacement: name for name, entry in revoked.items() if entry.replacement},
        tokens_by_award(root),
        endorsements_by_subject(root),
        {"": AwardPages(context, render)} | {own.prefix: AwardPages(one, own) for one, own in spoken},
        organisations_by_did(context.catalogue, addresses),
        RecordProofs(root),
    )
    today = settings.day(context.catalogue.network.zone)
    every = [(context, render), *spoken]
    shared = [_shared_digest(each, own, ledger.organisations) for each, own in every]

    def make(line: Line | Problem) -> list[Unit]:
        one = _award(line)
        found = []
        for (each, own), digest_of in zip(every, shared, strict=True):
            digest = _digest(digest_of(one.badge, one.issuer), one, ledger, addresses, today)
            files = partial(_spoken_page if own.prefix else _files_of, each, own.prefix, one, ledger, today)
            # The folder of the documents, or the page alone.
            key = f"{own.prefix}{paths.award(one.id)}{'index.html' if own.prefix else ''}"
            found.append(Unit(key, digest, files, one.path))
        return found

    return make


def erased_units(context: Context, render: Renderer, record: RecordProofs) -> Iterator[Unit]:
    """The pages of awards that were forgotten, and the proofs with which the earner's own copies are still checked."""
    for award, one in read_erasures(context.catalogue.awards).items():
        proven = record.of_digests(one.digest, *one.also)
        page = erased_page(context, award)
        files = [OutputFile(page.file, render(page))]
        if proven:
            files.append(OutputFile(paths.award_record(award), proven))
        digest = hashlib.sha256(b"\0".join(file.content for file in files)).hexdigest()
        yield Unit(paths.award(award), digest, lambda files=files: files)  # type: ignore[misc]


def _award(line: Line | Problem) -> StoredAward:
    one = line if isinstance(line, Problem) else read_line(line)
    if isinstance(one, Problem):
        raise CatalogueError([one])
    return one


def award_tally(context: Context, record: RecordProofs, cache: Cache) -> Tally:
    """Counts the awards that stand. Kept for as long as no line of the ledger changes: pages need it before any other
    file is made, and there may be 100,000 awards."""
    root = context.catalogue.awards
    organisations = organisations_by_did(context.catalogue, context.addresses)
    revoked = read_revocations(root)
    made_of = hashlib.sha256(code_digest("ledger", "model", "award_files.py").encode())
    for line in read_lines(root):
        made_of.update(line.raw + b"\n" if isinstance(line, Line) else repr(line).encode())
    made_of.update(repr([sorted(revoked), record.moments, list(organisations.values())]).encode())

    def count() -> bytes:
        tally = Tally()
        for line in read_lines(root):
            award = _award(line)
            issuer = organisations[award.issuer]
            if award.id not in revoked and award_in_doubt(award, issuer, record.moments) is None:
                tally.add(award.badge, issuer.slug, date.fromisoformat(award.given[:10]))
        pairs = [[*pair, number] for pair, number in tally.pairs.items()]
        return orjson.dumps([pairs, [[day.isoformat(), number] for day, number in tally.quarters.items()]])

    pairs, quarters = orjson.loads(cache.get("tally", made_of.hexdigest(), count))
    return Tally(
        Counter({(badge, issuer): number for badge, issuer, number in pairs}),
        Counter({date.fromisoformat(day): number for day, number in quarters}),
    )


def ledger_units(context: Context, record: RecordProofs) -> Iterator[Unit]:
    """The status lists, and every endorsement of a badge or an award."""
    root, organisations = context.catalogue.awards, organisations_by_did(context.catalogue, context.addresses)
    kept = [one for own in endorsements_by_subject(root).values() for one in own]
    said = {one.id for one in kept}
    for line in read_lines(root):
        award = _award(line)
        for each in [*award.document.get("endorsement", []), *_of_badge(award)]:
            name = str(each["id"]).split("/")[-2]
            if name not in said:
                said.add(name)
                yield from endorsement_units(context, organisations, each, award.badge, to_line(each), award.path)
    for own in kept:
        yield from endorsement_units(context, organisations, own.document, own.badge, own.raw, own.path)
    for slug, number, path in status_lists(root):
        yield whole(paths.status_list(slug, number), (root / path).read_bytes(), path)
    yield from record.units(root)


def _of_badge(one: StoredAward) -> list[dict[str, Any]]:
    """What was said of the badge when the award was made; it may be taken back since."""
    found: list[dict[str, Any]] = one.document["credentialSubject"]["achievement"].get("endorsement", [])
    return found


def _digest(shared: str, one: StoredAward, ledger: _Ledger, addresses: Addresses, today: date) -> str:
    """Of everything that the files of an award are made from."""
    then = addresses.of(one.document["id"])
    address, page = then(paths.credential(one.id)), then(paths.award(one.id))
    until = one.document.get("validUntil")
    parts = [
        shared,
        repr(ledger.revoked.get(one.id)),
        ledger.replaces.get(one.id, ""),
        ledger.tokens.get(address, b"").decode(),
        *(said.raw.decode() for said in ledger.endorsements.get(page, ())),
        str(until is not None and str(until)[:10] < today.isoformat()),
        ledger.record.key(*_lines(one, ledger, address)),
    ]
    return hashlib.sha256("\0".join(parts).encode() + b"\0" + one.raw).hexdigest()


def _lines(one: StoredAward, ledger: _Ledger, address: str) -> list[bytes]:
    """The lines that were signed of an award."""
    return [one.raw, *([ledger.tokens[address]] if address in ledger.tokens else [])]


def _shared_digest(context: Context, render: Renderer, organisations: dict[str, Profile]) -> Any:
    """A function of badge and issuer: what all awards of the two have in common, templates and code included."""
    everywhere = hashlib.sha256(f"{code_digest('.', libraries=LIBRARIES)}{render.digest}".encode())
    everywhere.update(repr([(did, one.name) for did, one in organisations.items()]).encode())  # who endorses is named

    @lru_cache(maxsize=4096)
    def of(badge: str, issuer: str) -> str:
        one = context.catalogue.badges[badge]
        artwork = context.catalogue.artwork.get(one.source)
        words = narrative(one, context.addresses)
        parts = [
            everywhere.hexdigest(),
            one.model_dump_json(),
            words,
            repr(artwork),
            organisations[issuer].model_dump_json(),
        ]
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()

    return of


def _spoken_page(context: Context, prefix: str, one: StoredAward, ledger: _Ledger, today: date) -> Iterator[OutputFile]:
    """The page of an award in a further language: the last of its files."""
    *_, page = _files_of(context, prefix, one, ledger, today)
    yield page


def _files_of(context: Context, prefix: str, one: StoredAward, ledger: _Ledger, today: date) -> Iterator[OutputFile]:
    addresses, badge = context.addresses, context.catalogue.badges[one.badge]
    issuer = ledger.organisations[one.issuer]
    then = addresses.of(one.document["id"])  # what was signed where the site was before names that address
    address = then(paths.credential(one.id))
    entry = ledger.revoked.get(one.id)
    inside = one.document.get("endorsement", [])
    said = [*inside, *(kept.document for kept in ledger.endorsements.get(then(paths.award(one.id)), ()))]
    yield OutputFile(paths.credential(one.id), one.raw, one.path)
    if address in ledger.tokens:
        yield OutputFile(paths.jwt(one.id), ledger.tokens[address], one.path)
    if proven := ledger.record.document(*_lines(one, ledger, address)):
        yield OutputFile(paths.award_record(one.id), proven, one.path)
    own = None if issuer.slug == badge.issuers[0] else issuer.slug
    numbers = [str(document["id"]).split("/")[-2] for document in said]
    document = assertion.assertion(one.document, one.id, one.badge, own, then, numbers)
    if document is not None and entry is not None:
        document = assertion.revoked_assertion(one.id, entry.reason, then)
    if document is not None:
        yield OutputFile(paths.assertion(one.id), json_bytes(document), one.path)
    facts = AwardFacts(
        issuer,
        has_assertion=document is not None,
        has_jwt=address in ledger.tokens,
        withdrawn=Withdrawn(date.fromisoformat(entry.date), entry.reason, entry.replacement) if entry else None,
        doubt=None if entry else award_in_doubt(one, issuer, ledger.record.moments),
        replaces=ledger.replaces.get(one.id),
        endorsements=said,
        today=today,
        qr=ledger.codes.picture(addresses(paths.award(one.id))),
    )
    page = ledger.pages[prefix](one.id, one.document, badge, facts)
    yield OutputFile(f"{prefix}{paths.award(one.id)}index.html", page, one.path)


def endorsement_units(
    context: Context, organisations: dict[str, Profile], document: dict[str, Any], badge: str, raw: bytes, source: str
) -> Iterator[Unit]:
    """An endorsement at its own address, and as Open Badges 2.0 knows it."""
    number, subject = str(document["id"]).split("/")[-2], str(document["credentialSubject"]["id"])
    addresses = context.addresses.of(document["id"])
    endorser = organisations[document["issuer"]["id"]]
    of_badge = subject == addresses(paths.achievement(badge))
    older = paths.badge_class(badge) if of_badge else paths.assertion(subject.split("/")[-2])
    claim = endorsement_claim(document, number, addresses(older), endorser.slug, addresses)
    yield whole(paths.endorsement(number), raw, source)
    yield whole(paths.endorsement_claim(number), json_bytes(claim), source)
