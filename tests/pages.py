"""Helpers for tests of built pages: accessibility, valid HTML, and a page in a real browser."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from playwright.sync_api import Page

from lapel.ledger.stored_awards import StoredAward, read_stored
from lapel.ledger.withdrawals import read_revocations
from lapel.spoken import ONLY_ONCE
from tests.building import ROOT

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


RUN = """async (rules) => (await axe.run({ runOnly: rules, resultTypes: ["violations"], preload: false }))
  .violations.map(v => `${v.id}: ${v.nodes.map(n => n.target.join(' ')).join(', ')}`)"""


COLOURS = ["color-contrast", "link-in-text-block"]
"""What can be otherwise when only the colours change."""


def violations(page: Page, axe: str) -> list[str]:
    page.evaluate(axe)
    found: list[str] = page.evaluate(RUN, RULES)
    return found


VALIDATOR = "node_modules/html-validate/bin/html-validate.mjs"


def faults(root: Path, node: str, out: Path, *paths: str) -> list[str]:
    # Written to a file: into a pipe the tool cuts its report at 64 KiB.
    subprocess.run(
        [node, VALIDATOR, "--config", ".htmlvalidate.json", "--formatter", f"json={out}", *paths],
        cwd=root,
        capture_output=True,
    )
    report = json.loads(out.read_text(encoding="utf-8"))
    return [
        f"{result['filePath']}:{message['line']}: {message['message']} ({message['ruleId']})"
        for result in report
        for message in result["messages"]
    ]


def open_more(page: Page) -> None:
    """Opens the menu with what one does not need each day."""
    menu = page.locator("details.more-actions:not([open])")
    if menu.count():
        menu.locator("summary").click()


def saved(page: Page, name: str) -> bytes:
    """What the browser saves when the button is pressed."""
    open_more(page)
    with page.expect_download() as download:
        page.get_by_role("button", name=name).click()
    return Path(download.value.path()).read_bytes()


WITHDRAWN = next(iter(read_revocations(ROOT)))


SAMPLE_AWARDS = [one.id for one in read_stored(ROOT) if isinstance(one, StoredAward)]


# One page of each kind.
KINDS = {
    "award": f"awards/{next(one for one in SAMPLE_AWARDS if one != WITHDRAWN)}/",
    "withdrawn award": f"awards/{WITHDRAWN}/",
    "home": "",
    "catalogue": "badges/",
    "badge": "badges/tenancy-readiness/",
    "retired badge": "badges/job-club-attendance/",
    "poster": "badges/tenancy-readiness/poster/",
    "pathways": "pathways/",
    "pathway in order": "pathways/introduction-to-work/",
    "pathway of choice": "pathways/ready-for-work-in-england/",
    "about": "about/",
    "members": "organisations/",
    "organisation": "organisations/open-door-skills/",
    "member with a promise": "organisations/larkfield-foods/",
    "map": "map/",
    "figures": "figures/",
    "news": "news/",
    "piece of news": "news/2026-11-20-larkfield-foods-joins/",
    "meetings": "meetings/",
    "meeting": "meetings/2027-01-20-writing-good-evidence/",
    "held meeting": "meetings/2026-11-18-what-employers-read/",
    "moved meeting": "meetings/2027-02-10-earn-your-first-badge/",
    "cancelled meeting": "meetings/2026-12-09-questions-from-managers/",
    "actions": "meetings/actions/",
    "checklist": "guides/start-using-badges/",
    "badge with a checklist": "badges/writing-evidence-for-a-badge/",
    "guides": "guides/",
    "guide": "guides/what-a-badge-is/",
    "fields": "guides/fields-of-a-badge/",
    "problems": "guides/problems/",
    "align": "align/",
    "desk": "desk/",
    "case": "guides/how-introduction-to-work-uses-badges/",
    "helping": "badges/tenancy-readiness/helping/",
    "stories": "stories/",
    "story": "stories/from-one-kitchen-to-another/",
    "join": "join/",
    "propose": "propose/",
    "endorse": "endorse/",
    "data": "data/",
    "privacy": "privacy/",
    "accessibility": "accessibility/",
    "mine": "mine/",
    "verify": "verify/",
    "missing": "../404.html",
}
FURTHER = ["uk", "ar", "fa", "pl", "en-x-easy"]
"""The languages of the sample beside its own."""
SPOKEN = {kind: path for kind, path in KINDS.items() if not path.startswith((*ONLY_ONCE, ".."))}
"""The pages that are in every language."""


def answer(page: Page) -> str:
    page.locator(".report .verdict").wait_for()
    return page.locator(".report h2").inner_text()


def choose(page: Page, name: str, content: bytes, kind: str = "") -> str:
    page.set_input_files("#verify-file", {"name": name, "mimeType": kind, "buffer": content})
    return answer(page)


def genuine(site: Path) -> Path:
    """A sample award that is in force, with all there is."""
    files = [file for file in site.glob("awards/*/credential.json") if '"endorsement"' in file.read_text("utf-8")]
    return next(file for file in files if file.with_name("credential.jwt").exists())
