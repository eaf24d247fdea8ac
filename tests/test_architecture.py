"""The shape of the house: who may import whom, and how long a file may be."""

from __future__ import annotations

import ast
import importlib
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import is_typeddict

import pytest

# A package may import itself and what stands to the left of it; the five in the middle stand side by side.
ORDER = [
    {"files", "home", "model", "processes", "state"},
    {"code", "cache", "fetch", "load"},
    {"frameworks", "verifier"},
    {"strings"},
    {"context"},
    {"spoken"},
    {"translating"},
    {"credentials", "documents", "pages", "pictures", "reference"},
    {"record"},
    {"ledger"},
    {"issuing", "stream"},
    {"record_files"},
    {
        "award_files",
        "badge_files",
        "desk_files",
        "framework_files",
        "identity_files",
        "look_files",
        "network_files",
        "scripts",
    },
    {"desk_letters", "share_files", "hosting"},
    {"desk_pages"},
    {"site_pages"},
    {"outputs"},
    {"write"},
    {"published"},
    {"search", "unchanged"},
    {"archive", "publish", "publishing", "reports"},
    {"review", "scale"},
    {"starter"},
    {"imports", "upgrades"},
    {"adapters", "cli"},
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


BUILDS = ["lapel.outputs", "lapel.award_files", "lapel.network_files", "lapel.publish", "lapel.adapters.mkdocs"]
"""The doors of the build."""


def _reached(root: Path, doors: list[str]) -> set[str]:
    """The modules of the engine that are imported when one of ``doors`` is, near or far."""
    files = {".".join(file.relative_to(root).with_suffix("").parts): file for file in _engine(root)}
    # Whoever imports a module imports the packages around it first.
    files = {name.removesuffix(".__init__"): file for name, file in files.items()}
    found, todo = set(), list(doors)
    while todo:
        name = todo.pop()
        if name in files and name not in found:
            found.add(name)
            is_package = files[name].name == "__init__.py"
            todo += _imports(files[name], name.split(".") if is_package else name.split(".")[:-1])
            todo.append(name.rpartition(".")[0])
    return found


def test_no_private_key_is_in_reach_of_the_build(root: Path) -> None:
    reached = _reached(root, BUILDS)
    assert "lapel.ledger.checking" in reached  # it does look far
    assert set() == {name for name in reached if name.startswith("lapel.issuing")}
    signing = {"lapel.credentials.signing"}
    assert set() == reached & signing
    assert "lapel.adapters" in reached
    for name in reached:
        place = root / name.replace(".", "/")
        file = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
        assert "PrivateKey" not in file.read_text(encoding="utf-8"), name


def test_the_ledger_is_read_without_issuing(root: Path) -> None:
    ledger = [f"lapel.ledger.{file.stem}" for file in (root / "lapel/ledger").glob("*.py")]
    assert set() == {name for name in _reached(root, ledger) if name.startswith("lapel.issuing")}


def test_no_test_takes_its_tools_from_another_test(root: Path) -> None:
    borrowed = [
        f"{file.name} imports {name}"
        for file in (root / "tests").glob("test_*.py")
        for name in _imports(file, ["tests"])
        if name.startswith("tests.test_")
    ]
    assert [] == borrowed


def test_only_the_adapter_knows_the_site_generator(root: Path) -> None:
    knowing = {
        file.relative_to(root).parent.as_posix()
        for folder in ("lapel", "scripts", "hooks", "tests", "bench")
        for file in (root / folder).rglob("*.py")
        if any(name.split(".")[0] in ("mkdocs", "material", "watchdog") for name in _imports(file, []))
    }
    assert {"lapel/adapters"} == knowing


def test_model_and_loader_need_no_picture_and_no_template(root: Path) -> None:
    heavy = {"qrcode", "PIL", "resvg", "jinja2"}
    for package in ("model", "load"):
        for file in (root / "lapel" / package).rglob("*.py"):
            assert {name.split(".")[0] for name in _imports(file, [])} & heavy == set(), file


@pytest.mark.parametrize("pattern", ["*.py", "*.js", "*.css", "*.html"])
def test_no_file_of_code_is_over_400_lines(root: Path, pattern: str) -> None:
    listed = subprocess.run(["git", "ls-files", pattern], cwd=root, capture_output=True, text=True, check=True).stdout
    lengths = {name: len((root / name).read_text(encoding="utf-8").splitlines()) for name in listed.split("\n") if name}
    assert {} == {name: lines for name, lines in lengths.items() if lines > 400}


def _pages_made(file: Path) -> Iterator[tuple[int, ast.expr, dict[str, str]]]:
    """The line and the data of every ``Page(…)`` in a file, with the annotations of the names around it."""
    for function in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if not isinstance(function, ast.FunctionDef):
            continue
        nodes = list(ast.walk(function))
        said = {ast.unparse(one.target): ast.unparse(one.annotation) for one in nodes if isinstance(one, ast.AnnAssign)}
        for call in nodes:
            if isinstance(call, ast.Call) and ast.unparse(call.func) == "Page":
                yield call.lineno, call.args[2], said


def test_a_page_is_made_of_data_whose_shape_is_declared(root: Path) -> None:
    made = [(file, *each) for file in _engine(root) for each in _pages_made(file)]
    assert len(made) > 15
    wrong = []
    for file, line, data, said in made:
        module = importlib.import_module(".".join(file.relative_to(root).with_suffix("").parts))
        shape = getattr(module, said.get(ast.unparse(data), ""), None)
        if not is_typeddict(shape):
            wrong.append(f"{file.relative_to(root)}:{line}")
    assert [] == wrong


def test_only_documents_of_standards_have_no_shape_of_ours(root: Path) -> None:
    loose = [file.name for file in sorted((root / "lapel/pages").glob("*.py")) if "Any]" in file.read_text("utf-8")]
    assert ["data.py"] == loose


def test_every_module_can_be_imported_on_windows(root: Path) -> None:
    only_posix = {"fcntl", "grp", "pwd", "pty", "resource", "termios", "tty", "posix"}
    wrong = [
        f"{file.relative_to(root)} imports {name}"
        for file in _engine(root)
        for name in _imports(file, list(file.relative_to(root).with_suffix("").parts[:-1]))
        if name.split(".")[0] in only_posix
    ]
    assert [] == wrong
