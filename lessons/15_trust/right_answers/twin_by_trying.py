"""Tries every number of last leaves, and compares roots."""

TASK = "15.6"

from hashlib import sha256


def root(nodes):
    while len(nodes) > 1:
        nodes = [sha256(nodes[n] + nodes[min(n + 1, len(nodes) - 1)]).digest() for n in range(0, len(nodes), 2)]
    return nodes


def twin(leaves):
    for count in range(1, len(leaves)):
        if root(longer := leaves + leaves[-count:]) == root(leaves):
            return longer
    return None
