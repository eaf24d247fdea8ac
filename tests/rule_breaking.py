"""Ways to break the rules about what was signed, published or is no text: what was done, and which codes say so."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lapel.cli.checking import _found
from lapel.credentials.multikey import to_multikey
from lapel.credentials.status import LASTS
from lapel.fetch import FetchFault
from lapel.issuing.endorse import Endorsing, endorse
from lapel.issuing.erase import erase
from lapel.issuing.reissue import Reissue, reissue
from lapel.issuing.revoke import Withdrawal, revoke
from lapel.ledger.against import against_problems
from lapel.ledger.stored_awards import to_line
from lapel.load.locales import locale_problems
from lapel.model import CatalogueError, LapelError
from lapel.outputs import open_context
from lapel.pages.markdown import body_html
from lapel.reference.files import generated_problems
from lapel.starter.answers import read_answers
from lapel.starter.issue_forms import read_form
from lapel.starter.questions import Question
from lapel.stream import Settings
from tests.awarding import FILE, KEY, TEMPLATES, context_of, kept, resigned, run
from tests.building import ROOT
from tests.recording import begin
from tests.repository import git, no_base, save

LIST = "network/status/anchor/1.json"
REASONS = "network/status/anchor/revocations.jsonl"
ORGANISATION = "network/organisations/anchor.md"
BADGE = "badges/first/badge.md"
JWT = FILE.replace(".jsonl", ".jwt")
Breaking = Callable[[Path, pytest.MonkeyPatch], list[str]]
DONE: dict[str, Breaking] = {}


def codes(root: Path) -> list[str]:
    """The codes of every problem and reminder that the command names, but that of a network that has just begun."""
    found = _found(root, None)
    return [one.code for one in [*found.problems, *found.reminders] if one.code != "canvas-open"]


def done(*names: str) -> Callable[[Breaking], Breaking]:
    def keep(breaking: Breaking) -> Breaking:
        DONE.update(dict.fromkeys((name.replace("_", "-") for name in names), breaking))
        return breaking

    return keep


def published(root: Path, patch: pytest.MonkeyPatch) -> None:
    """Three awards with tokens, one of them withdrawn, an endorsement; all of it published."""
    no_base(patch)
    (root / ".gitignore").write_text("/outbox/\n/.cache/\n")
    run(root, "first", people="name,email\nAda,ada@example.org\nBo,bo@example.org\nCy,\n", also_jwt=True)
    revoke(context_of(root), Withdrawal(kept(root)[2].id, "A mistake."), lambda *_: KEY)
    endorse(context_of(root), Endorsing("first", "anchor", "Well made."), lambda *_: KEY)
    git(root, "init", "--quiet", "--initial-branch=main")
    save(root)
    assert [] == codes(root)


def edit(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_bytes()
    assert old.encode() in text
    (root / path).write_bytes(text.replace(old.encode(), new.encode(), 1))


def rows(root: Path, path: str) -> list[bytes]:
    return (root / path).read_bytes().splitlines(keepends=True)


def edits(code: str, path: str, old: str, new: str) -> None:
    """The rule ``code`` is broken by a change of a published file."""

    def change(root: Path, patch: pytest.MonkeyPatch) -> list[str]:
        published(root, patch)
        edit(root, path, old, new)
        return codes(root)

    DONE[code] = change


edits("award-invalid", FILE, "A badge for tests", "The badge for tests")
edits("token-invalid", JWT, "ey", "Ey")
edits("endorsement-invalid", "badges/first/endorsements.jsonl", "Well made.", "Very well made.")
edits("withdrawal-invalid", REASONS, '"index":', '"list":')
edits("list-invalid", LIST, '"validFrom"', '"validfrom"')
edits("key-changed", ORGANISATION, "created: 2026-01-01", "created: 2026-02-01")
edits("formerly-changed", "network/network.yml", "name:", "formerly: [https://other.example.org/]\nname:")
edits("formerly-unused", "network/network.yml", "name:", "formerly: [https://other.example.org/]\nname:")
edits("site-moved", "mkdocs.yml", "badges.example.org", "moved.example.org")
edits("setting-changed", "mkdocs.yml", "site_name", "extra:\n  awards: network\nsite_name")


@done("link-on-disk")
def _(root: Path, patch: pytest.MonkeyPatch) -> list[str]:
    (root / "network/guides").mkdir()
    (root / "network/guides/help.md").symlink_to(root / BADGE)
    return codes(root)


@done("file-large")
def _(root: Path, patch: pytest.MonkeyPatch) -> list[str]:
    (root / BADGE).write_text("x" * (10 << 20))
    return codes(root)


@done("file-unreadable")
def _(root: Path, patch: pytest.MonkeyPatch) -> list[str]:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    patch.setattr(Path, "read_bytes", refuse)  # whoever runs the tests may be allowed to read everything
    return codes(root)


@done("encoding")
def _(root: Path, patch: pytest.MonkeyPatch) -> list[str]:
    (root / BADGE).write_bytes(b"\xef\xbb\xbf" + (root / BADGE).read_bytes())
    return codes(root)


@done("picture-large")
def _(root: Path, patch: pytest.MonkeyPatch) -> list[str]:
    edit(root, BADGE, "issuers:", "image:\n  caption: A square\nissuers:")
    (root / "badges/first/image.svg").write_text("x" * (2 << 20))
    return codes(root)


@done("markdown")
def _(root: Path, patch: pytest.MonkeyPatch) -> list[str]:
    patch.setattr("lapel.pages.markdown.html_faults", lambda _: ["<script>"])
    with pytest.raises(CatalogueError) as fault:
        body_html("x", BADGE)
    return [one.code for one in fault.value.problems]


@done("sentence")
def _(root: Path, patch: pytest.MonkeyPatch) -> list[str]:
    folder = root / "locales"
    shutil.copytree(ROOT / "overrides/locales", folder)
    edit(root, "locales/en/site.yml", "{name}", "{nme}")
    (folder / "xx-no").mkdir()
    (folder / "xx-no/site.yml").write_text("a: b\n")
    return [one.code for one in locale_problems(folder)]


@done("template")
def _(root: Path, patch: pytest.MonkeyPatch) -> list[str]:
    (root / "overrides").mkdir()
    (root / "overrides/badge.html").write_text("{% extends 'lapel/badge.html' %}{% block bottom %}x{% endblock %}")
    with pytest.raises(CatalogueError) as fault:
        open_context(root, Settings.of(root, own=root / "overrides"))
    return [one.code for one in fault.value.problems]


@done("canvas-open")
def _(root: Path, patch: pytest.MonkeyPatch) -> list[str]:
    return [one.code for one in _found(root, None).reminders]


@done("generated-old")
def _(root: Path, patch: pytest.MonkeyPatch) -> list[str]:
    return [one.code for one in generated_problems(root)]


@done("answers")
def _(root: Path, patch: pytest.MonkeyPatch) -> list[str]:
    (root / "answers.yml").write_text("nothing: asked\n")
    with pytest.raises(CatalogueError) as fault:
        read_answers(root / "answers.yml", [Question("name", "The name?", "Ours")])
    return [one.code for one in fault.value.problems]


@done("form")
def _(root: Path, patch: pytest.MonkeyPatch) -> list[str]:
    with pytest.raises(CatalogueError) as fault:
        read_form("### The name of the badge\n\n### How it is judged\n\nSomebody looks.\n", "issue.md")
    return [one.code for one in fault.value.problems]


@done("unexpected")
def _(root: Path, patch: pytest.MonkeyPatch) -> list[str]:
    def fail(*_: object, **__: object) -> None:
        raise LapelError("The network cannot be read.")

    patch.setattr("lapel.cli.checking.open_context", fail)
    return codes(root)


@done("award-twice")
def _(root: Path, patch: pytest.MonkeyPatch) -> list[str]:
    published(root, patch)
    (root / FILE).write_bytes(b"".join([*rows(root, FILE), rows(root, FILE)[0]]))
    return codes(root)


@done("award-forgotten")
def _(root: Path, patch: pytest.MonkeyPatch) -> list[str]:
    published(root, patch)
    before = (root / FILE).read_bytes()
    erase(context_of(root), "ada@example.org", lambda *_: KEY)
    (root / FILE).write_bytes(before)
    return codes(root)


@done("award-late")
def _(root: Path, patch: pytest.MonkeyPatch) -> list[str]:
    published(root, patch)
    last = {**json.loads(rows(root, FILE)[-1]), "name": "Another"}
    (root / FILE.replace("batch", "late")).write_bytes(resigned(last, created=datetime(2026, 1, 2, tzinfo=UTC)) + b"\n")
    edit(root, ORGANISATION, "roles:", f"    expires: {datetime.now(UTC).date() - timedelta(days=1)}\nroles:")
    return codes(root)


@done("awards-in-doubt", "list-in-doubt")
def _(root: Path, patch: pytest.MonkeyPatch) -> list[str]:
    published(root, patch)
    edit(root, ORGANISATION, "roles:", "    revoked: 2026-01-02\nroles:")
    return codes(root)


@done("erasure-invalid")
def _(root: Path, patch: pytest.MonkeyPatch) -> list[str]:
    published(root, patch)
    erase(context_of(root), "ada@example.org", lambda *_: KEY)
    edit(root, "network/status/anchor/erasures.jwt", "ey", "Ey")
    return codes(root)


@done("signed-cut")
def _(root: Path, patch: pytest.MonkeyPatch) -> list[str]:
    published(root, patch)
    (root / FILE).write_bytes((root / FILE).read_bytes()[:-9])
    return codes(root)


@done("signed-lost")
def _(root: Path, patch: pytest.MonkeyPatch) -> list[str]:
    published(root, patch)
    (root / FILE).write_bytes(b"".join(rows(root, FILE)[1:]))
    return codes(root)


@done("list-missing")
def _(root: Path, patch: pytest.MonkeyPatch) -> list[str]:
    published(root, patch)
    (root / LIST).unlink()
    return codes(root)


@done("merge-mark")
def _(root: Path, patch: pytest.MonkeyPatch) -> list[str]:
    published(root, patch)
    (root / FILE).write_bytes(b"<<<<<<< HEAD\n" + (root / FILE).read_bytes())
    return codes(root)


@done("withdrawal-half")
def _(root: Path, patch: pytest.MonkeyPatch) -> list[str]:
    published(root, patch)
    ada = kept(root)[0]
    reissue(context_of(root), TEMPLATES, Reissue(ada.id, "new@example.org"), lambda *_: KEY)
    said = json.loads(rows(root, REASONS)[-1])
    plain = {key: value for key, value in said.items() if key != "replacement"}
    line = to_line({**plain, "id": "other", "reason": "A mistake."})
    (root / REASONS).write_bytes((root / REASONS).read_bytes() + line + b"\n")
    return codes(root)


@done("withdrawal-unsigned")
def _(root: Path, patch: pytest.MonkeyPatch) -> list[str]:
    published(root, patch)
    said, ada = json.loads(rows(root, REASONS)[-1]), kept(root)[0]
    line = to_line({**said, "id": "other", "award": ada.id, "index": ada.status[1]})
    (root / REASONS).write_bytes((root / REASONS).read_bytes() + line + b"\n")
    return codes(root)


@done("signed-changed")
def _(root: Path, patch: pytest.MonkeyPatch) -> list[str]:
    published(root, patch)
    thief = Ed25519PrivateKey.generate()
    key = f"  - id: mine\n    publicKeyMultibase: {to_multikey(thief.public_key())}\n    created: 2026-01-01\n"
    edit(root, ORGANISATION, "roles:", f"{key}roles:")
    document = json.loads((root / LIST).read_bytes())
    document["proof"]["verificationMethod"] = document["issuer"] + "#mine"
    document["validFrom"] = f"{datetime.now(UTC) + timedelta(seconds=60):%Y-%m-%dT%H:%M:%SZ}"
    (root / LIST).write_bytes(resigned(document, thief))
    return codes(root)


@done("list-rolled-back")
def _(root: Path, patch: pytest.MonkeyPatch) -> list[str]:
    published(root, patch)
    before = (root / LIST).read_bytes()
    time.sleep(1.1)  # a list says when it was signed in whole seconds
    revoke(context_of(root), Withdrawal(kept(root)[0].id, "Another mistake."), lambda *_: KEY)
    save(root)
    (root / LIST).write_bytes(before)
    return codes(root)


@done("list-old")
def _(root: Path, patch: pytest.MonkeyPatch) -> list[str]:
    published(root, patch)
    patch.setattr("lapel.ledger.revocations.ending_lists.__defaults__", (LASTS + timedelta(days=1),))
    return codes(root)


@done("private-in-git")
def _(root: Path, patch: pytest.MonkeyPatch) -> list[str]:
    published(root, patch)
    git(root, "add", "--force", "outbox")
    return codes(root)


@done("base-unknown")
def _(root: Path, patch: pytest.MonkeyPatch) -> list[str]:
    published(root, patch)
    patch.setenv("LAPEL_BASE", "no-such-commit")
    return codes(root)


@done("behind-site", "site-silent")
def _(root: Path, patch: pytest.MonkeyPatch) -> list[str]:
    """A site that has a list which is not here, and one whose list cannot be read."""
    published(root, patch)
    newer = json.loads((root / LIST).read_bytes())
    newer["validFrom"] = f"{datetime.now(UTC) + timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}"
    context, found = context_of(root), []

    def silent(*_: object) -> bytes:
        raise FetchFault("https://x.example/: does not answer")

    for ask in (lambda *_: json.dumps(newer).encode(), silent):
        found += against_problems(context.catalogue, context.addresses, ask)
    return [one.code for one in found]


def recorded(root: Path, patch: pytest.MonkeyPatch) -> None:
    published(root, patch)
    begin(root)
    save(root)


@done("record-invalid", "record-rewritten")
def _(root: Path, patch: pytest.MonkeyPatch) -> list[str]:
    recorded(root, patch)
    entries = "network/record/entries/000000.jsonl"
    first, second, *rest = rows(root, entries)
    (root / entries).write_bytes(b"".join([second, first, *rest]))
    return codes(root)


@done("record-behind")
def _(root: Path, patch: pytest.MonkeyPatch) -> list[str]:
    recorded(root, patch)
    run(root, "second", people="name,email\nAda,ada@example.org\n", batch="later", despite_prerequisites=True)
    return codes(root)
