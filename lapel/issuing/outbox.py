"""What is handed over: a list for mail merge, a letter for each person, cards with QR codes for a room.

All of it names people, so all of it stays in ``outbox/``, which git ignores.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from urllib.parse import quote

from jinja2 import Template

from ..model import paths
from ..model.addresses import Addresses
from ..model.badge import Achievement
from ..model.organisation import Profile
from ..model.spreadsheet import cell
from ..pages.letters import Card, CardsPage
from ..pages.page import Page
from ..pictures import qr
from ..strings import Strings
from .recipients import Recipient

MOST_WITH_PICTURES = 1000
"""Letters of a larger run have no picture: each would have it once more."""


@dataclass(frozen=True)
class Letter:
    """One award and whom it is for. ``salt`` proves the name; it is in the private link and nowhere else."""

    award: str
    person: Recipient
    badge: Achievement
    salt: str
    expires: str | None

    def link(self, addresses: Addresses) -> str:
        """The earner's private link: what stands behind ``#`` is never sent to a host."""
        name = quote(self.person.name, safe="")
        return f"{addresses(paths.award(self.award))}#name={name}&salt={self.salt}"


def letters_csv(letters: Iterable[Letter], addresses: Addresses) -> bytes:
    """For mail merge, as spreadsheets open it: UTF-8 with a byte order mark."""
    stream = io.StringIO()
    # Every cell in quotes: a program that parts cells at semicolons finds none inside.
    writer = csv.writer(stream, quoting=csv.QUOTE_ALL)
    writer.writerow(["name", "email", "badge", "link", "expires"])
    for letter in letters:
        person = letter.person
        row = [person.name, person.email or "", letter.badge.name, letter.link(addresses), letter.expires or ""]
        writer.writerow([cell(text) for text in row])
    return b"\xef\xbb\xbf" + stream.getvalue().encode()


def mails(
    letters: Iterable[Letter],
    issuer: Profile,
    addresses: Addresses,
    spoken: Callable[[str | None], Strings],
    frame: Template,
    picture: Callable[[Achievement], bytes],
) -> Iterator[tuple[str, bytes]]:
    """A file name and a ready e-mail for each person with an address; one e-mail holds all their badges. ``spoken``
    gives the sentences of a language (None: the network's), ``frame`` is the template, ``picture`` draws a badge as a
    PNG."""
    people: dict[str, list[Letter]] = {}
    for letter in letters:
        if letter.person.email:
            people.setdefault(letter.person.email, []).append(letter)
    for number, (address, own) in enumerate(people.items(), 1):
        message = EmailMessage()
        strings = spoken(own[0].person.language)
        # As an address and not as a text that is read once more: a name is no header.
        message["To"] = Address(own[0].person.name, addr_spec=address)
        message["From"] = Address(issuer.name, addr_spec=issuer.email)
        message["Subject"] = strings.count("letter.subject", len(own), badge=own[0].badge.name, issuer=issuer.name)
        message["X-Unsent"] = "1"  # mail programs open it as a draft
        message.set_content(_text(own, issuer, addresses, strings))
        pictures = {one.badge.slug: picture(one.badge) for one in own} if len(people) <= MOST_WITH_PICTURES else {}
        html = frame.render(
            t=strings,
            language=strings.language,
            subject=message["Subject"],
            person=own[0].person.name,
            issuer=issuer.name,
            email=issuer.email,
            badges=[
                {
                    "name": one.badge.name,
                    "until": one.expires,
                    "link": one.link(addresses),
                    "picture": f"{one.badge.slug}@badge" if one.badge.slug in pictures else None,
                }
                for one in own
            ],
        )
        message.add_alternative(html, subtype="html")
        body = message.get_payload()[1]  # type: ignore[index]
        for slug, content in pictures.items():
            body.add_related(content, "image", "png", cid=f"<{slug}@badge>")  # type: ignore[union-attr]
        yield f"mails/{number:03}.eml", message.as_bytes()


def _text(letters: list[Letter], issuer: Profile, addresses: Addresses, strings: Strings) -> str:
    lines = [strings("letter.dear", name=letters[0].person.name), "", strings("letter.earned"), ""]
    for letter in letters:
        until = f" ({strings('letter.until', date=letter.expires)})" if letter.expires else ""
        lines += [f"  {letter.badge.name}{until}", f"  {letter.link(addresses)}", ""]
    privacy = strings("letter.privacy", email=issuer.email)
    last = [strings("letter.yours"), strings("letter.choose"), privacy, strings("letter.wrong"), issuer.name]
    lines += "\n\n".join(last).split("\n")
    return "\n".join(lines) + "\n"


def cards_page(letters: Iterable[Letter], addresses: Addresses, strings: Strings) -> Page:
    """A sheet of cards to print and cut, for people who have no e-mail at hand. It loads nothing."""
    cards: list[Card] = [
        {
            "name": letter.person.name,
            "badge": letter.badge.name,
            "until": strings("letter.until", date=letter.expires) if letter.expires else None,
            "address": addresses(paths.award(letter.award)),
            "code": qr.qr_svg(qr.qr_matrix(letter.link(addresses))).decode(),
        }
        for letter in letters
    ]
    data: CardsPage = {"title": strings("letter.cards"), "cards": cards}
    return Page("cards.html", "cards", data)
