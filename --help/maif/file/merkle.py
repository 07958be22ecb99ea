"""The Merkle tree over a file's blocks: its root while leaves come one by one, and the proof that a leaf is among them.

A parent is the SHA-256 of its two children, left before right. A level's lone last node is paired with itself (R. C.
Merkle, "A digital signature based on a conventional encryption function", 1987; the convention for lone nodes is that
of Bitcoin's block tree).
"""

from __future__ import annotations

from hashlib import sha256

NO_HASH = bytes(32)


from maif._learner.lesson_15 import carry


from maif._learner.lesson_15 import folded


from maif._learner.lesson_15 import siblings


from maif._learner.lesson_15 import climb


class MerkleTree:
    """The root of a Merkle tree whose leaves come one by one: memory grows with the logarithm of their number.

    >>> tree = MerkleTree()
    >>> for leaf in (b"a" * 32, b"b" * 32, b"c" * 32):
    ...     tree.add(leaf)
    >>> tree.root() == climb(b"a" * 32, 0, siblings([b"a" * 32, b"b" * 32, b"c" * 32], 0))
    True
    >>> MerkleTree().root() == NO_HASH
    True
    """

    _LEVELS = 8  # leaves are hashed together 2**8 at a time: the same tree, with less work in Python
    _FULL = 32 << _LEVELS

    def __init__(self) -> None:
        self._leaves = bytearray()
        self._pending: list[bytes] = []

    def add(self, leaves: bytes | bytearray) -> None:
        """Add the next leaf, a hash of 32 bytes, or several, laid end to end."""
        self._leaves += leaves
        full = len(self._leaves) // self._FULL * self._FULL
        for start in range(0, full, self._FULL):
            carry(self._pending, _reduced(self._leaves[start : start + self._FULL], self._LEVELS))
        del self._leaves[:full]

    def root(self) -> bytes:
        """Return the root over the leaves so far; 32 zero bytes if there are none. More leaves may follow."""
        if not self._leaves:
            return folded(self._pending)
        if not self._pending:
            return _reduced(self._leaves)
        pending = self._pending.copy()
        carry(pending, _reduced(self._leaves, self._LEVELS))
        return folded(pending)


def _reduced(level: bytes | bytearray, levels: int | None = None) -> bytes:
    """Hash a level of nodes, laid end to end, up by so many levels, or to the root."""
    while len(level) > 32 if levels is None else levels > 0:
        if len(level) % 64:
            level = level + level[-32:]
        level = b"".join([sha256(level[at : at + 64]).digest() for at in range(0, len(level), 64)])
        levels = None if levels is None else levels - 1
    return bytes(level)
