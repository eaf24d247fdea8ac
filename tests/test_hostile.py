"""A catalogue that is well formed and means no good: what of it reaches a page, and what a browser does with it."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser

from lapel.load import load
from tests import catalogues
from tests.building import ROOT, mkdocs, serve
from tests.pages import faults

SHARP = "\"><script>document.title='owned'</script> & 'x' {{ 7*7 }} {% raw %} </title> --- ]]>"


def front(meta: dict[str, object]) -> str:
    return f"---\n{yaml.safe_dump(meta, sort_keys=False)}---\n"


def sharp_badge(name: str) -> str:
    meta = {
        "name": f"{name} {SHARP}"[:100],
        "description": SHARP,
        "issuers": ["anchor", "second-org"],
        "level": "starter",
        "tags": [SHARP, "plain"],
        "cost": SHARP,
        "version": SHARP,
        "image": {"caption": SHARP},
        "activities": [{"name": SHARP, "timeRequired": "1 hour", "discussion": "manager"} for _ in range(5)],
        "evidence": [{"genre": "writing", "description": SHARP, "mustShow": [SHARP], "mustNotContain": [SHARP]}],
        "assessment": {"method": SHARP, "assessor": SHARP, "resubmission": {"allowed": "yes", "description": SHARP}},
        "limits": [SHARP],
        "start": {"askAt": SHARP, "description": SHARP, "url": "https://e.example/?a=1&b='2'"},
        "alignment": [{"targetName": SHARP, "targetUrl": "https://e.example/?a=1&b=2", "targetDescription": SHARP}],
        "related": ["first"],
        "prerequisites": ["second"],
    }
    body = 'Remember: bring your passport & a "friend".\n\n## Evidence\n\n## Start\n'
    return f"{front(meta)}\n{body}"


SHARP_BODY = "\nRemember: it is 'odd' & \"quoted\".\n\n## Checklist\n\n## Group us\n\n## Step 1\n"


def sharp_network() -> dict[str, object]:
    measure = {"name": SHARP, "target": SHARP, "figures": [{"date": "2026-01-01", "value": SHARP}]}
    texts = ("businessStrategy", "policyStrategy", "existingResources", "commitment", "communication", "structure")
    canvas = {
        **dict.fromkeys(texts, SHARP),
        **{key: [SHARP] for key in ("drivers", "engagement", "principles", "awareness")},
        "representation": dict.fromkeys(("earners", "issuers", "consumers"), SHARP),
        "subGroups": [{"id": group, "name": SHARP, "lead": SHARP, "description": SHARP} for group in ("one", "two")],
        "success": [measure],
        "members": {key: [SHARP] for key in ("earners", "issuers", "consumers")},
    }
    term = {"starts": "2020-01-01", "length": "99 years", "review": "2020-06-01"}
    return {"notice": SHARP, "term": term, "rhythm": {"every": "2 months", "form": SHARP}, "canvas": canvas}


def sharp_map() -> dict[str, object]:
    name = SHARP[:100]
    group = {"id": "us", "name": name, "does": [SHARP], "examples": [name], "leadsTo": ["there"], "sector": "employer"}
    outcome = {"id": "there", "name": name, "soon": [SHARP], "later": [SHARP], "lasting": [SHARP]}
    return {
        "title": name,
        "lead": SHARP,
        "outcomesName": name,
        "layers": [{"name": name, "groups": [group]}],
        "outcomes": [outcome],
    }


def sharp_guide() -> dict[str, object]:
    steps = [{"name": f"{number} {SHARP}", "description": SHARP, "questions": [SHARP]} for number in (1, 2)]
    return {"title": SHARP, "description": SHARP, "audience": "helpers", "steps": steps}


def sharp_meeting() -> dict[str, object]:
    texts = ("name", "description", "place", "town", "directions", "stepFree", "chair", "audience", "notes")
    action = {"who": SHARP, "what": SHARP, "by": "2026-01-01", "organisation": "second-org"}
    return {
        **dict.fromkeys(texts, SHARP),
        "date": "2099-01-27",
        "movedFrom": "2099-01-20",
        "start": "14:00",
        "duration": "1 hour",
        "url": "https://e.example/?a=1&b='2'",
        "subGroup": "two",
        "agenda": [SHARP],
        "decisions": [SHARP],
        "actions": [action],
    }


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site of the hostile catalogue."""
    root = tmp_path_factory.mktemp("hostile")
    for folder in ("hooks", "overrides", "lapel", "scripts"):
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__"))
    organisation = {
        "name": f"Org {SHARP}"[:100],
        "description": SHARP,
        "roles": ["issuer"],
        "email": "a@example.org",
        "area": SHARP,
        "sector": "employer",
        "contact": SHARP,
        "recognises": ["first", "sharp"],
        "pledge": {"since": "2026-01-01", "promises": [SHARP]},
        "recognition": {"since": "2026-01-01", "by": "second-org", "meeting": "2099-01-20-m"},
    }
    files = {
        **catalogues.good(),
        "mkdocs.yml": (ROOT / "mkdocs.yml").read_text(encoding="utf-8"),
        "network/network.yml": catalogues.NETWORK + yaml.safe_dump(sharp_network()),
        "network/map.yml": yaml.safe_dump(sharp_map()),
        "network/news/2026-01-01-n.md": front({"title": SHARP, "description": SHARP, "date": "2026-01-01"})
        + SHARP_BODY,
        "network/guides/steps.md": front(sharp_guide()) + SHARP_BODY,
        "network/index.md": front({"title": SHARP, "headline": SHARP, "lead": SHARP}) + "\nWarning: closed.\n",
        "network/organisations/second-org.md": front(organisation) + "\nWarning: we are closed in August.\n",
        "network/meetings/2099-01-20-m.md": front(sharp_meeting()) + SHARP_BODY,
        "badges/sharp/badge.md": sharp_badge("Sharp"),
        "badges/sharp/image.svg": catalogues.SVG,
        "badges/pathways/sharp.md": "---\n"
        + yaml.safe_dump(
            {"name": SHARP, "description": SHARP, "badges": ["first", "sharp"], "rule": "any 1", "completion": "second"}
        )
        + "---\n",
    }
    catalogues.write(root, files)
    done = mkdocs(root, "build", "-q")
    assert done.returncode == 0, done.stderr
    return root / "site"


