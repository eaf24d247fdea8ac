"""Merkle trees of RFC 9162, section 2.1: roots, proofs that a leaf is in a tree, proofs that a tree goes on in another.

A hash is 32 bytes of SHA-256; sizes count leaves, and indexes start at 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256

SIZE = 32
EMPTY = sha256().digest()


def leaf_hash(entry: bytes) -> bytes:
    return sha256(b"\0" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\1" + left + right).digest()


class Frontier:
    """The right edge of a tree: enough to add leaves and to know the root, in as many hashes as the size has bits.

    ``hashes`` are the roots of the whole subtrees that the size is made of, the largest first.
    """

    def __init__(self, size: int = 0, hashes: Iterable[bytes] = ()) -> None:
        self.size, self.hashes = size, list(hashes)
        if len(self.hashes) != size.bit_count() or any(len(one) != SIZE for one in self.hashes):
            raise ValueError("not the right edge of a tree of that size")

    def add(self, leaf: bytes) -> None:
        """One more leaf, by its hash."""
        size = self.size
        while size & 1:
            leaf = node_hash(self.hashes.pop(), leaf)
            size >>= 1
        self.hashes.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        found = EMPTY
        for number, one in enumerate(reversed(self.hashes)):
            found = node_hash(one, found) if number else one
        return found


class Tree:
    """All the hashes of a tree. ``levels[0]`` holds the leaves; each level the whole pairs of the one below."""

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        self.levels: list[list[bytes]] = [list(leaves)]
        while len(below := self.levels[-1]) > 1:
            self.levels.append([node_hash(below[at], below[at + 1]) for at in range(0, len(below) - 1, 2)])

    @property
    def size(self) -> int:
        return len(self.levels[0])

    def root(self, size: int | None = None) -> bytes:
        """The root of the first ``size`` leaves."""
        size = self.size if size is None else size
        return self._hash(0, size) if size else EMPTY

    def frontier(self, size: int) -> Frontier:
        hashes, start = [], 0
        for bit in reversed(range(size.bit_length())):
            if size >> bit & 1:
                hashes.append(self.levels[bit][start >> bit])
                start += 1 << bit
        return Frontier(size, hashes)

    def _hash(self, start: int, end: int) -> bytes:
        """The root of the leaves from ``start`` to before ``end``; ``start`` is where a subtree of that size begins."""
        count = end - start
        level = count.bit_length() - 1
        if count == 1 << level:
            return self.levels[level][start >> level]
        split = start + _split(count)
        return node_hash(self._hash(start, split), self._hash(split, end))

    def inclusion(self, index: int, size: int) -> list[bytes]:
        """The audit path of a leaf in the first ``size`` leaves (section 2.1.3.1)."""
        if not 0 <= index < size <= self.size:
            raise ValueError("there is no such leaf")
        path, start, end = [], 0, size
        while end - start > 1:
            split = start + _split(end - start)
            if index < split:
                path.append(self._hash(split, end))
                end = split
            else:
                path.append(self._hash(start, split))
                start = split
        return path[::-1]

    def consistency(self, old: int, new: int) -> list[bytes]:
        """That the first ``old`` leaves go on in the first ``new`` (section 2.1.4.1)."""
        if not 0 < old <= new <= self.size:
            raise ValueError("there are no such trees")
        path, start, end, is_whole = [], 0, new, True
        while old != end:
            split = start + _split(end - start)
            if old <= split:
                path.append(self._hash(split, end))
                end = split
            else:
                path.append(self._hash(start, split))
                start, is_whole = split, False
        return [*([] if is_whole else [self._hash(start, end)]), *path[::-1]]


def _split(count: int) -> int:
    """The largest power of two that is smaller than ``count``."""
    return 1 << ((count - 1).bit_length() - 1)


def root_of_inclusion(index: int, size: int, leaf: bytes, path: Sequence[bytes]) -> bytes:
    """The root that an audit path leads to (section 2.1.3.2). ``ValueError`` for a path of another length."""
    if not 0 <= index < size:
        raise ValueError("there is no such leaf")
    at, last, found = index, size - 1, leaf
    for one in path:
        if last == 0:
            raise ValueError("the path is too long")
        if at & 1 or at == last:
            found = node_hash(one, found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, one)
        at, last = at >> 1, last >> 1
    if last:
        raise ValueError("the path is too short")
    return found
