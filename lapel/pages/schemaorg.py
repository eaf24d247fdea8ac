"""What search engines read: schema.org ``EducationalOccupationalCredential`` and ``Event``."""

from __future__ import annotations

from ..context import Context
from ..model import paths
from ..model.badge import Achievement
from ..model.json_text import compact
from ..model.meeting import Meeting
from ..model.vocabulary import MeetingStatus
from .data import Document

SCHEMA_ORG = "https://schema.org"


def credential(context: Context, badge: Achievement) -> Document:
    """The badge as an ``EducationalOccupationalCredential`` (schema.org)."""
    address, catalogue = context.addresses, context.catalogue

    def organisation(slug: str) -> dict[str, str]:
        profile = catalogue.organisations[slug]
        return {"@type": "Organization", "name": profile.name, "url": address(paths.organisation(slug))}

    recognising = [profile.slug for profile in catalogue.recognising(badge.slug)]
    return compact(
        {
            "@context": SCHEMA_ORG,
            "@type": "EducationalOccupationalCredential",
            "@id": address(paths.badge(badge.slug)),
            "url": address(paths.badge(badge.slug)),
            "name": badge.name,
            "description": badge.description,
            "image": address(paths.image(badge.slug, "png")),
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


def event(context: Context, meeting: Meeting) -> Document:
    """The meeting as an ``Event`` (schema.org), with the day that it had when it was moved."""
    address, network = context.addresses, context.catalogue.network
    anchor = context.catalogue.organisations[network.anchor]
    here = address(paths.meeting(meeting.slug))
    status = "EventScheduled"
    if meeting.status is MeetingStatus.CANCELLED:
        status = "EventCancelled"
    elif meeting.movedFrom:
        status = "EventRescheduled"
    room = {"@type": "Place", "name": meeting.place, "address": meeting.place} if meeting.place else None
    online = {"@type": "VirtualLocation", "url": meeting.url} if meeting.url else None
    mode = "Mixed" if room and online else ("Offline" if room else "Online")
    return compact(
        {
            "@context": SCHEMA_ORG,
            "@type": "Event",
            "@id": here,
            "url": here,
            "name": meeting.name,
            "description": meeting.description,
            "startDate": meeting.begins(network.zone).isoformat(),
            "endDate": meeting.ends(network.zone).isoformat(),
            "previousStartDate": meeting.movedFrom.isoformat() if meeting.movedFrom else None,
            "eventStatus": f"{SCHEMA_ORG}/{status}",
            "eventAttendanceMode": f"{SCHEMA_ORG}/{mode}EventAttendanceMode",
            "location": [one for one in (room, online) if one],
            "inLanguage": network.inLanguage,
            "isAccessibleForFree": True,
            "organizer": {
                "@type": "Organization",
                "name": anchor.name,
                "url": address(paths.organisation(anchor.slug)),
            },
        }
    )
