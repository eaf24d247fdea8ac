"""Networks as they were before there was a package: one that borrowed the engine, and a fork of it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from tests.building import ROOT
from tests.repository import git

LENT = """\
# The site. Another network changes this file, badges/ and network/, and nothing else.
site_name: 'Test Network'
# The address at which the site is published. It is inside every QR code and every badge: choose it once.
site_url: https://badges.example.org/net/

docs_dir: network
site_dir: site
# The pages of these files come from the engine.
exclude_docs: |
  *.md
  *.yml
  *.svg
  /status/
# Short on purpose: a page in the navigation is a link on every other page.
nav:
  - index.md
validation:
  nav:
    omitted_files: ignore
    not_found: ignore
  links:
    absolute_links: ignore

# Awards can be kept in a repository of their own, for example so that its history can be erased:
# extra:
#   awards: ../our-awards
theme:
  name: material
  custom_dir: ../lapel/overrides
  font: false
plugins: []
hooks:
  - ../lapel/hooks/catalogue.py
watch:
  - badges
markdown_extensions:
  - footnotes
  - tables
  - admonition
  - toc:
      permalink: false
  - pymdownx.tasklist
"""
"""What new_network.py of release 0.1 wrote."""
FORK = (
    LENT.replace("../lapel/", "")
    .replace("  - badges\n", "  - badges\n  - overrides\n")
    .replace("\ndocs_dir", "repo_url: https://github.com/riverside/badges\nedit_uri: edit/main/\n\ndocs_dir")
)
"""The same in a fork of its repository."""


def lent(root: Path) -> None:
    """Makes of the catalogue in ``root`` a network that borrowed the engine, and keeps it in git."""
    (root / "mkdocs.yml").write_text(LENT, encoding="utf-8")
    (root / ".gitignore").write_text("site/\n.site.*\n.cache/\noutbox/\n", encoding="utf-8")
    keep(root)


def fork(root: Path) -> None:
    """Puts the engine around the catalogue in ``root``, as a fork of the repository has it."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in listed.split():
        if name.split("/")[0] not in ("badges", "network") and (ROOT / name).is_file():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, root / name)
    (root / "mkdocs.yml").write_text(FORK, encoding="utf-8")
    keep(root)


def keep(root: Path) -> None:
    if not (root / ".git").exists():
        git(root, "init", "--quiet")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message=As it was")
