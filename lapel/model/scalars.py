"""The kinds of single value that a YAML file may hold.

Every value arrives as text (see :mod:`lapel.load.yaml_text`); the types here say what that text may mean.
Each refuses with a sentence that says how to mend it.
"""

from __future__ import annotations

import datetime
import ipaddress
import re
import unicodedata
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from .duration import Duration

SLUG_PATTERN = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_SLUG = re.compile(SLUG_PATTERN)
_EMAIL = re.compile(r"[^@\s<>()\[\],;:\"\\?&%#/]+@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*(?:-x(?:-[A-Za-z0-9]{1,8})+)?")
_HOST = re.compile(r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]*[A-Za-z0-9]")
# The characters of RFC 3986; other alphabets are written percent-encoded (or punycode in the host).
_URL = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+")


def refuse(sentence: str, **context: Any) -> PydanticCustomError:
    """An error whose text is a sentence for the person who edits the file."""
    return PydanticCustomError("lapel", sentence.replace("{", "{{").replace("}", "}}"), context or None)


ALLOWED_INVISIBLE = "\n\t\u200c\u200d\u200e\u200f\u00ad"
"""Line end and tab; joiners and direction marks, which some languages need; soft hyphen."""


_PLAIN = re.compile(r"[\n\t\x20-\x7e\xa1-\xac\xae-\u024f\u2010-\u2027\u20ac]*")
"""Letters, marks and spaces of which none is in question: looking at each of them takes twenty times as long."""


def clean_text(value: str) -> str:
    """Trims; refuses invisible characters: signing programs escape them differently, and they hide things."""
    value = unicodedata.normalize("NFC", value.strip())
    for character in () if _PLAIN.fullmatch(value) else dict.fromkeys(value):
        odd = unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs") and character not in ALLOWED_INVISIBLE
        odd = odd or ord(character) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(character) <= 0xFDEF  # no characters at all
        if odd:
            raise refuse(f"has the invisible character U+{ord(character):04X}: delete it")
    if not value:
        raise refuse("is empty: write something, or delete the line")
    return value


def _line(value: str) -> str:
    return " ".join(clean_text(value).split())


def _slug(value: str) -> str:
    if not _SLUG.fullmatch(value) or len(value) > 64:
        raise refuse(f"is not a slug: use small letters, digits and single hyphens, like '{slugify(value)}'")
    return value


def slugify(text: str) -> str:
    """The nearest slug to ``text``: small ASCII letters, digits and single hyphens, 64 at most."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:64].strip("-") or "a-short-name"


def https_url(value: str) -> str:
    """Refuses everything but an ``https:`` address of a named host (RFC 3986), without user or spaces."""
    value = value.strip()
    if value.lower().startswith("http:"):
        raise refuse(f"uses http:, which anyone on the way can change: write 'https:{value[5:]}'")
    try:
        parts = urlsplit(value)
        port_is_fine = parts.port is None or parts.port > 0
    except ValueError:
        parts, port_is_fine = urlsplit(""), False
    host = parts.hostname or ""
    if parts.scheme != "https" or not _URL.fullmatch(value) or not port_is_fine or not _is_host(host):
        raise refuse(f"is not an address: '{value[:80]}' should look like 'https://www.example.org/page'")
    if parts.username is not None or parts.password is not None:
        raise refuse("has a user name or password in the address: take out everything before the '@'")
    return value


def _is_host(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return bool(_HOST.fullmatch(host)) and len(host) <= 253
    return False


def _email(value: str) -> str:
    value = value.strip()
    if not _EMAIL.fullmatch(value) or len(value) > 254:
        raise refuse(f"is not an e-mail address: '{value[:80]}' should look like 'name@example.org'")
    return value


def _language(value: str) -> str:
    if not _LANGUAGE.fullmatch(value):
        raise refuse(f"is not a language code (BCP 47): '{value[:40]}' should look like 'en' or 'en-GB'")
    return value


def _duration(value: Any) -> Duration:
    if isinstance(value, Duration):
        return value
    try:
        return Duration.parse(str(value))
    except ValueError:
        raise refuse(
            f"is not a length of time: '{str(value)[:40]}' should look like '45 minutes' or '2 hours 30 minutes'"
        ) from None


def _yes_or_no(value: Any) -> bool:
    words = {"yes": True, "true": True, "no": False, "false": False}
    if isinstance(value, bool):
        return value
    if str(value).lower() not in words:
        raise refuse(f"should be 'yes' or 'no', but is '{str(value)[:40]}'")
    return words[str(value).lower()]


# Editors read YAML scalars with types; we read them as text. So the schema lets a plain text be a number too.
_TEXT_SCHEMA = {"type": ["string", "number", "boolean"]}


class Words:
    """Marks a kind of text that people read, and that a translation says in another language."""

    def __repr__(self) -> str:
        return "WORDS"


WORDS = Words()

Line = Annotated[str, StringConstraints(max_length=200), AfterValidator(_line), WithJsonSchema(_TEXT_SCHEMA)]
"""One line that is no words: a name, a number, an address. 1 to 200 characters, inner white space folded."""

Phrase = Annotated[Line, WORDS]
"""One line of words."""

PlainText = Annotated[str, StringConstraints(max_length=2000), AfterValidator(clean_text), WithJsonSchema(_TEXT_SCHEMA)]
"""A paragraph or two that are nobody's to translate, 1 to 2,000 characters."""

