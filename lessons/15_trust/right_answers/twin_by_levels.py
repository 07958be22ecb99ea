"""Climbs until a level has an odd number of nodes."""

TASK = "15.6"


def twin(leaves):
    nodes, below = len(leaves), 1
    while nodes > 1:
        if nodes % 2:
            return leaves + leaves[len(leaves) - below :]
        nodes, below = nodes // 2, 2 * below
    return None
