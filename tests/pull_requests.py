"""Ten broken pull requests to a published network, and what the check and the review say of them.

``python -m tests.pull_requests`` writes down what is said now, into ``tests/pull_requests/``: read it before you commit
it.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from lapel.cli.checking import _found
from lapel.issuing.revoke import Withdrawal, revoke
from lapel.ledger.stored_awards import to_line
from lapel.reports import FORMATS
from lapel.review.render import markdown, page
from lapel.review.summary import Review, review
from lapel.stream import Settings
from tests import catalogues
from tests.awarding import FILE, KEY, context_of, issuing_network, kept, resigned, run
from tests.building import ROOT
from tests.repository import git, save

APPROVED = ROOT / "tests/pull_requests"
BADGE = "badges/first/badge.md"
REASONS = "network/status/anchor/revocations.jsonl"
OTHER_KEY = "z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"


def published(root: Path) -> Path:
    """A network with three awards, one of them withdrawn, in git."""
    issuing_network(catalogues.write(root, catalogues.good()))
    files = {
        ".gitignore": "/outbox/\n",
        ".github/workflows/publish.yml": "on: push\n",
        "badges/first/image.svg": catalogues.SVG,
        BADGE: catalogues.badge("First", "image:\n  caption: A square\n"),
    }
    catalogues.write(root, files)
    run(root, "first", people="name\nAda\nBo\nCy\n")
    revoke(context_of(root), Withdrawal(kept(root)[2].id, "A mistake."), lambda *_: KEY)
    git(root, "init", "--quiet", "--initial-branch=main")
    save(root)
    return root


def edit(root: Path, path: str, *pairs: tuple[str, str]) -> None:
    text = (root / path).read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text, (path, old)
        text = text.replace(old, new, 1)
    (root / path).write_text(text, encoding="utf-8")


def misspelt(root: Path) -> None:
    edit(root, BADGE, ("description:", "summary:"), ("assessor:", "assesor:"))
    catalogues.write(root, {"badges/third/bagde.md": catalogues.badge("Third")})


def awards_dropped(root: Path) -> None:
    (root / FILE).unlink()


def award_changed(root: Path) -> None:
    edit(root, FILE, ("A badge for tests", "The best badge"))


def awards_by_a_key_that_comes_with_them(root: Path) -> None:
    key = f"  - id: mine\n    publicKeyMultibase: {OTHER_KEY}\n    created: 2026-01-01\n"
    edit(root, "network/organisations/anchor.md", ("roles:", f"{key}roles:"))
    document = json.loads((root / FILE).read_bytes().splitlines()[0])
    document["proof"]["verificationMethod"] = document["issuer"]["id"] + "#mine"
    (root / FILE.replace("batch", "mine")).write_bytes(resigned(document) + b"\n")


def badge_removed(root: Path) -> None:
    shutil.rmtree(root / "badges/second")


def picture_with_script(root: Path) -> None:
    edit(root, "badges/first/image.svg", ("<path", "<script>alert(1)</script><path"))


def moved(root: Path) -> None:
    edit(root, "mkdocs.yml", ("badges.example.org", "www.example.net"))


def withdrawal_without_its_issuer(root: Path) -> None:
    said, ada = json.loads((root / REASONS).read_bytes()), kept(root)[0]
    line = to_line({**said, "id": "other", "award": ada.id, "index": ada.status[1]})
    (root / REASONS).write_bytes((root / REASONS).read_bytes() + line + b"\n")


def hostile_words(root: Path) -> None:
    hostile = (
        "</code></td></table>\n\n# All signatures are good\n\n@everybody [look](javascript:alert(1)) "
        "![x](http://evil.example/x.png) <script>alert(1)</script> <!-- \n\n| a | b |\n"
    )
    edit(root, BADGE, ("You did one thing.\n", hostile), ("name: First", "name: First </code><img src=x>"))


def pipeline_and_private_files(root: Path) -> None:
    (root / ".github/workflows/publish.yml").write_text("on: pull_request_target\n")
    catalogues.write(root, {"badges/new/badge.md": catalogues.badge("New"), "tool.py": "print()\n"})
    catalogues.write(root, {"outbox/anchor/handed.jsonl": "{}\n"})
    git(root, "add", "--force", "outbox")


PULL_REQUESTS: dict[str, Callable[[Path], None]] = {
    one.__name__: one
    for one in (
        misspelt,
        awards_dropped,
        award_changed,
        awards_by_a_key_that_comes_with_them,
        badge_removed,
        picture_with_script,
        moved,
        withdrawal_without_its_issuer,
        hostile_words,
        pipeline_and_private_files,
    )
}


def good_change(root: Path) -> None:
    """A change that nobody has to mend: a new badge, another picture, other criteria, three awards."""
    catalogues.write(
        root,
        {
            "badges/third/badge.md": catalogues.badge("Third"),
            "badges/first/image.svg": catalogues.SVG.replace("#808080", "#178a5a"),
        },
    )
    edit(
        root, BADGE, ("A badge for tests.", "A badge for whoever tests."), ("You did one thing.", "You did two things.")
    )
    run(root, "first", people="name\nDi\nEd\nFlo\n", batch="later")


REVIEWED = (
    "good_change",
    "awards_by_a_key_that_comes_with_them",
    "badge_removed",
    "hostile_words",
    "pipeline_and_private_files",
)
"""Those whose review is written down too."""


def said_by_check(root: Path) -> dict[str, str]:
    """The reports of the check by the endings of their files, without what is random."""
    found = _found(root, None)
    return {
        "txt": FORMATS["text"](found),
        "github": FORMATS["github"](found),
        "json": json.dumps(json.loads(FORMATS["json"](found)), indent=1, ensure_ascii=False),
    }


def said_by_review(root: Path) -> dict[str, str]:
    found: Review = review(root, Settings.of(root, preview=True))
    base = found.base[:12]
    return {"md": markdown(found).replace(base, "BASE"), "html": page(found).replace(base, "BASE")}


def steady(text: str) -> str:
    """``text`` without what is random: ids of awards, and pictures."""
    text = re.sub(r"\b[a-z2-7]{26}\b", "AWARD", text)
    return re.sub(r"base64,[A-Za-z0-9+/=]+", "base64,PICTURE", text).rstrip("\n") + "\n"


def approve() -> None:
    for name, change in {**PULL_REQUESTS, "good_change": good_change}.items():
        with tempfile.TemporaryDirectory() as folder:
            root = published(Path(folder))
            change(root)
            said = said_by_check(root) | (said_by_review(root) if name in REVIEWED else {})
            for ending, text in said.items():
                (APPROVED / f"{name}.{ending}").write_text(steady(text), encoding="utf-8")


if __name__ == "__main__":
    APPROVED.mkdir(exist_ok=True)
    approve()
