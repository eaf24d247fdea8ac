"""Writes the lock files: exact versions and hashes for every system, and no address of any index."""

from __future__ import annotations

import subprocess
import sys

from _root import ROOT

GROUPS = {"requirements.lock": [], "requirements-test.lock": ["test"], "requirements-node.lock": ["node"]}


def main() -> None:
    for name, groups in GROUPS.items():
        only = ["--only-group" if group == "node" else "--group" for group in groups]
        chosen = [word for pair in zip(only, groups, strict=True) for word in pair]
        command = [sys.executable, "-m", "uv", "export", "--quiet", "--no-header", "--no-annotate"]
        command += ["--no-emit-project", "--no-default-groups", "--format", "requirements-txt", *chosen]
        text = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
        lines = [
            line
            for line in text.splitlines()
            if not line.lstrip().startswith(("--index", "--extra-index", "--find-links", "-i "))
        ]
        (ROOT / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(f"{name}: {sum('==' in line for line in lines)} packages")
    (ROOT / "uv.lock").unlink(missing_ok=True)  # it records addresses


if __name__ == "__main__":
    main()
