"""Every path that the network promises, in one place.

A *path* is relative to the base and has no leading slash ("badges/managing-stress/"); an *address* is the base and a
path (:mod:`.addresses`). Addresses are promises: none is ever renamed.
"""

from __future__ import annotations

import posixpath
from collections.abc import Sequence

CATALOGUE = "badges/"
AWARDS = "awards/"
PATHWAYS = "pathways/"
ORGANISATIONS = "organisations/"
MEETINGS = "meetings/"
GUIDES = "guides/"
VERIFY = "verify/"
ABOUT = "about/"
MAP = "map/"
NEWS = "news/"
STORIES = "stories/"
JOIN = "join/"
PROPOSE = "propose/"
ENDORSE = "endorse/"
DATA = "data/"
PRIVACY = "privacy/"
ACCESSIBILITY = "accessibility/"
MINE = "mine/"
ALIGN = "align/"
DESK = "desk/"
DESK_CELL = "desk/cell.html"
DESK_ALONE = "desk/desk.html"
DESK_NETWORK = "desk/network.json"
DESIGN = "guides/design/"
MANIFEST = "manifest.webmanifest"
ACTIONS = "meetings/actions/"
FIGURES = "figures/"
FIGURES_DATA = "figures.json"
FIGURES_CSV = "figures.csv"
CALENDAR = "meetings.ics"
FEED = "feed.xml"
SCRIPTS = "scripts.json"
VERIFIER_STRINGS = "assets/verifier/strings.json"
MISSING = "404.html"
SITEMAP = "sitemap.xml"
INDEX = "index.json"
REGISTRY = "registry.json"
RECORD = "record/"
RECORD_DELEGATION = "record/delegation.json"
RECORD_CHECKPOINT = "record/checkpoint"
RECORD_LATEST = "record/latest.json"
COMMIT = "commit.txt"
"""What the site was made of, for the check that comes before the next one is published."""


def badge(slug: str) -> str:
    return f"badges/{slug}/"


def poster(slug: str) -> str:
    return f"badges/{slug}/poster/"


def badge_class(slug: str, issuer: str | None = None) -> str:
    """The BadgeClass (Open Badges 2.0). A BadgeClass has one issuer; each issuer after the first has its own."""
    return f"badges/{slug}/badge-{issuer}.json" if issuer else f"badges/{slug}/badge.json"


def badge_classes(slug: str, issuers: Sequence[str]) -> list[str]:
    """Every BadgeClass of a badge: one for each issuer."""
    return [badge_class(slug, None if issuer == issuers[0] else issuer) for issuer in dict.fromkeys(issuers)]


def achievement(slug: str, language: str | None = None) -> str:
    """The Achievement (Open Badges 3.0); in a further language it is a document of its own."""
    return f"badges/{slug}/achievement.{language}.json" if language else f"badges/{slug}/achievement.json"


def badge_class_in(slug: str, language: str) -> str:
    """The BadgeClass of the first issuer in a further language."""
    return f"badges/{slug}/badge.{language}.json"


def image(slug: str, kind: str = "svg") -> str:
    return f"badges/{slug}/image.{kind}"


def large_image(slug: str) -> str:
    """The same picture for large sizes, with light and shadow."""
    return f"badges/{slug}/image-large.svg"


def qr(slug: str, kind: str = "svg") -> str:
    return f"badges/{slug}/qr.{kind}"


def pathway(slug: str) -> str:
    return f"pathways/{slug}/"


def organisation(slug: str) -> str:
    return f"organisations/{slug}/"


def issuer(slug: str) -> str:
    return f"organisations/{slug}/issuer.json"


def profile(slug: str) -> str:
    return f"organisations/{slug}/profile.json"


def did_document(slug: str) -> str:
    return f"organisations/{slug}/did.json"


def organisation_image(slug: str) -> str:
    return f"organisations/{slug}/image.svg"


def status_list(slug: str, number: int) -> str:
    return f"organisations/{slug}/status/{number}.json"


def award(award_id: str) -> str:
    return f"awards/{award_id}/"


def credential(award_id: str) -> str:
    return f"awards/{award_id}/credential.json"


def assertion(award_id: str) -> str:
    return f"awards/{award_id}/assertion.json"


def jwt(award_id: str) -> str:
    """The same award as a VC-JWT."""
    return f"awards/{award_id}/credential.jwt"


def record_from(size: int) -> str:
    """The proof that the record of that size goes on in the newest."""
    return f"record/from/{size}.json"


def award_record(award_id: str) -> str:
    """That the award stands in the open record."""
    return f"awards/{award_id}/record.json"


def formerly(number: int) -> str:
    """The folder of documents as they were at a former address of the site, in the order in which they are named."""
    return f"formerly/{number}/"


def endorsement(number: str) -> str:
    """The credential in which somebody endorses a badge or an award; ``number`` is random."""
    return f"endorsements/{number}/credential.json"


def endorsement_claim(number: str) -> str:
    """The same as an Endorsement of Open Badges 2.0."""
    return f"endorsements/{number}/endorsement.json"


def meeting(slug: str) -> str:
    return f"meetings/{slug}/"


def meeting_calendar(slug: str) -> str:
    """The meeting as a calendar file of its own."""
    return f"meetings/{slug}.ics"


def news(slug: str) -> str:
    return f"news/{slug}/"


def story(slug: str) -> str:
    return f"stories/{slug}/"


def helping(slug: str) -> str:
    """The page for whoever helps somebody earn the badge."""
    return f"badges/{slug}/helping/"


def schema(kind: str) -> str:
    """The JSON Schema of a kind of file."""
    return f"schemas/{kind}.schema.json"


def share_picture(page: str) -> str:
    """What messengers show of a page: its path with dashes, as a JPEG."""
    return f"assets/share/{page.strip('/').replace('/', '--') or 'home'}.jpg"


def guide_image(slug: str) -> str:
    return f"guides/{slug}/image.svg"


def desk_withdrawn(slug: str) -> str:
    """Which lines withdrew the awards of an issuer, for the desk."""
    return f"desk/withdrawn/{slug}.json"


def verifier_strings(language: str) -> str:
    """The sentences of the verifier in a further language."""
    return f"assets/verifier/strings.{language}.json"


def desk_letters(language: str) -> str:
    """Letters and cards in a language, with marks where the desk puts what they say."""
    return f"desk/letters/{language}.json"


def desk_held(slug: str) -> str:
    """Who holds a badge, for the desk."""
    return f"desk/held/{slug}.json"


def framework(name: str) -> str:
    """The nodes of a framework that the network keeps."""
    return f"frameworks/{name}.json"


def guide(slug: str) -> str:
    return f"guides/{slug}/"


def relative(path: str, here: str) -> str:
    """The link from the page at the path ``here`` to ``path``: works on a mirror, a preview and below any path."""
    target = posixpath.relpath("/" + path, "/" + posixpath.dirname(here))
    return target + "/" if path.endswith("/") or not path else target
