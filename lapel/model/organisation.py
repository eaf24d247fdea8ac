"""An organisation of the network (`Profile` of Open Badges)."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, model_validator

from .badge import Image
from .record import FileRecord, Record, described, many, optional
from .scalars import Day, Email, HttpsUrl, LanguageTag, Line, Name, Phrase, Sentence, Slug, refuse
from .vocabulary import Role, Sector

_MULTIKEY = re.compile(r"z[1-9A-HJ-NP-Za-km-z]{40,120}")


def _multikey(value: str) -> str:
    if not _MULTIKEY.fullmatch(value):
        raise refuse("is not a Multikey: it starts with 'z' and holds base58 letters and digits only")
    if not re.fullmatch(r"z6Mk[1-9A-HJ-NP-Za-km-z]{44}", value):
        raise refuse(
            "is no key of Ed25519 as 'lapel keys new' writes it: that begins with 'z6Mk' and has 48 characters"
        )
    return value


Multikey = Annotated[str, AfterValidator(_multikey)]
"""A public key as W3C Controlled Identifiers 1.0 writes it: ``z`` and base58btc."""


class VerificationMethod(Record):
    """A public key of an organisation, with the dates of its use."""

    id: Slug = described("The name of the key; no other key of the organisation ever had it.", "key-2026")
    publicKeyMultibase: Multikey = described(
        "The public key (Multikey).", "z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi"
    )
    created: Day = described("The first day of its use.", "2026-11-21")
    expires: Day | None = optional(
        "The last day of its use for signing. What it signed before stays good.", "2028-11-20"
    )
    revoked: Day | None = optional(
        "The day from which it was no longer safe. Nothing signed since is good.", "2027-03-01"
    )

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> VerificationMethod:
        if self.expires and self.expires < self.created:
            raise refuse("has a key that ends before it begins: mend 'created' or 'expires'")
        return self


class Pledge(Record):
    """What an organisation promises to do with badges."""

    since: Day = described("The day of the promise.", "2026-10-01")
    promises: tuple[Sentence, ...] = described(
        "What it promises, one by one.", ["We ask everyone with this badge to an interview."], min_length=1
    )


class Recognition(Record):
    """That the network recognises an issuer: since when, and who decided it."""

    since: Day = described("The day from which it is recognised.", "2026-09-16")
    by: Slug = described("The organisation that decided it.", "open-door-skills")
    meeting: Line | None = optional("The meeting at which it was decided.", "2026-09-16-first-meeting")


class Profile(FileRecord):
    """An organisation file: ``network/organisations/<slug>.md``. Its Markdown body says more about it."""

    name: Name = described("The name of the organisation.", "Open Door Skills")
    description: Sentence = described(
        "One sentence: what it does.", "A charity that helps people new to England find work."
    )
    roles: tuple[Role, ...] = described("What it does in the network.", ["issuer", "local-anchor"], min_length=1)
    sector: Sector | None = optional("Which part of society it belongs to.", "employer")
    joined: Day | None = optional("Since when it is a member.", "2026-09-16")
    left: Day | None = optional(
        "The day on which it left the network. Its page and its awards stay; it gives no more.", "2027-07-21"
    )
    formerNames: tuple[Line, ...] = many("What it was called before.", ["Open Door Training"])
    successor: Slug | None = optional("The organisation that goes on with its work.", "harbour-learning-centre")
    contact: Phrase | None = optional("Whom to ask for, by role and not by name.", "The community training team")
    email: Email = described("A public e-mail address.", "hello@example.org")
    url: HttpsUrl | None = optional("Its web site. Left out: its page here.", "https://www.example.org/")
    telephone: Line | None = optional("A public telephone number.", "+44 1632 960000")
    area: Phrase | None = optional("Where it works.", "Fenmarket and the villages around it")
    languagesOfHelp: tuple[LanguageTag, ...] = many("The languages in which it can help.", ["en", "uk", "ar"])
    image: Image | None = optional("Its picture or logo.", {"id": "open-door.svg", "caption": "An open door"})
    linkedInOrganizationId: Line | None = optional("Its number on LinkedIn, for 'add to profile'.", "1234567")
    recognises: tuple[Slug, ...] = many("The badges that it takes into account.", ["work-ready"])
    pledge: Pledge | None = optional(
        "What it promises to do with badges.",
        {"since": "2026-10-01", "promises": ["We ask everyone with this badge to an interview."]},
    )
    recognition: Recognition | None = optional(
        "Since when the network recognises it as an issuer, and who decided it. Left out: the anchor, since its "
        "first key.",
        {"since": "2026-09-16", "by": "open-door-skills"},
    )
    verificationMethod: tuple[VerificationMethod, ...] = many(
        "Its public keys.",
        [
            {
                "id": "key-2026",
                "publicKeyMultibase": "z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi",
                "created": "2026-11-21",
            }
        ],
    )

    @model_validator(mode="after")
    def _leaves_after_it_came(self) -> Profile:
        if self.left and self.joined and self.left < self.joined:
            raise refuse("has a day in 'left' before the day in 'joined': look at both")
        if self.successor == self.slug:
            raise refuse("names itself as its 'successor': name another organisation, or take the line out")
        return self

    @model_validator(mode="after")
    def _keys_have_their_own_names(self) -> Profile:
        names = [key.id for key in self.verificationMethod]
        for name in names:
            if names.count(name) > 1:
                raise refuse(f"has two keys named '{name}': give each its own 'id'")
        points = [key.publicKeyMultibase for key in self.verificationMethod]
        for point in points:
            if points.count(point) > 1:
                raise refuse(f"has the key '{point[:12]}…' twice: a key that was stopped stays so under another name")
        return self
