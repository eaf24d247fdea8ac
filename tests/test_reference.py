"""What is made from the model: the template, the schemas, the list of fields."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from lapel.load import load
from lapel.load.files import RESERVED_GUIDES, Found, find_files
from lapel.load.text import Parts, split_front_matter
from lapel.model.badge import Achievement
from lapel.model.kinds import MANY, Kind
from lapel.model.record import OWN_FIELDS
from lapel.reference.fields import facts
from lapel.reference.files import generated_files, generated_problems
from lapel.reference.page import WRITTEN, fields_guides, slug_of
from lapel.reference.schema import SCHEMAS, schema
from lapel.reference.template import template_text
from tests import catalogues

BADGE = next(kind for kind in MANY if kind.record is Achievement)


def as_an_editor_reads(text: str) -> Any:
    """YAML with its own types; days are texts to a JSON Schema."""

    def plain(node: Any) -> Any:
        if isinstance(node, dict):
            return {key: plain(value) for key, value in node.items()}
        if isinstance(node, list):
            return [plain(value) for value in node]
        return node.isoformat() if isinstance(node, datetime.date) else node

    # Clock times are sexagesimal numbers to YAML 1.1; editors read YAML 1.2.
    return plain(yaml.load(text.replace("start: 14:00", 'start: "14:00"'), Loader=yaml.SafeLoader))


def files(root: Path) -> list[tuple[str, str, Any]]:
    found = []
    names = {kind: name for name, kind in SCHEMAS.items()}
    for file in find_files(root):
        assert isinstance(file, Found)
        text = file.path.read_text(encoding="utf-8")
        parts = split_front_matter(text, "")[0] if file.path.suffix == ".md" else Parts(text, 1, "")
        assert parts is not None
        found.append((file.source, names[file.kind], as_an_editor_reads(parts.yaml)))
    return found


def test_generated_files_are_what_the_model_says(root: Path) -> None:
    assert [] == generated_problems(root)


def test_an_old_generated_file_is_a_problem(tmp_path: Path) -> None:
    assert len(list(generated_files())) == len(generated_problems(tmp_path))


def test_a_template_without_its_marks_is_a_badge_without_a_problem(root: Path, small: Path) -> None:
    text = template_text(BADGE, copied=True).replace("- open-door-skills", "- anchor")
    text = text.replace("Write here, for example: ", "").replace("Write here", "You did")
    catalogues.write(small, {"badges/third/badge.md": text})
    assert "Managing stress" == load(small).badges["third"].name


@pytest.mark.parametrize("kind", MANY, ids=lambda kind: kind.name)
def test_each_template_names_every_field(kind: Kind) -> None:
    text = template_text(kind)
    assert [] == [key for key in kind.record.model_fields if key not in OWN_FIELDS and f"{key}:" not in text]


def test_every_field_of_every_record_has_a_description_and_an_example() -> None:
    def walk(model: Any) -> None:
        for field in facts(model):
            assert field.description != "None", f"{model.__name__}.{field.key}"
            assert field.example is not None, f"{model.__name__}.{field.key}"
            if field.record is not None:
                walk(field.record)

    for model in SCHEMAS.values():
        walk(model)


def test_the_page_of_fields_names_every_field_of_every_record() -> None:
    body = fields_guides()[0].body
    assert [] == [key for key in Achievement.model_fields if key not in OWN_FIELDS and f"| `{key}` |" not in body]
    assert "Inside “evidence”" in body


@pytest.mark.parametrize("name", SCHEMAS)
def test_schemas_are_schemas(name: str) -> None:
    Draft202012Validator.check_schema(schema(name))


def test_schemas_accept_every_file_of_the_sample(root: Path) -> None:
    for source, name, data in files(root):
        errors = [error.message for error in Draft202012Validator(schema(name)).iter_errors(data)]
        assert [] == errors, source


@pytest.mark.parametrize(
    "change", [{"nmae": "x"}, {"name": None}, {"tags": "x"}, {"level": "starters"}, {"issuers": []}, {"start": "x"}]
)
def test_schemas_refuse_what_the_checker_refuses(root: Path, change: dict[str, Any]) -> None:
    data = next(data for source, _, data in files(root) if source == "badges/managing-stress/badge.md")
    assert list(Draft202012Validator(schema("badge")).iter_errors({**data, **change}))


def test_every_file_that_contributors_are_sent_to_is_there(root: Path) -> None:
    text = (root / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:lapel|overrides|verifier|scripts|docs|tests)/[\w./-]+)`", text)
    assert len(named) > 20
    assert [] == [name for name in named if not (root / name).exists()]


def test_every_kind_has_its_page_of_fields_and_its_name_is_kept_free() -> None:
    guides = {guide.slug: guide.body for guide in fields_guides()}
    for kind in WRITTEN:
        body = guides[slug_of(kind)]
        assert [] == [key for key in kind.record.model_fields if key not in OWN_FIELDS and f"`{key}`" not in body]
        assert RESERVED_GUIDES.fullmatch(slug_of(kind))
        assert slug_of(kind) == slug_of(WRITTEN[0]) or f"](../{slug_of(kind)}/)" in guides[slug_of(WRITTEN[0])]
