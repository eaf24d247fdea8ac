"""The shapes of exports: Open Badges 2.0 and 3.0, and what Badgr (Canvas Credentials), Open Badge Factory and Moodle
give. One table: a shape is known by what stands in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from ..model.vocabulary import ACHIEVEMENT_TYPES
from .brought import Brought, ImportFault
from .values import address, alignment, as_list, email, language, length, markdown, shortened, tags, text

Json = dict[str, Any]
LISTS = ("result", "badgeclasses", "badgeClasses", "badges", "achievements", "issuers", "organisations", "@graph")
"""Keys under which exports keep many things."""


@dataclass(frozen=True)
class Shape:
    name: str
    fits: Callable[[Json], bool]
    read: Callable[[Json, str], Brought]


def _types(value: Json) -> set[str]:
    return {str(one).rpartition(":")[2] for one in as_list(value.get("type") or value.get("@type"))}


def read_all(value: Any, shown: str) -> Iterator[Brought | ImportFault]:
    """Every badge and organisation in the JSON of an export, and a fault for each thing that is neither."""
    if isinstance(value, list):
        for number, one in enumerate(value, 1):
            yield from read_all(one, f"{shown} ({number})" if len(value) > 1 else shown)
        return
    if not isinstance(value, dict):
        yield ImportFault(f"{shown}: is no badge and no organisation")
        return
    shape = next((one for one in SHAPES if one.fits(value)), None)
    if shape is not None:
        try:
            yield shape.read(value, shown)
        except ImportFault as fault:
            yield fault if str(fault).startswith(f"{shown}: ") else ImportFault(f"{shown}: {fault}")
        return
    lists = [key for key in LISTS if isinstance(value.get(key), list)]
    for key in lists:
        yield from read_all(value[key], shown)
    if not lists:
        yield ImportFault(f"{shown}: has a form that is not known here: give a BadgeClass, an Achievement or an Issuer")


def _badge(value: Json, shown: str, **more: Any) -> Brought:
    """What all forms of a badge have in common; ``more`` is what one of them calls otherwise."""
    name = text(value.get("name"))
    if not name:
        raise ImportFault(f"{shown}: is a badge without a name")
    said = text(value.get("description"))
    criteria = more.get("criteria", value.get("criteria"))
    narrative, page = _criteria(criteria)
    image = value.get("image")
    kind = text(value.get("achievementType"))
    data = {
        "name": shortened(name, 100),
        "description": shortened(said or name, 300),
        "tags": tags(value.get("tags") or value.get("tag")),
        "alignment": alignment(value.get("alignment") or value.get("alignments")),
        "achievementType": kind if kind in ACHIEVEMENT_TYPES else "",
        "inLanguage": language(value.get("inLanguage") or value.get("@language") or value.get("language")),
        "version": shortened(text(value.get("version")), 200),
        "validity": more.get("validity", ""),
    }
    brought = Brought(
        "badge",
        {key: one for key, one in data.items() if one},
        shown,
        body=narrative,
        picture=_picture(image),
        caption=text(image.get("caption")) if isinstance(image, dict) else "",
        issuer=more.get("issuer", value.get("issuer") or value.get("creator")),
        criteria=page,
    )
    if len(said) > 300:
        brought.body = f"{said}\n\n{brought.body}".strip()
        brought.notes.append("its description is longer than 300 characters: the whole of it stands in the text")
    if not narrative and page:
        brought.notes.append(f"its criteria stand on a page of their own ({page}): bring the text along yourself")
    return brought


def _criteria(value: Any) -> tuple[str, str]:
    if isinstance(value, dict):
        return markdown(value.get("narrative") or ""), address(value.get("id"))
    if isinstance(value, str) and value.startswith(("https://", "http://")):
        return "", address(value)
    return (markdown(value), "") if isinstance(value, str) else ("", "")


def _picture(value: Any) -> str:
    if isinstance(value, dict):
        value = value.get("id") or value.get("url")
    return str(value or "")


def _credential(value: Json, shown: str) -> Brought:
    subject = value.get("credentialSubject")
    achievement = subject.get("achievement") if isinstance(subject, dict) else None
    if not isinstance(achievement, dict):
        raise ImportFault(f"{shown}: is an award that does not hold its badge")
    brought = _badge(achievement, shown, issuer=achievement.get("creator") or value.get("issuer"))
    brought.notes.append("is an award: its badge came along, and the person it was given to stayed behind")
    return brought


def _assertion(value: Json, shown: str) -> Brought:
    if not isinstance(value.get("badge"), dict):
        raise ImportFault(
            f"{shown}: is an award that only names its badge ({text(value.get('badge'))[:120]}): give that"
        )
    brought = _badge(value["badge"], shown)
    brought.notes.append("is an award: its badge came along, and the person it was given to stayed behind")
    return brought


def _badgr(value: Json, shown: str) -> Brought:
    """BadgeClass of the Badgr API, version 2: criteria and the length of its life have names of their own."""
    criteria = value.get("criteriaNarrative") or value.get("criteria_text") or value.get("criteriaUrl") or ""
    expires = value.get("expires") if isinstance(value.get("expires"), dict) else {}
    validity = length(expires.get("amount"), str(expires.get("duration") or "")) if expires else ""
    return _badge(
        value, shown, criteria=criteria, validity=validity, issuer=value.get("issuerOpenBadgeId") or value.get("issuer")
    )


def _factory(value: Json, shown: str) -> Brought:
    """A badge of the Open Badge Factory API: criteria in HTML, its life in months, drafts."""
    validity = length(value.get("expires"), "months")
    return _badge(value, shown, criteria=str(value.get("criteria_html") or ""), validity=validity)


def organisation(value: Json, shown: str) -> Brought:
    name = text(value.get("name"))
    if not name:
        raise ImportFault(f"{shown}: is an organisation without a name")
    data = {
        "name": shortened(name, 100),
        "description": shortened(text(value.get("description")) or f"{name} gives badges.", 2000),
        "roles": ["issuer"],
        "email": email(value.get("email")),
        "url": address(value.get("url")),
        "telephone": shortened(text(value.get("telephone") or value.get("phone")), 200),
    }
    brought = Brought("organisation", {key: one for key, one in data.items() if one}, shown)
    brought.picture = _picture(value.get("image"))
    brought.ids = {str(value[key]) for key in ("id", "entityId", "openBadgeId") if isinstance(value.get(key), str)}
    if value.get("publicKey") or value.get("verificationMethod"):
        brought.notes.append("its keys stayed behind: make new ones with 'lapel keys new'")
    return brought


SHAPES = (
    Shape("Badgr badge", lambda one: one.get("entityType") == "BadgeClass", _badgr),
    Shape("Badgr issuer", lambda one: one.get("entityType") == "Issuer", organisation),
    Shape("Open Badge Factory badge", lambda one: "criteria_html" in one, _factory),
    Shape(
        "Open Badges 3.0 credential",
        lambda one: bool(_types(one) & {"OpenBadgeCredential", "AchievementCredential"}),
        _credential,
    ),
    Shape(
        "Open Badges 2.0 Assertion",
        lambda one: "Assertion" in _types(one) or {"recipient", "badge"} <= set(one),
        _assertion,
    ),
    Shape("Open Badges 3.0 Achievement", lambda one: "Achievement" in _types(one), _badge),
    Shape("Open Badges 2.0 BadgeClass", lambda one: "BadgeClass" in _types(one), _badge),
    Shape("issuer", lambda one: bool(_types(one) & {"Issuer", "Profile"}), organisation),
    Shape("Badgr badge, version 1", lambda one: "criteria_text" in one or "criteria_url" in one, _badgr),
    Shape("Moodle badge", lambda one: "name" in one and ("criteria" in one or "issuer" in one), _badge),
    Shape("Moodle issuer", lambda one: {"name", "email"} <= set(one) or {"name", "url"} <= set(one), organisation),
)
"""In the order in which they are tried: what names itself comes first."""
