"""``index.json``: the whole catalogue as data, for other sites and for the filters of our own."""

from __future__ import annotations

from typing import Any

from ..model import paths
from ..model.addresses import Addresses
from ..model.badge import Achievement
from ..model.catalogue import Catalogue
from ..model.json_text import compact

VERSION = 1
"""Raised when a key changes its meaning or goes; new keys may come at any time."""


def index(catalogue: Catalogue, addresses: Addresses) -> dict[str, Any]:
    network = catalogue.network
    return {
        "id": addresses(paths.INDEX),
        "version": VERSION,
        "name": network.name,
        "description": network.description,
        "url": addresses(""),
        "inLanguage": network.inLanguage,
        "badges": [_badge(badge, catalogue, addresses) for badge in catalogue.badges.values()],
        "pathways": [
            compact(
                {
                    "slug": pathway.slug,
                    "url": addresses(paths.pathway(pathway.slug)),
                    "name": pathway.name,
                    "description": pathway.description,
                    "badges": list(pathway.badges),
                    "order": pathway.order.value,
                    "needed": pathway.needed,
                    "completion": pathway.completion,
                }
            )
            for pathway in catalogue.pathways.values()
        ],
        "organisations": [
            compact(
                {
                    "slug": organisation.slug,
                    "url": addresses(paths.organisation(organisation.slug)),
                    "profile": addresses(paths.profile(organisation.slug)),
                    "issuer": addresses(paths.issuer(organisation.slug)),
                    "did": addresses.did(organisation.slug),
                    "name": organisation.name,
                    "description": organisation.description,
                    "roles": [role.value for role in organisation.roles],
                    "sector": organisation.sector.value if organisation.sector else None,
                    "joined": organisation.joined.isoformat() if organisation.joined else None,
                    "pledge": {"since": pledge.since.isoformat(), "promises": list(pledge.promises)}
                    if (pledge := organisation.pledge)
                    else None,
                    "recognises": list(organisation.recognises),
                }
            )
            for organisation in catalogue.organisations.values()
        ],
        "meetings": [
            compact(
                {
                    "slug": meeting.slug,
                    "url": addresses(paths.meeting(meeting.slug)),
                    "name": meeting.name,
                    "date": meeting.date.isoformat(),
                    "start": meeting.start.strftime("%H:%M"),
                    "timeZone": network.timeZone,
                    "duration": meeting.length.iso(),
                    "place": meeting.place,
                    "online": meeting.url,
                    "movedFrom": meeting.movedFrom.isoformat() if meeting.movedFrom else None,
                    "calendar": addresses(paths.meeting_calendar(meeting.slug)),
                    "status": meeting.status.value,
                }
            )
            for meeting in catalogue.meetings.values()
        ],
    }


def _badge(badge: Achievement, catalogue: Catalogue, addresses: Addresses) -> dict[str, Any]:
    return compact(
        {
            "slug": badge.slug,
            "url": addresses(paths.badge(badge.slug)),
            "achievement": addresses(paths.achievement(badge.slug)),
            "badgeClass": [addresses(path) for path in paths.badge_classes(badge.slug, badge.issuers)],
            "image": addresses(paths.image(badge.slug)),
            "name": badge.name,
            "description": badge.description,
            "status": badge.status.value,
            "retiredDate": badge.retiredDate.isoformat() if badge.retiredDate else None,
            "successor": badge.successor,
            "inLanguage": badge.inLanguage or catalogue.network.inLanguage,
            "version": badge.version,
            "achievementType": badge.achievementType,
            "issuers": list(badge.issuers),
            "creator": badge.defined_by,
            "tags": list(badge.tags),
            "level": badge.level.value if badge.level else None,
            "timeRequired": badge.time.iso() if badge.time else None,
            "prerequisites": list(badge.prerequisites),
            "cost": badge.cost,
            "validity": badge.validity.iso() if badge.validity else None,
        }
    )
