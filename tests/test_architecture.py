"""The shape of the house: who may import whom, and how long a file may be."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

# A package may import itself and what stands to the left of it; the four in the middle stand side by side.
ORDER = [
    {"model"},
    {"load", "cache"},
    {"credentials", "documents", "pages", "pictures", "reference"},
    {"awards"},
    {"stream"},
    {"award_files", "network_files", "scripts"},
    {"outputs"},
    {"write"},
    {"published"},
]


def _layer(name: str) -> int:
    return next((number for number, layer in enumerate(ORDER) if name in layer), -1)


def _imports(file: Path, package: list[str]) -> Iterator[str]:
    """The absolute names of everything that ``file`` imports."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level:
            start = [*package[: len(package) - node.level + 1], *(node.module or "").split(".")]
            yield ".".join(part for part in start if part)
            yield from (".".join([*start, alias.name]) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield str(node.module)


def _engine(root: Path) -> list[Path]:
    return sorted((root / "lapel").rglob("*.py"))


def test_every_layer_of_the_engine_is_known(root: Path) -> None:
    parts = {file.relative_to(root / "lapel").parts[0].removesuffix(".py") for file in _engine(root)}
    assert {name for name in parts - {"__init__", "__pycache__"} if _layer(name) < 0} == set()


def test_imports_go_one_way(root: Path) -> None:
    wrong = []
    for file in _engine(root):
        where = file.relative_to(root).with_suffix("").parts
        mine = where[1]
        for name in _imports(file, list(where[:-1])):
            parts = name.split(".")
            if parts[0] != "lapel" or len(parts) < 2 or parts[1] == mine or mine == "__init__" or _layer(parts[1]) < 0:
                continue
            if _layer(parts[1]) >= _layer(mine):
                wrong.append(f"{file.relative_to(root)} imports {name}")
    assert [] == wrong


def test_only_the_hooks_know_the_site_generator(root: Path) -> None:
    knowing = {
        file.relative_to(root).parts[0]
        for folder in ("lapel", "scripts", "hooks", "tests", "bench")
        for file in (root / folder).rglob("*.py")
        if any(name.split(".")[0] in ("mkdocs", "material") for name in _imports(file, []))
    }
    assert {"hooks"} == knowing


def test_model_and_loader_need_no_picture_and_no_template(root: Path) -> None:
    heavy = {"qrcode", "PIL", "resvg", "graphlay", "jinja2"}
    for package in ("model", "load"):
        for file in (root / "lapel" / package).rglob("*.py"):
            assert {name.split(".")[0] for name in _imports(file, [])} & heavy == set(), file


@pytest.mark.parametrize("pattern", ["*.py", "*.js", "*.css", "*.html"])
def test_no_file_of_code_is_over_400_lines(root: Path, pattern: str) -> None:
    listed = subprocess.run(["git", "ls-files", pattern], cwd=root, capture_output=True, text=True, check=True).stdout
    lengths = {name: len((root / name).read_text(encoding="utf-8").splitlines()) for name in listed.split("\n") if name}
    assert {} == {name: lines for name, lines in lengths.items() if lines > 400}
