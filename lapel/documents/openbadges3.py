"""Open Badges 3.0 documents: ``Achievement`` and ``Profile`` (sections B.1 and B.6)."""

from __future__ import annotations

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
BADGE_CLASS_TYPE = "https://w3id.org/openbadges#BadgeClass"


def achievement(badge: Achievement, catalogue: Catalogue, addresses: Addresses) -> dict[str, Any]:
    """The Achievement without ``@context``, as it is embedded in a credential."""
    artwork = catalogue.artwork.get(badge.source)
    creator = catalogue.organisations[badge.defined_by]
    return compact(
        {
            "id": addresses(paths.achievement(badge.slug)),
            "type": ["Achievement"],
            "name": badge.name,
            "description": badge.description,
            "achievementType": badge.achievementType,
            "criteria": {"id": addresses(paths.badge(badge.slug)), "narrative": narrative(badge, addresses)},
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
            "inLanguage": badge.inLanguage or catalogue.network.inLanguage,
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
            ],
        }
    )


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
