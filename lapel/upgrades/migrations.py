"""The steps from one form of a network's data to the next. Each takes a tree and changes it; each has its test."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from .. import __version__
from ..load.site import read_site
from ..model import LapelError
from ..reference.files import generated_files
from ..starter.forges import Forge, forge_of
from ..starter.network import FORMAT, text_of
from .settings import Block, blocks, comments, joined, refuse_loss, with_entry, with_value, written
from .tree import Tree

SETTINGS = "mkdocs.yml"
ENGINE = (
    *("lapel", "hooks/catalogue.py", "overrides", "verifier", "scripts", "tests", "bench", ".ci"),
    *("docs/decisions", "docs/markdown.md", "docs/overrides.md", "docs/trust.md"),
    *("Makefile", "pyproject.toml", "requirements.lock", "requirements-test.lock", "requirements-node.lock"),
    *("package.json", "package-lock.json", "tsconfig.json", "eslint.config.js", ".htmlvalidate.json", ".npmrc"),
    *(".prettierrc.json", ".prettierignore", "CONTRIBUTING.md", "CHANGELOG.md"),
    *(".github/workflows/site.yml", ".github/pull_request_template.md"),
)
"""What a fork of the engine holds besides its network."""
# The values that the engine wrote into every mkdocs.yml; whoever wrote others keeps them.
DEFAULTS: dict[str, Any] = {
    "site_dir": "site",
    "exclude_docs": "*.md\n*.yml\n*.svg\n/status/\n",
    "nav": ["index.md"],
    "validation": {
        "nav": {"omitted_files": "ignore", "not_found": "ignore"},
        "links": {"absolute_links": "ignore"},
    },
    "markdown_extensions": ["footnotes", "tables", "admonition", {"toc": {"permalink": False}}, "pymdownx.tasklist"],
}
OLDER_MARKDOWN = (
    ["footnotes", "tables", "toc"],
    ["footnotes", "tables", {"toc": {"permalink": False}}],
    ["tables", "footnotes", "admonition", {"toc": {"permalink": False}}],
)


_PINNED = re.compile(r"\s*lapel\s*==\s*(\d+(?:\.\d+)*)\s*(?:[\\#;].*)?$", re.IGNORECASE)
_LAPEL = re.compile(r"\s*lapel\s*(?:\[[^\]]*\]\s*)?(?:[=<>!~;@\\#].*)?$", re.IGNORECASE)
PIPELINES = (".gitlab-ci.yml", ".github/workflows", ".forgejo/workflows", ".woodpecker.yml", ".woodpecker")
MARKS = ("lapel/__init__.py", "hooks/catalogue.py")
"""By one of these a fork is known. They are the last that go: an upgrade that was stopped still finds them."""
SEEN_TO = frozenset({*DEFAULTS, "hooks", "watch", "theme", "plugins", "extra"})
"""The settings that a step may change."""


def to_package(tree: Tree) -> None:
    """1 to 2: a network that borrowed the engine from a folder, or was a fork of it, depends on a release."""
    fork = any(tree.is_kept(path) for path in MARKS)
    before = tree.read(SETTINGS) or ""
    parts = blocks(before)
    repository = _value(parts, "repo_url")
    forge = forge_of(repository)
    after = joined(_settings(parts, tree))
    refuse_loss(before, after, SEEN_TO)
    tree.write(SETTINGS, after)
    if fork:
        _leave_the_engine(tree, forge, repository)
    _requirements(tree)
    if not tree.exists(".editorconfig"):
        tree.write(".editorconfig", text_of(".editorconfig", {}))
    _ignored(tree)
    if fork and forge:
        _pipeline(tree, forge)


def _pipeline(tree: Tree, forge: Forge) -> None:
    tree.write(forge.pipeline, text_of(forge.pipeline, {}, forge))
    tree.notes.append(f"{forge.pipeline} checks and publishes the site: {forge.how}")


def _settings(parts: list[Block], tree: Tree) -> list[Block]:
    kept: list[Block] = []
    for part in parts:
        value = part.value
        if part.key in DEFAULTS and (value == DEFAULTS[part.key] or (part.key, value) in _older()):
            continue
        if part.key in ("hooks", "watch") and isinstance(value, list):
            rest = [one for one in value if not _is_the_engines(part.key, str(one))]
            if rest:
                kept.append(part if rest == value else Block(part.key, [*comments(part), *written(part.key, rest)]))
        elif part.key == "theme" and isinstance(value, dict) and str(value.get("custom_dir", "")).endswith("overrides"):
            own = sorted(set(value) - {"name", "custom_dir", "font"})
            if own:
                tree.notes.append(f"theme: {', '.join(own)} was taken out of {SETTINGS}: the package draws the pages.")
        elif part.key == "plugins":
            names = [next(iter(one), "") if isinstance(one, dict) else one for one in value or []]
            kept.append(part if "lapel" in names else with_entry(part, "lapel"))
        else:
            kept.append(part)
    if not any(part.key == "plugins" for part in kept):
        kept.append(Block("plugins", written("plugins", ["lapel"])))
    if not any(part.key == "docs_dir" for part in kept):
        kept.append(Block("docs_dir", ["docs_dir: network"]))
    return kept


def _is_the_engines(key: str, path: str) -> bool:
    if key == "hooks":
        return path.endswith("hooks/catalogue.py")
    return path.rstrip("/") in ("badges", "overrides") or path.rstrip("/").endswith("/overrides")


def _older() -> list[tuple[str, Any]]:
    return [("markdown_extensions", one) for one in OLDER_MARKDOWN]


def _value(parts: list[Block], key: str) -> str:
    return next((str(part.value or "") for part in parts if part.key == key), "")


def _leave_the_engine(tree: Tree, forge: Forge | None, repository: str) -> None:
    """Badges, network and everything of one's own stay; what is Lapel's comes from the package now."""
    for path in ENGINE:
        tree.remove(path)
    left = sorted({path.partition("/")[0] for path in ENGINE if tree.is_left(path)})
    if left:
        tree.notes.append(f"In {', '.join(left)} are files that git does not keep: delete them when you like.")
    tree.notes.append(
        "What the fork had of the engine was taken away; git keeps it. If you had changed templates in overrides/, "
        "bring each change back as a block (see 'Your own look' in the documentation of Lapel)."
    )
    readme = tree.read("README.md")
    site = read_site(tree.root / SETTINGS)
    if readme is None or re.match(r"#\s+Lapel\b", readme):
        words = {
            "name": site.name,
            "description": f"The badges of {site.name}.",
            "anchor": "your-organisation",
            "badge": "your-badge",
            "publish": forge.how if forge else "",
            "repository": repository,
        }
        tree.write("README.md", text_of("README.md", words))
        tree.notes.append("README.md speaks of your network now: write a sentence about it.")


def _requirements(tree: Tree) -> None:
    """One exact version of the package; a line that goes on below (``--hash``) goes with the rest of it."""
    rows: list[str] = []
    is_ours = goes_on = False
    for row in (tree.read("requirements.txt") or "").split("\n"):
        is_ours = _LAPEL.match(row) is not None or (is_ours and goes_on)
        goes_on = row.rstrip().endswith("\\")
        pinned = _PINNED.match(row)
        if pinned and _parts(pinned[1]) > _parts(__version__):
            raise LapelError(
                f"requirements.txt names Lapel {pinned[1]}, and this is the older {__version__}: install what it names."
            )
        if not is_ours:
            rows.append(row)
    tree.write("requirements.txt", "\n".join([f"lapel=={__version__}", *rows]).rstrip("\n") + "\n")


def _parts(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def _ignored(tree: Tree) -> None:
    """``outbox/`` names people, so git must never see it."""
    text = tree.read(".gitignore") or ""
    there = {row.strip().strip("/") for row in text.split("\n")}
    missing = [row for row in ("/outbox/", "/site/", "/.site.*", "*.part") if row.strip("/") not in there]
    if missing:
        tree.write(".gitignore", "\n".join([*text.rstrip("\n").split("\n"), *missing]).lstrip("\n") + "\n")


def _attributes(tree: Tree) -> None:
    """How git merges what was signed. A later line counts, so what is missing is put at the end."""
    text, ours = tree.read(".gitattributes"), text_of(".gitattributes", {})
    if text is None:
        tree.write(".gitattributes", ours)
        return
    there = {" ".join(row.split()) for row in text.split("\n")}
    missing = [row for row in ours.split("\n") if "merge" in row and not row.startswith("#") and row not in there]
    if missing:
        tree.write(".gitattributes", "\n".join([text.rstrip("\n"), *missing]) + "\n")


MIGRATIONS: dict[int, Callable[[Tree], None]] = {1: to_package}
"""By the form that each starts from."""


def refresh(tree: Tree) -> None:
    """What every release brings: the number, the schemas for editors, the template; and a pipeline where the network
    says where it is kept and has none."""
    _requirements(tree)
    _attributes(tree)
    for path, text in generated_files():
        tree.write(path, text)
    before = tree.read(SETTINGS) or ""
    parts = blocks(before)
    forge = forge_of(_value(parts, "repo_url"))
    if forge and not any(tree.exists(path) for path in PIPELINES):
        _pipeline(tree, forge)
        if not any(part.key == "edit_uri" for part in parts):
            parts.append(Block("edit_uri", [f"edit_uri: {forge.edit}"]))
    at = next((number for number, part in enumerate(parts) if part.key == "extra"), None)
    if at is None:
        parts.append(Block("extra", written("extra", {"lapel_format": FORMAT})))
    elif not isinstance(parts[at].value, dict) or parts[at].value.get("lapel_format") != FORMAT:
        parts[at] = with_value(parts[at], "lapel_format", FORMAT)
    after = joined(parts)
    refuse_loss(before, after, {"extra"})
    tree.write(SETTINGS, after)
