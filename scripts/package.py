"""Makes the packages that people install, the same byte for byte from the same commit, and checks them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from _root import ROOT


def made(folder: Path) -> list[Path]:
    """The wheel and the source package, in ``folder``."""
    said = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True).stdout
    env = {"SOURCE_DATE_EPOCH": said.strip() or "315532800", **os.environ}
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--directory", str(folder)],
        cwd=ROOT,
        env=env,
        check=True,
        capture_output=True,
    )
    return sorted(folder.iterdir())


def main() -> None:
    folder = ROOT / "dist"
    shutil.rmtree(folder, ignore_errors=True)
    files = made(folder)
    python = [sys.executable, "-m"]
    names = [str(file) for file in files]
    for command in (
        [*python, "twine", "check", "--strict", *names],
        [*python, "check_wheel_contents", *[name for name in names if name.endswith(".whl")]],
    ):
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"The package is not good:\n{done.stdout}{done.stderr}")
    for file in files:
        print(f"{file.relative_to(ROOT)}  {file.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
