"""Scripts are pinned by their hash: in the pages, and in a list of their own."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path


def digest(file: Path) -> str:
    return "sha384-" + base64.b64encode(hashlib.sha384(file.read_bytes()).digest()).decode()


def test_every_script_of_a_page_is_pinned_by_its_hash(site: Path) -> None:
    count = 0
    for page in [*site.glob("*.html"), *site.glob("*/index.html"), *site.glob("*/*/index.html")]:
        text = page.read_text(encoding="utf-8")
        for tag in re.findall(r"<(?:script|link)\b[^>]*>", text):
            found = re.search(r'(?:src|href)="([^"?]+\.js)(?:\?\w+)?"', tag)
            if found is None:
                continue
            pinned = re.search(r'integrity="([^"]+)"', tag)
            assert pinned, f"{page}: {tag}"
            target = page.parent / found[1]
            if page.name == "404.html":
                target = site / found[1].lstrip("/").partition("assets/")[1] / found[1].partition("assets/")[2]
            assert digest(target) == pinned[1], f"{page}: {tag}"
            count += 1
    assert count > 100


def test_the_list_of_scripts_has_every_script_with_its_hash(site: Path) -> None:
    document = json.loads((site / "scripts.json").read_bytes())
    own = {
        file.relative_to(site).as_posix(): digest(file) for file in site.rglob("*.js") if "pagefind" not in file.parts
    }
    assert own == document["scripts"]
    assert "verify/sw.js" in own


def test_days_of_keys_are_published_for_verifiers(site: Path) -> None:
    registry = json.loads((site / "registry.json").read_bytes())
    entry = next(one for one in registry["issuers"] if one["keys"])
    (period,) = entry["periods"]
    assert entry["keys"] == [period["key"]]
    slug = entry["id"].rpartition(":")[2]
    (method,) = json.loads((site / f"organisations/{slug}/did.json").read_bytes())["verificationMethod"]
    assert period["from"] == method["https://schema.org/validFrom"]
    issuer = json.loads((site / f"organisations/{slug}/issuer.json").read_bytes())
    assert "https://badges.example.org/awards/" == issuer["verification"]["startsWith"]
