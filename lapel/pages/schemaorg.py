"""What search engines read: schema.org ``EducationalOccupationalCredential``."""

from __future__ import annotations

from typing import Any

from ..model import addresses as places
from ..model.badge import Achievement
from ..model.json_text import compact
from .page import Context


def credential(context: Context, badge: Achievement) -> dict[str, Any]:
    """The badge as an ``EducationalOccupationalCredential`` (schema.org)."""
    address, catalogue = context.addresses, context.catalogue

    def organisation(slug: str) -> dict[str, str]:
        profile = catalogue.organisations[slug]
        return {"@type": "Organization", "name": profile.name, "url": address(places.organisation(slug))}

    recognising = [slug for slug, profile in catalogue.organisations.items() if badge.slug in profile.recognises]
    return compact(
        {
            "@context": "https://schema.org",
            "@type": "EducationalOccupationalCredential",
            "@id": address(places.badge(badge.slug)),
            "url": address(places.badge(badge.slug)),
            "name": badge.name,
            "description": badge.description,
            "image": address(places.image(badge.slug, "png")),
            "credentialCategory": badge.achievementType,
            "inLanguage": badge.inLanguage or catalogue.network.inLanguage,
            "educationalLevel": context.strings(f"level.{badge.level.value}") if badge.level else None,
            "keywords": ", ".join(badge.tags),
            "version": badge.version,
            "validFor": badge.validity.iso() if badge.validity else None,
            "publisher": organisation(badge.defined_by),
            "provider": [organisation(slug) for slug in badge.issuers],
            "recognizedBy": [organisation(slug) for slug in recognising],
            "competencyRequired": [
                compact(
                    {
                        "@type": "DefinedTerm",
                        "name": node.targetName,
                        "url": node.targetUrl,
                        "termCode": node.targetCode,
                        "inDefinedTermSet": node.targetFramework,
                    }
                )
                for node in badge.alignment
            ],
        }
    )
