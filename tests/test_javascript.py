"""The scripts of the pages: their types, and what they may not do."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path


def test_types_hold(root: Path, node: str) -> None:
    done = subprocess.run([node, "node_modules/typescript/bin/tsc"], cwd=root, capture_output=True, text=True)
    assert (0, "") == (done.returncode, done.stdout)


def test_no_script_makes_html_from_text(root: Path) -> None:
    forbidden = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function")
    for file in (root / "overrides/assets").glob("*.js"):
        assert not forbidden.search(file.read_text(encoding="utf-8")), file.name
