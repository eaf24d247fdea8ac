"""What the desk in the browser reads of the network: who may give which badge, which places the lists have, who holds
what. The desk itself (``desk/``) plans and makes awards by the rules of :mod:`.issuing`."""

from __future__ import annotations

import hashlib
from calendar import monthrange
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import orjson

from .cache import Cache
from .code import code_digest
from .context import Context
from .credentials.proof import timestamp
from .credentials.status import encode_list
from .ledger.doubt import Standing, speaks_in_doubt
from .ledger.endorsements import endorsements_by_subject
from .ledger.erasures import places
from .ledger.record_reading import recorded_moments
from .ledger.revocations import ending_lists, list_address, status_lists
from .ledger.signatures import organisations_by_did
from .ledger.stored_awards import Line, StoredAward, read_line, read_lines
from .ledger.withdrawals import read_revocations, sound_withdrawals
from .load.columns import column_names, letter_languages
from .model import paths
from .model.json_text import compact, json_bytes
from .model.organisation import Profile
from .model.vocabulary import Role
from .pages.forge import ForgePlace, forge_place
from .stream import Unit, whole

VERSION = 1
"""Raised when a key changes its meaning or goes; the desk reads one edition."""
Held = list[list[str]]
"""The hash and the salt of an address, and the end of the month in which the badge runs out, where it does: the day
would say who was awarded together."""


@dataclass(frozen=True)
class DeskState:
    """What a desk knows: the network, who holds each badge, and the newest day of anything in it."""

    network: dict[str, Any]
    held: dict[str, Held]
    newest: date
    withdrawn: dict[str, dict[str, list[str]]]
    """By issuer and the SHA-256 of the id of an award: the digests of the lines that withdrew it. Who takes a
    withdrawal back names them; who does not know the award learns nothing."""

    def documents(self, context: Context) -> Iterator[tuple[str, dict[str, Any]]]:
        """What stands beside ``desk/network.json``, by its path."""
        for slug in self.held:
            yield paths.desk_held(slug), self.document(context, slug)
        for slug, lines in self.withdrawn.items():
            path = paths.desk_withdrawn(slug)
            yield path, {"id": context.addresses(path), "version": VERSION, "withdrawn": lines}

    def document(self, context: Context, slug: str) -> dict[str, Any]:
        """``desk/held/<badge>.json``."""
        return {"id": context.addresses(paths.desk_held(slug)), "version": VERSION, "held": self.held[slug]}


def desk_state(context: Context, cache: Cache) -> DeskState:
    taken, held, newest = _of_awards(context, cache)
    keys = [key.created for one in context.catalogue.organisations.values() for key in one.verificationMethod]
    days = [*keys, *([date.fromisoformat(newest)] if newest else [])]
    withdrawn = {
        slug: {hashlib.sha256(name.encode()).hexdigest(): list(own.lines_of(name)) for name in own.standing_by_award}
        for slug, own in sound_withdrawals(context.catalogue.awards).items()
        if own.standing_by_award
    }
    network = desk_network(context, taken, sorted(held), set(withdrawn))
    return DeskState(network, held, max(days, default=date(1970, 1, 1)), withdrawn)


def desk_units(context: Context, state: DeskState) -> Iterator[Unit]:
    """The network as the desk knows it, a file for each badge that somebody holds and for each issuer that withdrew."""
    yield whole(paths.DESK_NETWORK, json_bytes(state.network))
    for path, document in state.documents(context):
        yield whole(path, orjson.dumps(document, option=orjson.OPT_APPEND_NEWLINE))


def desk_network(
    context: Context, taken: dict[str, list[int]], held: list[str], withdrew: Collection[str] = ()
) -> dict[str, Any]:
    """``desk/network.json``. ``taken`` are the places that awards have in each list, ``held`` the badges of which there
    is a file that says who holds them, ``withdrew`` the issuers of which there is one that says what they withdrew."""
    catalogue, addresses = context.catalogue, context.addresses
    by_did = organisations_by_did(catalogue, addresses)
    said = endorsements_by_subject(catalogue.awards)
    issuers = {
        one.slug: compact(
            {
                "name": one.name,
                "url": one.url or addresses(paths.organisation(one.slug)),
                "email": one.email,
                "did": addresses.did(one.slug),
                "left": one.left.isoformat() if one.left else None,
                "source": one.source,
                "endorses": None if Role.ISSUER in one.roles else True,
                "withdrew": True if one.slug in withdrew else None,
            }
        )
        | {"keys": _keys(one), "lists": list(_lists(context, one.slug, taken))}
        for one in catalogue.organisations.values()
        if Role.ISSUER in one.roles or one.verificationMethod
    }
    badges = {
        one.slug: compact(
            {
                "name": one.name,
                "status": one.status.value,
                "issuers": list(one.issuers),
                "validity": one.validity.iso() if one.validity else None,
                # What a stopped key said of the badge stands beside it, and is not signed once more.
                "without": [
                    each.document["id"]
                    for each in said.get(addresses(paths.achievement(one.slug)), [])
                    if speaks_in_doubt(each.document, by_did)
                ],
            }
        )
        | {"prerequisites": list(one.prerequisites)}
        for one in catalogue.badges.values()
    }
    pathways = [
        compact({"slug": one.slug, "name": one.name, "badges": list(one.badges), "completion": one.completion})
        | {"needed": one.needed}
        for one in catalogue.pathways.values()
    ]
    return {
        "id": addresses(paths.DESK_NETWORK),
        "version": VERSION,
        "name": catalogue.network.name,
        "base": addresses.base,
        "language": context.strings.language,
        "languages": list(letter_languages()),
        "columns": column_names(),
        "dates": {
            "long": context.strings.texts["date.long"],
            "months": context.strings.months,
        },
        "endorsement": context.strings.texts["endorsement.name"],
        **({"closed": catalogue.network.closed.isoformat()} if catalogue.network.closed else {}),
        "badges": badges,
        "pathways": pathways,
        "issuers": issuers,
        **({"forge": dict(place)} if (place := _forge(context)) else {}),
        "held": held,
        "holdings": is_shown(context),
    }


