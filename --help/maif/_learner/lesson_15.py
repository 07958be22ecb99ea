"""From 15_trust_solution.ipynb."""

from hashlib import sha256

def carry(pending, node):
    """Put the next leaf where it belongs: two complete nodes become one of the level above."""
    for level, waiting in enumerate(pending):
        if not waiting:
            pending[level] = node
            return
        pending[level] = b''
        node = sha256(waiting + node).digest()
    pending.append(node)

def folded(pending):
    """Return the root over the leaves so far, and leave `pending` as it is."""
    if not pending:
        return bytes(32)
    *below, top = pending
    node = b''
    for waiting in below:
        if (left := (waiting or node)):
            node = sha256(left + (node or left)).digest()
    return sha256(top + node).digest() if node else top
from hashlib import sha256

def siblings(leaves, index):
    """Return the nodes beside the way from the leaf at `index` to the root, the lowest first."""
    beside = []
    while len(leaves) > 1:
        if len(leaves) % 2:
            leaves = [*leaves, leaves[-1]]
        beside.append(leaves[index ^ 1])
        leaves = [sha256(leaves[at] + leaves[at + 1]).digest() for at in range(0, len(leaves), 2)]
        index //= 2
    return beside

def climb(leaf, index, beside):
    """Return the root of a tree that has this leaf at `index`, and these nodes beside the way up."""
    node = leaf
    for other in beside:
        node = sha256(other + node if index % 2 else node + other).digest()
        index //= 2
    return node
from maif.file.format import BLOCK_AT, FILE_HEADER, walk
from maif.file.format import BLOCK_AT, BLOCK_HEADER, without_signature
from hashlib import sha256

class Chain:
    """What the blocks of a file add up to.

    >>> chain = Chain()
    >>> chain.add(bytes(64), b"two headers")
    >>> chain.count, chain.headers_sha256() == sha256(b"two headers").hexdigest()
    (2, True)
    """

    def __init__(self):
        self.count = 0
        self.last_hash = bytes(32)
        self._pending = []
        self._headers = sha256()

    def add(self, content_hashes, headers):
        for at in range(0, len(content_hashes), 32):
            self.count += 1
            self.last_hash = content_hashes[at:at + 32]
            carry(self._pending, self.last_hash)
        self._headers.update(headers)

    def add_frame(self, frame):
        header = bytes(frame[:BLOCK_HEADER.size])
        at = BLOCK_AT['content_hash']
        self.add(header[at:at + 32], without_signature(header))

    def root(self):
        return folded(self._pending)

    def headers_sha256(self):
        return self._headers.hexdigest()
