"""Carries by calling itself, and folds by carrying in a copy."""

TASK = "15.2"

from hashlib import sha256


def carry(pending, node, level=0):
    if level == len(pending):
        pending.append(node)
    elif pending[level] == b"":
        pending[level] = node
    else:
        left, pending[level] = pending[level], b""
        carry(pending, sha256(left + node).digest(), level + 1)


def folded(pending):
    rest = list(pending)
    while sum(map(bool, rest)) > 1:
        level = next(number for number, node in enumerate(rest) if node)
        carry(rest, rest[level], level)
    return next((node for node in rest if node), bytes(32))
