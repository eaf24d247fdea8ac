"""The page of one award: what was earned, as it was signed. It names nobody."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict
from urllib.parse import urlencode

from ..context import Context
from ..load.criteria import narrative, third_person
from ..model import paths
from ..model.badge import Achievement
from ..model.languages import direction, is_known
from ..model.marked import foreign
from ..model.organisation import Profile
from .cards import organisation_link, said
from .data import Document, Head, OrganisationLink, Said
from .markdown import shown_html
from .page import Page


@dataclass(frozen=True)
class Withdrawn:
    """When and why an award was withdrawn, and the award that stands in its place."""

    date: date
    reason: str
    replacement: str | None = None


@dataclass(frozen=True)
class AwardFacts:
    """What is known of an award beside its credential. ``endorsements`` are signed EndorsementCredentials."""

    issuer: Profile
    today: date
    has_assertion: bool = True
    has_jwt: bool = False
    withdrawn: Withdrawn | None = None
    doubt: date | None = None
    """From when the key that signed it was not safe, while nobody has said what became of the award."""
    replaces: str | None = None
    endorsements: Sequence[Document] = ()
    qr: str | None = None
    """A picture of the page's address, as a ``data:`` address, for the certificate."""


class Caption(TypedDict):
    caption: str


class WithdrawnNote(TypedDict):
    date: str
    reason: str
    replacement: str | None


class Change(TypedDict):
    """A line of the criteria: "then" as it was signed, or "now"."""

    kind: str
    text: str


class Evidence(TypedDict):
    url: str | None
    text: str | None


class Field(TypedDict):
    key: str
    value: str


class AwardData(TypedDict):
    """``shows`` and ``criteria`` (HTML) were signed; ``limits``, ``judged`` and ``assessor`` are what the badge's page
    says today. ``early`` are the paths that a browser may load at once."""

    id: str
    image: str
    large_image: str
    page: str
    issuer: OrganisationLink
    name_hash: str | None
    given: str
    signed: str
    until: str | None
    until_iso: str | None
    ended: bool
    withdrawn: WithdrawnNote | None
    doubt: str | None
    replaces: str | None
    address: str
    qr: str | None
    said: list[Said]
    shows: list[str]
    criteria: str
    read_in: str | None
    limits: list[str]
    judged: str
    assessor: str
    share_text: str
    changes: list[Change]
    narrative: str | None
    result: str
    evidence: list[Evidence]
    alignment: list[Document]
    fields: list[Field]
    credential: str
    early: list[str]
    assertion: str | None
    jwt: str | None
    linkedin: str


class AwardPage(Head):
    badge: Caption
    award: AwardData


def award_page(context: Context, award: str, credential: Document, badge: Achievement, facts: AwardFacts) -> Page:
    """The page of the award with the id ``award``; what it says of the deed is taken from the signed credential."""
    issuer, today = facts.issuer, facts.today
    strings = context.strings
    subject = credential["credentialSubject"]
    achievement = subject["achievement"]
    given = _day(credential.get("awardedDate") or credential["validFrom"])
    until = _day(credential["validUntil"]) if "validUntil" in credential else None
    shows, criteria = third_person(achievement["criteria"].get("narrative", ""))
    # What was signed stays in the language in which it was signed.
    language = str(achievement.get("inLanguage") or "")
    is_other = (
        re.fullmatch("[A-Za-z0-9-]{2,40}", language) is not None
        and language.split("-")[0] != strings.language.split("-")[0]
    )

    def signed(text: str) -> str:
        return foreign(text, language) if is_other else text

    shown = shown_html(criteria)
    data: AwardPage = {
        "title": signed(achievement["name"]),
        "description": signed(achievement["description"]),
        "share": paths.share_picture(paths.badge(badge.slug)),
        "badge": {"caption": _caption(context, badge)},
        "award": {
            "id": award,
            "image": paths.image(badge.slug),
            "large_image": paths.large_image(badge.slug),
            "page": paths.badge(badge.slug),
            "issuer": organisation_link(context, issuer.slug),
            "name_hash": name_hash(credential),
            "given": strings.date(given),
            "signed": strings.date(_day(credential["validFrom"])),
            "until": strings.date(until) if until else None,
            "until_iso": until.isoformat() if until else None,
            "ended": bool(until and until < today),
            "withdrawn": _withdrawn(context, facts.withdrawn),
            "doubt": strings.date(facts.doubt) if facts.doubt else None,
            "replaces": paths.award(facts.replaces) if facts.replaces else None,
            "address": context.addresses(paths.award(award)),
            "qr": facts.qr,
            "said": [said(context, one) for one in [*facts.endorsements, *achievement.get("endorsement", [])]],
            "shows": [signed(line) for line in shows],
            "criteria": f'<div lang="{language}" dir="{direction(language)}">{shown}</div>' if is_other else shown,
            "read_in": _read_in(context, achievement),
            "limits": list(badge.limits),
            "judged": badge.assessment.method,
            "assessor": badge.assessment.assessor,
            "share_text": strings("award.share_text", badge=achievement["name"], by=issuer.name),
            "changes": _changes(
                achievement["criteria"].get("narrative", ""),
                # What was signed is compared with the same words of today, not with their translation.
                narrative(context.catalogue.originals.get(badge.slug, badge), context.addresses.of(credential["id"])),
                signed,
            ),
            "narrative": subject.get("narrative"),
            "result": ", ".join(str(one.get("value", "")) for one in subject.get("result", [])),
            "evidence": [
                {"url": one.get("id"), "text": one.get("narrative")} for one in credential.get("evidence", [])
            ],
            "alignment": achievement.get("alignment", []),
            "fields": [
                {"key": key, "value": value}
                for key, value in (
                    ("name", achievement["name"]),
                    ("organisation", issuer.name),
                    ("date", strings.date(given)),
                    ("end", strings.date(until) if until else None),
                    ("id", award),
                    ("url", context.addresses(paths.award(award))),
                )
                if value
            ],
            "credential": paths.credential(award),
            "early": [
                paths.credential(award),
                paths.did_document(issuer.slug),
                *_list(context, credential),
                paths.REGISTRY,
            ],
            "assertion": paths.assertion(award) if facts.has_assertion else None,
            "jwt": paths.jwt(award) if facts.has_jwt else None,
            "linkedin": linkedin_address(context, award, achievement["name"], issuer, given, until),
        },
    }
    return Page(paths.award(award), "award", data)


