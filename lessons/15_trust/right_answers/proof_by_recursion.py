"""Both functions call themselves, one level up."""

TASK = "15.3"

from hashlib import sha256


def siblings(leaves, index):
    if len(leaves) <= 1:
        return []
    padded = leaves + leaves[-1:] if len(leaves) % 2 else leaves
    above = [sha256(left + right).digest() for left, right in zip(padded[::2], padded[1::2], strict=True)]
    return [padded[index - 1 if index % 2 else index + 1], *siblings(above, index // 2)]


def climb(leaf, index, beside):
    if not beside:
        return leaf
    pair = beside[0] + leaf if index & 1 else leaf + beside[0]
    return climb(sha256(pair).digest(), index >> 1, beside[1:])
