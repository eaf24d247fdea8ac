"""The words that a catalogue may choose from.

The names are those of Open Badges 3.0 where it has a list of its own; ours are short and in plain English.
"""

from __future__ import annotations

from enum import StrEnum

ACHIEVEMENT_TYPES = (
    "Achievement", "ApprenticeshipCertificate", "Assessment", "Assignment", "AssociateDegree", "Award",
    "Badge", "BachelorDegree", "Certificate", "CertificateOfCompletion", "Certification",
    "CommunityService", "Competency", "Course", "CoCurricular", "Degree", "Diploma", "DoctoralDegree",
    "Fieldwork", "GeneralEducationDevelopment", "JourneymanCertificate", "LearningProgram", "License",
    "MasterCertificate", "MasterDegree", "Membership", "MicroCredential", "ProfessionalDoctorate",
    "QualityAssuranceCredential", "ResearchDoctorate", "SecondarySchoolDiploma",
)  # fmt: skip
"""Open Badges 3.0, enumeration AchievementType (a value may also start with ``ext:``)."""

ALIGNMENT_TARGET_TYPES = (
    "ceasn:Competency", "ceterms:Credential", "CFItem", "CFRubric", "CFRubricCriterion",
    "CFRubricCriterionLevel", "CTDL",
)  # fmt: skip
"""Open Badges 3.0, enumeration AlignmentTargetType (a value may also start with ``ext:``)."""


class Status(StrEnum):
    """Where a badge stands in its life."""

    DRAFT = "draft"
    ACTIVE = "active"
    RETIRED = "retired"


class Level(StrEnum):
    """How far along the road a badge is meant for."""

    STARTER = "starter"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"


class Discussion(StrEnum):
    """With whom an activity must be talked over."""

    NONE = "none"
    COLLEAGUES = "colleagues"
    MANAGER = "manager"
    COLLEAGUES_OR_MANAGER = "colleagues-or-manager"


class Counted(StrEnum):
    """What the site counts by itself."""

    BADGES_GIVEN = "badges-given"
    EMPLOYERS_RECOGNISING = "employers-recognising"
    MEETINGS_HELD = "meetings-held"


class EvidenceGenre(StrEnum):
    """What kind of thing shows that the work was done."""

    ATTENDANCE = "attendance"
    WRITING = "writing"
    PHOTO = "photo"
    AUDIO = "audio"
    VIDEO = "video"
    DOCUMENT = "document"
    WITNESS_STATEMENT = "witness-statement"
    OBSERVATION = "observation"
    ANY = "any"


class Role(StrEnum):
    """What an organisation does in the network."""

    EARNER_GROUP = "earner-group"
    ISSUER = "issuer"
    CONSUMER = "consumer"
    LOCAL_ANCHOR = "local-anchor"
    PARTNER = "partner"
    NATIONAL_ANCHOR = "national-anchor"


class Order(StrEnum):
    """Whether the badges of a pathway must be earned one after another."""

    IN_ORDER = "in-order"
    ANY_ORDER = "any-order"


class MeetingStatus(StrEnum):
    """Where a meeting stands."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


class Sector(StrEnum):
    """Which part of society an organisation belongs to."""

    FORMAL_EDUCATION = "formal-education"
    NON_FORMAL_LEARNING = "non-formal-learning"
    EMPLOYER = "employer"
    PUBLIC_OR_CIVIC = "public-or-civic"
    POLICY_MAKER = "policy-maker"
    ONLINE_RESOURCE = "online-resource"


class Audience(StrEnum):
    """Whom a guide is for."""

    EVERYONE = "everyone"
    STARTERS = "starters"
    HELPERS = "helpers"
    EMPLOYERS = "employers"
