"""Writes what a release is made of: its Python packages, and what is bundled into the verifier (CycloneDX 1.6)."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from _root import ROOT

from lapel import __version__


def python_packages() -> Iterator[dict[str, Any]]:
    """The locked packages that an installation of this release was tested with."""
    for line in (ROOT / "requirements.lock").read_text(encoding="utf-8").split("\n"):
        if found := re.match(r"([A-Za-z0-9._-]+)==([^ ;\\]+)", line):
            name, number = found[1].lower(), found[2]
            yield {"type": "library", "name": name, "version": number, "purl": f"pkg:pypi/{name}@{number}"}


def script_packages() -> Iterator[dict[str, Any]]:
    """The packages that are bundled into the verifier, with their hashes."""
    locked = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    for place, one in locked.items():
        if place and not one.get("dev") and not one.get("link") and "version" in one:
            name = place.rpartition("node_modules/")[2]
            purl = f"pkg:npm/{name.replace('@', '%40', 1)}@{one['version']}"
            yield {"type": "library", "name": name, "version": one["version"], "purl": purl}


def sbom() -> dict[str, Any]:
    components = sorted([*python_packages(), *script_packages()], key=lambda one: str(one["purl"]))
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "lapel", "version": __version__}},
        "components": components,
    }


def main() -> None:
    target = Path(sys.argv[1])
    target.write_text(json.dumps(sbom(), indent=2) + "\n", encoding="utf-8")
    print(f"{target}: {len(sbom()['components'])} packages")


if __name__ == "__main__":
    main()
