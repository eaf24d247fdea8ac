"""The scripts of the pages: their types, and what they may not do."""

from __future__ import annotations

import json
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


def test_what_a_bundle_is_made_of_is_installed_where_nothing_is_tested(root: Path) -> None:
    """``make serve`` installs the dependencies alone, without those of the tests."""
    packages = json.loads((root / "package.json").read_text(encoding="utf-8"))
    folders = ("verifier/src", "verifier/ui", "desk/src", "desk/ui")
    files = [*root.glob("verifier/*.mjs"), root / "scripts/typeface.mjs"]
    files += [file for folder in folders for file in (root / folder).glob("*.js")]
    text = "\n".join(file.read_text(encoding="utf-8") for file in files)
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)  # types are read by the tests alone
    named = set(re.findall(r'"((?:@[\w.-]+/)?[\w.-]+)(?:/[\w./-]+)?"', text))
    assert {"jsonld", "@fontsource-variable/vazirmatn", "subset-font", "esbuild"} <= named & set(
        packages["dependencies"]
    )
    assert set() == named & set(packages["devDependencies"])
