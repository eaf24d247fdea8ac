"""Every rule that a network can break is broken by its own wrong example, and kept by its right one."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest
import yaml

from lapel.load.links import is_own_id
from lapel.load.typed import _CODES
from lapel.reference.rules import Part, Rule, problems_guide, rules
from tests import catalogues
from tests.building import ROOT
from tests.rule_breaking import codes
from tests.rule_breaking_words import DONE

WRITTEN = [rule for rule in rules().values() if rule.part is not Part.DONE]


def test_every_problem_has_a_rule_and_every_rule_a_problem() -> None:
    used: set[str] = set()
    for file in (ROOT / "lapel").rglob("*.py"):
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            name = getattr(call.func, "id", getattr(call.func, "attr", "")) if isinstance(call, ast.Call) else ""
            if (
                isinstance(call, ast.Call)
                and name in ("Problem", "complain")
                and isinstance(call.args[-1], ast.Constant)
            ):
                used.add(str(call.args[-1].value))

    assert sorted(rules()) == sorted(used | set(_CODES.values()) | {"value", "values-together"})


@pytest.mark.parametrize("rule", WRITTEN, ids=lambda rule: rule.code)
def test_the_wrong_example_breaks_this_rule_alone(rule: Rule, tmp_path: Path) -> None:
    assert {rule.code} == set(codes(written(rule, rule.wrong, tmp_path)))


@pytest.mark.parametrize("rule", WRITTEN, ids=lambda rule: rule.code)
def test_the_right_example_breaks_none(rule: Rule, tmp_path: Path) -> None:
    assert [] == codes(written(rule, rule.right, tmp_path))


@pytest.mark.parametrize("rule", [one for one in rules().values() if one.part is Part.DONE], ids=lambda rule: rule.code)
def test_what_was_done_breaks_the_rule(rule: Rule, network: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert rule.code in DONE[rule.code](network, monkeypatch)


def test_no_code_is_an_id_of_the_page() -> None:
    assert [] == [code for code in rules() if is_own_id(code)]


def test_the_page_explains_every_rule() -> None:
    body = problems_guide().body
    assert [] == [code for code in rules() if f"\n### {code}\n" not in f"\n{body}"]


def written(rule: Rule, example: str, root: Path) -> Path:
    """The smallest network, with the example in its place."""
    files: dict[str, Any] = {**catalogues.good(), **{path: _file(path, keys) for path, keys in rule.others.items()}}
    if rule.part is Part.NAME:
        for path in example.split(" and "):
            files[path if "." in path else f"{path}/x.jsonl"] = _file(path, {})
    elif rule.part is Part.FILE:
        files[rule.file] = example
    elif rule.part is Part.ADD:
        files[rule.file] = str(files[rule.file]) + example
    elif rule.part is Part.BODY:
        files[rule.file] = f"{files[rule.file]}\n{example}"
    else:
        files[rule.file] = _with_keys(str(files[rule.file]), example)
    return catalogues.write(root, files)


def _with_keys(text: str, example: str) -> str:
    """``text`` with the keys of the example in place of its own of the same names."""
    names = {line.partition(":")[0] for line in example.split("\n") if line[:1].isalpha()}
    _, head, body = text.split("---\n", 2)
    kept, keep = [], True
    for line in head.splitlines(keepends=True):
        keep = line.partition(":")[0] not in names if line[:1].isalpha() else keep
        kept += [line] if keep else []
    return f"---\n{''.join(kept)}{example}---\n{body}"


def _file(path: str, keys: Any) -> str:
    """A file of its kind that has no problem, with these keys."""
    if path.endswith(".svg"):
        return catalogues.SVG
    if path.endswith(".csv"):
        return "name,url,framework,code\nListening,https://www.example.org/listening,Ours,L-1\n"
    if path.startswith("badges/"):
        plain = catalogues.badge(str(keys.get("name", "Third")))
        return _with_keys(plain, yaml.safe_dump(dict(keys), sort_keys=False)) if keys else plain
    if path.startswith("network/organisations/"):
        return _with_keys(catalogues.ORGANISATION.format(name="X"), yaml.safe_dump(dict(keys), sort_keys=False))
    return "---\ntitle: Help\ndescription: How to get help.\n---\n\nAsk at the desk.\n"
