"""Counts levels with a while loop, and folds from the lowest that waits."""

TASK = "15.2"

import hashlib


def carry(pending, node):
    level = 0
    while level < len(pending) and pending[level]:
        node = hashlib.sha256(pending[level] + node).digest()
        pending[level] = b""
        level += 1
    if level == len(pending):
        pending.append(b"")
    pending[level] = node


def folded(pending):
    root = None
    for level, waiting in enumerate(pending):
        if waiting and root:
            root = hashlib.sha256(waiting + root).digest()
        elif waiting or root:
            alone = waiting or root
            top = level == len(pending) - 1
            root = alone if top else hashlib.sha256(alone + alone).digest()
    return root or b"\0" * 32
