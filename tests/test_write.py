from __future__ import annotations

from pathlib import Path

import pytest

from lapel.model import CatalogueError
from lapel.published import Record
from lapel.stream import OutputFile, Unit, whole
from lapel.write import write_unit, write_whole


def test_a_file_that_is_the_same_is_left_alone(tmp_path: Path) -> None:
    write_unit(whole("a/b.txt", b"1"), tmp_path, set())
    before = (tmp_path / "a/b.txt").stat().st_mtime_ns
    assert 1 == write_unit(whole("a/b.txt", b"1"), tmp_path, set())
    assert before == (tmp_path / "a/b.txt").stat().st_mtime_ns


@pytest.mark.parametrize("path", ["../a", "/a", "a/../../b"])
def test_nothing_is_written_outside_the_folder(tmp_path: Path, path: str) -> None:
    with pytest.raises(ValueError, match="outside the site"):
        write_unit(whole(path, b""), tmp_path / "site", set())


def test_a_unit_that_breaks_leaves_whole_files_only(tmp_path: Path) -> None:
    def broken() -> list[OutputFile]:
        raise RuntimeError("stop")

    write_unit(whole("a.txt", b"whole"), tmp_path, set())
    with pytest.raises(RuntimeError):
        write_unit(Unit("b.txt", "", broken), tmp_path, set())
    assert {"a.txt": b"whole"} == {file.name: file.read_bytes() for file in tmp_path.iterdir()}


def test_a_write_that_fails_keeps_the_old_file_and_no_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a.txt"
    write_whole(target, b"old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(target, b"new")
    assert {"a.txt": b"old"} == {file.name: file.read_bytes() for file in tmp_path.iterdir()}


@pytest.mark.parametrize("second", ["a/b.txt", "a/B.txt"])
def test_two_files_with_one_path_stop_the_build(second: str) -> None:
    """Made by one process or by two, and on systems that do not tell large letters from small ones."""
    one, other = Record(), Record()
    one.add(whole("a/b.txt", b"1", "badges/a/badge.md"), (0, 0))
    unit = whole(second, b"2", "network/guides/b.md")
    other.add(unit, (0, 0))
    with pytest.raises(CatalogueError):
        one.joined(other)
    with pytest.raises(CatalogueError) as caught:
        one.add(unit, (0, 0))
    assert "network/guides/b.md:1: makes the file" in caught.value.report()
    assert "badges/a/badge.md makes too" in caught.value.report()
