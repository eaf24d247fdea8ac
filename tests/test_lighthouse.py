"""Lighthouse, as a phone: what it counts for some kinds of page, but for the speed (``make bench pages``) and for what
axe says (``test_accessibility``). It is the other reader of ``hreflang``, which ``test_languages`` reads, too."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests import pages

KINDS = {**pages.KINDS, "badge in Arabic": f"ar/{pages.KINDS['badge']}"}
PAGES = (
    "home",
    "catalogue",
    "badge",
    "badge in Arabic",
    "award",
    "pathway in order",
    "map",
    "figures",
    "meetings",
    "about",
    "verify",
)
WANTED = {"best-practices": 100, "seo": 100}
HIDDEN = ("award",)
"""Pages that search engines are asked to leave alone."""


@pytest.fixture(scope="module")
def looked_at(
    root: Path, node: str, address: str, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, dict[str, object]]:
    from tools import browser

    out = tmp_path_factory.mktemp("lighthouse") / "out.json"
    words = [node, "scripts/lighthouse.mjs", str(browser()), str(out), "quick"]
    done = subprocess.run(
        [*words, *(address + KINDS[kind] for kind in PAGES)], cwd=root, capture_output=True, text=True
    )
    assert 0 == done.returncode, done.stderr[-2000:]
    return dict(zip(PAGES, json.loads(out.read_text(encoding="utf-8")), strict=True))


@pytest.mark.parametrize("kind", PAGES)
def test_lighthouse_finds_nothing(looked_at: dict[str, dict[str, object]], kind: str) -> None:
    found = looked_at[kind]
    assert found["error"] is None
    scores = found["scores"]
    assert isinstance(scores, dict)
    wanted = {name: value for name, value in WANTED.items() if not (name == "seo" and kind in HIDDEN)}
    assert wanted == {name: scores[name] for name in wanted}, found["faults"]
