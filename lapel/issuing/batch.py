"""Where awards are made: one issuer, one moment, one status list, and what is to be kept of it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..context import Context
from ..credentials import identity, jwt, open_badge, status
from ..credentials.endorsement import endorsement
from ..credentials.proof import timestamp
from ..credentials.signing import sign_jwt
from ..home import LOCALES
from ..ledger.erasures import places
from ..ledger.form import CREDENTIAL, ordered
from ..ledger.revocations import list_address, status_file
from ..ledger.stored_awards import StoredAward, parse_json, to_line
from ..model import paths
from ..model.badge import Achievement
from ..model.organisation import Profile
from ..pages.frame import site_data
from ..pages.html import Renderer, template
from ..pictures import raster
from ..pictures.artwork import artwork_of
from ..strings import Strings, load_strings
from . import outbox
from .moved import achievement_again, issuer_again
from .plan import Handed, Holdings
from .recipients import Recipient
from .signer import OpenKey, Signer
from .transaction import MEMORY


@dataclass(frozen=True)
class Endorser:
    """Who endorses each award as it is made, and with what words."""

    organisation: Profile
    comment: str
    signer: Signer


@dataclass
class Batch:
    """Makes awards of one issuer. Nothing is written before ``files`` is kept."""

    context: Context
    issuer: Profile
    signer: Signer
    holdings: Holdings
    endorser: Endorser | None = None
    letters: list[outbox.Letter] = field(default_factory=list)
    lines: dict[str, list[bytes]] = field(default_factory=dict)
    tokens: dict[str, list[bytes]] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    """SHA-256 of each signed line, by the id of its credential."""
    new_lists: dict[str, bytes] = field(default_factory=dict)
    _here: dict[int, bool] = field(default_factory=dict)
    """Whether the list of that number was opened at the site's address of now."""

    @classmethod
    def open(cls, context: Context, issuer: Profile, holdings: Holdings, now: datetime, open_key: OpenKey) -> Batch:
        """Raises :class:`~.signatures.AwardError` when the issuer has no key in force."""
        for one, _, address in places(context.catalogue.awards, context.addresses):
            holdings.indexes.setdefault(address, set()).add(one.index)  # nobody else gets a forgotten place
        return cls(context, issuer, Signer(issuer, context.addresses, now, open_key), holdings)

    def make(
        self,
        person: Recipient,
        badge: Achievement,
        achievement: dict[str, Any],
        awarded: date | None,
        *,
        until: str | None = "",
        also_jwt: bool = False,
    ) -> str:
        """Signs one award and returns its id. ``until`` stands for the end that the badge's validity gives; None is
        no end.

        Raises UnsafeDocumentError or ProofError when what the person's row says cannot be signed.
        """
        addresses, now = self.context.addresses, self.signer.now
        salt, award = identity.new_salt(), identity.new_id()
        address, index = self._next_index()
        earned = open_badge.Earned(
            _identities(person, salt),
            awarded,
            person.evidence,
            person.narrative,
            person.result,
            self._endorsements(badge, award),
        )
        unsigned = open_badge.credential(
            badge,
            achievement,
            self.issuer,
            earned,
            award=award,
            status=status.entry(address, index),
            addresses=addresses,
            now=now,
        )
        if until is None:
            unsigned.pop("validUntil", None)
        elif until:
            unsigned["validUntil"] = until
        self._sign(unsigned, badge.slug, also_jwt=also_jwt)
        self.letters.append(outbox.Letter(award, person, badge, salt, self._end(unsigned)))
        return award

    def again(self, old: StoredAward, person: Recipient | None, salt: str, *, also_jwt: bool = False) -> str:
        """Signs what ``old`` says once more, to the same person on the same day, and returns the new id. ``person`` is
        None where this computer does not know whose it is; then there is no letter."""
        address, index = self._next_index()
        award, addresses = identity.new_id(), self.context.addresses
        unsigned = {key: value for key, value in old.document.items() if key not in ("proof", "endorsement")}
        achievement = achievement_again(old, self.context)
        unsigned["issuer"] = issuer_again(old, self.context)
        unsigned["credentialSubject"] = {**unsigned["credentialSubject"], "achievement": achievement}
        unsigned |= {
            "id": addresses(paths.credential(award)),
            "credentialStatus": status.entry(address, index),
            "validFrom": timestamp(self.signer.now),
            "awardedDate": old.given,
        }
        self._sign(unsigned, old.badge, also_jwt=also_jwt)
        if person is not None:
            badge = self.context.catalogue.badges[old.badge]
            self.letters.append(outbox.Letter(award, person, badge, salt, self._end(unsigned)))
        return award

    def _sign(self, unsigned: dict[str, Any], slug: str, *, also_jwt: bool) -> None:
        line = self.signer(ordered(unsigned, CREDENTIAL))
        self.lines.setdefault(slug, []).append(line)
        self.digests[unsigned["id"]] = hashlib.sha256(line).hexdigest()
        if also_jwt:
            token = sign_jwt(unsigned, self.signer.private, self.signer.method)
            jwt.verify(token, self.signer.public)
            self.tokens.setdefault(slug, []).append(token.encode())

    def _end(self, document: dict[str, Any]) -> str | None:
        end = document.get("validUntil")
        return self.context.strings.date(datetime.fromisoformat(end).date()) if end else None

    def _next_index(self) -> tuple[str, int]:
        """A free index of the issuer's list; a second list is opened when the first is three quarters full."""
        number = 1
        while True:
            address = self.context.addresses(paths.status_list(self.issuer.slug, number))
            taken = self.holdings.indexes.setdefault(address, set())
            # A list that was opened where the site was before says so for ever; it gets no new awards.
            if number not in self._here:
                kept = list_address(self.context.catalogue.awards, self.context.addresses, self.issuer.slug, number)
                self._here[number] = kept == address
            if len(taken) < status.FULL and self._here[number]:
                break
            number += 1
        index = status.free_index(taken)
        taken.add(index)
        path = status_file(self.issuer.slug, number)
        if path not in self.new_lists and not (self.context.catalogue.awards / path).exists():
            self.new_lists[path] = self.signer(status.list_credential(address, self.signer.did, (), self.signer.now))
        return address, index

    def _endorsements(self, badge: Achievement, award: str) -> list[dict[str, Any]]:
        if self.endorser is None:
            return []
        organisation = self.endorser.organisation
        name = self.context.strings("endorsement.name", badge=badge.name, by=organisation.name)
        document = endorsement(
            organisation,
            self.context.addresses(paths.award(award)),
            self.endorser.comment,
            name=name,
            number=identity.new_id(),
            addresses=self.context.addresses,
            now=self.signer.now,
        )
        return [parse_json(self.endorser.signer(document))]

    def _picture(self, badge: Achievement) -> bytes:
        """The badge as a letter shows it."""
        return _drawn(artwork_of(self.context.catalogue, badge))

    def _spoken(self, language: str | None) -> Strings:
        """The sentences of a letter: in the earner's language, or in that of the network."""
        return _strings_of(language) if language else self.context.strings

    def files(self, batch: str) -> dict[str, bytes]:
        """The new text of every file of the repository."""
        root, files = self.context.catalogue.awards, dict(self.new_lists)
        for rows_of, ending in ((self.lines, "jsonl"), (self.tokens, "jwt")):
            for slug, rows in rows_of.items():
                path = f"badges/{slug}/awards/{batch}.{ending}"
                before = (root / path).read_bytes() if (root / path).exists() else b""
                files[path] = before + b"".join(row + b"\n" for row in rows)
        return files

    def handed(self, templates: Sequence[Path]) -> Mapping[str, bytes]:
        """What is handed over, by its name in the folder of the run."""
        addresses, strings = self.context.addresses, self.context.strings
        render = Renderer(templates, strings, site_data(self.context))
        memory = [
            Handed(
                *(one.award, one.badge.slug, one.person.name, one.salt, one.person.email or ""),
                digest=self.digests[addresses(paths.credential(one.award))],
            )
            for one in self.letters
        ]
        return {
            "letters.csv": outbox.letters_csv(self.letters, addresses),
            "cards.html": render(outbox.cards_page(self.letters, addresses, strings)),
            **dict(
                outbox.mails(
                    self.letters, self.issuer, addresses, self._spoken, template(templates, "mail.html"), self._picture
                )
            ),
            MEMORY: b"".join(to_line(vars(one)) + b"\n" for one in memory),
        }


@lru_cache(maxsize=16)
def _strings_of(language: str) -> Strings:
    return load_strings(LOCALES, language)


@lru_cache(maxsize=256)
def _drawn(svg: str) -> bytes:
    return raster.png(svg, 192)


def _identities(person: Recipient, salt: str) -> list[dict[str, Any]]:
    named = identity.name_identity(person.name, salt)
    return [identity.email_identity(person.email), named] if person.email else [named]
