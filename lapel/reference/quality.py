"""What a badge says of the elements that others have published as those of a good description: a list, never a grade.

The list is that of the European standard elements to describe a micro-credential (Council Recommendation of 16 June
2022, 2022/C 243/02, Annex I). What a badge's award says by itself (who holds it, when it was given) is met by every
badge of a network.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..model.badge import Achievement
from ..model.catalogue import Catalogue

PUBLISHED = "European standard elements to describe a micro-credential (Council Recommendation 2022/C 243/02, Annex I)"


@dataclass(frozen=True)
class Element:
    """``mend`` says what to write where it is not met; ``asked`` is False for an element that is only named 'where
    it applies'."""

    name: str
    is_met: Callable[[Achievement, Catalogue], bool]
    mend: str
    asked: bool = True


ELEMENTS = (
    Element("Identification of the learner", lambda *_: True, ""),
    Element("Title of the micro-credential", lambda badge, _: bool(badge.name), "write 'name'"),
    Element(
        "Country or region of the issuer",
        lambda _, catalogue: bool(catalogue.network.territory),
        "write 'territory' in network/network.yml",
    ),
    Element("Awarding body", lambda badge, _: bool(badge.issuers), "write 'issuers'"),
    Element("Date of issuing", lambda *_: True, ""),
    Element(
        "Learning outcomes",
        lambda badge, _: bool(badge.body or badge.shows),
        "say below the keys what somebody can do afterwards, or in 'shows'",
    ),
    Element(
        "Notional workload",
        lambda badge, _: badge.time is not None,
        "give each of 'activities' its 'timeRequired', or say 'timeRequired' for the whole badge",
    ),
    Element(
        "Level of the learning experience",
        lambda badge, _: bool(badge.level),
        "write 'level'",
    ),
    Element("Type of assessment", lambda badge, _: bool(badge.assessment.method), "write 'assessment: method'"),
    Element(
        "Form of participation",
        lambda badge, _: bool(badge.start.address or badge.start.town or badge.start.url or badge.start.askAt),
        "say under 'start' where one takes part, or online with 'url'",
    ),
    Element(
        "Type of quality assurance",
        lambda badge, catalogue: any(
            (one := catalogue.organisations.get(slug)) is not None and one.recognition is not None
            for slug in badge.issuers
        ),
        "let the network recognise one of its issuers ('recognition' in the organisation's file)",
    ),
    Element(
        "Supervision and identity verification during assessment",
        lambda badge, _: bool(badge.assessment.assessor),
        "write 'assessment: assessor'",
        asked=False,
    ),
    Element("Grade achieved", lambda *_: False, "give each person a 'result' in the list of an award", asked=False),
    Element("Prerequisites", lambda badge, _: bool(badge.prerequisites), "write 'prerequisites'", asked=False),
    Element(
        "Integration and stackability",
        lambda badge, catalogue: any(badge.slug in one.badges for one in catalogue.pathways.values()),
        "put it into a pathway",
        asked=False,
    ),
    Element(
        "Further information",
        lambda badge, _: bool(badge.alignment or badge.evidence),
        "write 'evidence' or 'alignment'",
        asked=False,
    ),
)


def elements_of(badge: Achievement, catalogue: Catalogue) -> list[tuple[Element, bool]]:
    """Each element, and whether the badge has it."""
    return [(one, one.is_met(badge, catalogue)) for one in ELEMENTS]