Text = Annotated[PlainText, WORDS]
"""A paragraph or two, 1 to 2,000 characters."""


_MAX_MARKS = (
    (re.compile(r"\["), 500, "square brackets"),
    (re.compile("`"), 500, "backticks"),
    (re.compile("<"), 200, "signs '<'"),
    (re.compile(r"^ {0,3}(?:#|[=-]+[ \t]*$)", re.MULTILINE), 200, "headings"),
    (
        re.compile(r"^(?:[ \t]*(?:[-*+>]|\d{1,9}[.)])[ \t]+){7,}", re.MULTILINE),
        0,
        "lines with seven marks of a list in a row",
    ),
)
"""Every reader of Markdown looks for the end of each mark: 18,000 of one kind take minutes, or all of its stack."""


def _body(value: str) -> str:
    for mark, most, words in _MAX_MARKS:
        if sum(1 for _ in zip(range(most + 1), mark.finditer(value), strict=False)) > most:
            many = f"more than {most} {words}" if most else words
            raise refuse(f"has {many}, which no text needs: shorten it")
    return clean_text(value) if value.strip() else ""


def _name(value: str) -> str:
    """A name must not be drawn as another: two organisations could differ by what nobody sees."""
    if found := re.search("[\u00ad\u034f\u115f\u1160\u200b\u2060-\u2064\u2800\u3164\ufeff\uffa0]", value):
        raise refuse(f"has the invisible character U+{ord(found[0]):04X}: delete it")
    return _line(value)


Name = Annotated[str, StringConstraints(max_length=100), AfterValidator(_name), WithJsonSchema(_TEXT_SCHEMA)]
"""The name of somebody, which is the same in every language: one line of 1 to 100 characters."""

Title = Annotated[Name, WORDS]
"""A name that is made of words."""

Sentence = Annotated[str, StringConstraints(max_length=300), AfterValidator(_line), WithJsonSchema(_TEXT_SCHEMA), WORDS]
"""A sentence or two: one line of 1 to 300 characters."""

Body = Annotated[str, StringConstraints(max_length=20_000), AfterValidator(_body)]
"""The Markdown body of a file; it may be empty."""


def _day(value: Any) -> datetime.date:
    if isinstance(value, datetime.date):
        return value
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", str(value)):
            day = datetime.date.fromisoformat(str(value))
            if not 1900 <= day.year < 2200:
                raise refuse(f"lies in the year {day.year}: write a day from 1900 to 2199")
            return day
    except ValueError as error:
        if isinstance(error, PydanticCustomError):
            raise
    raise refuse(f"is not a day: '{str(value)[:40]}' should look like '2026-11-21'")


Day = Annotated[datetime.date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
"""A day, as ISO 8601 writes it."""

Slug = Annotated[str, AfterValidator(_slug), WithJsonSchema({"type": "string", "pattern": f"^{SLUG_PATTERN}$"})]
"""The name of a folder or file that becomes part of an address."""

HttpsUrl = Annotated[
    str, AfterValidator(https_url), WithJsonSchema({"type": "string", "format": "uri", "pattern": "^https://"})
]
Email = Annotated[str, AfterValidator(_email), WithJsonSchema({"type": "string", "format": "email"})]
LanguageTag = Annotated[str, AfterValidator(_language), WithJsonSchema({"type": "string"})]
"""A BCP 47 language tag."""

Length = Annotated[Duration, BeforeValidator(_duration), WithJsonSchema({"type": "string"})]
"""A length of time, written in words or as ISO 8601."""

YesNo = Annotated[bool, BeforeValidator(_yes_or_no), WithJsonSchema({"enum": ["yes", "no", True, False]})]
