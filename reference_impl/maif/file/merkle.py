"""The Merkle tree over a file's blocks: its root while leaves come one by one, and the proof that a leaf is among them.

A parent is the SHA-256 of its two children, left before right. A level's lone last node is paired with itself (R. C.
Merkle, "A digital signature based on a conventional encryption function", 1987; the convention for lone nodes is that
of Bitcoin's block tree).
"""

from __future__ import annotations

from hashlib import sha256

NO_HASH = bytes(32)


def carry(pending: list[bytes], node: bytes) -> None:
    """Put the next node of the lowest level where it belongs: two that are complete become one of the level above.

    `pending` has a place for each level, the lowest first: the left node that waits there for its right one, or b"".

    >>> pending = []
    >>> carry(pending, b"A"), carry(pending, b"B"), carry(pending, b"C")
    (None, None, None)
    >>> pending == [b"C", sha256(b"AB").digest()]
    True
    """
    for level, waiting in enumerate(pending):
        if not waiting:
            pending[level] = node
            return
        pending[level] = b""
        node = sha256(waiting + node).digest()
    pending.append(node)


def folded(pending: list[bytes]) -> bytes:
    """Return the root over the nodes that wait, and leave them as they are: more may follow.

    Where none wait, that is 32 zero bytes.

    >>> folded([b"C", b"AB"]) == sha256(b"AB" + sha256(b"CC").digest()).digest()
    True
    >>> folded([b"A"]), folded([]) == NO_HASH
    (b'A', True)
    """
    if not pending:
        return NO_HASH
    *below, top = pending
    node = b""
    for waiting in below:
        if left := waiting or node:
            node = sha256(left + (node or left)).digest()
    return sha256(top + node).digest() if node else top


def siblings(leaves: list[bytes], index: int) -> list[bytes]:
    """Return the node beside each one on the way from the leaf at `index` to the root, the lowest first.

    >>> siblings([b"A", b"B", b"C"], 0) == [b"B", sha256(b"CC").digest()]
    True
    >>> siblings([b"A"], 0)
    []
    """
    beside = []
    while len(leaves) > 1:
        if len(leaves) % 2:
            leaves = [*leaves, leaves[-1]]
        beside.append(leaves[index ^ 1])
        leaves = [sha256(leaves[at] + leaves[at + 1]).digest() for at in range(0, len(leaves), 2)]
        index //= 2
    return beside


def climb(leaf: bytes, index: int, beside: list[bytes]) -> bytes:
    """Return the root of a tree that has this leaf at `index`, and on the way up these nodes beside it.

    >>> climb(b"B", 1, [b"A"]) == sha256(b"AB").digest()
    True
    >>> climb(b"A", 0, [])
    b'A'
    """
    node = leaf
    for other in beside:
        node = sha256(other + node if index % 2 else node + other).digest()
        index //= 2
    return node


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
