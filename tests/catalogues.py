"""Small catalogues for tests: a good one, and an awful one with every defect that the checker knows.

``python tests/catalogues.py FOLDER`` writes the awful one, to be looked at.
"""

from __future__ import annotations

import sys
from pathlib import Path

MKDOCS = "site_name: Test\nsite_url: https://badges.example.org/net/\n"
NETWORK = """\
name: Test Network
description: A network for tests.
territory: England
email: hello@example.org
anchor: anchor
"""
HOME = "---\ntitle: Test Network\nheadline: Test\nlead: A test.\n---\n\nWelcome.\n"
ORGANISATION = """\
---
name: {name}
description: An organisation for tests.
roles: [issuer]
email: hello@example.org
---
"""
BADGE = """\
---
name: {name}
description: A badge for tests.
issuers: [anchor]
activities:
  - name: Do one thing.
    timeRequired: 1 hour
assessment:
  method: Somebody looks.
  assessor: Somebody
start:
  askAt: The desk
{more}---

You did one thing.
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><path fill="#808080" d="M1 1h8v8H1z"/></svg>\n'
PATHWAY = "---\nname: {name}\ndescription: A pathway.\nbadges: [{badges}]\nrule: {rule}\n---\n"
MEETING = "---\nname: M\ndescription: D\n{more}---\n"
HOUR = "start: 14:00\nduration: 1 hour\nplace: P\ntown: T\n"


def meeting(more: str) -> str:
    """The text of a meeting file; ``more`` is YAML to add."""
    return MEETING.format(more=more)


def badge(name: str, more: str = "") -> str:
    """The text of a badge file; ``more`` is YAML to add."""
    return BADGE.format(name=name, more=more)


def good() -> dict[str, str | bytes]:
    """Path and content of the smallest catalogue without a problem."""
    return {
        "mkdocs.yml": MKDOCS,
        "network/network.yml": NETWORK,
        "network/index.md": HOME,
        "network/organisations/anchor.md": ORGANISATION.format(name="Anchor"),
        "badges/first/badge.md": badge("First"),
        "badges/second/badge.md": badge("Second", "prerequisites: [first]\n"),
    }


USE_BOMB = '<path id="a0"/>' + "".join(
    f'<g id="a{number}">{f"<use href={chr(34)}#a{number - 1}{chr(34)}/>" * 10}</g>' for number in range(1, 9)
)
IMAGE = "image:\n  caption: A square\n"

DEFECTS: dict[str, str | bytes] = {
    "network/organisations/not-an-issuer.md": ORGANISATION.format(name="Not an issuer").replace("issuer]", "partner]"),
    "network/organisations/http-address.md": ORGANISATION.format(name="Http").replace(
        "email:", "url: http://www.example.org/\nemail:"
    ),
    "network/organisations/malformed-address.md": ORGANISATION.format(name="Malformed").replace(
        "email:", "url: https://no spaces.example\nemail:"
    ),
    "network/meetings/2027-01-20-other-date.md": "---\nname: M\ndescription: D\ndate: 2027-01-21\nstart: 25:00\n"
    "duration: an hour\nplace: P\ntown: T\n---\n",
    "network/meetings/no-date.md": "---\nname: M\ndescription: D\ndate: 2027-01-21\nstart: 14:00\n"
    "duration: 1 hour\nplace: P\ntown: T\n---\n",
    "network/meetings/2027-02-01-no-date.md": meeting(HOUR),
    "network/meetings/2027-02-02-no-who.md": meeting(
        f"date: 2027-02-02\n{HOUR}actions:\n  - what: Something\n    by: 2027-03-01\n"
    ),
    "network/meetings/2027-02-03-unknown-member.md": meeting(
        f"date: 2027-02-03\n{HOUR}subGroup: evryone\nactions:\n"
        "  - who: A\n    organisation: ancor\n    what: Something\n    by: 2027-03-01\n"
    ),
    "network/meetings/2027-02-04-ends-early.md": meeting("date: 2027-02-04\nstart: 15:00\nend: 14:30\nurl: https://a.example.org/\n"),
    "network/meetings/2027-02-05-no-length.md": meeting("date: 2027-02-05\nstart: 15:00\nplace: P\ntown: T\n"),
    "network/meetings/2027-02-06-two-lengths.md": meeting(f"date: 2027-02-06\n{HOUR}end: 15:00\n"),
    "network/meetings/2027-02-07-no-place.md": meeting("date: 2027-02-07\nstart: 15:00\nduration: 1 hour\n"),
    "network/meetings/2027-02-08-moved-from-another.md": meeting(
        f"date: 2027-02-15\nmovedFrom: 2027-02-09\n{HOUR}"
    ),
    "network/meetings/2027-02-10-moved-to-itself.md": meeting(f"date: 2027-02-10\nmovedFrom: 2027-02-10\n{HOUR}"),
    "network/meetings/2027-02-11-moved-in-silence.md": meeting(f"date: 2027-02-18\n{HOUR}"),
    "network/meetings/2027-02-12-too-long.md": meeting(
        "date: 2027-02-12\nstart: 14:00\nduration: 2 months\nplace: P\ntown: T\n"
    ),
    "network/meetings/2027-03-28-skipped-hour.md": meeting(
        "date: 2027-03-28\nstart: 01:30\nduration: 1 hour\nplace: P\ntown: T\n"
    ),
    "network/meetings/2027-10-31-repeated-hour.md": meeting(
        "date: 2027-10-31\nstart: 00:30\nend: 01:30\nplace: P\ntown: T\n"
    ),
    "network/news/2026-01-01-other-day.md": "---\ntitle: N\ndescription: D\ndate: 2026-01-02\n---\n",
    "network/map.yml": "title: T\nlead: L\noutcomesName: O\noutcomes:\n  - id: there\n    name: There\n"
    "layers:\n  - name: L\n    groups:\n      - id: us\n        name: Us\n        does: [Something]\n"
    "        leadsTo: [ther, us]\n",
    "network/organisations/recognised-partner.md": ORGANISATION.format(name="Recognised").replace(
        "roles: [issuer]", "roles: [partner]\nrecognition:\n  since: 2026-01-01\n  by: ancor\n  meeting: 2026-01-01-x"
    ),
    "network/guides/help-without-heading.md": "---\ntitle: H\ndescription: D\nhelp:\n  time: allow-tme\n"
    "  discussion: talk\n  evidence: talk\n---\n\n## Allow time\n\n## Talk\n",
    "network/guides/dead-link.md": "---\ntitle: Dead\ndescription: D\n---\n\n"
    "See [this](../../badges/nothing/badge.md)\nand [that](http://www.example.org/).\n",
    "network/guides/html.md": "---\ntitle: HTML\ndescription: D\n---\n\nA <b>bold</b> word, `<i>` and <https://e.example/>.\n"
    "<script>alert(1)</script>\n\n[ref]: javascript:alert(1)\n",
    "badges/unknown-key/badge.md": badge("Unknown key", "prerequisits: [first]\n"),
    "badges/missing-field/badge.md": badge("Missing field").replace("description: A badge for tests.\n", ""),
    "badges/wrong-type/badge.md": badge("Wrong type", "tags: work\ncost: [free]\n"),
    "badges/wrong-word/badge.md": badge("Wrong word", "level: starters\n"),
    "badges/duplicate-key/badge.md": badge("Duplicate key", "cost: Free\ncost: Free\n"),
    "badges/empty-value/badge.md": badge("Empty value", "cost:\n"),
    "badges/syntax-error/badge.md": badge("Syntax error", "cost: it is: free\n"),
    "badges/not-closed/badge.md": badge("Not closed").replace("---\n\nYou did", "\nYou did"),
    "badges/no-front-matter/badge.md": "# A badge\n",
    "badges/unknown-names/badge.md": badge("Unknown names", "prerequisites: [frist]\ncreator: ancor\n").replace(
        "[anchor]", "[anchors]"
    ),
    "badges/circle-a/badge.md": badge("Circle A", "prerequisites: [circle-b]\n"),
    "badges/circle-b/badge.md": badge("Circle B", "prerequisites: [circle-c]\n"),
    "badges/circle-c/badge.md": badge("Circle C", "prerequisites: [first, circle-a]\n"),
    "badges/partner-awards/badge.md": badge("Partner awards").replace("[anchor]", "[not-an-issuer]"),
    "badges/image-missing/badge.md": badge("Image missing", IMAGE),
    "badges/image-not-an-image/badge.md": badge("Image not an image", IMAGE),
    "badges/image-not-an-image/image.svg": b"\x89PNG\r\n\x1a\n\x00",
    "badges/image-too-large/badge.md": badge("Image too large", IMAGE),
    "badges/image-too-large/image.svg": SVG.replace("/></svg>", "/>" + "<!-- -->" * 70_000 + "</svg>"),
    "badges/image-with-script/badge.md": badge("Image with script", IMAGE),
    "badges/image-with-script/image.svg": SVG.replace("<path", "<script>alert(1)</script>\n<path onload='x()'"),
    "badges/image-reaches-out/badge.md": badge("Image reaches out", IMAGE),
    "badges/image-reaches-out/image.svg": SVG.replace("<path", '<use href="https://evil.example/a.svg#b"/><path'),
    "badges/image-with-entity/badge.md": badge("Image with entity", IMAGE),
    "badges/image-with-entity/image.svg": '<!DOCTYPE svg [<!ENTITY a "b">]>\n' + SVG,
    "badges/no-text-alternative/badge.md": badge("No text alternative"),
    "badges/no-text-alternative/image.svg": SVG,
    "badges/Capital Letters/badge.md": badge("Capital letters"),
    "badges/same-name/badge.md": badge("first"),
    "badges/retired-alone/badge.md": badge("Retired alone", "status: retired\nretiredDate: 2026-01-31\n"),
    "badges/retired-undated/badge.md": badge("Retired undated", "status: retired\nsuccessor: first\n"),
    "badges/byte-order-mark/badge.md": b"\xef\xbb\xbf" + badge("Byte order mark").encode(),
    "badges/windows-lines/badge.md": badge("Windows lines").replace("\n", "\r\n").encode(),
    "badges/tabs/badge.md": badge("Tabs").replace("    timeRequired", "\ttimeRequired"),
    "badges/not-utf-8/badge.md": badge("Café").encode("latin-1"),
    "badges/ten-megabytes/badge.md": badge("Ten megabytes") + "x" * 10_000_000,
    "badges/alias-bomb/badge.md": badge(
        "Alias bomb", "a: &a [x]\nb: &b [*a, *a, *a, *a]\nc: [*b, *b, *b, *b]\n"
    ),
    "badges/yaml-tag/badge.md": badge("YAML tag", "cost: !!python/object:os.system x\n"),
    "badges/no-way-in/badge.md": badge("No way in").replace("  askAt: The desk", "  description: Just come"),
    "badges/control-character/badge.md": badge("Control").replace("name: Control", r'name: "Con\x08trol"'),
    "badges/no-file/notes.txt": "nothing\n",
    "badges/misnamed/bagde.md": badge("Misnamed"),
    "network/about.md": "# Stray\n",
    "network/guides/fields-of-a-badge.md": "---\ntitle: T\ndescription: D\n---\n",
    "network/guides/picture-and-title.md": "---\ntitle: P\ndescription: D\n---\n\n# Title\n\n![a](b.png)\n"
    "[up](#nowhere) [draft](../../badges/a-draft/badge.md)\n",
    "network/organisations/key-ends-early.md": ORGANISATION.format(name="Key").replace(
        "email:",
        "verificationMethod:\n  - id: k\n    publicKeyMultibase: z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi\n"
        "    created: 2026-02-01\n    expires: 2026-01-01\nemail:",
    ),
    "badges/a-draft/badge.md": badge("A draft", "status: draft\n"),
    "badges/asks-for-a-draft/badge.md": badge("Asks for a draft", "prerequisites: [a-draft]\n"),
    "badges/asks-for-the-retired/badge.md": badge("Asks for the retired", "prerequisites: [retired-alone]\n"),
    "badges/names-itself/badge.md": badge("Names itself", "related: [first, names-itself, first]\n"),
    "badges/not-a-day/badge.md": badge("Not a day", "status: retired\nretiredDate: 86400\n"),
    "badges/hidden-letter/badge.md": badge("Hidden letter").replace("Hidden letter", "Hid\u200bden"),
    "badges/only-translated/badge.fr.md": "rubbish",
    "badges/nested-twice/badge.md": badge("Nested twice", "start:\n  askAt: x\n"),
    "badges/image-with-text/badge.md": badge("Image with text", IMAGE),
    "badges/image-with-text/image.svg": SVG.replace("<path", "<text>A</text><path"),
    "badges/image-use-bomb/badge.md": badge("Image use bomb", IMAGE),
    "badges/image-use-bomb/image.svg": SVG.replace("<path", USE_BOMB + "<path"),
    "badges/image-too-deep/badge.md": badge("Image too deep", IMAGE),
    "badges/image-too-deep/image.svg": SVG.replace("<path", "<g>" * 3000 + "</g>" * 3000 + "<path"),
    "badges/pathways/badge.md": badge("Pathways"),
    "badges/pathways/too-many.md": PATHWAY.format(name="Too many", badges="first, second", rule="any 3"),
    "badges/pathways/no-rule.md": PATHWAY.format(name="No rule", badges="first, second", rule="some"),
    "badges/pathways/dead-end.md": PATHWAY.format(name="Dead end", badges="first, retired-alone", rule="all"),
    "badges/pathways/unknown-step.md": PATHWAY.format(name="Unknown step", badges="first, secnd", rule="all"),
}  # fmt: skip
"""Files to add to the good catalogue, each named after its defect."""


def write(root: Path, files: dict[str, str | bytes]) -> Path:
    """Writes the files below ``root``."""
    for path, content in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def awful() -> dict[str, str | bytes]:
    return {**good(), **DEFECTS}


if __name__ == "__main__":
    write(Path(sys.argv[1]), awful())
