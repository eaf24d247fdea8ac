"""Installs what the tests need beside Python: Node and its packages, a browser, and independent checkers.

Node comes from the Python environment when the machine has none. Chromium comes from Debian when it is
missing and this user may install packages; otherwise a sentence says what to install.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
from pathlib import Path

from _root import ROOT

PEERS = ROOT / ".peers"
LEAST_NODE = (20, 19)
BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
SERVERS = ("nginx", "caddy", "apache2")
SERVER_PACKAGES = ("nginx", "nginx-common", "caddy", "apache2-bin", "libapr1", "libaprutil1")
# 1EdTech's JSON Schemas are in the source package of openbadgeslib; the hash keeps them the ones we know.
SCHEMA_PACKAGE = "openbadgeslib==4.6.3"
SCHEMA_HASH = "aec21bf41b223ae3fcd196aa92972e3d3a6b12048f4929b2ceedd5fc54ea1eaf"
SCHEMA_FOLDER = "openbadgeslib-4.6.3/tests/fixtures/ob_schemas/"


def pip(*words: str) -> None:
    subprocess.run([sys.executable, "-m", "pip", *words], check=True, cwd=ROOT)


def have_node() -> bool:
    """Whether the Node on this machine is new enough."""
    try:
        answer = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout
        return tuple(int(part) for part in answer.strip().lstrip("v").split(".")[:2]) >= LEAST_NODE and bool(
            shutil.which("npm")
        )
    except (OSError, subprocess.CalledProcessError, ValueError):
        return False


def install_node(*more: str) -> None:
    """Node itself when it is missing, and the packages of the lock file."""
    if not have_node():
        print("Installing Node into the Python environment (once)")
        pip("install", "-qq", "--require-hashes", "-r", "requirements-node.lock")
    scripts = sysconfig.get_path("scripts")
    path = f"{scripts}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [shutil.which("npm", path=path) or "npm", "ci", "--loglevel=error", "--ignore-scripts", *more],
        cwd=ROOT,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        reasons = [line for line in done.stderr.splitlines() if line.startswith("npm error")]
        sys.exit("The packages of the verifier could not be installed:\n" + "\n".join(reasons[:6]))


def browser() -> str | None:
    """The path of a Chromium on this machine: ``LAPEL_BROWSER`` when it is set."""
    return os.environ.get("LAPEL_BROWSER") or next((found for name in BROWSERS if (found := shutil.which(name))), None)


def install_browser() -> None:
    if browser():
        return
    apt = shutil.which("apt-get")
    become = [] if os.geteuid() == 0 else [found, "-n"] if (found := shutil.which("sudo")) else None
    if apt and become is not None:
        print("Installing Chromium (once)")
        quiet = {"stdout": subprocess.DEVNULL, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
        subprocess.run([*become, apt, "update", "-qq"], check=False, **quiet)  # type: ignore[call-overload]
        subprocess.run([*become, apt, "install", "-y", "-qq", "chromium"], check=False, **quiet)  # type: ignore[call-overload]
    if not browser():
        sys.exit("The tests need a Chromium: install Chromium or Google Chrome, or put its path into LAPEL_BROWSER.")


def install_openbadges() -> None:
    """The reference validator of Open Badges 2.0 needs old packages, so it has a folder of its own."""
    target = PEERS / "openbadges"
    shutil.rmtree(target, ignore_errors=True)
    pip("install", "-qq", "--no-deps", "--require-hashes", "--target", str(target), "-r", "tests/peers/openbadges.lock")


def install_servers() -> None:
    """Web servers, unpacked and not installed: nothing of them is started, or left behind, outside this folder."""
    target = PEERS / "servers"
    apt, unpack = shutil.which("apt-get"), shutil.which("dpkg-deb")
    if not (apt and unpack):
        if not all(map(shutil.which, SERVERS)):
            print("The tests with nginx, Caddy and Apache are left out here: install them, and they run.")
        return
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    download = [apt, "download", "-qq", *SERVER_PACKAGES]
    quiet = {"cwd": target, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    if subprocess.run(download, check=False, **quiet).returncode and os.geteuid() == 0:  # type: ignore[call-overload]
        subprocess.run([apt, "update", "-qq"], check=False, **quiet)  # type: ignore[call-overload]
        subprocess.run(download, check=False, **quiet)  # type: ignore[call-overload]
    for package in target.glob("*.deb"):
        subprocess.run([unpack, "--extract", str(package), str(target)], check=True)
        package.unlink()


def install_schemas() -> None:
    target = PEERS / "ob3-schemas"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    pip("download", "-qq", "--no-deps", "--no-binary", ":all:", "--dest", str(target), SCHEMA_PACKAGE)
    archive = next(target.glob("*.tar.gz"))
    if hashlib.sha256(archive.read_bytes()).hexdigest() != SCHEMA_HASH:
        sys.exit(f"{archive.name} is not the file that we know: its SHA-256 differs")
    with tarfile.open(archive) as files:
        for member in files.getmembers():
            if member.isfile() and member.name.startswith(SCHEMA_FOLDER) and member.name.endswith(".json"):
                content = files.extractfile(member)
                assert content is not None  # noqa: S101 - isfile() says so
                (target / Path(member.name).name).write_bytes(content.read())
    archive.unlink()


def main() -> None:
    if sys.argv[1:] == ["node"]:
        print("Setting up the checks of the code (once, a minute)")
        install_node()
        return
    print("Setting up the tests (once, a minute or two)")
    install_node()
    install_browser()
    install_openbadges()
    install_schemas()
    install_servers()


if __name__ == "__main__":
    main()
