"""Open Badges 3.0 documents: ``Achievement`` and ``Profile`` (sections B.1 and B.6)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from ..load.criteria import narrative
from ..model import paths
from ..model.addresses import Addresses
from ..model.badge import Achievement
from ..model.catalogue import Catalogue
from ..model.json_text import compact
from ..model.organisation import Profile
from .openbadges2 import telephone_e164

CONTEXT = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
]
"""In this order (Open Badges 3.0, section 8.2)."""
_LANGUAGE_CODE = re.compile(r"[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?(?=-|$)")
BADGE_CLASS_TYPE = "https://w3id.org/openbadges#BadgeClass"


def achievement(
    badge: Achievement,
    catalogue: Catalogue,
    addresses: Addresses,
    languages: Sequence[str] | None = None,
    language: str | None = None,
    original: str | None = None,
) -> dict[str, Any]:
    """The Achievement without ``@context``, as it is published, or embedded in a credential.

    ``languages`` are those of its translations that it names (``Related`` with ``inLanguage``); None names all. What is
    signed names the one in which the earner read the criteria. With ``language`` it is the translation itself: then
    ``badge`` and ``catalogue`` are in that language, and ``original`` is that of the original.
    """
    artwork = catalogue.artwork.get(badge.source)
    there = languages_of(badge, catalogue)
    creator = catalogue.organisations[badge.defined_by]
    return compact(
        {
            "id": addresses(paths.achievement(badge.slug, language)),
            "type": ["Achievement"],
            "name": badge.name,
            "description": badge.description,
            "achievementType": badge.achievementType,
            "criteria": {
                "id": addresses(f"{language}/{paths.badge(badge.slug)}" if language else paths.badge(badge.slug)),
                "narrative": narrative(badge, addresses),
            },
            "image": compact(
                {
                    "id": addresses(paths.image(badge.slug, "png")),
                    "type": "Image",
                    "caption": artwork.caption if artwork else None,
                }
            ),
            "creator": {
                "id": addresses(paths.profile(creator.slug)),
                "type": ["Profile"],
                "name": creator.name,
                "url": creator.url or addresses(paths.organisation(creator.slug)),
            },
            "inLanguage": language_code(language or badge.inLanguage or catalogue.network.inLanguage),
            "version": badge.version,
            "tag": list(badge.tags),
            "alignment": [{"type": ["Alignment"], **node.model_dump(exclude_none=True)} for node in badge.alignment],
            "related": [
                *(
                    {"id": addresses(path), "type": ["Related", BADGE_CLASS_TYPE]}
                    for path in paths.badge_classes(badge.slug, badge.issuers)
                ),
                *(
                    {"id": addresses(paths.achievement(slug)), "type": ["Related"]}
                    for slug in dict.fromkeys(badge.related)
                ),
                *([] if language is None else [_related(badge, addresses, None, original or "")]),
                *(
                    _related(badge, addresses, tag, tag)
                    for tag in there
                    if tag != language and tag == language_code(tag) and (languages is None or tag in languages)
                ),
            ],
        }
    )


def languages_of(badge: Achievement, catalogue: Catalogue) -> list[str]:
    """The languages in which there is a translation of the badge."""
    return [tag for tag in catalogue.translations if badge.source in catalogue.translations[tag]]


def language_code(tag: str) -> str:
    """``tag``, or as much of its beginning as the type ``LanguageCode`` of the standard can say.

    Open Badges 3.0 (section B.2, "Derived Types") has language, script and region, and no variant: of ``en-x-easy`` it
    says ``en``. A translation in a variant is therefore not named beside the original, which says the same.
    """
    found = _LANGUAGE_CODE.match(tag)
    return found[0] if found else tag


def _related(badge: Achievement, addresses: Addresses, language: str | None, tag: str) -> dict[str, Any]:
    path = paths.achievement(badge.slug, language)
    return {"id": addresses(path), "type": ["Related"], "inLanguage": language_code(tag)}


def profile(organisation: Profile, addresses: Addresses, *, has_image: bool) -> dict[str, Any]:
    """The Profile without ``@context``. Its ``id`` is its address; the DID stands among its identifiers."""
    identifiers = [
        {"type": "IdentifierEntry", "identifier": addresses.did(organisation.slug), "identifierType": "identifier"}
    ]
    if organisation.linkedInOrganizationId:
        identifiers.append(
            {
                "type": "IdentifierEntry",
                "identifier": organisation.linkedInOrganizationId,
                "identifierType": "ext:LinkedIn:organizationId",
            }
        )
    image = {"id": addresses(paths.organisation_image(organisation.slug)), "type": "Image"}
    return compact(
        {
            "id": addresses(paths.profile(organisation.slug)),
            "type": ["Profile"],
            "name": organisation.name,
            "description": organisation.description,
            "url": organisation.url or addresses(paths.organisation(organisation.slug)),
            "email": organisation.email,
            "phone": telephone_e164(organisation.telephone),
            "image": image if has_image else None,
            "otherIdentifier": identifiers,
        }
    )


def standalone(document: dict[str, Any]) -> dict[str, Any]:
    """A document of its own: with its contexts in front."""
    return {"@context": CONTEXT, **document}
