"""Exports of badges for tests, and the command that brings them."""

from __future__ import annotations

import base64
import io
import json
import subprocess
from pathlib import Path
from typing import Any

from PIL import Image

from tests.commands import lapel


def picture(side: int = 600, kind: str = "PNG") -> bytes:
    made = io.BytesIO()
    Image.effect_noise((side, side // 2), 80).convert("RGB").save(made, kind)
    return made.getvalue()


DATA = "data:image/png;base64," + base64.b64encode(picture()).decode()
OB2 = {
    "@context": "https://w3id.org/openbadges/v2",
    "type": "BadgeClass",
    "id": "https://x.example/badges/1",
    "name": "Fork lift basics",
    "description": "Can drive a fork lift safely.",
    "image": DATA,
    "criteria": {"narrative": "<h1>What</h1><p>You <b>drive</b>.</p><ul><li>One</li></ul><script>alert(1)</script>"},
    "issuer": {"type": "Issuer", "name": "Dock School", "url": "https://x.example/", "email": "mailto:a@x.example"},
    "tags": ["transport"],
    "alignment": [{"targetName": "N", "targetUrl": "https://f.example/n"}, {"targetName": "no address"}],
}
OB3 = {
    "type": ["Achievement"],
    "id": "urn:uuid:1",
    "name": {"en": "Team work"},
    "description": "d" * 400,
    "criteria": {"narrative": "Work *together*."},
    "image": {"id": DATA, "type": "Image", "caption": "Hands"},
    "creator": {"id": "https://x.example/i", "type": ["Profile"], "name": "Dock School"},
    "achievementType": "Competency",
    "tag": ["a", "b"],
}
CREDENTIAL = {
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "issuer": {"id": "did:web:x.example", "name": "Dock School"},
    "credentialSubject": {"id": "mailto:ada@example.org", "achievement": {**OB3, "name": "From an award"}},
}
BADGR = {
    "status": {"success": True, "description": "ok"},
    "result": [
        {
            "entityType": "BadgeClass",
            "entityId": "abc",
            "name": "Badgr one",
            "description": "From Badgr.",
            "criteriaNarrative": "Do it.",
            "expires": {"amount": 2, "duration": "years"},
            "issuer": "org1",
        },
        {
            "entityType": "Issuer",
            "entityId": "org1",
            "name": "Badgr Org",
            "url": "https://b.example/",
            "email": "b@b.example",
        },
    ],
}
FACTORY = {
    "id": "OBF1",
    "name": "Factory one",
    "description": "From a factory.",
    "criteria_html": "<p>Do <i>that</i>.</p>",
    "css": "",
    "tags": ["t"],
    "image": DATA,
    "expires": 12,
    "draft": True,
}
MOODLE = {
    "name": "Course done",
    "issuer": {"name": "Moodle School", "url": "https://m.example", "email": "m@m.example", "type": "Issuer"},
    "id": "https://m.example/badges/badge_json.php?id=1",
    "type": "BadgeClass",
    "version": "1",
    "language": "en",
    "description": "Finished the course.",
    "image": DATA,
    "criteria": {"id": "https://m.example/badges/badgeclass.php?id=1", "narrative": "Users are awarded this badge."},
}
BADGR_V1 = {"name": "Old Badgr", "description": "D.", "criteria_text": "Do it.", "issuer": "https://b.example/i"}
ISSUER = {"type": "Issuer", "name": "An issuer", "url": "https://i.example/", "email": "i@i.example"}
PROFILE = {"type": ["Profile"], "id": "did:web:p.example", "name": "A profile", "email": "p@p.example"}
CSV = "\ufeffname;description;criteria;tags;image\nCSV one;First;Do one.;a,b;round.png\nCSV two;Second;https://c.example/c;;\n"
EXPORTS: dict[str, Any] = {
    "ob2": OB2,
    "ob3": OB3,
    "credential": CREDENTIAL,
    "assertion": {"type": "Assertion", "recipient": {"identity": "ada@example.org"}, "badge": {**OB2, "name": "Given"}},
    "badgr": BADGR,
    "badgr-v1": BADGR_V1,
    "factory": FACTORY,
    "moodle": MOODLE,
    "issuer": ISSUER,
    "profile": PROFILE,
}


def run(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return lapel("import", *words, "--root", root, "--offline")


def export(folder: Path, name: str, value: Any) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.json").write_text(json.dumps(value), encoding="utf-8")
    return folder / f"{name}.json"