def _read_in(context: Context, achievement: Document) -> str | None:
    """In which language the earner read what to do, when it was signed."""
    base = context.addresses.base
    tags = [one.get("inLanguage") for one in achievement.get("related", []) if str(one.get("id", "")).startswith(base)]
    # A tag is a word of whoever signed: only a language that CLDR names is spoken of.
    known = next((tag for tag in tags if isinstance(tag, str) and is_known(tag)), None)
    return context.strings("award.read_in", language=context.strings.language_name(known)) if known else None


def _list(context: Context, credential: Document) -> list[str]:
    """The path of the status list, when it is one of ours."""
    address = str(credential.get("credentialStatus", {}).get("statusListCredential", ""))
    base = context.addresses.base
    return [address.removeprefix(base)] if address.startswith(base) else []


def name_hash(credential: Document) -> str | None:
    """What the issuer committed to as the earner's name."""
    identities = credential["credentialSubject"]["identifier"]
    return next((one["identityHash"] for one in identities if one["identityType"] == "name"), None)


def _withdrawn(context: Context, withdrawn: Withdrawn | None) -> WithdrawnNote | None:
    if withdrawn is None:
        return None
    return {
        "date": context.strings.date(withdrawn.date),
        "reason": withdrawn.reason,
        "replacement": paths.award(withdrawn.replacement) if withdrawn.replacement else None,
    }


def linkedin_address(context: Context, award: str, name: str, issuer: Profile, given: date, until: date | None) -> str:
    """The address that opens LinkedIn's form with the fields filled in, every value percent-encoded."""
    fields = {"startTask": "CERTIFICATION_NAME", "name": name}
    if issuer.linkedInOrganizationId:
        fields["organizationId"] = issuer.linkedInOrganizationId
    else:
        fields["organizationName"] = issuer.name
    fields |= {"issueYear": str(given.year), "issueMonth": str(given.month)}
    if until:
        fields |= {"expirationYear": str(until.year), "expirationMonth": str(until.month)}
    fields |= {"certUrl": context.addresses(paths.award(award)), "certId": award}
    return f"https://www.linkedin.com/profile/add?{urlencode(fields)}"


def _changes(then: str, now: str, spoken: Callable[[str], str]) -> list[Change]:
    """The lines that differ between the criteria as they were signed and as they are today; ``spoken`` says in which
    language they are."""
    rows = difflib.ndiff(then.splitlines(), now.splitlines())
    kinds = {"- ": "then", "+ ": "now"}
    return [{"kind": kinds[row[:2]], "text": spoken(row[2:])} for row in rows if row[:2] in kinds and row[2:].strip()]


def _caption(context: Context, badge: Achievement) -> str:
    artwork = context.catalogue.artwork.get(badge.source)
    return artwork.caption if artwork else context.strings("badge.default_caption", name=badge.name)


def _day(moment: str) -> date:
    return datetime.fromisoformat(moment).date()
