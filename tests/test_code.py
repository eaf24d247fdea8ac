"""A result that is kept is good only for the rules that made it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from lapel import code
from lapel.badge_files import drawn_with
from lapel.code import code_digest
from lapel.ledger.checking import rules_digest


@pytest.fixture
def engine(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the engine's code, in the place of the engine's code."""
    copy = shutil.copytree(root / "lapel", tmp_path / "lapel", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(code, "HERE", copy.resolve())
    code_digest.cache_clear()
    yield copy
    code_digest.cache_clear()


@pytest.mark.parametrize(
    ("digest", "rule"),
    [
        *(
            (rules_digest, f"ledger/{name}.py")
            for name in ("line_check", "form", "signatures", "endorsements", "stored_awards")
        ),
        *(
            (rules_digest, f"credentials/{name}.py")
            for name in ("proof", "canonical", "contexts", "organisation_keys", "status")
        ),
        (rules_digest, "model/paths.py"),
        *((drawn_with, f"pictures/{name}.py") for name in ("qr", "qr_mask", "raster", "artwork")),
    ],
)
def test_a_changed_rule_is_a_cache_miss(engine: Path, digest: Callable[[], str], rule: str) -> None:
    before = digest()
    assert before == digest()
    file = engine / rule
    file.write_text(file.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    code_digest.cache_clear()
    assert before != digest()


def test_another_version_of_a_library_is_a_cache_miss(monkeypatch: pytest.MonkeyPatch) -> None:
    code_digest.cache_clear()
    before = drawn_with()
    monkeypatch.setattr(code, "version", lambda name: "99")
    code_digest.cache_clear()
    assert before != drawn_with()
    code_digest.cache_clear()
