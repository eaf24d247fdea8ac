"""Every page is valid HTML (html-validate), whatever its kind.

Rules of style are off, and WCAG technique H32: the filters act at once and send nothing, so there is nothing
to submit.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

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


def test_every_page_is_valid(root: Path, node: str, site: Path, tmp_path: Path) -> None:
    pages = [str(page) for page in site.rglob("*.html")]
    assert len(pages) > 50
    assert [] == faults(root, node, tmp_path / "report.json", *pages)


def test_a_page_that_is_not_valid_would_be_noticed(root: Path, node: str, site: Path, tmp_path: Path) -> None:
    page = (site / "index.html").read_text(encoding="utf-8").replace("</h1>", "<p></p></h1>", 1)
    (tmp_path / "bad.html").write_text(page, encoding="utf-8")
    assert faults(root, node, tmp_path / "report.json", str(tmp_path / "bad.html"))
