"""Open Badges 2.0 documents: ``BadgeClass`` and ``Profile`` of an issuer (section "Data model")."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..load.criteria import narrative
from ..model import paths
from ..model.addresses import Addresses
from ..model.badge import Achievement
from ..model.catalogue import Catalogue
from ..model.json_text import compact
from ..model.organisation import Profile

CONTEXT = "https://w3id.org/openbadges/v2"


def badge_class(
    badge: Achievement,
    issuer: str,
    catalogue: Catalogue,
    addresses: Addresses,
    endorsements: Sequence[str] = (),
    language: str | None = None,
) -> dict[str, Any]:
    """The BadgeClass of ``badge`` as awarded by the organisation ``issuer``; ``endorsements`` are numbers. With
    ``language`` it is a translation: ``badge`` and ``catalogue`` are in that language."""
    artwork = catalogue.artwork.get(badge.source)
    image: Any = addresses(paths.image(badge.slug, "png"))
    if artwork:
        image = {"type": "Image", "id": image, "caption": artwork.caption}
    own = None if issuer == badge.issuers[0] else issuer
    return compact(
        {
            "@context": CONTEXT,
            "type": "BadgeClass",
            "id": addresses(
                paths.badge_class_in(badge.slug, language) if language else paths.badge_class(badge.slug, own)
            ),
            "name": badge.name,
            "description": badge.description,
            "image": image,
            "criteria": {
                "id": addresses(f"{language}/{paths.badge(badge.slug)}" if language else paths.badge(badge.slug)),
                "narrative": narrative(badge, addresses),
            },
            "issuer": addresses(paths.issuer(issuer)),
            "tags": list(badge.tags),
            "@language": language or badge.inLanguage or catalogue.network.inLanguage,
            "version": badge.version,
            "alignment": [
                # `targetType` is of Open Badges 3.0; the context of 2.0 does not know it.
                node.model_dump(exclude_none=True, exclude={"targetType"})
                for node in badge.alignment
            ],
            "endorsement": [addresses(paths.endorsement_claim(number)) for number in endorsements],
            "related": _related(badge, catalogue, addresses, language, has_more=own is None),
        }
    )


def _related(
    badge: Achievement, catalogue: Catalogue, addresses: Addresses, language: str | None, *, has_more: bool
) -> Any:
    """The same badge in Open Badges 3.0, and in other languages (specification, "Internationalization")."""
    newer = {
        "type": ["Related", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#Achievement"],
        "id": addresses(paths.achievement(badge.slug, language)),
    }
    tags = [tag for tag in catalogue.translations if badge.source in catalogue.translations[tag]] if has_more else []
    others = [
        {"type": "Related", "id": addresses(paths.badge_class_in(badge.slug, tag)), "@language": tag}
        for tag in tags
        if tag != language
    ]
    if language:
        others.insert(0, {"type": "Related", "id": addresses(paths.badge_class(badge.slug))})
    return [newer, *others] if others else newer


def issuer_profile(organisation: Profile, addresses: Addresses, *, has_image: bool) -> dict[str, Any]:
    """The Profile as an issuer; ``url`` and ``email`` are always there, because the standard asks for both."""
    base = addresses(paths.organisation(organisation.slug))
    return compact(
        {
            "@context": CONTEXT,
            "type": "Issuer",
            "id": addresses(paths.issuer(organisation.slug)),
            "name": organisation.name,
            "description": organisation.description,
            "url": organisation.url or base,
            "email": organisation.email,
            "telephone": telephone_e164(organisation.telephone),
            "image": addresses(paths.organisation_image(organisation.slug)) if has_image else None,
            # Where assertions may stand, and nothing else of the site. One value: the reference validator of Open
            # Badges 2.0 takes no more. It speaks of assertions only; a BadgeClass stands at the issuer's own host.
            "verification": {
                "type": "VerificationObject",
                "startsWith": addresses(paths.AWARDS),
            },
        }
    )


def telephone_e164(number: str | None) -> str | None:
    """Digits after ``+`` as E.164 wants them, or None when the number has no country code."""
    plain = "".join(character for character in number or "" if character.isdigit() or character == "+")
    return plain if plain.startswith("+") and 8 <= len(plain) <= 16 else None
