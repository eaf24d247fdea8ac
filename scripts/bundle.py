"""Bundles the verifier for browsers into ``verifier/dist/``; installs what that needs when it is missing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from importlib.util import find_spec
from pathlib import Path

from _root import ROOT
from tools import install_node


def node_path() -> str:
    """The search path with the Python environment's own Node in it."""
    return f"{sysconfig.get_path('scripts')}{os.pathsep}{os.environ['PATH']}"


def modules_are_new() -> bool:
    """Whether the packages that are installed are those of the lock file."""
    installed = ROOT / "node_modules" / ".package-lock.json"
    return installed.is_file() and installed.stat().st_mtime >= (ROOT / "package-lock.json").stat().st_mtime


def main() -> None:
    if not modules_are_new():
        print("Setting up the verifier (once, about a minute)", flush=True)
        install_node("--omit=dev")
    package = find_spec("openbadgeslib")
    if package is None or package.origin is None:
        sys.exit("The package with the JSON-LD contexts is not installed: run 'make site' once.")
    contexts = Path(package.origin).parent / "ob3" / "contexts"
    node = shutil.which("node", path=node_path())
    if node is None:
        sys.exit("There is no Node here, and it could not be installed: install Node 20 or newer.")
    for script in (["verifier/contexts.mjs", str(contexts)], ["verifier/build.mjs"], ["scripts/typeface.mjs"]):
        done = subprocess.run([node, *script], cwd=ROOT, capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"The verifier was not bundled: {done.stderr.strip()[-2000:]}")


if __name__ == "__main__":
    main()
