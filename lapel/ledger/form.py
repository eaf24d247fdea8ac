"""The exact form in which ``award`` writes a credential.

A signature covers what the JSON means as a graph. The same graph can be written in other JSON, which the signature
fits and a careful verifier refuses: such a line would be published and be not valid for everybody.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import orjson

from ..model.badge import Alignment
from .stored_awards import to_line

TEXT = "text"
FLAG = "flag"
MOMENT = "moment"
"""A second in UTC, such as 2026-11-18T09:00:00Z."""
LINK = "link"
"""An address that a page makes a link of: ``https:`` and nothing else."""
PROOF = {
    "type": TEXT,
    "cryptosuite": TEXT,
    "created": MOMENT,
    **dict.fromkeys(("verificationMethod", "proofPurpose", "proofValue"), TEXT),
}
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_ISSUER = {"id": TEXT, "type": [TEXT], "name": TEXT, "url": TEXT, "email": TEXT}
ENDORSEMENT: dict[str, Any] = {
    "@context": [TEXT],
    "id": TEXT,
    "type": [TEXT],
    "name": TEXT,
    "issuer": _ISSUER,
    "validFrom": MOMENT,
    "credentialSubject": {"id": TEXT, "type": [TEXT], "endorsementComment": TEXT},
    "proof": PROOF,
}
_ACHIEVEMENT: dict[str, Any] = {
    "id": TEXT,
    "type": [TEXT],
    "name": TEXT,
    "description": TEXT,
    "achievementType": TEXT,
    "criteria": {"id": TEXT, "narrative": TEXT},
    "image": {"id": TEXT, "type": TEXT, "caption": TEXT},
    "creator": {"id": TEXT, "type": [TEXT], "name": TEXT, "url": TEXT},
    "inLanguage": TEXT,
    "version": TEXT,
    "tag": [TEXT],
    "alignment": [{"type": [TEXT], **dict.fromkeys(Alignment.model_fields, TEXT), "targetUrl": LINK}],
    "related": [{"id": TEXT, "type": [TEXT], "inLanguage": TEXT}],
    "endorsement": [ENDORSEMENT],
}
CREDENTIAL: dict[str, Any] = {
    "@context": [TEXT],
    "id": TEXT,
    "type": [TEXT],
    "name": TEXT,
    "issuer": _ISSUER,
    "validFrom": MOMENT,
    "awardedDate": MOMENT,
    "validUntil": MOMENT,
    "credentialSubject": {
        "type": [TEXT],
        "identifier": [
            {"type": TEXT, "hashed": FLAG, "identityHash": TEXT, "identityType": TEXT, "salt": TEXT},
        ],
        "achievement": _ACHIEVEMENT,
        "narrative": TEXT,
        "result": [{"type": [TEXT], "value": TEXT}],
    },
    "evidence": [{"type": [TEXT], "id": LINK, "narrative": TEXT}],
    "endorsement": [ENDORSEMENT],
    "credentialStatus": dict.fromkeys(("id", "type", "statusPurpose", "statusListIndex", "statusListCredential"), TEXT),
    "proof": PROOF,
}
STATUS_LIST: dict[str, Any] = {
    "@context": [TEXT],
    "id": TEXT,
    "type": [TEXT],
    "issuer": TEXT,
    "validFrom": MOMENT,
    "validUntil": MOMENT,
    "credentialSubject": dict.fromkeys(("id", "type", "statusPurpose", "encodedList"), TEXT),
    "proof": PROOF,
}


def shapes_text() -> str:
    """The shapes as JSON, for the desk: what it signs is not yet signed."""
    unsigned = {
        name: {key: value for key, value in shape.items() if key != "proof"}
        for name, shape in (("credential", CREDENTIAL), ("endorsement", ENDORSEMENT), ("statusList", STATUS_LIST))
    }
    return orjson.dumps(unsigned, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE).decode()


def form_fault(document: Any, raw: bytes, shape: dict[str, Any]) -> str | None:
    """Where ``document``, which ``raw`` says, is not in the form of ``shape``; None when it is."""
    where = _odd(document, shape, "")
    if where is not None:
        return f"is not in the form that we write ({where[:80] or 'the whole'})"
    if to_line(document) != raw:
        return "is not in the form that we write (white space, or another spelling of the same letters)"
    return None


def _is_moment(text: str) -> bool:
    if not (_MOMENT.fullmatch(text) and text.isascii()):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def ordered(document: dict[str, Any], shape: dict[str, Any]) -> dict[str, Any]:
    """``document`` with its keys in the order of ``shape``."""
    return {key: document[key] for key in shape if key in document}


def _odd(value: Any, shape: Any, where: str) -> str | None:
    """The first place in ``value`` that departs from ``shape``; nothing is empty, and every key has its turn."""
    if shape == TEXT:
        return None if isinstance(value, str) and value else where
    if shape == MOMENT:
        return None if isinstance(value, str) and _is_moment(value) else where
    if shape == LINK:
        return None if isinstance(value, str) and value.startswith("https://") else where
    if shape == FLAG:
        return None if isinstance(value, bool) else where
    if isinstance(shape, list):
        if not isinstance(value, list) or not value:
            return where
        if shape[0] == TEXT and len({str(one) for one in value}) < len(value):
            return where
        return next((odd for one in value if (odd := _odd(one, shape[0], where)) is not None), None)
    if not isinstance(value, dict) or not value:
        return where
    if list(value) != [key for key in shape if key in value]:
        extra = next((key for key in value if key not in shape), where)
        return f"{where}.{extra}".strip(".")
    return next(
        (odd for key, one in value.items() if (odd := _odd(one, shape[key], f"{where}.{key}".strip("."))) is not None),
        None,
    )