def test_every_page_is_still_valid_html(hostile: Path, node: str, tmp_path: Path) -> None:
    pages = [str(page) for page in hostile.rglob("*.html")]
    assert [] == faults(ROOT, node, tmp_path / "report.json", *pages)


def test_no_text_became_a_script_or_an_attribute(hostile: Path) -> None:
    for page in hostile.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        inline = re.findall(r"<script(?![^>]* src=)[^>]*>", text)
        allowed = {'<script type="application/ld+json">', '<script type="application/json" id="desk-words">'}
        if page.name in ("cell.html", "desk.html"):  # each stands alone: its one script is pinned by its policy
            allowed |= {
                "<script>",
                *(f'<script type="application/json" id="desk-{kind}copy">' for kind in ("", "cell-")),
            }
            text = re.sub(r"<script>.*?</script>", "", text, flags=re.DOTALL)
        assert allowed >= set(inline), page
        words = re.sub(r"<svg.*?</svg>", "", text, flags=re.DOTALL)  # a drawing may have a 49 of its own
        assert "49" not in re.findall(r"\{\{ 7\*7 \}\}|(49)", words), page


def test_the_words_of_a_file_arrive_whole(hostile: Path) -> None:
    assert "bring your passport &amp; a" in (hostile / "badges/sharp/index.html").read_text(encoding="utf-8")
    assert "we are closed in August" in (hostile / "organisations/second-org/index.html").read_text(encoding="utf-8")
    document = json.loads((hostile / "badges/sharp/achievement.json").read_text(encoding="utf-8"))
    assert SHARP == document["description"]


def test_a_browser_runs_nothing_of_it(hostile: Path, browser: Browser) -> None:
    server, base = serve(hostile)
    page = browser.new_page()
    foreign: list[str] = []
    page.on("request", lambda request: foreign.append(request.url) if not request.url.startswith(base) else None)
    for file in sorted(hostile.rglob("*.html")):
        if file.name == "404.html":
            continue
        page.goto(base + file.relative_to(hostile).as_posix().removesuffix("index.html"))
        assert "owned" != page.title(), file
    assert [] == foreign
    page.close()
    server.shutdown()


@pytest.mark.parametrize(
    "body", ["Text <", "a < b and c > d", "`<script>` and ``[a](b)``", "1 < 2", "[x] not a link (y)"]
)
def test_plain_text_with_sharp_signs_is_no_fault(small: Path, body: str) -> None:
    catalogues.write(small, {"badges/third/badge.md": catalogues.badge("Third").replace("You did one thing.", body)})
    assert body == load(small).badges["third"].body
