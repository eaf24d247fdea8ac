"""The vectors of the desk: what is written down is what both the engine and the desk make."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.desking import Desk
from tests.vectors import BATCHES, FOLDER, comparable, made, stored

VECTORS = dict(stored())


def test_every_batch_is_written_down() -> None:
    assert sorted(BATCHES) == sorted(VECTORS), "python -m tests.vectors"


@pytest.mark.parametrize("name", VECTORS)
def test_the_engine_makes_what_is_written_down(name: str, tmp_path: Path) -> None:
    again = json.loads(json.dumps(made(tmp_path, name), ensure_ascii=False))
    expected = VECTORS[name] | {"network": again["network"]}  # what goes in is packed by each zlib in its own way
    assert expected == again, f"python -m tests.vectors writes {FOLDER.name}/ anew"


@pytest.mark.parametrize("name", VECTORS)
def test_the_desk_makes_what_is_written_down(name: str, node: str, tmp_path: Path) -> None:
    vector = VECTORS[name]
    order: dict[str, Any] = {key: value for key, value in vector.items() if key not in ("network", "made", "letters")}
    desk = Desk.of(node, vector["network"], tmp_path)
    answer = desk(**order)
    desk.close()
    if "faults" in vector:
        assert vector["faults"] == sorted([one["row"], one["column"], one["code"]] for one in answer["faults"])
        return
    assert vector["made"] == comparable(answer["files"])
    assert vector.get("letters", answer["letters"]) == answer["letters"]