def _forge(context: Context) -> ForgePlace | None:
    """Where a pull request is opened: not for awards that are kept in a repository of their own."""
    return forge_place(context.site.edit) if context.catalogue.awards == context.catalogue.root else None


def is_shown(context: Context) -> bool:
    """Whether the site says who holds what. A network whose awards are kept apart, where not everybody reads them, does
    not publish a list of them either."""
    return context.catalogue.awards == context.catalogue.root


def _keys(organisation: Profile) -> list[dict[str, str]]:
    return [
        {
            name: str(value)
            for name in ("id", "publicKeyMultibase", "created", "expires", "revoked")
            if (value := getattr(key, name)) is not None
        }
        for key in organisation.verificationMethod
    ]


def _lists(context: Context, issuer: str, taken: dict[str, list[int]]) -> Iterator[dict[str, Any]]:
    root, addresses = context.catalogue.awards, context.addresses
    every = ending_lists(root, datetime.now(UTC), None)
    ends = {(slug, number): timestamp(end) for slug, number, _, end in every if slug == issuer}
    for slug, number, _ in status_lists(root):
        if slug == issuer:
            address = list_address(root, addresses, slug, number)
            here = address == addresses(paths.status_list(slug, number))
            yield compact(
                {
                    "number": number,
                    "address": address,
                    "taken": encode_list(taken.get(address, [])),
                    "until": ends.get((slug, number)),
                }
            ) | {"here": here}


def _of_awards(context: Context, cache: Cache) -> tuple[dict[str, list[int]], dict[str, Held], str]:
    """The places that awards have, by their list; who holds what, by badge; and the newest day of an award. Kept for as
    long as no line of the ledger changes: there may be 100,000 awards."""
    root = context.catalogue.awards
    by_did = organisations_by_did(context.catalogue, context.addresses)
    revoked, moments = read_revocations(root), recorded_moments(root)
    forgotten = sorted((address, one.index) for one, _, address in places(root, context.addresses))
    made_of = hashlib.sha256(code_digest("ledger", "model", "desk_files.py").encode())
    for line in read_lines(root):
        made_of.update(line.raw + b"\n" if isinstance(line, Line) else b"")
    shown = is_shown(context)
    made_of.update(repr([shown, sorted(revoked.items()), moments, list(by_did.values()), forgotten]).encode())

    def read() -> bytes:
        stands = Standing(revoked, by_did, moments)
        taken, held, newest = _read(root, stands if shown else None)
        for address, index in forgotten:
            taken.setdefault(address, []).append(index)
        return orjson.dumps([{name: sorted(rows) for name, rows in taken.items()}, held, newest])

    taken, held, newest = orjson.loads(cache.get("desk", made_of.hexdigest(), read))
    return taken, held, newest


def _month_end(moment: str) -> str:
    year, month = int(moment[:4]), int(moment[5:7])
    return f"{year:04}-{month:02}-{monthrange(year, month)[1]:02}"


def _read(root: Path, stands: Standing | None) -> tuple[dict[str, list[int]], dict[str, Held], str]:
    taken: dict[str, list[int]] = {}
    held: dict[str, Held] = {}
    newest = ""
    for line in read_lines(root):
        award = read_line(line) if isinstance(line, Line) else line
        if not isinstance(award, StoredAward):
            continue  # a problem of the check, which ran before
        address, index = award.status
        taken.setdefault(address, []).append(index)
        newest = max(newest, str(award.document["validFrom"])[:10])
        if stands is None or not stands(award):
            continue
        until = award.document.get("validUntil")
        for one in award.identities():
            if one["identityType"] == "emailAddress":
                row = [one["identityHash"], one.get("salt", ""), *([_month_end(str(until))] if until else [])]
                held.setdefault(award.badge, []).append(row)
    # In the order of the hashes, which are random: who was awarded together is not to be seen.
    return taken, {slug: sorted(rows) for slug, rows in sorted(held.items())}, newest
