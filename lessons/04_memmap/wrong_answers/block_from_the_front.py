"""Goes on from block to block until one begins later."""

TASK, FAILS, CAUSE = "04.3", {"04.3.looks"}, "from-one-end"


def block_at(offsets, position):
    found = None
    for number, offset in enumerate(offsets):
        if offset > position:
            break
        found = number
    return found
