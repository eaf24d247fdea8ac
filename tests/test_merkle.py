"""Trees of the record against RFC 9162, by another implementation."""

from __future__ import annotations

import base64
import json
import subprocess
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lapel.record.merkle import EMPTY, Frontier, Tree, leaf_hash, root_of_inclusion
from lapel.record.tiles import entry_bundles, hash_tiles, tile_path
from tests.building import ROOT


def peer(node: str, entries: list[bytes], **order: Any) -> dict[str, list[Any]]:
    said = json.dumps({"entries": [base64.b64encode(one).decode() for one in entries], **order})
    done = subprocess.run([node, "tests/peers/merkle.mjs"], cwd=ROOT, input=said, capture_output=True, text=True)
    assert 0 == done.returncode, done.stderr
    found: dict[str, list[Any]] = json.loads(done.stdout)
    return found


ENTRIES = [f"entry {number}".encode() for number in range(70)]


def test_roots_and_proofs_are_those_of_another_implementation(node: str) -> None:
    tree = Tree(map(leaf_hash, ENTRIES))
    sizes = [*range(1, 35), 63, 64, 65, 70]
    inclusion = [
        {
            "index": index,
            "size": size,
            "root": tree.root(size).hex(),
            "path": [one.hex() for one in tree.inclusion(index, size)],
        }
        for size in (1, 2, 3, 7, 8, 13, 64, 70)
        for index in {0, 1, size // 2, size - 1}
        if index < size
    ]
    consistency = [
        {
            "old": old,
            "new": new,
            "oldRoot": tree.root(old).hex(),
            "newRoot": tree.root(new).hex(),
            "path": [one.hex() for one in tree.consistency(old, new)],
        }
        for new in (2, 3, 7, 8, 13, 64, 70)
        for old in {1, 2, new // 2, new - 1}
        if 0 < old < new
    ]
    found = peer(node, ENTRIES, roots=sizes, inclusion=inclusion, consistency=consistency)
    assert [tree.root(size).hex() for size in sizes] == found["roots"]
    assert {True} == set(found["inclusion"])
    assert {True} == set(found["consistency"])


def test_a_tree_of_nothing_and_of_one_entry_have_the_roots_of_the_specification() -> None:
    assert "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" == EMPTY.hex()
    assert EMPTY == Frontier().root() == Tree().root()
    assert "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d" == leaf_hash(b"").hex()


@given(st.lists(st.binary(max_size=8), min_size=1, max_size=300), st.data())
@settings(max_examples=60, deadline=None)
def test_the_edge_grows_as_the_tree_does_and_every_leaf_is_proven(entries: list[bytes], data: st.DataObject) -> None:
    tree, edge = Tree(map(leaf_hash, entries)), Frontier()
    for one in entries:
        edge.add(leaf_hash(one))
    assert (tree.root(), tree.frontier(len(entries)).hashes) == (edge.root(), edge.hashes)
    size = data.draw(st.integers(1, len(entries)))
    index = data.draw(st.integers(0, size - 1))
    path = tree.inclusion(index, size)
    assert tree.root(size) == root_of_inclusion(index, size, leaf_hash(entries[index]), path)
    other = root_of_inclusion(index, size, leaf_hash(entries[index] + b"!"), path)
    assert tree.root(size) != other


def test_a_path_of_another_length_proves_nothing() -> None:
    tree = Tree(map(leaf_hash, ENTRIES))
    path = tree.inclusion(5, 70)
    for wrong in (path[:-1], [*path, EMPTY], []):
        with pytest.raises(ValueError, match=r"too (?:long|short)"):
            root_of_inclusion(5, 70, leaf_hash(ENTRIES[5]), wrong)
    with pytest.raises(ValueError, match="no such leaf"):
        root_of_inclusion(70, 70, leaf_hash(ENTRIES[5]), path)


@pytest.mark.parametrize(
    ("number", "width", "expected"),
    [
        (0, 256, "tile/0/000"),
        (67, 256, "tile/0/067"),
        (1234067, 256, "tile/0/x001/x234/067"),
        (1000, 3, "tile/0/x001/000.p/3"),
    ],
)
def test_tiles_have_the_paths_of_the_specification(number: int, width: int, expected: str) -> None:
    assert expected == tile_path(0, number, width)


def test_tiles_hold_every_whole_subtree_and_bundles_every_entry() -> None:
    entries = [str(number).encode() for number in range(256 * 2 + 3)]
    tree = Tree(map(leaf_hash, entries))
    tiles = dict(hash_tiles(tree))
    assert {"tile/0/000", "tile/0/001", "tile/0/002.p/3", "tile/1/000.p/2"} == set(tiles)
    assert Tree(map(leaf_hash, entries[:256])).root() == tiles["tile/1/000.p/2"][:32]
    bundles = dict(entry_bundles(entries))
    assert b"\0\x03512\0\x03513\0\x03514" == bundles["tile/entries/002.p/3"]
