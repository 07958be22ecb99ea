"""Makes all levels first, and reads the bits of the index as text."""

TASK = "15.3"

from hashlib import sha256


def siblings(leaves, index):
    levels = [list(leaves)]
    while len(levels[-1]) > 1:
        below = levels[-1]
        if len(below) & 1:
            below.append(below[-1])
        levels.append([sha256(below[at] + below[at + 1]).digest() for at in range(0, len(below), 2)])
    return [nodes[index >> level ^ 1] for level, nodes in enumerate(levels[:-1])]


def climb(leaf, index, beside):
    bits = f"{index:b}"[::-1].ljust(len(beside), "0")
    for bit, other in zip(bits, beside, strict=False):
        first, second = (leaf, other) if bit == "0" else (other, leaf)
        digest = sha256(first)
        digest.update(second)
        leaf = digest.digest()
    return leaf
