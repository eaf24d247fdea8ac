"""Personal data where everybody can read it: numbers that belong to one person, addresses and telephone numbers.

A number that the state or the health service gave to one person is a problem wherever it stands. An e-mail address or a
telephone number may be meant for everybody, so in texts about what people did it is a reminder.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

import phonenumbers
from babel.core import get_global

from ..model.catalogue import Catalogue
from ..model.problem import Problem

# National Insurance number (HMRC, NIM39110): two letters of those in use, six digits, a letter from A to D.
_NINO = re.compile(
    r"(?<![A-Za-z0-9])(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]"
    r" ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[A-D](?![A-Za-z0-9])"
)
# NHS number: ten digits, the last of which is a check digit (NHS Data Dictionary, NHS NUMBER).
_NHS = re.compile(r"(?<![0-9./-])([0-9]{3}[ -][0-9]{3}[ -][0-9]{4}|[0-9]{10})(?![0-9./-])")
_SAYS_NHS = re.compile(r"(?<![A-Za-z0-9_])NHS(?![A-Za-z0-9_])")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_MANY_DIGITS = re.compile(r"\d(?:[ ()./-]{0,3}\d){6}")
_PUBLIC = re.compile(r"\s*(?:- )?(?:email|telephone|url|site_url|targetUrl|movedFrom|date|publicKeyMultibase):.*")
"""Lines whose keys are there to be found by: nobody's secret."""


def identity_numbers(text: str) -> list[str]:
    """What a line has of National Insurance and NHS numbers, by their names. Ten digits count when the line speaks of
    the NHS: of the telephone numbers of some countries, one in eleven passes the check by chance."""
    found = ["a National Insurance number"] if _NINO.search(text) else []
    for match in _NHS.finditer(text):
        digits = re.sub(r"\D", "", match[1])
        if _SAYS_NHS.search(text) and _is_nhs(digits):
            return [*found, "an NHS number"]
    return found


def _is_nhs(digits: str) -> bool:
    check = 11 - sum(int(digit) * weight for digit, weight in zip(digits[:9], range(10, 1, -1), strict=True)) % 11
    return check % 11 == int(digits[9]) and check != 10 and len(set(digits)) > 1


def public_fault(text: str) -> str | None:
    """What a text that everybody can read has of a person: a number of theirs, or an e-mail address."""
    numbers = identity_numbers(text)
    if numbers:
        return numbers[0]
    return "an e-mail address" if _EMAIL.search(text) else None


def identity_problems(text: str, source: str) -> Iterator[Problem]:
    """A problem for each line of a file with such a number."""
    for number, line in enumerate(text.split("\n"), 1):
        for name in () if _PUBLIC.fullmatch(line) else identity_numbers(line):
            mend = "take it out, and out of the history too if it was published"
            yield Problem(source, number, f"has {name}, which belongs to one person: {mend}", "identity-number")


def contact_reminders(catalogue: Catalogue) -> Iterator[Problem]:
    """A reminder for each e-mail address and telephone number in what is written about people: evidence and criteria
    of badges, notes of meetings, news and stories. What is a public contact of the network is none."""
    public = _public(catalogue)
    region = region_of(catalogue.network.timeZone)
    groups = (catalogue.badges, catalogue.meetings, catalogue.news, catalogue.stories)
    originals = [one.source for group in groups for one in group.values()]
    spoken = [said[one].source for one in originals for said in catalogue.translations.values() if one in said]
    for source in [*originals, *spoken]:
        file = catalogue.root / source
        if not file.is_file():
            continue
        for number, line in enumerate(file.read_text(encoding="utf-8").split("\n"), 1):
            if _PUBLIC.fullmatch(line):
                continue
            for shown in _contacts(line, region):
                if _plain(shown) not in public:
                    text = f"has '{shown}' in a text that everybody can read: take it out if it is somebody's own"
                    yield Problem(source, number, text, "contact-in-text")


def _contacts(line: str, region: str | None) -> Iterator[str]:
    yield from _EMAIL.findall(line)
    if _MANY_DIGITS.search(line):
        for match in phonenumbers.PhoneNumberMatcher(line, region):
            yield match.raw_string


def _public(catalogue: Catalogue) -> set[str]:
    found: list[str | None] = [catalogue.network.email]
    for organisation in catalogue.organisations.values():
        found += [organisation.email, getattr(organisation, "telephone", None)]
    for badge in catalogue.badges.values():
        found += [badge.start.email, badge.start.telephone]
    return set(map(_plain, _known(found)))


def _known(found: Iterable[str | None]) -> Iterator[str]:
    yield from (one for one in found if one)


def _plain(shown: str) -> str:
    return shown.lower() if "@" in shown else re.sub(r"\D", "", shown)[-9:]


@cache
def region_of(zone: str) -> str | None:
    """The country of a time zone, for reading telephone numbers without a country's code."""
    found = get_global("zone_territories").get(zone)
    return str(found) if found else None
